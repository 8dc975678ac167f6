import type { AnyMachineSnapshot } from 'xstate';
import { type BeforeEdit, fingerprint, isNothing, type OrderContext } from '../../machines/subscription-change/context';
import { LIMITS } from '../../machines/subscription-change/timing';

/** What tells two places of an order apart, and what only the way to them shows. */

/** Counters matter only where they are read; elsewhere they would multiply the places for nothing. */
function countersAt(state: string, { lookUps, resends, vatAttempts }: OrderContext): string {
  if (state === 'settlingPayment') return `${Math.min(lookUps, LIMITS.lookUps)}/${Math.min(resends, LIMITS.resends)}`;
  return state === 'vatPending' || state === 'checkingVat' ? `${Math.min(vatAttempts, LIMITS.vatAttempts)}` : '';
}

function quoteKind({ quote }: OrderContext): string {
  if (quote === null) return 'none';
  return `${isNothing(quote.dueToday) ? 'nothing due' : 'due'} ${quote.rateIncreases}`;
}

function agreementKind({ agreement, changes, draft }: OrderContext): string {
  if (agreement === null) return 'none';
  return `${agreement.effective} ${agreement.covers === fingerprint(changes)} ${agreement.covers === fingerprint(draft)}`;
}

const placeBefore = ({ place, quoteLeadsTo, placedAt, includesCart, askAgain, vatHold }: BeforeEdit): string =>
  `${place} ${quoteLeadsTo} ${placedAt !== null} ${includesCart} ${askAgain?.reason} ${vatHold?.retry}`;

/** What an order's future depends on: the context without what only travels along. */
export function essence(snapshot: AnyMachineSnapshot): string {
  const context = snapshot.context as OrderContext;
  const state = typeof snapshot.value === 'string' ? snapshot.value : (Object.keys(snapshot.value)[0] ?? '');
  const { applied } = context;
  return [
    countersAt(state, context),
    quoteKind(context),
    agreementKind(context),
    context.route,
    context.costsMore,
    context.cartHoldsItems,
    context.paymentMethod !== null,
    context.vat === null ? '' : `${context.vat.chargedMeanwhile ?? false}`,
    context.vatHold === null ? '' : `${context.vatHold.retry} ${context.vatHold.mayChargeMeanwhile}`,
    context.vatItem !== null,
    context.vatToConfirm !== null,
    context.vatPolicy,
    context.supersedes.length,
    context.looksAgain,
    context.beforeEdit === null ? '' : placeBefore(context.beforeEdit),
    context.taken?.subscriptionIds.join(),
    context.quoteLeadsTo,
    context.payment?.status,
    context.payment?.mayPlace === true,
    ['releasing', 'verifying'].includes(state) && context.askAgain?.reason === 'payment_link_expired',
    context.nudged,
    applied === null ? '' : `${applied.fulfilment} ${applied.seatsAdded.length}`,
    context.ending,
    context.cameFrom,
    context.placesAgain,
    context.stuck?.code === 'FulfilmentOverdue',
    context.givenBackUnder !== null,
    JSON.stringify(snapshot.value).includes('checkingGrant') ? JSON.stringify(context.request) : '',
    fingerprint(context.draft) === fingerprint(context.changes),
    context.changes.length,
  ].join('|');
}

/**
 * Counts the charges of one attempt to place the order. The answer `not_sent` takes one back, because nothing reached
 * the gateway; a new attempt counts from none.
 */
export function countCharges(memory: string, before: AnyMachineSnapshot, after: AnyMachineSnapshot): string {
  const [was, is] = [before.context as OrderContext, after.context as OrderContext];
  const isCharging = (snapshot: AnyMachineSnapshot): boolean => snapshot.matches({ settlingPayment: 'charging' });
  if (is.payment?.status === 'not_sent' && !isCharging(after)) return '0';
  const earlier = was.visits.place === is.visits.place ? Number(memory) : 0;
  return String(Math.min(2, earlier + (isCharging(after) && !isCharging(before) ? 1 : 0)));
}
