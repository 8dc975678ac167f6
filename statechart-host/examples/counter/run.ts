import { statechartClient } from 'statechart-host/client';
import { startTemporal, startTestWorker, type TestWorker } from 'statechart-host/testing';
import type { counterMachine } from './machine';

/** Counts to two. @param say is told what happens */
export async function countToTwo(
  { client, taskQueue }: Pick<TestWorker, 'client' | 'taskQueue'>,
  id: string,
  say: (line: string) => void,
): Promise<void> {
  const counters = statechartClient<typeof counterMachine>({ client, workflowType: 'counter', taskQueue });
  const tally = await counters.start({ id });
  const first = await tally.send({ type: 'INC' });
  say(`${first.state}: ${first.details.count}`);
  await tally.send({ type: 'INC' }, { id: 'second' });
  // The answer of the first call was lost, say: under the same id it happens once.
  const { details } = await tally.send({ type: 'INC' }, { id: 'second' });
  say(`counted twice under one id: ${details.count}`);
  await tally.send({ type: 'STOP' });
  const { output } = await tally.result();
  say(`in the end: ${output?.total}`);
}

async function main(): Promise<void> {
  const temporal = await startTemporal();
  const worker = await startTestWorker({ address: temporal.address, workflowsPath: require.resolve('./workflows') });
  await countToTwo(worker, `counter-${Date.now()}`, console.log);
  await worker.stop();
  await temporal.stop();
}

if (require.main === module) void main();
