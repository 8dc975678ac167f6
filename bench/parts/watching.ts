import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from 'statechart-host/testing';
import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median } from '../report/statistics';
import { openShop, type Shop } from '../stack/shop';

/** Orders until the code is as fast as it gets. */
const WARM_UP = 150;
/** Orders of one turn: other programs come and go faster than a long one takes. */
const A_TURN = 30;
const AT_ONCE = 3;
/** As a Prometheus does it. */
const SCRAPED_EVERY_MS = 15_000;
const [METRICS_LIMIT, TRACES_LIMIT] = [1.05, 1.25];

interface Watched {
  name: string;
  shop: Shop;
  /** Seconds of a processor an order, turn by turn. */
  turns: number[];
  stop(): Promise<void>;
}

/** What it adds to the processor time of an order, in API and worker together, that they are watched; in turns. */
export async function measureWatching({ rounds, orders }: BenchOptions): Promise<PartReport[]> {
  const collector = await openCollector();
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const traced = (ratio: string) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: ratio,
  });
  const ways = [await open('not watched'), await open('metrics', {}, true), await open('traces, 10 %', traced('0.1'))];
  try {
    for (const { shop } of ways) await buy(shop, WARM_UP);
    const turns = Math.ceil((rounds * orders) / A_TURN);
    for (let turn = 0; turn < turns; turn += 1) {
      for (let at = 0; at < ways.length; at += 1) await measure(ways[(turn + at) % ways.length]);
      process.stderr.write(`  turn ${turn + 1} of ${turns}: ${ways.map(told).join(', ')}\n`);
    }
    return [report(ways)];
  } finally {
    for (const way of ways) await way.stop();
    collector.close();
  }
}

const told = ({ name, turns }: Watched): string => `${name} ${((turns.at(-1) ?? 0) * 1_000).toFixed(0)} ms`;

async function open(name: string, environment: Record<string, string> = {}, isScraped = false): Promise<Watched> {
  const [ofWorker, ofApi] = [await freePort(), await freePort()];
  const port = (number: number): Record<string, string> => (isScraped ? { METRICS_PORT: String(number) } : {});
  const worker = { environment: { ...environment, ...port(ofWorker) } };
  const shop = await openShop(worker, { ...environment, ...port(ofApi) });
  const scrape = (): void => {
    for (const number of [ofWorker, ofApi])
      void fetch(`http://127.0.0.1:${number}/metrics`).then(
        (answer) => answer.text(),
        () => undefined,
      );
  };
  const scraping = isScraped ? setInterval(scrape, SCRAPED_EVERY_MS) : undefined;
  const stop = async (): Promise<void> => {
    clearInterval(scraping);
    await shop.stop();
  };
  return { name, shop, turns: [], stop };
}

async function measure(way: Watched | undefined): Promise<void> {
  if (way === undefined) return;
  const before = way.shop.processorSeconds();
  await buy(way.shop, A_TURN);
  way.turns.push((way.shop.processorSeconds() - before) / A_TURN);
}

async function buy(shop: Shop, orders: number): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let bought = 0; bought < orders / AT_ONCE; bought += 1) await shop.placeOrder(await shop.newSubscription());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Takes what is exported and forgets it. */
async function openCollector(): Promise<Server> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function report(ways: readonly Watched[]): PartReport {
  const [none, metrics, traces] = ways.map(({ turns }) => median(turns));
  const ratios = ways.map(({ turns }) => median(turns.map((turn, at) => turn / (ways[0]?.turns[at] ?? turn))));
  return {
    title: 'Being watched',
    columns: ['how', 'ms of a processor an order', 'beside not watched'],
    rows: ways.map(({ name }, at) => [
      name,
      (([none, metrics, traces][at] ?? 0) * 1_000).toFixed(1),
      `${(ratios[at] ?? 1).toFixed(3)}`,
    ]),
    notes: [
      'API and worker together, each way with a stack of its own, in turns; the ratio is the median of the turns, each beside the same turn of the first.',
    ],
    verdicts: [
      atMost('processor time of an order with metrics', METRICS_LIMIT, ratios[1] ?? 0, ''),
      atMost('processor time of an order with traces of a tenth', TRACES_LIMIT, ratios[2] ?? 0, ''),
    ],
  };
}
