import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { quoteSideBySide } from '../../billing/quotes/anchor-alternative';
import type { QuoteInput } from '../../billing/quotes/input';
import { quoteChanges } from '../../billing/quotes/quote';
import { startMongo } from '../../dev/embedded/mongo-server';
import type { BenchOptions } from '../options';
import { post } from '../quote/http-clients';
import { seatChange } from '../quote/sample';
import type { QuoteServer } from '../quote/server';
import { processorTime } from '../report/processor-time';
import { atLeast, atMost, type PartReport } from '../report/report';
import { median, percentile, spread } from '../report/statistics';

const WARM_UP = 20_000;
const QUOTES = 10_000;
const CLIENTS = 20;
const REQUESTS = 4_000;
const SIZES = [1, 2, 5, 10, 20, 50];
const LINES_EACH = 2;
const SERVER = join(__dirname, '..', 'quote', 'server.ts');
const EXAMPLE = join(__dirname, '..', '..', 'docs', 'examples', 'fewer-seats.json');

/** What a quote costs: on one core, by its lines, and as `POST /v1/quotes/simulate`. */
export async function measureQuote({ rounds }: BenchOptions): Promise<PartReport[]> {
  return [measureEngine(rounds), await measureSimulate(rounds)];
}

function measureEngine(rounds: number): PartReport {
  const inputs = Array.from({ length: 60 }, (_, minute) => seatChange(1, 6 + (minute % 20), minute));
  perSecond(quoteChanges, inputs, WARM_UP);
  const plain = timesOf(rounds, () => perSecond(quoteChanges, inputs, QUOTES));
  const sideBySide = timesOf(rounds, () => perSecond(quoteSideBySide, inputs, QUOTES));
  const bySize = SIZES.map((size) => ({ lines: size * LINES_EACH, microseconds: perLine(size, rounds) }));
  const shown = bySize.map(({ lines, microseconds }) => [
    `quote of ${lines} lines`,
    '',
    `${microseconds.toFixed(1)} µs`,
  ]);
  const [short, long] = [bySize[2], bySize.at(-1)];
  if (!short || !long) throw new Error('Nothing was measured.');
  return {
    title: 'Quotes on one core',
    columns: ['', 'quotes/s', 'per line'],
    rows: [
      ['plain change of seats', spread(plain, 0), ''],
      ['the same beside the other anchor choice', spread(sideBySide, 0), ''],
      ...shown,
    ],
    notes: [`${rounds} rounds of ${QUOTES}; seconds are processor time, so that other programs do not count.`],
    verdicts: [
      atLeast('plain seat-change quotes a second on one core', 20_000, median(plain), '', spread(plain, 0)),
      atMost(
        `a line of ${long.lines} over a line of ${short.lines}: cost is linear`,
        1.25,
        long.microseconds / short.microseconds,
      ),
    ],
  };
}

const timesOf = (rounds: number, measure: () => number): number[] => Array.from({ length: rounds }, measure);

function perSecond(quote: (input: QuoteInput) => unknown, inputs: readonly QuoteInput[], count: number): number {
  const before = processorTime() ?? 0;
  for (let index = 0; index < count; index += 1) {
    const input = inputs[index % inputs.length];
    if (input) quote(input);
  }
  return (count / ((processorTime() ?? 0) - before)) * 1_000;
}

/** Microseconds of processor time for one line of a quote of so many changes. */
function perLine(size: number, rounds: number): number {
  const inputs = [seatChange(size)];
  const count = Math.ceil(QUOTES / size);
  const rates = timesOf(rounds, () => perSecond(quoteChanges, inputs, count));
  return 1_000_000 / median(rates) / (size * LINES_EACH);
}

interface Round {
  requestsPerSecond: number;
  latencies: number[];
  /** Processor time of the API for one request, in milliseconds. */
  processor: number;
}

/** One API process, and then one a core, as many as an operator would run on this machine. */
async function measureSimulate(rounds: number): Promise<PartReport> {
  const mongo = await startMongo();
  try {
    const counts = [...new Set([1, availableParallelism()])];
    const rows = [];
    for (const count of counts) rows.push({ count, results: await simulateOn(count, mongo.uri, rounds) });
    return simulateReport(rows);
  } finally {
    await mongo.stop();
  }
}

async function simulateOn(count: number, uri: string, rounds: number): Promise<Round[]> {
  const apis = Array.from({ length: count }, () =>
    fork(SERVER, [uri], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  try {
    const doors = await Promise.all(apis.map(listening));
    const body = readFileSync(EXAMPLE, 'utf8');
    const requests = doors.map((door) => ({ ...door, path: '/v1/quotes/simulate', body }));
    await Promise.all(requests.map((request) => post(request, { clients: CLIENTS, requests: REQUESTS })));
    const results: Round[] = [];
    for (let round = 0; round < rounds; round += 1) results.push(await simulateOnce(requests, apis));
    return results;
  } finally {
    for (const api of apis) api.disconnect();
  }
}

async function simulateOnce(requests: Parameters<typeof post>[0][], apis: readonly ChildProcess[]): Promise<Round> {
  const used = (): number => apis.reduce((sum, { pid }) => sum + (processorTime(pid) ?? Number.NaN), 0);
  const share = { clients: CLIENTS / apis.length, requests: REQUESTS / apis.length };
  const [before, began] = [used(), performance.now()];
  const answered = await Promise.all(requests.map((request) => post(request, share)));
  const requestsPerSecond = (REQUESTS / (performance.now() - began)) * 1_000;
  process.stderr.write(`  ${apis.length} API process(es): ${requestsPerSecond.toFixed(0)} requests/s\n`);
  const latencies = answered.flatMap((each) => each.latencies);
  return { requestsPerSecond, latencies, processor: (used() - before) / REQUESTS };
}

function simulateReport(rows: { count: number; results: Round[] }[]): PartReport {
  const ratesOf = (results: Round[]): number[] => results.map(({ requestsPerSecond }) => requestsPerSecond);
  const best = rows.at(-1)?.results ?? [];
  return {
    title: 'POST /v1/quotes/simulate',
    columns: ['API processes', 'requests/s', 'p50', 'p99', 'CPU ms of the API per request'],
    rows: rows.map(({ count, results }) => {
      const latencies = results.flatMap((result) => result.latencies);
      const times = [0.5, 0.99].map((share) => `${percentile(latencies, share).toFixed(1)} ms`);
      return [String(count), spread(ratesOf(results), 0), ...times, spread(results.map(({ processor }) => processor))];
    }),
    notes: [`${CLIENTS} clients on the same machine; logs, keys in MongoDB and checks as in production.`],
    verdicts: [
      atLeast(`requests a second with ${CLIENTS} clients`, 2_000, median(ratesOf(best)), '', spread(ratesOf(best), 0)),
    ],
  };
}

function listening(api: ChildProcess): Promise<QuoteServer> {
  return new Promise((resolve, reject) => {
    api.once('message', (message) => resolve(message as QuoteServer));
    api.once('exit', (code) => reject(new Error(`The API ended with ${code} before it listened.`)));
  });
}
