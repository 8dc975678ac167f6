import { freePort, type GuardedProcess } from 'statechart-host/testing';
import { type ApiProcess, aroundNow, startApi, startWorker } from '../support/flow-processes';
import { type Buyer, openShop } from '../support/flow-shop';
import type { FlowStand } from '../support/flow-stand';
import { SHORT_PATIENCE, SHORT_WAITS } from '../support/hurried-workflows';
import { newKey } from '../support/key-rings';

/** An API and a worker whose metrics can be read, on the real parts of a stand. */
export interface WatchedProcesses {
  worker: GuardedProcess;
  api: ApiProcess;
  /** Where each is watched. */
  ports: { worker: string; api: string };
  customer(): Promise<Buyer>;
  stop(): Promise<void>;
}

export async function startWatched(
  stand: FlowStand,
  more: { worker?: Record<string, string>; api?: Record<string, string> } = {},
): Promise<WatchedProcesses> {
  const [ofWorker, ofApi] = [await freePort(), await freePort()];
  const common = { AVENANT_KEY_RING: `one:${newKey()}`, AVENANT_BUILD: 'watched' };
  const [worker, api] = await Promise.all([
    startWorker(stand, [SHORT_WAITS, SHORT_PATIENCE], { ...common, METRICS_PORT: String(ofWorker), ...more.worker }),
    startApi(stand, { more: { ...common, METRICS_PORT: String(ofApi), ...more.api } }),
  ]);
  const shop = await openShop({ ...stand, url: api.url });
  return {
    worker,
    api,
    ports: { worker: `http://127.0.0.1:${ofWorker}`, api: `http://127.0.0.1:${ofApi}` },
    customer: () => shop.customer({ period: aroundNow() }),
    async stop() {
      await Promise.all([worker.stop(), api.stop()]);
    },
  };
}

/** What a process counts, by the name of the series with its labels. */
export async function scrape(port: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${port}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
