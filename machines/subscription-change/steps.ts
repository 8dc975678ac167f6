import type { Change, CivilDate, Refusal, Route, Timing } from '../../billing/facts/types';
import type { Replaced } from '../../billing/quotes/agreed-change';
import type { Quote, QuoteDifference } from '../../billing/quotes/types';
import type { Actor, HandoverTerms } from '../events';

/**
 * The question to each step and its answer, as plain JSON: the border between the statechart, which
 * decides, and the activities, which do. An activity throws only when it could not do its work; a business answer,
 * also an unwelcome one, is a value.
 */

/** Every step is named by order, step and visit: `{changeId}:{step}:{visit}` is its idempotency key. */
export interface Visit {
  changeId: string;
  tenantId: string;
  accountId: string;
  visit: number;
}

/** The word of support or an advisor: exactly these changes of what the customer has, and no other. */
export interface Agreement extends HandoverTerms {
  covers: string;
  grantId: string;
  /** A newer order has changed the subscription; what is left of this one is looked at once more and stays agreed. */
  isLeft?: true;
}

export type VatPolicy = 'hold' | 'charge_then_credit';

/** A VAT number of this order and what is known of it. Unverifiable is treated neither as valid nor as invalid. */
export interface VatOnOrder {
  number: string;
  status: 'valid' | 'unverifiable';
  evidenceId: string | null;
  /** Two persons accepted it on evidence of their own: doubts about its country or trader are settled. */
  reviewed?: true;
  /** VAT is charged until the number is verified; a follow-up checks again after the order and credits it. */
  chargedMeanwhile?: true;
}

/** Why no decision about VAT can be taken on a number yet. */
export interface VatHold {
  /** Stable: why no answer was had, or the doubt about a confirmed number. */
  code: string;
  /** Whose register was asked: the prefix of the number. */
  prefix: string;
  /** Whether asking the register again can help; where it cannot, a person is asked at once. */
  retry: boolean;
  /** Whether the order may go on with VAT charged; where that would be an exemption it may not. */
  mayChargeMeanwhile: boolean;
  /** The register takes no question of ours: operators have been told once, and nobody is asked about the single order. */
  mendedBy?: 'operator';
}

/** A change that an order had to leave out, and why. */
export interface DroppedChange {
  change: Change;
  refusal: Refusal;
}

/** When an order takes effect, as a step is asked for it. */
interface Effective {
  effective: Timing;
  /** It was agreed or placed: whether the seller offers it now is not looked at again. */
  deferralIsAgreed?: true;
}

export interface AssessInput extends Visit, Effective {
  actor: Actor;
  changes: Change[];
  /** When the change was asked for, ISO 8601: an order asked for later is not taken over. Absent where nobody says. */
  askedAt?: string;
  /** The order was accepted before: what cannot be made any more is left out, as long as something remains. */
  leavesOutStale?: boolean;
}
/** Where the account of an order is: lists are narrowed by the country, and hours are told in the zone. */
export interface Home {
  country: string;
  timeZone: string;
}

export interface Refused {
  accepted: false;
  refusal: Refusal;
}
export interface Accepted {
  accepted: true;
  route: Route;
  cartHoldsItems: boolean;
  paymentMethod: string | null;
  vat: VatOnOrder | null;
  /** A number on file that the register has never confirmed, or so long ago that it is asked again before it counts. */
  vatToConfirm?: string;
  vatPolicy: VatPolicy;
  home: Home;
  /** The subscriptions before the change, in words that compare. */
  terms: string;
  /** The older order that this one replaces on the subscription. */
  supersedes: string[];
  dropped?: DroppedChange[];
  /** The first quote, where nothing has to happen before it: made at once, from the same facts. */
  priced?: Quoted;
}
export type AssessOutput = Refused | Accepted;

export interface SupersedeInput extends Visit {
  orders: string[];
  /** The subscriptions of this order; an older one may go on with its others. */
  subscriptionIds: string[];
}

