import { ApplicationFailure } from '@temporalio/common';
import type { FailureCode } from '../../machines/failure-codes';
import type { PaymentOutcome, Visit } from '../../machines/subscription-change/steps';
import { isOpen } from '../../store/money/payments';
import type { OrderDoc } from '../../store/orders/orders';
import type { StoredGrant } from '../../store/support/grants';
import { END_LOST, type LostOrderEnd, type LostOrderInput, type OrderView } from '../../workflows/contract';
import { tellCustomer } from '../mail/notify';
import { outcomeOf } from '../payment/outcome';
import { pointerTo } from '../payment/pointer';
import { attemptSignal } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { lasting, lastingCodeOf, passing } from '../shared/failures';
import { endPlacing } from '../shared/placing';
import { chargeReference } from '../shared/references';
import { giveBack } from './compensate';
import { lastVisit } from './last-visit';
import { listingFacts } from './project';
import { whereaboutsOf } from './whereabouts';

type Because = Extract<LostOrderEnd, { outcome: 'refused' }>['because'];

/** Why it is not ended: something that a person has to look at first. */
class Refusal extends Error {
  constructor(readonly because: Because) {
    super(because);
  }
}

/**
 * Ends an order whose workflow is gone: nothing more is taken, what was taken goes back, and what it held is let go. What is
 * written of it may be older than what it did, so that all of this is read from what its steps have stored. Doing it again
 * changes nothing.
 */
export async function endLostOrder(tools: Tools, input: LostOrderInput): Promise<LostOrderEnd> {
  const { store } = tools;
  const { tenantId, changeId, grantId } = input;
  const [grant, order] = await Promise.all([
    store.grants.find(tenantId, grantId),
    store.orders.findDoc(tenantId, changeId),
  ]);
  if (order === null || !isAgreed(grant, input)) return { outcome: 'refused', because: 'not_agreed' };
  const last = order.view.transitions.at(-1);
  if (last?.event === END_LOST) {
    await note(tools, input, { state: last.from, sequence: last.sequence - 1 }, null);
    return { outcome: 'ended' };
  }
  try {
    await requireLost(tools, order);
    if (!(await store.grants.use(grant, `${changeId}:${END_LOST}`, tools.clock()))) throw new Refusal('not_agreed');
    await end(tools, order);
    await note(tools, input, order.view, null);
    return { outcome: 'ended' };
  } catch (error) {
    const because = error instanceof Refusal ? error.because : lastingCodeOf(error);
    if (because !== null) await note(tools, input, order.view, because);
    if (!(error instanceof Refusal)) throw error;
    return { outcome: 'refused', because: error.because };
  }
}

function isAgreed(grant: StoredGrant | null, { changeId, evidence }: LostOrderInput): grant is StoredGrant {
  if (grant === null || grant.changeId !== changeId || grant.eventType !== END_LOST) return false;
  return grant.evidence === evidence && grant.approvedBy !== null && grant.approvedBy !== grant.requestedBy;
}

async function requireLost({ temporalClient }: Tools, order: OrderDoc): Promise<void> {
  const { kind } = await whereaboutsOf(temporalClient, order);
  if (kind === 'unsure') throw passing('TemporalUnavailable', 'Temporal does not say whether the order runs.');
  if (kind === 'running' || order.isDone) throw new Refusal('not_lost');
}

