import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { NUDGE } from 'statechart-host/contract';
import { startTestWorker, type TestWorker } from 'statechart-host/testing';
import type { Activities, PaymentReviewed } from '../../activities/contract';
import { PAYMENT_REVIEW_WORKFLOW, paymentReviewStart } from '../../workflows/contract';
import { testTemporal } from '../support/backends';
import { bundle, type Mutation } from '../support/bundle';

/** A week of half a second, eight weeks of three looks. */
const HURRIED_REVIEW: Mutation[] = [
  {
    file: 'workflows/step-policies.ts',
    replace: [
      ['triedFor: 7 * 24 * HOUR', 'triedFor: 500'],
      ['longestPause: HOUR', 'firstPause: 50,\n      longestPause: 50'],
    ],
  },
  { file: 'workflows/payment-review.ts', replace: [['MOST_LOOKS = 150', 'MOST_LOOKS = 3']] },
];

describe('the review of a payment', () => {
  let worker: TestWorker;
  let answer: () => PaymentReviewed = () => ({ status: 'settled' });
  const looks: string[] = [];
  const givenUp: string[] = [];
  beforeAll(async () => {
    const reviewing: Pick<Activities, 'reviewPayment' | 'giveUpReview'> = {
      reviewPayment: async ({ reference }) => {
        looks.push(reference);
        return answer();
      },
      giveUpReview: async ({ reference }) => void givenUp.push(reference),
    };
    worker = await startTestWorker({
      ...testTemporal(),
      workflowBundle: await bundle('workflows/index.ts', HURRIED_REVIEW),
      activities: reviewing,
    });
  });
  afterAll(() => worker.stop());

  const review = async () => {
    const reference = `acme:${randomUUID()}:charge:1`;
    const { taskQueue } = worker;
    const start = { ...paymentReviewStart({ tenantId: 'acme', reference }), taskQueue };
    const handle = await worker.client.workflow.signalWithStart(PAYMENT_REVIEW_WORKFLOW, start);
    const seen = () => ({
      looks: looks.filter((one) => one === reference).length,
      givenUp: givenUp.filter((one) => one === reference).length,
    });
    return { handle, seen };
  };

  it('the review of a payment is left to a person, once, when the gateway has said nothing for a week', async () => {
    answer = () => {
      throw ApplicationFailure.retryable('The payment gateway gave no answer.', 'PaymentGatewayUnavailable');
    };
    const { handle, seen } = await review();
    expect(await handle.result()).toEqual({ status: 'settled' });
    expect(seen().givenUp).toBe(1);
    expect(seen().looks).toBeGreaterThan(1);
  });

  it('the review of a payment is left to a person when the money is on its way for good', async () => {
    answer = () => ({ status: 'open', lookAgainIn: 10 });
    const { handle, seen } = await review();
    expect(await handle.result()).toEqual({ status: 'open', lookAgainIn: 10 });
    expect(seen()).toEqual({ looks: 3, givenUp: 1 });
  });

  it('the review of a payment waits for its time, or for something new, and ends by itself', async () => {
    answer = () => ({ status: 'open', lookAgainIn: 3_600_000 });
    const { handle, seen } = await review();
    await handle.signal(NUDGE);
    answer = () => ({ status: 'settled' });
    await handle.signal(NUDGE);
    expect(await handle.result()).toEqual({ status: 'settled' });
    expect(seen().givenUp).toBe(0);
  });
});
