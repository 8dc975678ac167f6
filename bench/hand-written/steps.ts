import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  proxyLocalActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/contract';
import { type FailureCode, isFailureCode } from '../../machines/failure-codes';

const { TRY_CANCEL } = ActivityCancellationType;

/** The same kinds of activity in the same places, with the same limits, as in workflows/subscription-change.ts. */
const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
});
const regular = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '5 seconds',
  cancellationType: TRY_CANCEL,
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});
const once = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '5 seconds',
  cancellationType: TRY_CANCEL,
  retry: { maximumAttempts: 1 },
});
const forever = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  cancellationType: TRY_CANCEL,
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

type Run<Input, Output> = (input: Input) => Promise<Output>;

/** One short local attempt, then the regular activity with its retries. */
function localFirst<Input, Output>(attempt: Run<Input, Output>, patient: Run<Input, Output>): Run<Input, Output> {
  return async (input) => {
    try {
      return await attempt(input);
    } catch (error) {
      if (!isRetryable(error)) throw error;
      return patient(input);
    }
  };
}

function isRetryable(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return true;
  return cause instanceof ApplicationFailure && !cause.nonRetryable;
}

/** A failed step as support reads it. */
export function failureText(error: unknown): { code: FailureCode; message: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return { code: 'timeout', message: 'The step did not answer in time.' };
  const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
  const code = isFailureCode(type) ? type : 'unexpected';
  return { code, message: cause instanceof Error ? cause.message : String(cause) };
}

export const steps = {
  assess: localFirst(local.assess, regular.assess),
  quote: localFirst(local.quote, regular.quote),
  reserve: localFirst(local.reserve, regular.reserve),
  charge: once.charge,
  apply: localFirst(local.apply, regular.apply),
  confirm: localFirst(local.confirm, regular.confirm),
  release: localFirst(local.release, regular.release),
  project: localFirst(local.project, forever.project),
};
