import {
  PAYMENT_REVIEW_WORKFLOW,
  type PaymentReviewInput,
  paymentReviewStart,
  TASK_QUEUE,
} from '../../workflows/contract';
import { unavailable } from '../http/problem';
import type { TemporalClient } from '../orders/commands/workflows';

const LIMIT = 5_000;

/** Has payments looked at whose orders will not look any more. */
export interface PaymentReviews {
  /** Starts a review of a payment, or points the one that runs at something new. @throws Problem 503 */
  review(payment: PaymentReviewInput): Promise<void>;
}

export function paymentReviewsThrough(client: TemporalClient, taskQueue = TASK_QUEUE): PaymentReviews {
  return {
    async review({ tenantId, reference }) {
      const start = { ...paymentReviewStart({ tenantId, reference }), taskQueue };
      try {
        await client.withDeadline(Date.now() + LIMIT, () =>
          client.workflow.signalWithStart(PAYMENT_REVIEW_WORKFLOW, start),
        );
      } catch (error) {
        throw unavailable('temporal', error);
      }
    },
  };
}
