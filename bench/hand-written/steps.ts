import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { type FailureCode, isFailureCode } from '../../machines/failure-codes';
import { step } from '../../workflows/steps';

/** A failed step as support reads it. */
export function failureText(error: unknown): { code: FailureCode; message: string } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return { code: 'timeout', message: 'The step did not answer in time.' };
  const type = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
  const code = isFailureCode(type) ? type : 'unexpected';
  return { code, message: cause instanceof Error ? cause.message : String(cause) };
}

/** With the limits and retries that the statechart's steps have. */
export const steps = {
  assess: step('assess'),
  quote: step('quote'),
  reserve: step('reserve'),
  charge: step('charge'),
  apply: step('apply'),
  confirm: step('confirm'),
  release: step('release'),
  project: step('project'),
};
