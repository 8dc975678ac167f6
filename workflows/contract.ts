import type { OrderEvent, OrderEventType, SeatEventType } from '../machines/events';
import type { SeatContext } from '../machines/seat-follow-up/machine';
import type { SeatInput } from '../machines/seat-follow-up/steps';
import type { OrderInput } from '../machines/subscription-change/input';
import type { FollowUpVatInput } from '../machines/subscription-change/steps';
import type { OrderDetails } from '../machines/subscription-change/view';
import type { Foresight, HostedView } from './hosted-view';

/**
 * Everything that goes over the wire between callers and the workflows: names, ids, the task queue and the types.
 * It imports no library, so a backend service can use it with nothing but `@temporalio/client`.
 */

export type { OrderEvent, OrderEventType, OrderInput, SeatInput };

export const TASK_QUEUE = 'avenant';

/** Workflow types. */
export const ORDER_WORKFLOW = 'subscriptionChange';
export const SEAT_WORKFLOW = 'seatFollowUp';
export const VAT_WORKFLOW = 'vatFollowUp';
export const VAT_CREDIT_WORKFLOW = 'vatCredit';
export const HOUSEKEEPING_WORKFLOW = 'housekeeping';
export const PAYMENT_REVIEW_WORKFLOW = 'paymentReview';
export const BULK_WORKFLOW = 'bulkEvent';

/**
 * Update: waits until the order has settled, sends nothing. Together with the start it answers with the quote. Its
 * argument may be the `requestHash` of the start: an order that was started by another request then refuses to be joined.
 */
export const UNTIL_SETTLED = 'untilSettled';
/**
 * Update: sends one event and answers with the settled view. The update id makes it happen once. A second argument is
 * the sequence that the sender has seen: an order that has moved on since then does not take the event.
 */
export const SEND = 'send';
/** Signal: something outside changed, look again. Never refused, at most counted. */
export const NUDGE = 'nudge';
/** Query: the view as it is now. */
export const VIEW = 'view';
/** Query: what an event would do if it were sent now. Changes nothing, also not the history. */
export const FORESEE = 'foresee';

/** Search attribute (keyword): the stuck step, set on entering and removed on leaving it. */
export const STUCK_ATTRIBUTE = 'AvenantStuck';

/** A task that a killed worker leaves behind is taken over after this time. */
export const WORKFLOW_TASK_TIMEOUT = '5 seconds';

/** Type of the failure of an order that was started with an input that is none. */
export const BAD_INPUT = 'BadInput';

/** Types of the failures that an update is refused with. */
export const BAD_EVENT = 'BadEvent';
export const EVENT_NOT_ALLOWED = 'EventNotAllowed';
/** The order is not where the sender has seen it. */
export const MOVED_ON = 'MovedOn';
/** PLACE_ORDER named a quote that is not the order's current one. */
export const QUOTE_CHANGED = 'QuoteChanged';

/** The order of this change id was started by another request than the one named. */
export const OTHER_REQUEST = 'OtherRequest';

export type OrderView = HostedView<OrderDetails, OrderEventType>;
export type OrderForesight = Foresight<OrderDetails, OrderEventType>;

export type SeatDetails = Omit<SeatContext, 'reminderDelays' | 'boughtMeanwhile'>;
export type SeatView = HostedView<SeatDetails, SeatEventType>;

/** An order whose VAT was charged on a number that nobody could check. */
export interface VatFollowUpInput extends Omit<FollowUpVatInput, 'visit'> {
  /** Milliseconds to wait before each check; after the last one support is asked. */
  delays: number[];
}
/** VAT of such an order that two persons give back by hand. */
export interface VatCreditInput {
  order: VatFollowUpInput;
  /** The request that a second person has approved, for this evidence. */
  grantId: string;
  evidence: string;
}
export interface VatCreditEnd {
  outcome: 'credited' | 'refused';
}

export interface VatFollowUpEnd {
  outcome: 'credited' | 'kept' | 'handed_to_support';
  attempts: number;
}

/** The workflow of an order; the same change always has the same id, so it is never started twice. */
export const orderWorkflowId = (tenantId: string, changeId: string): string => `change:${tenantId}:${changeId}`;

/** The workflow that follows the seats of a subscription; one at a time. */
export const seatWorkflowId = (tenantId: string, subscriptionId: string): string =>
  `seats:${tenantId}:${subscriptionId}`;

/** The workflow that checks the VAT number of an order again; one an order. */
export const vatWorkflowId = (tenantId: string, changeId: string): string => `vat:${tenantId}:${changeId}`;

/** The workflow that gives VAT back by hand; one a request. */
export const vatCreditWorkflowId = (tenantId: string, grantId: string): string => `vat-credit:${tenantId}:${grantId}`;

/** A payment that outlives its order: taken back by a bank, or still pending when the order was made. */
export interface PaymentReviewInput {
  tenantId: string;
  /** Ours. */
  reference: string;
}

/**
 * Options of `signalWithStart` for the review of such a payment: one review at a time is started, and the one that runs is
 * told to look again.
 */
export const paymentReviewStart = (payment: PaymentReviewInput) =>
  startOrNudge(`payment:${payment.reference}`, payment);

/** One event for the orders of a list that the store keeps. */
export interface BulkInput {
  tenantId: string;
  bulkId: string;
  /** Where in the list it goes on. */
  from?: number;
}

/**
 * Options of `signalWithStart` for the work on a bulk: it is started, or the work under way is told that the status of the
 * bulk has changed.
 */
export const bulkStart = ({ tenantId, bulkId }: BulkInput) =>
  startOrNudge(`bulk:${tenantId}:${bulkId}`, { tenantId, bulkId });

const startOrNudge = <Input>(workflowId: string, input: Input) => ({
  workflowId,
  taskQueue: TASK_QUEUE,
  args: [input],
  signal: NUDGE,
  signalArgs: [{ type: NUDGE }],
});
