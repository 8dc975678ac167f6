import { dayOfMonth } from '../calendar/calendar';
import { anchorDayOfPeriod } from '../calendar/day-count';
import { findTier, priceTerms } from '../catalog/catalog';
import type { Policy } from '../facts/policy-types';
import type { Account, BilledLine, Cart, CivilDate, Product, Subscription, Tier, VatTreatment } from '../facts/types';
import { present } from '../present';
import { effectiveDayOf } from '../quotes/effective-day';
import type { ChangeToQuote, QuoteInput } from '../quotes/input';
import type { SimulatedChange, SimulatedSubscription, Simulation, SimulationPath } from './types';

/** Tells the facts of a simulation apart from anybody's. */
const TENANT = 'simulation';
const LONG_AGO = '0000-01-01';
const MANY_SEATS = 1_000_000;

/** One subscription and its change, with the JSON path that problems with them are told by. */
export interface SimulatedPair {
  subscription: SimulatedSubscription;
  change: SimulatedChange;
  path: SimulationPath;
}

/** The pairs of a simulation, however it was written. */
export function pairsOf({ subscription, change, changes }: Simulation): SimulatedPair[] {
  if (changes) return changes.map((pair, index) => ({ ...pair, path: ['changes', index] }));
  return subscription && change ? [{ subscription, change, path: [] }] : [];
}

/** The day that a simulation names for its change; undefined where that is the day of `at`. */
export const namedDayOf = (simulation: Simulation): CivilDate | undefined =>
  simulation.effectiveDate ??
  effectiveDayOf(
    simulation.effective ?? 'now',
    pairsOf(simulation).map(({ subscription }) => subscription),
  );

/** The simulation in the words of a quote: what it leaves out is filled in. */
export function inputOf(simulation: Simulation, policy: Policy): QuoteInput {
  const { at, balance, validForSeconds, minimumCharge, whenToBill, negativeTotal } = simulation;
  const account = accountOf(simulation);
  const vatTreatment = vatTreatmentOf(simulation);
  return present({
    quoteId: 'simulation',
    version: 1,
    at,
    validForSeconds,
    effectiveDate: namedDayOf(simulation),
    policy,
    account,
    changes: pairsOf(simulation).map((pair) => changeOf(pair, simulation, account, vatTreatment)),
    cart: simulation.cart && { cart: cartOf(simulation.cart, account), include: simulation.cart.include },
    vatTreatment,
    balance,
    minimumCharge,
    whenToBill,
    negativeTotal,
  });
}

function accountOf({ account }: Simulation): Account {
  const nobody = { billingContactIds: [], seatAdminIds: [] };
  return { ...account, ...nobody, tenantId: TENANT, accountId: 'account', locale: 'en', version: 1 };
}

function vatTreatmentOf({ vat, account }: Simulation): VatTreatment {
  const kind = vat.kind ?? (Number(vat.percent) === 0 ? 'out_of_scope' : 'domestic');
  return { ...vat, rule: vat.rule ?? 'given', kind, country: vat.country ?? account.country };
}

function cartOf(cart: NonNullable<Simulation['cart']>, account: Account): Cart {
  const { currency = account.currency, items } = cart;
  return { tenantId: TENANT, accountId: account.accountId, currency, items, version: 1 };
}

function changeOf(
  { subscription: given, change }: SimulatedPair,
  simulation: Simulation,
  account: Account,
  vat: VatTreatment,
): ChangeToQuote {
  const product = productOf(given, change, simulation);
  const { unitPrice: _, billedLines: __, ...facts } = given;
  const subscription: Subscription = {
    ...facts,
    tenantId: TENANT,
    accountId: account.accountId,
    productId: product.productId,
    currency: given.currency ?? account.currency,
    anchorDay: given.anchorDay ?? anchorDayOf(given),
    billedLines: billedLinesOf(given, product, account, vat),
  };
  const { unitPrice: ___, ...terms } = change;
  return { subscription, product, change: { subscriptionId: given.subscriptionId, ...terms } };
}

/** The day of the anchor date; else that of the period, which after a shorter month is the day it ends on. */
function anchorDayOf({ anchorDate, period }: SimulatedSubscription): number {
  return anchorDate === undefined ? anchorDayOfPeriod(period) : dayOfMonth(anchorDate);
}

/** The product of the catalogue that is meant; undefined when it has none or leaves a choice. */
export function productIn({ catalog }: Simulation, productId: string | undefined): Product | undefined {
  const found =
    productId === undefined && catalog.length === 1 ? catalog[0] : catalog.find((one) => one.productId === productId);
  return found && { ...found, tenantId: TENANT };
}

/** Without a catalogue the two prices that the simulation names are one. */
function productOf(given: SimulatedSubscription, change: SimulatedChange, simulation: Simulation): Product {
  const found = productIn(simulation, given.productId);
  if (found) return found;
  const { tierId, frequency, unitPrice = '0' } = given;
  const { currency } = simulation.account;
  const wanted = { tierId: change.tierId ?? tierId, frequency: change.frequency ?? frequency };
  const priced = (terms: { tierId: string; frequency: Tier['prices'][number]['frequency'] }, price: string): Tier => ({
    tierId: terms.tierId,
    name: terms.tierId,
    rank: 1,
    minSeats: 1,
    maxSeats: MANY_SEATS,
    prices: [
      { frequency: terms.frequency, currency, bands: [{ fromSeats: 1, unitPrice: price }], validFrom: LONG_AGO },
    ],
  });
  const before = priced({ tierId, frequency }, unitPrice);
  const after = priced(wanted, change.unitPrice ?? unitPrice);
  const tiers =
    wanted.tierId === tierId
      ? [{ ...before, prices: wanted.frequency === frequency ? before.prices : [...before.prices, ...after.prices] }]
      : [before, { ...after, rank: 2 }];
  const productId = given.productId ?? 'product';
  return { tenantId: TENANT, productId, name: productId, tiers, version: 1 };
}

/** The billed line where the simulation names none: the list price at the start of the period, paid; nothing in a trial. */
function billedLinesOf(
  given: SimulatedSubscription,
  product: Product,
  { currency }: Account,
  { percent: vatPercent }: VatTreatment,
): BilledLine[] {
  const { period, billedLines, subscriptionId } = given;
  const lineId = (index: number): string => `${subscriptionId}-${index + 1}`;
  if (billedLines) return billedLines.map((line, index) => ({ lineId: lineId(index), period, vatPercent, ...line }));
  if (given.status === 'trial' || !findTier(product, given.tierId)) return [];
  const price = priceTerms(product, given, currency, period.start);
  if (!price) return [];
  return [{ lineId: lineId(0), period, amount: price.periodPrice, credited: '0', paid: true, vatPercent }];
}
