import { openShop, type Shop } from './flow-shop';
import { type FlowOptions, startFlowStand } from './flow-stand';

const RUNS: { run: string; options: FlowOptions }[] = [
  { run: 'with workflows in memory', options: {} },
  { run: 'with workflows replayed from their history at every task', options: { replayed: true } },
];

/** A scenario that is told with workflows in memory only: it goes through no state that the others do not. */
type LiveTest = (title: string, scenario: () => Promise<void>) => void;

type Tell = (shop: () => Shop, live: LiveTest) => void;

/**
 * Tells scenarios twice: with workflows kept in memory, and with every workflow task replaying its whole history. What
 * is told through `live` is left out of the second run.
 */
export function everyRun(title: string, tell: Tell, options: FlowOptions = {}): void {
  describe.each(RUNS)(`${title}, $run`, ({ options: run }) => inOneStand({ ...options, ...run }, tell));
}

/** Tells scenarios once. */
export function oneRun(title: string, tell: Tell, options: FlowOptions = {}): void {
  describe(title, () => inOneStand(options, tell));
}

function inOneStand(options: FlowOptions, tell: Tell): void {
  let shop: Shop | undefined;
  beforeAll(async () => {
    shop = await openShop(await startFlowStand(options));
  });
  afterAll(() => shop?.stand.stop());
  const live: LiveTest = (title, scenario) => {
    if (!options.replayed) it(title, scenario);
  };
  tell(() => {
    if (shop === undefined) throw new Error('The stand has not been started.');
    return shop;
  }, live);
}