export interface QuoteStepInput extends Visit, Effective {
  changes: Change[];
  includesCart: boolean;
  vat: VatOnOrder | null;
  /** The day that the order waited for, once it has come. */
  waitedFor: CivilDate | null;
  /** The support item about a number that waited, now that it does not wait any more. */
  vatItem: string | null;
  /** The amount that the customer saw as due, when a new quote must be compared with it. */
  previousDue: string | null;
  /** The quote that the new one replaces, to tell what changed. */
  previousQuoteId: string | null;
  /** The day of an agreed change has come: that its subscription was renewed meanwhile is what was to be expected. */
  onItsDay?: true;
  /** A newer order has changed the subscription since this one was agreed, and perhaps taken part of it. */
  agreedChanged?: true;
}
export interface Quoted {
  quote: Quote;
  /** The customer must be asked again: they would pay more than they agreed to, or the subscription has moved since. */
  costsMore: boolean;
  /** How it differs from the quote before; absent for the first one. */
  difference?: QuoteDifference;
  /** Of the account that was priced for; absent where nobody says. */
  home?: Home;
}
/** `refusal`: the rules do not allow a change any more, so it has no price. */
export type QuoteOutput = Quoted | { refusal: Refusal };

export interface CapturePaymentInput extends Visit {
  paymentToken: string;
}
export type CapturePaymentOutput = { status: 'saved'; paymentMethod: string } | { status: 'refused'; code: string };

export interface CheckVatInput extends Visit {
  vatNumber: string;
}
export type CheckVatOutput =
  | { status: 'valid'; number: string; evidenceId: string | null }
  /** `hold` is null where the VAT does not depend on the number: nothing waits for it, and perhaps nobody was asked. */
  | { status: 'unverifiable'; number: string; evidenceId: string | null; hold: VatHold | null }
  | { status: 'invalid'; code: string };

export interface EscalateVatInput extends Visit {
  code: string;
  attempts: number;
  subscriptionId: string;
}
export interface EscalateVatOutput {
  /** Key of the support item. */
  item: string;
}

export interface FollowUpVatInput extends Visit {
  /** The quote that was applied. */
  quoteId: string;
  vatNumber: string;
}

export interface AgreeInput extends Visit {
  quote: Quote;
  changes: Change[];
}
export type AgreeOutput =
  | { status: 'agreed' }
  /** Another change is agreed on by now than the quote tells of. */
  | { status: 'moved' }
  | Superseded;

export interface ReplaceAgreedInput extends Visit {
  /** What this order takes of those that wait for their day. */
  replaced: Replaced[];
}

export interface Superseded {
  status: 'superseded';
  by: string;
  subscriptionId: string;
}

export interface ReserveInput extends Visit {
  quote: Quote;
  changes: Change[];
  /** Who decided to place the order: whether they may buy for the account is looked at once more. */
  actor: Actor;
  route: Route;
  /** Where the account was when it was quoted. */
  country: string;
  countsOn: CountedOn;
}

/** Facts of the account that an order goes on with: it is not placed unseen on a card or a VAT number that is gone. */
export interface CountedOn {
  /** Payment details on file; null when the order has its own, or none. */
  paymentOnFile: string | null;
  vat: VatOnOrder | null;
  /** Whether the VAT number is the one on file; else it was given in this order. */
  vatIsOnFile: boolean;
}

export type ReserveOutput =
  | { status: 'reserved' }
  | { status: 'quote_expired' }
  /** Another order took of the balance that the quote uses. */
  | { status: 'balance_changed' }
  | { status: 'moved' }
  /** The cart is not what the quote saw, or another order is being placed with it. */
  | { status: 'cart_moved' }
  /** The account may do something else than when the change was assessed. */
  | { status: 'account_changed' }
  | Superseded;

export interface ChargeInput extends Visit {
  quote: Quote;
  paymentMethod: string;
}

/** The one answer of charging, looking up and voiding; `settlingPayment` is its only reader. */
export interface PaymentOutcome {
  status:
    | 'paid'
    | 'requires_action'
    | 'pending'
    | 'declined'
    | 'voided'
    | 'expired'
    | 'not_sent'
    | 'unknown'
    /** Given back in full. */
    | 'refunded';
  reference: string;
  gatewayReference: string | null;
  /** Why it was declined, not sent or is unknown: a stable code. */
  code: string | null;
  /** Where the customer confirms the payment (3-D Secure). */
  link: string | null;
  linkExpiresAt: string | null;
  /** When a look-up is due again, in milliseconds; a nudge may come earlier. */
  checkAgainIn: number;
  /** When this was learned, RFC 3339 in UTC. */
  at: string;
  /** Pending, and the seller makes orders before money of this kind has arrived. */
  mayPlace?: boolean;
}