async function end(tools: Tools, order: OrderDoc): Promise<void> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, accountId, changeId, subscriptionIds } = order;
  const last = await lastVisit(tools, order);
  const visits = Array.from({ length: last }, (_, index) => ({ tenantId, accountId, changeId, visit: index + 1 }));
  await requireKnownPayments(tools, order);
  // The one after the last too: an attempt at it may still be on its way.
  const late = { tenantId, accountId, changeId, visit: last + 1 };
  for (const subscriptionId of subscriptionIds) {
    const ended = await store.subscriptions.endPlacing({ ...late, subscriptionId });
    if (ended === 'committed_before') throw new Refusal('already_made');
  }
  const account = await store.accounts.find(tenantId, accountId);
  if (!account) throw lasting('AccountGone', 'The account of the order does not exist any more.');
  for (const visit of [...visits, late]) await endPlacing(tools, visit, subscriptionIds, account.currency);
  await pauseAt('endLost:ended');
  const outcomes: (PaymentOutcome | null)[] = [];
  for (const visit of visits) outcomes.push(await moneyBack(tools, order, visit));
  await store.subscriptions.endClaims(order, subscriptionIds);
  await tellCustomer(tools, { ...late, visit: last, about: 'compensated' });
  const payment = outcomes.findLast((outcome) => outcome !== null) ?? order.view.details.payment;
  const { writtenIn } = order.view;
  const view = { ...endedView(order.view, payment, clock()), writtenIn };
  if (!(await store.orders.correct(writtenIn, view, await listingFacts(tools, view)))) {
    throw passing('unexpected', 'The order was written meanwhile.');
  }
}

/** Before anything is let go: where the gateway says nothing, nobody can say what a payment has taken. */
async function requireKnownPayments({ store, paymentGateway }: Tools, { tenantId, changeId }: OrderDoc): Promise<void> {
  const calls = await store.payments.listOfChange(tenantId, changeId);
  for (const charge of calls.filter((call) => call.kind === 'charge' && isOpen(call))) {
    const { status } = await paymentGateway.lookup(pointerTo(charge), attemptSignal());
    if (status === 'unknown') throw new Refusal('PaymentUnconfirmed');
  }
}

/** What became of the charge of a visit; null where there was none. */
async function moneyBack(tools: Tools, { view: { details } }: OrderDoc, visit: Visit): Promise<PaymentOutcome | null> {
  const { quote } = details;
  const charge = await tools.store.payments.find(visit.tenantId, chargeReference(visit));
  if (charge === null || charge.code === 'never_sent' || quote === null) return null;
  const isLatest = details.payment?.reference === charge.reference;
  const { payment } = await giveBack(tools, { ...visit, quote, payment: isLatest ? details.payment : null }).catch(
    (error: unknown) => {
      const code = error instanceof ApplicationFailure ? (error.type ?? '') : '';
      if (isUnsettled(code)) throw new Refusal(code);
      throw error;
    },
  );
  const settled = (await tools.store.payments.find(visit.tenantId, charge.reference)) ?? charge;
  const outcome = outcomeOf(settled, tools.clock());
  return payment === 'refunded' ? { ...outcome, status: payment } : outcome;
}

const UNSETTLED = ['PaymentUnconfirmed', 'RefundDeclined', 'RefundUnconfirmed'] as const;
const isUnsettled = (code: string): code is (typeof UNSETTLED)[number] => UNSETTLED.some((one) => one === code);

/** As if the order had been cancelled, with the move that says by what. */
function endedView({ nextTimerAt: _, ...view }: OrderView, payment: PaymentOutcome | null, now: Date): OrderView {
  const at = now.toISOString();
  const sequence = view.sequence + 1;
  return {
    ...view,
    sequence,
    at,
    value: 'cancelled',
    state: 'cancelled',
    status: 'done',
    settled: true,
    tags: [],
    allowedEvents: [],
    transitions: [...view.transitions, { sequence, at, event: END_LOST, from: view.state, to: 'cancelled' }],
    details: {
      ...view.details,
      waits: null,
      situation: 'over',
      stuck: null,
      ending: 'cancelled',
      heldSince: null,
      payment,
    },
  };
}

/** The outcome, on the record of the order; the door has written who agreed on it, and why. */
async function note(
  { store, clock }: Tools,
  { tenantId, changeId, grantId }: LostOrderInput,
  { state, sequence }: Pick<OrderView, 'state' | 'sequence'>,
  because: Because | FailureCode | null,
): Promise<void> {
  await store.audit.append({
    tenantId,
    entryId: `end-lost:${grantId}:${because ?? 'ended'}`,
    at: clock(),
    actorId: 'lost-order',
    role: 'system',
    action: because === null ? `${END_LOST}:outcome` : `${END_LOST}:refused`,
    changeId,
    before: { state, sequence },
    facts: because === null ? { grantId } : { grantId, because },
  });
}
