import type { SeatSteps } from '../machines/seat-follow-up/steps';
import type { OrderSteps } from '../machines/subscription-change/steps';
import type {
  BulkInput,
  OrderView,
  PaymentReviewInput,
  VatCreditEnd,
  VatCreditInput,
  VatFollowUpInput,
} from '../workflows/contract';

export interface ProjectInput {
  view: OrderView;
}

export interface SweepInput {
  /** At most this many records of a kind in one call. */
  batch: number;
}
export interface SweepOutput {
  removed: number;
  expired: number;
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
  /** Writes the view of an order where lists read it; a later view is never overwritten by an earlier one. */
  project(input: ProjectInput): Promise<void>;
  /** Looks at a payment that outlives its order, and writes down what became of it. */
  reviewPayment(input: PaymentReviewInput): Promise<PaymentReviewed>;
  /** Leaves such a payment to a person. */
  giveUpReview(input: PaymentReviewInput): Promise<void>;
  /** Works on the next few orders of a bulk. */
  workOnBulk(input: BulkInput & { from: number }): Promise<BulkRound>;
  /** Removes what has expired and tells idle orders so. */
  sweep(input: SweepInput): Promise<SweepOutput>;
}
