import type { WebhookHeaders } from '../webhooks/delivery';
import type { SignatureCheck } from '../webhooks/signature';
/**
 * The port of every payment gateway.
 *
 * Amounts are integers in the currency's minor unit **as this gateway counts it** (see {@link CurrencyTable}). A
 * `reference` is ours, deterministic, and is the gateway's idempotency key: the same reference with the same
 * parameters acts once. The result of a call is a value; see {@link PaymentResult} for what throws.
 */

export interface CurrencyRule {
  /** Decimal digits of the minor unit at this gateway, e.g. EUR 2, JPY 0, KWD 3. */
  exponent: number;
  /** Smallest amount that the gateway takes, in minor units. */
  minimum: number;
  /** Amounts must be a multiple of this many minor units, where the gateway counts finer than it charges. */
  multipleOf?: number;
}

/** The currencies that a gateway takes; gateways disagree with ISO 4217 and with each other, so each has its own. */
export type CurrencyTable = Readonly<Record<string, CurrencyRule>>;

export type GatewayMode = 'test' | 'live';

export const METHOD_KINDS = ['card', 'bank_debit'] as const;
export type MethodKind = (typeof METHOD_KINDS)[number];

/** Money that is asked for: `amount` in minor units, more than zero. */
export interface Demand {
  amount: number;
  currency: string;
}

/** A payment as we know it. Gateways that cannot find by our reference need the id they gave. */
export interface PaymentPointer {
  reference: string;
  gatewayReference?: string;
  /** The demand of `charge`: a gateway whose id got lost can then still close the payment. */
  asked?: Demand & { customer: string; method: string };
}

export interface SetupPointer {
  reference: string;
  /** Whose details they are: gateways that cannot find by our reference search the customer's. */
  customer?: string;
}

export interface SetupInput {
  reference: string;
  customer: string;
  /** One-time token made by the gateway's own page; never card data. */
  token: string;
  /** As in {@link ChargeRequest}. */
  returnUrl?: string;
}

export interface ChargeRequest extends Demand {
  reference: string;
  customer: string;
  /** Token of payment details on file. */
  method: string;
  /** Page that the bank's page sends the customer back to; the gateway's own address when left out. */
  returnUrl?: string;
  /**
   * Called and awaited by gateways that create a payment before it can take money, so that its id is stored first and
   * a look-up never depends on a search. What it throws ends the call before any money is asked for.
   */
  remember?: (gatewayReference: string) => Promise<void>;
  /** The id that an earlier attempt gave to `remember`: that payment is taken up again, and no other is made. */
  gatewayReference?: string;
}

export interface VoidInput {
  reference: string;
  payment: PaymentPointer;
}

export interface CaptureInput extends VoidInput, Demand {}

export interface RefundInput extends VoidInput, Demand {
  /** Shown in the gateway's own console. */
  reason: string;
}

interface Succeeded {
  status: 'succeeded';
  gatewayReference: string;
  /** Where the gateway says it: receipts name it. */
  methodKind?: MethodKind;
}

/** Taken by the gateway, money not certain yet (bank debit): it settles or fails within days. */
interface Pending {
  status: 'pending';
  gatewayReference: string;
  /** Where the gateway says it: sellers may place an order on some kinds before the money has arrived. */
  methodKind?: MethodKind;
}

/** The customer must confirm (3-D Secure) at `url` before `expiresAt` (RFC 3339, UTC). */
interface RequiresAction {
  status: 'requires_action';
  gatewayReference: string;
  url: string;
  expiresAt: string;
}

/** Refused for good under this reference. `retryable`: the same method may do under another reference, later. */
export interface Declined {
  status: 'declined';
  code: string;
  retryable: boolean;
}

/** Answers at the gateway's door, before anything was done: wrong key, no permission, too many calls. */
export const TURNED_AWAY: ReadonlyMap<number, string> = new Map([
  [401, 'unauthorised'],
  [403, 'forbidden'],
  [429, 'too_many_requests'],
]);

/** The gateway cannot have acted. The only result after which the same call may be sent again. */
export interface FailedNotSent {
  status: 'failed_not_sent';
  reason: string;
}

/** The gateway may or may not have acted: look the payment up, never send again. */
export interface Unknown {
  status: 'unknown';
  reason: string;
}

/**
 * Outcome of a call that may move money. Time-outs, broken connections and 5xx are `unknown`, a refused connection is
 * `failed_not_sent`. Only our own mistakes throw: {@link GatewayMisuse}, CardDataRefused, RangeError.
 */
export type PaymentResult = Succeeded | Pending | RequiresAction | Declined | FailedNotSent | Unknown;

export interface SavedMethod {
  /** The token for `ChargeInput.method`. */
  token: string;
  kind: MethodKind;
}

export type SetupResult = (Succeeded & { method: SavedMethod }) | RequiresAction | Declined | FailedNotSent | Unknown;

export type SetupState = SetupResult | { status: 'not_found' };

