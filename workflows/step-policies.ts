import type { ActivityOptions, LocalActivityOptions } from '@temporalio/common';
import type { Activities } from '../activities/contract';
import type { SeatSteps } from '../machines/seat-follow-up/steps';
import { STEPS } from '../machines/subscription-change/step-table';
import type { OrderSteps } from '../machines/subscription-change/steps';

/** Time limits and retries of a step. */
export interface StepPolicy {
  /** The first attempt, inside the workflow task; without it the step is a regular activity from the start. */
  local?: LocalActivityOptions;
  regular: ActivityOptions;
}

/** When its attempts are used up, a step of the order is stuck. */
const REGULAR: StepPolicy = {
  regular: {
    startToCloseTimeout: '30 seconds',
    heartbeatTimeout: '5 seconds',
    cancellationType: 'TRY_CANCEL',
    retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
  },
};

/** One short attempt on our own database. Its store calls give up before this limit. */
const local: LocalActivityOptions = { startToCloseTimeout: '2 seconds', retry: { maximumAttempts: 1 } };

const LOCAL_FIRST: StepPolicy = { ...REGULAR, local };

/** Sent once: whatever goes wrong makes its outcome unknown, and unknown is looked up. */
const ONCE: StepPolicy = {
  regular: {
    // Time enough for a database that is away for a minute before anything is sent.
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '5 seconds',
    cancellationType: 'TRY_CANCEL',
    retry: { maximumAttempts: 1 },
  },
};

const POLICY_OF = { localFirst: LOCAL_FIRST, regular: REGULAR, once: ONCE };

export const ORDER_POLICIES = Object.fromEntries(
  Object.entries(STEPS).map(([step, { attempts }]) => [step, POLICY_OF[attempts]]),
) as Record<keyof OrderSteps, StepPolicy>;

const SEATS: StepPolicy = {
  regular: {
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumAttempts: 8 },
  },
};

export const SEAT_POLICIES: Record<keyof SeatSteps, StepPolicy> = {
  countSeats: SEATS,
  remind: SEATS,
  openSupportItem: SEATS,
};

/** Covers the longest answer of a register, and the time it takes until an order lets go of the subscription. */
const VAT: StepPolicy = {
  regular: {
    startToCloseTimeout: '30 seconds',
    heartbeatTimeout: '5 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
  },
};

/** The policy of every step of every workflow. */
export const STEP_POLICIES: Record<keyof Activities, StepPolicy> = {
  ...ORDER_POLICIES,
  ...SEAT_POLICIES,
  checkVatAgain: VAT,
  creditVat: VAT,
  keepVat: VAT,
  creditVatByHand: VAT,
  escalateVatFollowUp: VAT,
  project: {
    local,
    regular: {
      startToCloseTimeout: '10 seconds',
      cancellationType: 'TRY_CANCEL',
      retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
    },
  },
  // A gateway that says nothing for a week is left to a person.
  reviewPayment: {
    regular: {
      startToCloseTimeout: '30 seconds',
      heartbeatTimeout: '5 seconds',
      scheduleToCloseTimeout: '7 days',
      retry: { initialInterval: '1 second', backoffCoefficient: 4, maximumInterval: '1 hour' },
    },
  },
  giveUpReview: {
    regular: {
      startToCloseTimeout: '10 seconds',
      retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
    },
  },
  // Tried for as long as it takes: what was done is not done again, so nothing is lost by trying.
  workOnBulk: {
    regular: {
      startToCloseTimeout: '3 minutes',
      heartbeatTimeout: '5 seconds',
      retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
    },
  },
  sweep: {
    regular: {
      startToCloseTimeout: '1 minute',
      retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumAttempts: 5 },
    },
  },
};
