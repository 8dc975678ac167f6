/** The port of a fulfilment service, which makes the bought thing real. Corporate fulfilment may take a day. */

export interface FulfilmentOrder {
  /** Ours, deterministic; the same reference is fulfilled once. */
  reference: string;
  tenantId: string;
  changeId: string;
  accountId: string;
  /** The corporate customer's own number, passed along as it was given. */
  purchaseOrderNumber?: string;
  /** Civil date (YYYY-MM-DD) in the account's zone. */
  effectiveDate: string;
  /** Terms that hold after the change, one entry a subscription. */
  changes: FulfilledChange[];
  cartItemIds: string[];
}

interface FulfilledChange {
  subscriptionId: string;
  tierId: string;
  seats: number;
  frequency: string;
  /** The end that was set (civil date) is lifted: the subscription goes on. */
  endLifted?: string;
  /** The trial has ended with the change: the subscription is paid for. */
  trialEnded?: true;
}

export interface Fulfilment {
  /** `pending`: confirmed later; look it up on a nudge and on a timer. */
  status: 'done' | 'pending';
  /** Theirs, for support to quote. */
  fulfilmentReference: string;
}

export type FulfilmentState =
  | Fulfilment
  | { status: 'rejected'; fulfilmentReference: string; code: string }
  | { status: 'not_found' };

/** Sending it again cannot help: somebody has to look at the order. */
export class FulfilmentRefused extends Error {
  override readonly name = 'FulfilmentRefused';

  constructor(readonly code: string) {
    super(`fulfilment refused the order: ${code}`);
  }
}

/** Not reached, or not understood. Placing again under the same reference is safe. */
export class FulfilmentUnavailable extends Error {
  override readonly name = 'FulfilmentUnavailable';

  constructor(readonly reason: string) {
    super(`fulfilment gave no answer: ${reason}`);
  }
}

export interface FulfilmentPort {
  readonly name: string;
  /** Idempotent by reference. Throws {@link FulfilmentRefused} or {@link FulfilmentUnavailable}. */
  place(order: FulfilmentOrder, signal: AbortSignal): Promise<Fulfilment>;
  /** Throws {@link FulfilmentUnavailable}; a later rejection is a state, not an error. */
  lookup(reference: string, signal: AbortSignal): Promise<FulfilmentState>;
}
