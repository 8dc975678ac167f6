import type { ActivityOptions, LocalActivityOptions } from '@temporalio/common';
import type { Activities } from '../activities/contract';
import { attemptsOf, type Patience } from '../machines/patience';
import type { SeatSteps } from '../machines/seat-follow-up/steps';
import { STEPS } from '../machines/subscription-change/step-table';
import type { OrderSteps } from '../machines/subscription-change/steps';

/** Time limits and retries of a step. */
export interface StepPolicy {
  /** The first attempt, inside the workflow task; without it the step is a regular activity from the start. */
  local?: LocalActivityOptions;
  regular: ActivityOptions;
}

const regular: ActivityOptions = {
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '5 seconds',
  cancellationType: 'TRY_CANCEL',
};

/** One short attempt on our own database. Its store calls give up before this limit. */
const local: LocalActivityOptions = { startToCloseTimeout: '2 seconds', retry: { maximumAttempts: 1 } };

/** Of one attempt. Sent once, whatever goes wrong makes its outcome unknown, and unknown is looked up. */
const ATTEMPT_OF: Record<(typeof STEPS)[keyof OrderSteps]['attempts'], StepPolicy> = {
  localFirst: { local, regular },
  regular: { regular },
  // Time enough for a database that is away for a minute before anything is sent.
  once: { regular: { ...regular, startToCloseTimeout: '2 minutes' } },
};

/**
 * A number of attempts and not a time: a time would run out while no worker is there to try anything, and a person would be
 * asked about what nobody has tried.
 */
function patiently({ attempt, patience }: Tried): StepPolicy {
  const { firstPause, longestPause } = patience;
  const retry = {
    initialInterval: firstPause,
    backoffCoefficient: 2,
    maximumInterval: longestPause,
    maximumAttempts: attemptsOf(patience),
  };
  return { ...attempt, regular: { ...attempt.regular, retry } };
}

/** A step with the limits of one attempt and how long it is tried. */
interface Tried {
  attempt: StepPolicy;
  patience: Patience;
}

const ORDER_STEPS = Object.fromEntries(
  Object.entries(STEPS).map(([step, { attempts, patience }]) => [step, { attempt: ATTEMPT_OF[attempts], patience }]),
) as Record<keyof OrderSteps, Tried>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const short: StepPolicy = { regular: { startToCloseTimeout: '10 seconds' } };
const beating: StepPolicy = { regular: { startToCloseTimeout: '30 seconds', heartbeatTimeout: '5 seconds' } };

const untilDone: Patience = {
  whoWaits: 'nobody',
  triedFor: Infinity,
  firstPause: SECOND,
  longestPause: MINUTE,
  afterwards: 'it is never given up',
  why: 'what was done is not done again, so nothing is lost by trying',
};

const ofSeats: Tried = {
  attempt: short,
  patience: {
    ...untilDone,
    triedFor: 30 * MINUTE,
    afterwards: 'the follow-up is stuck, and support is asked',
    why: 'a database that restarts within half an hour needs no person',
  },
};

const SEAT_FOLLOW_UP: Record<keyof SeatSteps, Tried> = {
  countSeats: ofSeats,
  remind: ofSeats,
  openSupportItem: ofSeats,
};

/** One attempt covers the longest answer of a register. */
const ofVat: Tried = {
  attempt: beating,
  patience: {
    ...untilDone,
    longestPause: 10 * MINUTE,
    why: 'VAT was charged that may have to be given back, and an order may hold the subscription for long',
  },
};

const ofPermission: Tried = {
  attempt: short,
  patience: {
    ...untilDone,
    whoWaits: 'support',
    triedFor: 30 * SECOND,
    firstPause: SECOND / 4,
    longestPause: 4 * SECOND,
    afterwards: 'what was asked for takes no effect',
    why: 'they look at a page: a clear answer soon is worth more than a late one',
  },
};

/** The steps of the workflows beside the order. */
const OTHER_STEPS: Record<Exclude<keyof Activities, keyof OrderSteps>, Tried> = {
  ...SEAT_FOLLOW_UP,
  checkGrant: ofPermission,
  checkStartAgain: ofPermission,
  checkFact: {
    attempt: short,
    patience: {
      ...untilDone,
      triedFor: 30 * MINUTE,
      firstPause: SECOND / 4,
      afterwards: 'the order goes on as if it had not been told',
      why: 'what was taken from it in the store it cannot place, told or not',
    },
  },
  checkVatAgain: ofVat,
  creditVat: ofVat,
  keepVat: ofVat,
  creditVatByHand: ofVat,
  escalateVatFollowUp: ofVat,
  endLostOrder: {
    attempt: { regular: { startToCloseTimeout: '2 minutes', heartbeatTimeout: '5 seconds' } },
    patience: {
      ...untilDone,
      why: 'it holds the subscription until it is ended, and what was done is not done again',
    },
  },
  project: {
    attempt: { local, regular: { startToCloseTimeout: '10 seconds', cancellationType: 'TRY_CANCEL' } },
    patience: {
      ...untilDone,
      firstPause: SECOND / 2,
      why: 'lists and live updates know nothing of an order that is not written',
    },
  },
  reviewPayment: {
    attempt: beating,
    patience: {
      ...untilDone,
      triedFor: 7 * 24 * HOUR,
      longestPause: HOUR,
      afterwards: 'a support item is opened',
      why: 'the order is made already, and a gateway that says nothing for a week is left to a person',
    },
  },
  giveUpReview: { attempt: short, patience: untilDone },
  workOnBulk: {
    attempt: { regular: { startToCloseTimeout: '3 minutes', heartbeatTimeout: '5 seconds' } },
    patience: { ...untilDone, firstPause: SECOND / 2, longestPause: MINUTE / 2 },
  },
  sweep: {
    attempt: { regular: { startToCloseTimeout: '1 minute' } },
    patience: {
      ...untilDone,
      triedFor: 15 * SECOND,
      afterwards: 'the next sweep does what this one has left',
      why: 'it comes again by its schedule',
    },
  },
  lookForLost: {
    attempt: { regular: { startToCloseTimeout: '2 minutes', heartbeatTimeout: '5 seconds' } },
    patience: {
      ...untilDone,
      triedFor: 15 * SECOND,
      afterwards: 'the next round of housekeeping looks',
      why: 'it comes again by its schedule, and looks first for what was not looked for for the longest',
    },
  },
};

const ALL_STEPS: Record<keyof Activities, Tried> = { ...ORDER_STEPS, ...OTHER_STEPS };

/** Something of each step, by its name. */
const ofEach = <Step extends keyof Activities, Fact>(
  steps: Record<Step, Tried>,
  fact: (step: Tried) => Fact,
): Record<Step, Fact> =>
  Object.fromEntries(Object.entries<Tried>(steps).map(([name, step]) => [name, fact(step)])) as Record<Step, Fact>;

/** How long each step of every workflow is tried. */
export const PATIENCE = ofEach(ALL_STEPS, ({ patience }) => patience);

export const ORDER_POLICIES = ofEach(ORDER_STEPS, patiently);
export const SEAT_POLICIES = ofEach(SEAT_FOLLOW_UP, patiently);

/** The policy of every step of every workflow. */
export const STEP_POLICIES = ofEach(ALL_STEPS, patiently);
