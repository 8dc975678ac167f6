import type { Contender } from './contender';
import { type BenchOptions, readOptions } from './options';
import { measureCache } from './parts/cache';
import { measureCounts } from './parts/counts';
import { measureHost } from './parts/host';
import { measureLists } from './parts/lists';
import { measureLive } from './parts/live';
import { measureMail } from './parts/mail';
import { measureMemory } from './parts/memory';
import { measureOrder } from './parts/order';
import { measureQuote } from './parts/quote';
import { measureStack } from './parts/stack';
import { measureStart } from './parts/start';
import { measureVat } from './parts/vat';
import { measureWaiting } from './parts/waiting';
import { measureWatching } from './parts/watching';
import { measureWeb } from './parts/web';
import { measureWebhooks } from './parts/webhooks';
import { measureWorker } from './parts/worker';
import { machineFacts } from './report/machine-facts';
import { type PartReport, printReport } from './report/report';
import { installPeer } from './restate/install';

type Part = (options: BenchOptions) => Promise<PartReport[]>;

const PARTS: Record<string, Part> = {
  order: (options) => measureOrder(options, options.restate ? () => startPeer(options) : undefined),
  restate: (options) => measureOrder(options, () => startPeer(options)),
  host: measureHost,
  quote: measureQuote,
  vat: measureVat,
  stack: measureStack,
  start: measureStart,
  web: measureWeb,
  webhooks: measureWebhooks,
  mail: measureMail,
  memory: measureMemory,
  lists: measureLists,
  counts: measureCounts,
  live: measureLive,
  worker: measureWorker,
  cache: measureCache,
  waiting: measureWaiting,
  watching: measureWatching,
};
const DEFAULT_PARTS = ['order', 'host', 'stack'];

/** The peer's packages are there only after they were installed, so they are loaded only then. */
async function startPeer({ partitions }: BenchOptions): Promise<Contender> {
  await installPeer();
  const { startRestate } = await import('./restate/contender');
  return startRestate(partitions === 0 ? undefined : partitions);
}

/** `npm run bench -- [part ...] [--rounds 5] [--orders 300] [--clients 50] [--single 30] [--strict]` */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const names = options.parts.length > 0 ? options.parts : DEFAULT_PARTS;
  const unknown = names.filter((name) => PARTS[name] === undefined);
  if (unknown.length > 0) {
    throw new Error(`Nothing is called ${unknown.join(', ')}. There is: ${Object.keys(PARTS).join(', ')}.`);
  }
  process.stdout.write(
    `${machineFacts()
      .map((fact) => `- ${fact}`)
      .join('\n')}\n`,
  );
  let allKept = true;
  for (const name of names) {
    for (const report of (await PARTS[name]?.(options)) ?? []) {
      printReport(report);
      allKept &&= report.verdicts.every(({ kept }) => kept);
    }
  }
  if (!allKept && options.strict) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
