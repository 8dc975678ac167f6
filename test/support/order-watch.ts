import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { changeSettings } from '../../dev/stack/change-settings';
import type { Customer } from './flow-facts';
import { type ApiProcess, aroundNow, startApi, startWorker } from './flow-processes';
import { type Buyer, openShop, type Shop } from './flow-shop';
import { startFlowStand, TENANT } from './flow-stand';

/** A shop whose customers look at their orders, with worker and API as processes that may be killed. */
export interface WatchedShop extends Shop {
  api(): ApiProcess;
  killWorker(): Promise<void>;
  startWorkerAnew(): Promise<void>;
  killApi(): Promise<void>;
  /** Another one where the first was. */
  startApiAnew(): Promise<void>;
  /** Of a customer who is in the middle of a billing period today. */
  buyer(facts?: Customer): Promise<Buyer>;
  stop(): Promise<void>;
}

const PEOPLE = ['claire/billing_contact', 'agnes/support_agent', 'lea/support_lead'];
const SIGN_IN = { HOST: '127.0.0.1', SAMPLE_PEOPLE: PEOPLE.map((person) => `${TENANT}/${person}`).join(',') };

export async function openWatchedShop(): Promise<WatchedShop> {
  const stand = await startFlowStand({ workersOfItsOwn: true });
  const shop = await openShop(stand);
  // Processes have the present as their clock, and so has the gateway that they ask.
  stand.clock.set(new Date().toISOString());
  let [worker, api] = await Promise.all([startWorker(stand), startApi(stand, { more: SIGN_IN })]);
  const port = Number(new URL(api.url).port);
  await changeSettings(stand.store, TENANT, { billingCentreUrl: `${api.url}/billing` });
  return {
    ...shop,
    api: () => api,
    async killWorker() {
      process.kill(worker.pid, 'SIGKILL');
      await worker.ended;
    },
    async startWorkerAnew() {
      worker = await startWorker(stand);
    },
    async killApi() {
      process.kill(api.pid, 'SIGKILL');
      await api.ended;
    },
    async startApiAnew() {
      api = await startApi(stand, { port, more: SIGN_IN });
    },
    buyer: (facts = {}) => shop.customer({ period: aroundNow(), ...facts }),
    async stop() {
      await Promise.all([worker.stop(), api.stop()]);
      await stand.stop();
    },
  };
}

/** A call that the gateway has done, and answers when it is told to. */
export interface HeldCall {
  /** It was done, e.g. the money was taken. */
  done: Promise<unknown>;
  answer(): void;
}

export async function holdNext(operation: 'charge' | 'lookup', { stand }: Shop): Promise<HeldCall> {
  let answer = (): void => {};
  const told = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const server = createServer((_, response) => void told.then(() => response.end(() => server.close())));
  const done = once(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await stand.payments().script({ fault: 'callback', operation, url: `http://127.0.0.1:${port}/` });
  return { done, answer };
}
