import type { OrderEvent, SeatEvent } from '../machines/events';
import type { SeatSteps } from '../machines/seat-follow-up/steps';
import type { OrderSteps } from '../machines/subscription-change/steps';
import type {
  BulkInput,
  KeptStart,
  LostOrderEnd,
  LostOrderInput,
  PaymentReviewInput,
  ProjectedOrder,
  VatCreditEnd,
  VatCreditInput,
  VatFollowUpInput,
} from '../workflows/contract';

export interface ProjectInput {
  view: ProjectedOrder;
  /** Null where the order is over, cannot be handed to another run as it stands, or is too large; absent where a worker of before asks. */
  kept?: KeptStart | null;
}

export interface SweepInput {
  /** At most this many records of a kind in one call. */
  batch: number;
}
export interface SweepOutput {
  removed: number;
  expired: number;
}

export interface LookForLostInput {
  /** At most this many orders, and as many workflows. */
  batch: number;
}
export interface LookForLostOutput {
  /** Open orders that have no workflow. */
  lost: number;
}

/** An event that takes effect only by permission, and the update that brings it. */
export type CheckGrantInput = {
  tenantId: string;
  sentAs: string;
  event: OrderEvent | SeatEvent;
  /** The part of the order that it is about, as the order stands, see `subjectOf`; null of a follow-up of seats. */
  subject: string | null;
} & ({ changeId: string } | { subscriptionId: string });
export interface CheckGrantOutput {
  granted: boolean;
}

/** A start that brings a state which no run before it handed over. */
export interface CheckStartAgainInput {
  tenantId: string;
  changeId: string;
  carried: object;
  /** Whether it is a state of the machine that would go on with it. */
  fits: boolean;
  /** Of the first run of the chain. */
  runId: string;
}

/** What the system tells an order. */
export interface CheckFactInput {
  tenantId: string;
  changeId: string;
  event: Extract<OrderEvent, { type: 'SUPERSEDED' | 'EXPIRE' }>;
  /** Those that the order changes. */
  subscriptionIds: string[];
}
export interface CheckFactOutput {
  isSo: boolean;
}

/** The answer of a later check of an order's VAT number. */
export type LaterVatAnswer =
  | { status: 'valid'; evidenceId: string }
  | { status: 'invalid'; evidenceId: string }
  | { status: 'unverifiable'; code: string; retry: boolean };

/** The steps of following up an order whose VAT was charged on an unverified number. */
interface VatFollowUpSteps {
  checkVatAgain(input: { order: VatFollowUpInput; attempt: number }): Promise<LaterVatAnswer>;
  /** The number is confirmed by this check: what was charged too much is given back, once. */
  creditVat(input: { order: VatFollowUpInput; evidenceId: string }): Promise<void>;
  /** The register does not know the number: the VAT stands. */
  keepVat(input: { order: VatFollowUpInput; evidenceId: string }): Promise<void>;
  /** Credits on evidence that two persons accepted; refused without their approved request. */
  creditVatByHand(input: VatCreditInput): Promise<VatCreditEnd>;
  escalateVatFollowUp(input: { order: VatFollowUpInput; code: string; attempts: number }): Promise<void>;
}

/** The finding of a look at a payment that outlives its order. */
export type PaymentReviewed =
  | { status: 'settled' | 'reversed' }
  /** Not certain yet; look again in so many milliseconds. */
  | { status: 'open'; lookAgainIn: number };

/** The progress of a bulk after a round. */
export type BulkRound =
  /** `next` is where the following round goes on, after so many milliseconds. */
  { status: 'working'; next: number; restFor: number } | { status: 'paused' | 'over'; next: number };

/** Everything the workflows may ask of the outside. */
export interface Activities extends OrderSteps, SeatSteps, VatFollowUpSteps {
  /** Whether an event of support may take effect; its grant is used up with it. */
  checkGrant(input: CheckGrantInput): Promise<CheckGrantOutput>;
  /** Whether an order may be started again from a state that was kept; the grant for it is used up with it. */
  checkStartAgain(input: CheckStartAgainInput): Promise<CheckGrantOutput>;
  /** Whether what the system tells an order is so. */
  checkFact(input: CheckFactInput): Promise<CheckFactOutput>;
  /** Writes the view of an order where lists read it; what a later task wrote is never overwritten by an earlier one. */
  project(input: ProjectInput): Promise<void>;
  /** Looks at a payment that outlives its order, and writes down what became of it. */
  reviewPayment(input: PaymentReviewInput): Promise<PaymentReviewed>;
  /** Leaves such a payment to a person. */
  giveUpReview(input: PaymentReviewInput): Promise<void>;
  /** Works on the next few orders of a bulk. */
  workOnBulk(input: BulkInput & { from: number }): Promise<BulkRound>;
  /** Ends an order that has no workflow, without which nothing else can; refused without its approved request. */
  endLostOrder(input: LostOrderInput): Promise<LostOrderEnd>;
  /** Removes what has expired and tells idle orders so. */
  sweep(input: SweepInput): Promise<SweepOutput>;
  /** Compares open orders with running workflows, and tells what has no counterpart. */
  lookForLost(input: LookForLostInput): Promise<LookForLostOutput>;
}
