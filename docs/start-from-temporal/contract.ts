/**
 * Everything that goes over the wire between a backend service and the orders of Avenant: names, ids and types. It imports nothing,
 * so this one file can be copied beside any code that has `@temporalio/client`. The project's own tests hold it to the real thing.
 */

export const TASK_QUEUE = 'avenant';

/** Workflow type of an order. */
export const ORDER_WORKFLOW = 'subscriptionChange';

/** The workflow of an order; the same change always has the same id, so it is never started twice. */
export const orderWorkflowId = (tenantId: string, changeId: string): string => `change:${tenantId}:${changeId}`;

/** A task that a killed worker leaves behind is taken over after this time. */
export const WORKFLOW_TASK_TIMEOUT = '5 seconds';

/** Update: waits until the order has settled, sends nothing. Its argument may name the request that started the order. */
export const UNTIL_SETTLED = 'untilSettled';
/** Update: sends one event and answers with the settled view; a second argument is the sequence that the sender has seen. */
export const SEND = 'send';
/** Query: the view as it is now. */
export const VIEW = 'view';

/** Types of the `ApplicationFailure` that a call is refused with. */
export const BAD_INPUT = 'BadInput';
export const BAD_EVENT = 'BadEvent';
export const EVENT_NOT_ALLOWED = 'EventNotAllowed';
export const MOVED_ON = 'MovedOn';
export const UPDATE_ID_TAKEN = 'UpdateIdTaken';
export const QUOTE_CHANGED = 'QuoteChanged';
export const OTHER_REQUEST = 'OtherRequest';
export const OUT_OF_BOUNDS = 'OutOfBounds';
export const PERMISSION_REFUSED = 'PermissionRefused';
export const PERMISSION_UNCHECKED = 'PermissionUnchecked';
/** Where payloads are encrypted: what you sent was not, or not with your key for this order. */
export const IN_THE_CLEAR = 'InTheClear';
export const PAYLOAD_UNREADABLE = 'PayloadUnreadable';

/** Who acts. Whether a user is the billing contact is decided by Avenant's data, not by this claim. */
export interface Actor {
  userId: string;
  role: 'service' | 'billing_contact';
}

/** The wish for one subscription; what is left out stays as it is. */
export interface Change {
  subscriptionId: string;
  tierId?: string;
  seats?: number;
  frequency?: 'month' | 'year';
  /** Seats that the caller saw: the change is refused where there are others by now. */
  expectedSeats?: number;
  /** Lifts the end that is set; nothing else of the subscription may be wanted beside it. */
  liftEnd?: true;
  /** Ends a running trial now; it is paid for from today on. */
  endTrial?: true;
}

/** When an order takes effect: `period_end` where the seller lets customers defer, for fewer seats or a lower tier. */
export type Timing = 'now' | 'period_end';

/** The start of an order. Ids are chosen by the caller, so the same request always names the same order. */
export interface OrderInput {
  tenantId: string;
  changeId: string;
  accountId: string;
  actor: Actor;
  changes: Change[];
  /** When all of them take effect; now where left out. */
  effective?: Timing;
  /** Names the request that starts the order, so that another request under the same change id is told apart. */
  requestHash?: string;
}

/** What a service sends; what only support sends takes effect through the API alone. */
export type OrderEvent = { by?: Actor } & (
  | { type: 'EDIT'; changes: Change[]; effective?: Timing }
  | { type: 'ADD_CHANGE'; change: Change }
  | { type: 'CHECKOUT' | 'ADD_TO_CART' | 'REMOVE_VAT' | 'RENEW_PAYMENT_LINK' | 'CANCEL' }
  | { type: 'PROVIDE_PAYMENT'; paymentToken: string }
  | { type: 'PROVIDE_VAT'; vatNumber: string }
  | { type: 'PLACE_ORDER'; quoteHash?: string; consent?: string }
);

/** The parts of a quote that an order is placed by; it has its lines and more beside them. Amounts are decimal strings. */
export interface Quote {
  quoteId: string;
  version: number;
  expiresAt: string;
  currency: string;
  total: string;
  dueToday: string;
  /** What the customer agrees to when placing. */
  hash: string;
}

/** The view of an order; it has more fields than these, and may get others. */
export interface OrderView {
  /** Grows with every move. */
  sequence: number;
  /** Path of the active state, e.g. "reviewing" or "settlingPayment.waiting". */
  state: string;
  status: 'active' | 'done' | 'stopped' | 'error';
  settled: boolean;
  /** What the order takes where it stands; who may send it is another question. */
  allowedEvents: string[];
  details: {
    changeId: string;
    quote: Quote | null;
    /** Why the change was refused: a code from a closed list, and its facts. */
    refusal: { code: string; facts?: object } | null;
    payment: { status: string; code: string | null; link: string | null } | null;
  };
}

/** Details of the failure that refuses an event, the first of the list. */
export interface EventRefused {
  event: string | null;
  state: string;
  allowedEvents: string[];
}
