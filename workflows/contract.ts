import { type Carried, type Foresight, type HostedView, NUDGE, type ProjectedView } from 'statechart-host/contract';
import type { OrderEvent, OrderEventType, SeatEventType } from '../machines/events';
import type { Stuck } from '../machines/failure';
import type { OrderStep, WHOLE_ORDER } from '../machines/failure-codes';
import type { SeatContext } from '../machines/seat-follow-up/machine';
import type { SeatInput } from '../machines/seat-follow-up/steps';
import type { OrderInput } from '../machines/subscription-change/input';
import type { FollowUpVatInput } from '../machines/subscription-change/steps';
import type { OrderDetails } from '../machines/subscription-change/view';

/**
 * Everything that goes over the wire between callers and the workflows: names, ids, the task queue and the types.
 * It imports no library, so a backend service can use it with nothing but `@temporalio/client`.
 */

export type { OrderEvent, OrderEventType, OrderInput, SeatInput };

export const TASK_QUEUE = 'avenant';
/** What a build of versioned workers may be called. */
export const BUILD_ID = /^[A-Za-z0-9_-]{1,64}$/;
/** What versioned workers are listed under. */
export const DEPLOYMENT = 'avenant';

/** Workflow types. */
export const ORDER_WORKFLOW = 'subscriptionChange';
export const SEAT_WORKFLOW = 'seatFollowUp';
export const VAT_WORKFLOW = 'vatFollowUp';
export const VAT_CREDIT_WORKFLOW = 'vatCredit';
export const LOST_ORDER_WORKFLOW = 'lostOrder';
export const HOUSEKEEPING_WORKFLOW = 'housekeeping';
export const PAYMENT_REVIEW_WORKFLOW = 'paymentReview';
export const BULK_WORKFLOW = 'bulkEvent';

/** Search attribute (keyword): the stuck step, set on entering and removed on leaving it. */
export const STUCK_ATTRIBUTE = 'AvenantStuck';

/** A task that a killed worker leaves behind is taken over after this time. */
export const WORKFLOW_TASK_TIMEOUT = '5 seconds';

/** Type of the failure of an order that was started with an input that is none. */
export const BAD_INPUT = 'BadInput';

/** What was sent is not sealed, and has to be: the failure itself is readable without a key. */
export const IN_THE_CLEAR = 'InTheClear';
/** What was sent is sealed with another key than that of the tenant, or for another workflow; readable without a key too. */
export const PAYLOAD_UNREADABLE = 'PayloadUnreadable';

/** PLACE_ORDER named a quote that is not the order's current one. */
export const QUOTE_CHANGED = 'QuoteChanged';

/** The payload of an event is beyond what an order takes, e.g. a deadline that is over or too far ahead. */
export const OUT_OF_BOUNDS = 'OutOfBounds';

/** An event of support for which the API wrote no permission: it takes effect for nobody else. */
export const PERMISSION_REFUSED = 'PermissionRefused';
/** The permission could not be checked in time; the event had no effect. */
export const PERMISSION_UNCHECKED = 'PermissionUnchecked';
/** The system told an order something that the store does not say. */
export const NOT_SO = 'NotSo';

/** The order of this change id was started by another request than the one named. */
export const OTHER_REQUEST = 'OtherRequest';

/** The details of an order; what it cannot tell itself, that it has lost its workflow, the read model tells of it. */
type ShownDetails = Omit<OrderDetails, 'stuck'> & {
  stuck: Stuck<OrderStep | (typeof WHOLE_ORDER)[number]> | null;
};
export type OrderView = HostedView<ShownDetails, OrderEventType>;
/** The view of an order as the read model is told of it. */
export type ProjectedOrder = ProjectedView<ShownDetails, OrderEventType>;
export type OrderForesight = Foresight<ShownDetails, OrderEventType>;

/** Whether it is written down of an order that its workflow is gone: nothing that is sent to it will be taken. */
export const isLost = ({ details }: Pick<OrderView, 'details'>): boolean => details.stuck?.code === 'workflow_lost';

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

/** An order without a workflow that two persons end. */
export interface LostOrderInput {
  tenantId: string;
  changeId: string;
  /** The request that a second person has approved, for this evidence. */
  grantId: string;
  evidence: string;
}
export type LostOrderEnd =
  | { outcome: 'ended' }
  | {
      outcome: 'refused';
      /** Why: it was not agreed on, it runs or is over, the change is made, or what became of its money is not certain. */
      because:
        | ('not_agreed' | 'not_lost' | 'already_made')
        | ('PaymentUnconfirmed' | 'RefundDeclined' | 'RefundUnconfirmed');
    };

