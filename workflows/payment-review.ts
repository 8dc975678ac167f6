import { condition, defineSignal, setHandler } from '@temporalio/workflow';
import { NUDGE } from 'statechart-host/contract';
import type { PaymentReviewed } from '../activities/contract';
import { refuseBadBeginning } from './beginning';
import { type PaymentReviewInput, paymentReviewWorkflowId } from './contract';
import { isPaymentReviewInput } from './inputs';
import { step } from './steps';

const reviewPayment = step('reviewPayment');
const giveUpReview = step('giveUpReview');

/** Twice a day for more than the eight weeks in which a customer may have a debit returned. */
const MOST_LOOKS = 150;

/**
 * Looks at a payment that outlives its order until it is certain. Events about it arrive as nudges; without any it looks
 * by itself. A gateway that says nothing for a week, or for good that the money is on its way, is left to a person.
 */
export async function paymentReview(input: PaymentReviewInput, ...more: unknown[]): Promise<PaymentReviewed> {
  refuseBadBeginning([input, ...more], {
    isInput: isPaymentReviewInput,
    idOf: ({ reference }) => paymentReviewWorkflowId(reference),
  });
  let isNudged = false;
  setHandler(defineSignal(NUDGE), () => {
    isNudged = true;
  });
  let seen: PaymentReviewed = { status: 'settled' };
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    isNudged = false;
    try {
      seen = await reviewPayment(input);
    } catch {
      break;
    }
    if (seen.status === 'open') await condition(() => isNudged, seen.lookAgainIn);
    else if (!isNudged) return seen;
  }
  await giveUpReview(input);
  return seen;
}
