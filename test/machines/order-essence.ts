import type { AnyMachineSnapshot } from 'xstate';
import { isZero } from '../../billing/money/zero';
import { replacedBy } from '../../billing/quotes/agreed-change';
import type { OrderContext } from '../../machines/subscription-change/context';
import { LIMITS } from '../../machines/subscription-change/timing';
import type { BeforeEdit } from '../../machines/subscription-change/wish/context';
import { coverage, fingerprint } from '../../machines/subscription-change/wish/wish';

/** What tells two places of an order apart, and what only the way to them shows. */

/** Counters matter only where they are read; elsewhere they would multiply the places for nothing. */
function countersAt(state: string, { payment, vat }: OrderContext): string {
  const { lookUps, resends } = payment;
  if (state === 'settlingPayment') return `${Math.min(lookUps, LIMITS.lookUps)}/${Math.min(resends, LIMITS.resends)}`;
  return state === 'vatPending' || state === 'checkingVat' ? `${Math.min(vat.attempts, LIMITS.vatAttempts)}` : '';
}

function quoteKind({ price: { quote } }: OrderContext): string {
  if (quote === null) return 'none';
  return `${isZero(quote.dueToday) ? 'nothing due' : 'due'} ${quote.rateIncreases}`;
}

function agreementKind({ wish }: OrderContext): string {
  const { agreement, changes, draft, effective, effectiveDraft, terms } = wish;
  if (agreement === null) return 'none';
  return `${agreement.effective} ${agreement.covers === coverage(changes, effective, terms)} ${agreement.covers === coverage(draft, effectiveDraft, terms)}`;
}

const placeBefore = ({ place, price, placing, vat }: BeforeEdit): string =>
  `${place} ${price.leadsTo} ${placing.placedAt !== null} ${price.includesCart} ${price.askAgain?.reason} ${vat.hold?.retry}`;

/** What an order's future depends on: the context without what only travels along. */
export function essence(snapshot: AnyMachineSnapshot): string {
  const context = snapshot.context as OrderContext;
  const state = typeof snapshot.value === 'string' ? snapshot.value : (Object.keys(snapshot.value)[0] ?? '');
  const { applied } = context.delivery;
  return [
    countersAt(state, context),
    quoteKind(context),
    agreementKind(context),
    context.wish.route,
    context.price.costsMore,
    context.placing.agreedDue !== null,
    context.placing.placedAt !== null,
    context.wish.agreement?.isLeft === true,
    context.price.quote !== null && replacedBy(context.price.quote).length > 0,
    context.price.cartHoldsItems,
    context.payment.method !== null,
    context.vat.onOrder === null ? '' : `${context.vat.onOrder.chargedMeanwhile ?? false}`,
    context.vat.hold === null
      ? ''
      : `${context.vat.hold.retry} ${context.vat.hold.mayChargeMeanwhile} ${context.vat.hold.mendedBy}`,
    context.vat.item !== null,
    context.vat.toConfirm !== null,
    context.vat.policy,
    context.wish.supersedes.length,
    `${context.wish.effective} ${context.wish.effectiveDraft} ${context.placing.waitedFor !== null}`,
    context.wish.looksAgain,
    context.wish.refusal?.code === 'deferral_not_offered',
    context.wish.beforeEdit === null ? '' : placeBefore(context.wish.beforeEdit),
    context.wish.taken.map(({ subscriptionId, fields = [] }) => [subscriptionId, ...fields].join('-')).join(),
    context.price.leadsTo,
    context.payment.outcome?.status,
    context.payment.outcome?.mayPlace === true,
    ['releasing', 'verifying'].includes(state) && context.price.askAgain?.reason === 'payment_link_expired',
    context.waiting.nudged,
    applied === null ? '' : `${applied.fulfilment} ${applied.seatsAdded.length}`,
    context.undoing.ending,
    context.waiting.cameFrom,
    context.placing.again,
    context.placing.onItsDay ? `its day ${context.wish.refusal?.code}` : '',
    context.support.stuck?.code === 'FulfilmentOverdue',
    context.undoing.givenBackUnder !== null,
    fingerprint(context.wish.draft) === fingerprint(context.wish.changes),
    context.wish.changes.length,
  ].join('|');
}

/**
 * Counts the charges of one attempt to place the order. The answer `not_sent` takes one back, because nothing reached
 * the gateway; a new attempt counts from none.
 */
export function countCharges(memory: string, before: AnyMachineSnapshot, after: AnyMachineSnapshot): string {
  const [was, is] = [before.context as OrderContext, after.context as OrderContext];
  const isCharging = (snapshot: AnyMachineSnapshot): boolean => snapshot.matches({ settlingPayment: 'charging' });
  if (is.payment.outcome?.status === 'not_sent' && !isCharging(after)) return '0';
  const earlier = was.visits.place === is.visits.place ? Number(memory) : 0;
  return String(Math.min(2, earlier + (isCharging(after) && !isCharging(before) ? 1 : 0)));
}
