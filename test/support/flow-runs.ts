import { openShop, type Shop } from './flow-shop';
import { type FlowOptions, type FlowStand, startFlowStand } from './flow-stand';
import { cutShort } from './task-failures';

const RUNS: { run: string; options: FlowOptions }[] = [
  { run: 'with workflows in memory', options: {} },
  { run: 'with workflows replayed from their history at every task', options: { replayed: true } },
];

type Scenario = (title: string, scenario: () => Promise<void>) => void;

type Tell = (shop: () => Shop, live: Scenario, both: Scenario) => void;

/**
 * Tells scenarios twice: with workflows kept in memory, and with every workflow task replaying its whole history. What is told through
 * `live` is left out of the second run: it goes through no state that the others do not.
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
  const opened = (): Shop => {
    if (shop === undefined) throw new Error('The stand has not been started.');
    return shop;
  };
  const live: Scenario = (title, scenario) => {
    if (!options.replayed) it(title, scenario);
  };
  const both: Scenario = (title, scenario) =>
    it(title, options.replayed ? () => unlessCutShort(opened().stand, scenario) : scenario);
  tell(opened, live, both);
}

/** A scenario whose workflow the server has told too little of says nothing, and is told once more. */
async function unlessCutShort({ temporal }: FlowStand, scenario: () => Promise<void>): Promise<void> {
  const before = (await cutShort(temporal)).size;
  try {
    await scenario();
  } catch (error) {
    if ((await cutShort(temporal)).size === before) throw error;
    await scenario();
  }
}