export interface RefundState {
  reference: string;
  gatewayReference: string;
  amount: number;
  /** `pending`: accepted, the customer's bank takes days; it may still be declined. */
  status: 'succeeded' | 'pending' | 'declined';
  code?: string;
}

/** A payment as its gateway knows it. All amounts in minor units of `currency`. */
export interface PaymentFacts extends Demand {
  reference: string;
  gatewayReference: string;
  methodKind: MethodKind;
  /** Never more than `amount`. */
  captured: number;
  /** Sum of the refunds that succeeded; never more than `captured`. */
  refunded: number;
  /** By the reference of the refund, so that a refund of unknown outcome is settled by a look-up as well. */
  refunds: RefundState[];
}

/**
 * Present state of a payment. `not_found` right after an `unknown` proves nothing: the request may still be on its way;
 * void the reference first (it is then `voided`, with amount 0 if the payment never came). `reversed`: the money was
 * taken back after success (bank return, chargeback).
 */
export type PaymentState =
  | { status: 'not_found'; reference: string }
  | { status: 'unknown'; reference: string; reason: string }
  | (PaymentFacts & { status: 'authorized' | 'succeeded' | 'pending' | 'voided' })
  | (PaymentFacts & { status: 'requires_action'; url: string; expiresAt: string })
  | (PaymentFacts & { status: 'declined'; code: string; retryable: boolean })
  | (PaymentFacts & {
      status: 'reversed';
      code: string;
      /** The amount taken back so far: a dispute may be about a part. */
      lost: number;
    });

/** Money that a gateway has taken, as it stands in its own books. */
export interface BookedCharge {
  /** Ours; null for what somebody else asked this account of the gateway for. */
  reference: string | null;
  gatewayReference: string;
  /** Minor units of `currency`. */
  captured: number;
  currency: string;
  /** RFC 3339, UTC. */
  at: string;
}

export type ChargePage = { status: 'listed'; charges: BookedCharge[]; next: string | null } | Unknown;

/** Only a nudge to look the payment up: it carries no amount, because an event is never trusted over the look-up. */
export interface GatewayEvent {
  eventId: string;
  type: string;
  /** Our reference of the payment or setup concerned; null when the event names none. */
  reference: string | null;
  /** The gateway's id of the payment, for events about one that do not name our reference. */
  gatewayReference?: string;
  /** RFC 3339, UTC. */
  occurredAt: string;
  /** The body without what its sender writes anew for each delivery; absent where it writes nothing so. */
  content?: string;
  /** Whether the adapter knows what this type means; others are kept and counted. */
  isKnownType: boolean;
  /** It may tell of money that moved after an order was over: a bank return, a dispute, a refund that failed. */
  concernsPastPayment: boolean;
}

export interface WebhookTrust extends SignatureCheck {
  mode: GatewayMode;
}

/** The gateway says that our request makes no sense (reference bound to other parameters, bad shape): a bug of ours. */
export class GatewayMisuse extends Error {
  override readonly name = 'GatewayMisuse';

  constructor(readonly code: string) {
    super(`the payment gateway refused the request as wrong: ${code}`);
  }
}

export interface PaymentGateway {
  readonly name: string;
  readonly mode: GatewayMode;
  readonly currencies: CurrencyTable;

  /** Saves payment details for later charges; strong authentication, if any, happens now. */
  createSetup(input: SetupInput, signal: AbortSignal): Promise<SetupResult>;
  lookupSetup(setup: SetupPointer, signal: AbortSignal): Promise<SetupState>;

  /** Holds money; `capture` takes it. */
  authorize(input: ChargeRequest, signal: AbortSignal): Promise<PaymentResult>;
  /** Takes all or part of an authorization, once; the rest is let go. */
  capture(input: CaptureInput, signal: AbortSignal): Promise<PaymentResult>;
  /** Takes money at once. */
  charge(input: ChargeRequest, signal: AbortSignal): Promise<PaymentResult>;
  /**
   * Once it succeeded the payment can never take money, even if its own request arrives only now. Declined with
   * `already_succeeded` when the money has been taken: then the payment counts as paid.
   */
  void(input: VoidInput, signal: AbortSignal): Promise<PaymentResult>;
  /** Gives captured money back. Declined with `refund_exceeds_captured` beyond what is left of it. */
  refund(input: RefundInput, signal: AbortSignal): Promise<PaymentResult>;

  /** The primitive of reconciliation. Never throws for gateway conditions: it answers `unknown`. */
  lookup(payment: PaymentPointer, signal: AbortSignal): Promise<PaymentState>;

  /**
   * All money taken by payments that were made since an instant, a page at a time, in the gateway's own order: what we
   * know nothing of can only be found there. `after` is the `next` of the page before.
   */
  listCharges(page: { since: string; after: string | null }, signal: AbortSignal): Promise<ChargePage>;

  /** Verifies and reads one delivery. Throws WebhookRefused. */
  parseWebhook(rawBody: Buffer, headers: WebhookHeaders, trust: WebhookTrust): GatewayEvent[];
}
