import type { Account } from '../../billing/facts/types';
import { hardestRoute } from '../../billing/quotes/assessment';
import { hasExpired } from '../../billing/quotes/requote';
import type { Quote } from '../../billing/quotes/types';
import type { CountedOn, ReserveInput, ReserveOutput } from '../../machines/subscription-change/steps';
import type { Settings } from '../../store/facts/settings';
import type { Store } from '../../store/index';
import { decideVat, toVatTreatment } from '../../tax/decision';
import { knownActor } from '../shared/actors';
import type { Tools } from '../shared/dependencies';
import { lasting } from '../shared/failures';
import { holdBalance } from '../shared/holds';
import { loadOrderFacts } from '../shared/order-facts';
import { changesInOrder, endPlacing } from '../shared/placing';
import { assessAll } from '../shared/rules';
import { numberOnFile, taxInputOf, vatStatus } from '../vat/verification';

/**
 * Takes the subscriptions of an order for placing it, if they are what the quote saw and nobody else has them, and holds
 * the balance it uses. All or nothing: any other answer leaves nothing behind, also for an attempt that is still under way.
 */
export async function reserve(tools: Tools, input: ReserveInput): Promise<ReserveOutput> {
  const { store, clock, pauseAt } = tools;
  const [answer, mayBuy] = await Promise.all([tryToReserve(tools, input), mayStillBuy(tools, input)]);
  if (!mayBuy) return undo(tools, input, { status: 'account_changed' });
  if (answer.status !== 'reserved') return undo(tools, input, answer);
  await pauseAt('reserve:reserved');
  if (!(await holdCart(tools, input))) return undo(tools, input, { status: 'cart_moved' });
  if (!(await holdBalance(store, input, input.quote, clock())))
    return undo(tools, input, { status: 'balance_changed' });
  await pauseAt('reserve:held');
  return answer;
}

/**
 * All that the rules read is looked at again: between assessing and placing the account may have fallen behind, moved or changed hands,
 * the subscription have ended, or its tier have become smaller. A change that is served by somebody else by now is assessed anew.
 */
async function mayStillBuy({ store, clock }: Tools, input: ReserveInput): Promise<boolean> {
  const { actor, quote, countsOn, route, country, ...visit } = input;
  const [facts, known] = await Promise.all([
    loadOrderFacts(store, visit, input.changes),
    knownActor(store, visit, actor),
  ]);
  const { account, settings, cart } = facts;
  if (account?.country !== country) return false;
  const verdict = assessAll(
    { ...facts, cart: quote.includesCart ? cart : null },
    { actor: known, asOf: clock().toISOString(), effectiveDate: quote.effectiveDate },
  );
  if ('refusal' in verdict || hardestRoute([verdict.route, route]) !== route) return false;
  return isStillThere(store, { account, settings }, quote, countsOn);
}

/** Neither a card nor a VAT number that was taken off the account counts any more, nor does VAT of another address. */
async function isStillThere(
  store: Store,
  { account, settings }: { account: Account; settings: Settings },
  { vatTreatment: quoted, effectiveDate }: Quote,
  { paymentOnFile, vat, vatIsOnFile }: CountedOn,
): Promise<boolean> {
  if (paymentOnFile !== null && paymentOnFile !== (account.paymentMethod ?? null)) return false;
  if (vatIsOnFile && vat?.number !== numberOnFile(account)) return false;
  const status = await vatStatus(store, account.tenantId, vat);
  const decided = toVatTreatment(decideVat(taxInputOf(account, settings, status, effectiveDate)));
  return (['rule', 'kind', 'country', 'percent'] as const).every((part) => decided[part] === quoted[part]);
}

async function tryToReserve(tools: Tools, input: ReserveInput): Promise<ReserveOutput> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, changeId, visit, quote } = input;
  const now = clock();
  // Looked at once: a visit that reserved in time stays reserved however late its next attempt is.
  if (hasExpired(quote, now.toISOString()) && !(await isReservedAlready(tools, input))) {
    return { status: 'quote_expired' };
  }
  await pauseAt('reserve:in-time');
  for (const { subscriptionId, subscriptionVersion: version, after, agreed } of changesInOrder(input.quote)) {
    const { quoteId } = quote;
    const request = {
      tenantId,
      subscriptionId,
      changeId,
      visit,
      version,
      quoteId,
      seatsAfter: after.seats,
      agreed,
      now,
    };
    const result = await store.subscriptions.reserve(request);
    if (result.status === 'closed') throw lasting('StaleAttempt', 'This visit of placing the order is over.');
    // What it holds comes back, and the order is quoted anew.
    if (result.status === 'other_quote') return { status: 'balance_changed' };
    if (result.status === 'superseded') return { ...result, subscriptionId };
    if (result.status !== 'reserved') return result;
  }
  return { status: 'reserved' };
}

async function isReservedAlready({ store }: Tools, input: ReserveInput): Promise<boolean> {
  const { tenantId, changeId, visit } = input;
  const held = await Promise.all(
    changesInOrder(input.quote).map(({ subscriptionId }) =>
      store.subscriptions.holdsReservation({ tenantId, subscriptionId, changeId, visit }),
    ),
  );
  return held.every(Boolean);
}

/** Takes the cart as it was quoted, so that no other order can sell its items a second time. */
async function holdCart(
  { store }: Tools,
  { tenantId, accountId, changeId, visit, quote }: ReserveInput,
): Promise<boolean> {
  if (!quote.includesCart) return true;
  const version = quote.cartVersion;
  if (await store.carts.hold(tenantId, accountId, { changeId, visit, version })) return true;
  return version === 0 && (await store.carts.find(tenantId, accountId)) === null;
}

/** Nothing of an order that is made is undone: what a late attempt finds refused is its own work. */
async function undo(tools: Tools, input: ReserveInput, answer: ReserveOutput): Promise<ReserveOutput> {
  const { tenantId, changeId, visit, quote } = input;
  const subscriptionIds = changesInOrder(quote).map(({ subscriptionId }) => subscriptionId);
  const [first = ''] = subscriptionIds;
  const ended = await tools.store.subscriptions.endPlacing({ tenantId, subscriptionId: first, changeId, visit });
  if (ended === 'committed_before') return { status: 'reserved' };
  await endPlacing(tools, input, subscriptionIds, quote.currency);
  return answer;
}