export interface VatFollowUpEnd {
  outcome: 'credited' | 'kept' | 'handed_to_support';
  attempts: number;
}

/**
 * Whose workflow it is by its id, as the functions below make them: its payloads are sealed with a key of that tenant. null: ours,
 * as the work on a payment and housekeeping are.
 */
export const tenantOfWorkflow = (workflowId: string): string | null =>
  /^(?:change|seats|vat|vat-credit|lost|bulk):([A-Za-z0-9_-]{1,64}):/.exec(workflowId)?.[1] ?? null;

/** The workflow of an order; the same change always has the same id, so it is never started twice. */
export const orderWorkflowId = (tenantId: string, changeId: string): string => `change:${tenantId}:${changeId}`;

/** The workflow that follows the seats of a subscription; one at a time. */
export const seatWorkflowId = (tenantId: string, subscriptionId: string): string =>
  `seats:${tenantId}:${subscriptionId}`;

/** The workflow that checks the VAT number of an order again; one an order. */
export const vatWorkflowId = (tenantId: string, changeId: string): string => `vat:${tenantId}:${changeId}`;

/** The workflow that gives VAT back by hand; one a request. */
export const vatCreditWorkflowId = (tenantId: string, grantId: string): string => `vat-credit:${tenantId}:${grantId}`;

/** The act of support that ends a lost order, and the event that its timeline tells of. */
export const END_LOST = 'END_LOST';

/** The act of support that starts a lost order again. */
export const START_AGAIN = 'START_AGAIN';

/** The arguments that an order is started with again when its workflow is gone, as they were kept when it last came to rest. */
export type KeptStart = [input: OrderInput, carried: Carried];
/** Bytes of their JSON; an order that needs more is kept by nobody. */
export const KEPT_AT_MOST = 32 * 1024;

/** The names that it is sealed under, its form first: nothing else is taken for it. */
export const keptAs = ({ tenantId, changeId }: Pick<OrderInput, 'tenantId' | 'changeId'>, sequence: number) =>
  ['order', 1, tenantId, changeId, sequence] as const;

/** The workflow that ends a lost order; one a request. */
export const lostOrderWorkflowId = (tenantId: string, grantId: string): string => `lost:${tenantId}:${grantId}`;

/** A payment that outlives its order: taken back by a bank, or still pending when the order was made. */
export interface PaymentReviewInput {
  tenantId: string;
  /** Ours. */
  reference: string;
}

/** The workflow that looks at a payment; one a payment. */
export const paymentReviewWorkflowId = (reference: string): string => `payment:${reference}`;

/**
 * Options of `signalWithStart` for the review of such a payment: one review at a time is started, and the one that runs is
 * told to look again.
 */
export const paymentReviewStart = (payment: PaymentReviewInput) =>
  startOrNudge(paymentReviewWorkflowId(payment.reference), payment);

/** One event for the orders of a list that the store keeps. */
export interface BulkInput {
  tenantId: string;
  bulkId: string;
}

/** The workflow that works on a bulk; one a bulk. */
export const bulkWorkflowId = ({ tenantId, bulkId }: BulkInput): string => `bulk:${tenantId}:${bulkId}`;

/**
 * Options of `signalWithStart` for the work on a bulk: it is started, or the work under way is told that the status of the
 * bulk has changed.
 */
export const bulkStart = ({ tenantId, bulkId }: BulkInput) =>
  startOrNudge(bulkWorkflowId({ tenantId, bulkId }), { tenantId, bulkId });

const startOrNudge = <Input>(workflowId: string, input: Input) => ({
  workflowId,
  taskQueue: TASK_QUEUE,
  args: [input],
  signal: NUDGE,
  signalArgs: [{ type: NUDGE }],
});

/** What follows it in the id of an update is a mark of the door that sent it, see `store/access/update-marks.ts`. */
export const MARK_SIGN = '~';

/** The id of an update without its mark. The key of marks changes, and an update that is sent again is still the same one. */
export const unmarked = (update: string): string => update.split(MARK_SIGN)[0] ?? '';
