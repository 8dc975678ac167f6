import { dayNumberOf, localDate, requireDate } from '../calendar/calendar';
import { problemsInDates } from '../calendar/check';
import { findTier, priceTerms } from '../catalog/catalog';
import { problemsIn, problemsInUnitPrice } from '../catalog/check';
import {
  type FactProblem,
  problemsInBilledLines,
  problemsInCurrency,
  problemsInItems,
  unlessReadable,
} from '../facts/check';
import { parsePayable } from '../money/amounts';
import { BillingError } from '../money/errors';
import { namedDayOf, pairsOf, productIn, type SimulatedPair } from './facts';
import type { Simulation, SimulationPath } from './types';

/** Something that a simulation cannot be answered for, at the field that holds it. */
export interface SimulationProblem {
  path: SimulationPath;
  problem: string;
}

/**
 * The checks that a schema cannot make, because two fields take part: every problem at once, none when it can be
 * answered. Amounts are checked as text; no Decimal is built of one that is refused.
 */
export function problemsInSimulation(simulation: Simulation): SimulationProblem[] {
  const shape = shapeProblems(simulation);
  if (shape.length > 0) return shape;
  const pairs = pairsOf(simulation);
  const problems = [
    ...simulation.catalog.flatMap((product, index) =>
      inside(['catalog', index], problemsIn({ ...product, tenantId: '' })),
    ),
    ...amountProblems(simulation),
    ...pairs.flatMap((pair) => pairProblems(pair, simulation)),
    ...repeatedSubscriptions(pairs),
  ];
  return problems.length > 0 ? problems : pairs.flatMap((pair) => oldPriceProblems(pair, simulation));
}

function shapeProblems({ subscription, change, changes, account, cart, ...when }: Simulation): SimulationProblem[] {
  const problems: SimulationProblem[] = [];
  if (when.effective !== undefined && when.effectiveDate !== undefined)
    problems.push({ path: ['effective'], problem: 'give either `effective` or `effectiveDate`.' });
  if (changes && (subscription || change)) {
    problems.push({ path: ['changes'], problem: 'give either `changes`, or `subscription` and `change`.' });
  } else if (!changes) {
    if (!subscription) problems.push({ path: ['subscription'], problem: 'is missing.' });
    if (!change) problems.push({ path: ['change'], problem: 'is missing.' });
  }
  problems.push(...inside(['account'], problemsInCurrency(account.currency)));
  if (cart?.currency !== undefined) problems.push(...inside(['cart'], problemsInCurrency(cart.currency)));
  return problems;
}

/** Problems of a part of the simulation, at the path of that part. */
function inside(path: SimulationPath, problems: readonly FactProblem[]): SimulationProblem[] {
  return problems.map(({ entry, problem }) => {
    const parts = entry === '' ? [] : entry.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    return { path: [...path, ...parts], problem };
  });
}

function amountProblems({ account, balance, minimumCharge, cart }: Simulation): SimulationProblem[] {
  const { currency } = account;
  const payable = (entry: string, amount = '0') => unlessReadable(entry, () => parsePayable(amount, currency));
  return [
    ...inside([], [...payable('balance', balance), ...payable('minimumCharge', minimumCharge)]),
    ...inside(['cart'], problemsInItems(cart?.items ?? [], currency)),
  ];
}

function pairProblems(pair: SimulatedPair, simulation: Simulation): SimulationProblem[] {
  const { subscription, change, path } = pair;
  const { currency } = simulation.account;
  const at = (...more: (string | number)[]): SimulationPath => [...path, ...more];
  const problems = momentProblems(pair, simulation);
  const billedLines = (subscription.billedLines ?? []).map((line) => ({ period: subscription.period, ...line }));
  problems.push(...inside(at('subscription'), problemsInBilledLines(billedLines, currency)));
  problems.push(...inside(at('subscription'), problemsInDates({ ...subscription, billedLines })));
  if (simulation.catalog.length > 0) {
    if (!productIn(simulation, subscription.productId)) {
      problems.push({ path: at('subscription', 'productId'), problem: 'names no product of the catalogue.' });
    }
    return problems;
  }
  const seats = Math.max(subscription.seats, change.seats ?? 0);
  problems.push(
    ...inside(at('subscription'), problemsInUnitPrice(subscription.unitPrice ?? '0', seats, 'unitPrice')),
    ...inside(at('change'), problemsInUnitPrice(change.unitPrice ?? '0', seats, 'unitPrice')),
  );
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

/** The old terms need a price on the day they were sold, or on that of the change; another tier is refused by the rules. */
function oldPriceProblems({ subscription, path }: SimulatedPair, simulation: Simulation): SimulationProblem[] {
  const { account, at } = simulation;
  const effectiveDate = namedDayOf(simulation) ?? localDate(at, account.timeZone);
  const product = productIn(simulation, subscription.productId);
  if (!product || !findTier(product, subscription.tierId)) return [];
  const dates = [subscription.period.start, effectiveDate];
  if (dates.some((date) => priceTerms(product, subscription, account.currency, date) !== undefined)) return [];
  const { tierId, frequency, seats } = subscription;
  const terms = `${seats} seats of ${tierId} by the ${frequency} in ${account.currency}`;
  return [{ path: [...path, 'subscription'], problem: `${terms} have no price in the catalogue.` }];
}

/** The day of the change must lie in the billing period, its last day being the first of the next one. */
function momentProblems({ subscription }: SimulatedPair, simulation: Simulation): SimulationProblem[] {
  const { at, effectiveDate, account } = simulation;
  const { start, end } = subscription.period;
  const named = namedDayOf(simulation);
  const entry = named === undefined ? 'at' : effectiveDate === undefined ? 'effective' : 'effectiveDate';
  const problems = unlessReadable(entry, () => {
    const date = named ?? localDate(at, account.timeZone);
    requireDate(date);
    if (dayNumberOf(date) >= dayNumberOf(start) && dayNumberOf(date) <= dayNumberOf(end)) return;
    const what = `${date} lies outside the billing period ${start} to ${end}.`;
    throw new BillingError('outside_period', 'at', what, 'Choose a day of the period.');
  });
  return inside([], problems);
}

function repeatedSubscriptions(pairs: readonly SimulatedPair[]): SimulationProblem[] {
  const ids = pairs.map(({ subscription }) => subscription.subscriptionId);
  return pairs.flatMap(({ path }, index) =>
    ids.indexOf(ids[index] ?? '') === index
      ? []
      : [{ path: [...path, 'subscription', 'subscriptionId'], problem: 'is that of an earlier change.' }],
  );
}
