import { openShop, type Shop } from './flow-shop';
import { type FlowOptions, startFlowStand } from './flow-stand';

const LIMIT = 60_000;

const RUNS: { run: string; options: FlowOptions }[] = [
  { run: 'with its workflow in memory', options: {} },
  { run: 'replayed from its history at every task', options: { replayed: true } },
];

/** Tells scenarios twice: with workflows kept in memory, and with every workflow task replaying its whole history. */
export function everyRun(title: string, tell: (shop: () => Shop) => void, options: FlowOptions = {}): void {
  describe.each(RUNS)(`${title}, $run`, ({ options: run }) => inOneStand({ ...options, ...run }, tell));
}

/** Tells scenarios once. */
export function oneRun(title: string, tell: (shop: () => Shop) => void, options: FlowOptions = {}): void {
  describe(title, () => inOneStand(options, tell));
}

function inOneStand(options: FlowOptions, tell: (shop: () => Shop) => void): void {
  let shop: Shop | undefined;
  beforeAll(async () => {
    shop = await openShop(await startFlowStand(options));
  }, LIMIT);
  afterAll(() => shop?.stand.stop(), LIMIT);
  jest.setTimeout(LIMIT);
  tell(() => {
    if (shop === undefined) throw new Error('The stand has not been started.');
    return shop;
  });
}