export interface LookUpPaymentInput extends Visit {
  lookUps: number;
  /** Until when a link is waited for at the least, where support has said so. */
  linkExtendedUntil: string | null;
}

export interface FulfilInput extends Visit {
  quote: Quote;
  purchaseOrder: string | null;
}
export interface ConfirmInput extends FulfilInput {
  /** Printed on the receipt. */
  vatNumber: string | null;
}
export interface ApplyInput extends ConfirmInput {
  payment: PaymentOutcome | null;
}
export interface Applied {
  status: 'applied';
  fulfilment: 'done' | 'needed';
  seatsAdded: { subscriptionId: string; seats: number }[];
  /** The customer has been told at once; else that is a step of its own. */
  confirmed?: true;
}
export type ApplyOutput = Applied | { status: 'reservation_lost' };

export interface FulfilOutput {
  status: 'done' | 'pending';
  /** When to ask again, in milliseconds; a nudge may come earlier. */
  checkAgainIn: number;
}

export interface FollowUpSeatsInput extends Visit, Pick<Applied, 'seatsAdded'> {}

export interface CompensateInput extends Visit {
  quote: Quote;
  payment: PaymentOutcome | null;
}
/** Two persons said that the customer has the money back another way, or that none was taken. */
export interface BookGivenBackInput extends CompensateInput {
  /** The request on which they agreed. */
  grantId: string;
}
export type CompensateOutput =
  /** `payment`: what became of the money; absent where none was asked for. `code`: why the gateway has no refund. */
  | { status: 'compensated'; payment?: 'refunded' | 'voided'; code?: 'given_back_by_hand' }
  /** The commit had landed after all: the order can only roll forward. */
  | { status: 'already_applied'; applied: Applied };

export interface ReleaseInput extends Visit {
  subscriptionIds: string[];
  /** The order goes on after the release, so it keeps its claim on the subscription. */
  keepsClaim: boolean;
  /** As in {@link QuoteStepInput}. */
  vatItem: string | null;
}

export type TellCustomerInput = Visit &
  (
    | { about: 'compensated' }
    /** An agreed change could not be made on its day; support is told as well. `because`: a code of a refusal, or why it is asked again. */
    | { about: 'agreedNotMade'; because: string | null; subscriptionId: string }
  );

export interface RemindCustomerInput extends Visit {
  /** 1 for the first reminder of the order. */
  reminder: number;
  /** Where the customer confirms the payment; null when it is the order itself that waits. */
  link: string | null;
  /** Until when the link is waited for. */
  until: string | null;
}

/** The steps of an order, as the activities implement them. */
export interface OrderSteps {
  assess(input: AssessInput): Promise<AssessOutput>;
  supersede(input: SupersedeInput): Promise<void>;
  quote(input: QuoteStepInput): Promise<QuoteOutput>;
  capturePayment(input: CapturePaymentInput): Promise<CapturePaymentOutput>;
  checkVat(input: CheckVatInput): Promise<CheckVatOutput>;
  escalateVat(input: EscalateVatInput): Promise<EscalateVatOutput>;
  agree(input: AgreeInput): Promise<AgreeOutput>;
  replaceAgreed(input: ReplaceAgreedInput): Promise<void>;
  reserve(input: ReserveInput): Promise<ReserveOutput>;
  charge(input: ChargeInput): Promise<PaymentOutcome>;
  lookUpPayment(input: LookUpPaymentInput): Promise<PaymentOutcome>;
  voidPayment(input: Visit): Promise<PaymentOutcome>;
  apply(input: ApplyInput): Promise<ApplyOutput>;
  confirm(input: ConfirmInput): Promise<void>;
  fulfil(input: FulfilInput): Promise<FulfilOutput>;
  followUpVat(input: FollowUpVatInput): Promise<void>;
  followUpSeats(input: FollowUpSeatsInput): Promise<void>;
  compensate(input: CompensateInput): Promise<CompensateOutput>;
  bookGivenBack(input: BookGivenBackInput): Promise<CompensateOutput>;
  release(input: ReleaseInput): Promise<void>;
  tellCustomer(input: TellCustomerInput): Promise<void>;
  remindCustomer(input: RemindCustomerInput): Promise<void>;
}
