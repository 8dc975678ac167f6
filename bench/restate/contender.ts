import { randomUUID } from 'node:crypto';
import type { Contender } from '../contender';
import { newOrderInput } from '../temporal/golden-path';
import { startPeerEngine } from './engine';
import { AT } from './machine';
import { SERVICE, startService } from './service';

interface PeerSnapshot {
  status: string;
  value: unknown;
}

/** The same order on Restate with `@restatedev/xstate`. It is spared our three projections: its state is its list. */
export async function startRestate(partitions?: number): Promise<Contender> {
  const service = await startService();
  const engine = await startPeerEngine(partitions);
  await call(`${engine.admin}/deployments`, { uri: `http://127.0.0.1:${service.port}` });
  const placeOrder = async (): Promise<void> => {
    const order = `${engine.ingress}/${SERVICE}/${randomUUID()}`;
    const waitFor = (condition: string, type?: string): Promise<PeerSnapshot> =>
      call(`${order}/waitFor`, { condition, ...(type === undefined ? {} : { event: { type } }) });
    await call(`${order}/create`, { input: newOrderInput() });
    await waitFor(`hasTag:${AT.summary}`);
    await waitFor(`hasTag:${AT.checkout}`, 'CHECKOUT');
    const { value } = await waitFor('done', 'PLACE_ORDER');
    if (value !== 'completed') throw new Error(`The order on Restate is not completed but ${JSON.stringify(value)}.`);
  };
  const stop = async (): Promise<void> => {
    await engine.process.stop();
    await service.stop();
  };
  const name = `Restate with @restatedev/xstate${partitions === undefined ? '' : `, ${partitions} partitions`}`;
  return { name, placeOrder, engineProcessId: engine.process.pid, stop };
}

async function call<Answer>(url: string, body: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Restate answered ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}
