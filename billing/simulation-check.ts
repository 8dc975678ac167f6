import { dayNumberOf, localDate, requireDate } from './calendar';
import { problemsIn } from './catalog-check';
import { exponentOf } from './currency';
import { BillingError } from './errors';
import { parsePayable } from './money';
import { pairsOf, productIn, type SimulatedPair } from './simulation-facts';
import type { Simulation } from './simulation-types';

type Path = readonly (string | number)[];

/** Something that a simulation cannot be answered for, at the field that holds it. */
export interface SimulationProblem {
  path: Path;
  problem: string;
}

/**
 * What the schema of a simulation cannot say, because two fields take part: every problem at once, none when it can be
 * answered. Amounts are checked as text; no Decimal is built of one that is refused.
 */
export function problemsInSimulation(simulation: Simulation): SimulationProblem[] {
  const shape = shapeProblems(simulation);
  if (shape.length > 0) return shape;
  const pairs = pairsOf(simulation);
  return [
    ...simulation.catalog.flatMap((product, index) => catalogProblems(product, index)),
    ...amountProblems(simulation),
    ...pairs.flatMap((pair) => pairProblems(pair, simulation)),
    ...repeatedSubscriptions(pairs),
  ];
}

function shapeProblems({ subscription, change, changes, account, cart }: Simulation): SimulationProblem[] {
  const problems: SimulationProblem[] = [];
  if (changes && (subscription || change)) {
    problems.push({ path: ['changes'], problem: 'give either `changes`, or `subscription` and `change`.' });
  } else if (!changes) {
    if (!subscription) problems.push({ path: ['subscription'], problem: 'is missing.' });
    if (!change) problems.push({ path: ['change'], problem: 'is missing.' });
  }
  const currencies: [Path, string | undefined][] = [
    [['account', 'currency'], account.currency],
    [['cart', 'currency'], cart?.currency],
  ];
  for (const [path, currency] of currencies) {
    if (currency !== undefined) problems.push(...unlessReadable(path, () => exponentOf(currency)));
  }
  return problems;
}

function catalogProblems(product: Simulation['catalog'][number], index: number): SimulationProblem[] {
  return problemsIn({ ...product, tenantId: '' }).map(({ entry, problem }) => ({
    path: ['catalog', index, ...entry.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))],
    problem,
  }));
}

/** Amounts with more decimals than their currency has. */
function amountProblems({ account, balance, minimumCharge, cart }: Simulation): SimulationProblem[] {
  const { currency } = account;
  const payable = (path: Path, amount: string | undefined) =>
    amount === undefined ? [] : unlessReadable(path, () => parsePayable(amount, currency));
  return [
    ...payable(['balance'], balance),
    ...payable(['minimumCharge'], minimumCharge),
    ...(cart?.items ?? []).flatMap((item, index) => payable(['cart', 'items', index, 'amount'], item.amount)),
  ];
}

function pairProblems(pair: SimulatedPair, simulation: Simulation): SimulationProblem[] {
  const { subscription, change, path } = pair;
  const { currency } = simulation.account;
  const at = (...more: (string | number)[]): Path => [...path, ...more];
  const problems = momentProblems(pair, simulation);
  for (const [index, line] of (subscription.billedLines ?? []).entries()) {
    for (const name of ['amount', 'credited'] as const) {
      problems.push(
        ...unlessReadable(at('subscription', 'billedLines', index, name), () => parsePayable(line[name], currency)),
      );
    }
  }
  if (simulation.catalog.length > 0) {
    if (!productIn(simulation, subscription.productId)) {
      problems.push({ path: at('subscription', 'productId'), problem: 'names no product of the catalogue.' });
    }
    return problems;
  }
  if (subscription.unitPrice === undefined) {
    problems.push({ path: at('subscription', 'unitPrice'), problem: 'is needed where no catalogue is given.' });
  }
  const isSameTerms =
    (change.tierId ?? subscription.tierId) === subscription.tierId &&
    (change.frequency ?? subscription.frequency) === subscription.frequency;
  if (change.unitPrice !== undefined && isSameTerms && change.unitPrice !== subscription.unitPrice) {
    problems.push({ path: at('change', 'unitPrice'), problem: 'is of the same tier and frequency; give a catalogue.' });
  } else if (change.unitPrice === undefined && !isSameTerms) {
    problems.push({ path: at('change', 'unitPrice'), problem: 'is needed for another tier or frequency.' });
  }
  return problems;
}

/** The day of the change must lie in the billing period, its last day being the first of the next one. */
function momentProblems(
  { subscription }: SimulatedPair,
  { at, effectiveDate, account }: Simulation,
): SimulationProblem[] {
  const { start, end } = subscription.period;
  const path = [effectiveDate === undefined ? 'at' : 'effectiveDate'];
  return unlessReadable(path, () => {
    const date = effectiveDate ?? localDate(at, account.timeZone);
    requireDate(date);
    if (dayNumberOf(date) >= dayNumberOf(start) && dayNumberOf(date) <= dayNumberOf(end)) return;
    const what = `${date} lies outside the billing period ${start} to ${end}.`;
    throw new BillingError('outside_period', 'at', what, 'Choose a day of the period.');
  });
}

function repeatedSubscriptions(pairs: readonly SimulatedPair[]): SimulationProblem[] {
  const ids = pairs.map(({ subscription }) => subscription.subscriptionId);
  return pairs.flatMap(({ path }, index) =>
    ids.indexOf(ids[index] ?? '') === index
      ? []
      : [{ path: [...path, 'subscription', 'subscriptionId'], problem: 'is that of an earlier change.' }],
  );
}

function unlessReadable(path: Path, read: () => unknown): SimulationProblem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof BillingError) return [{ path, problem: error.what }];
    throw error;
  }
}
