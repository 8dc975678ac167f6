import type { StepFailure } from 'statechart-host/contract';
import { type FailureCode, isFailureCode } from './failure-codes';

/** Why an order is stuck: shown to support, kept in context. */
export interface Stuck<Step extends string = string> {
  step: Step;
  code: FailureCode;
  message: string;
  /** How often the step has got stuck in this order; its own attempts before that are not counted. */
  attempts: number;
  since: string;
}

/**
 * Reads the failure that the host attached to an error event.
 *
 * @returns the failure, or `unexpected` for an error that did not come through the host
 */
export function failureOf(error: unknown): StepFailure {
  if (isStepFailure(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, retryable: false, at: '' };
}

function isStepFailure(error: unknown): error is StepFailure {
  return typeof error === 'object' && error !== null && 'code' in error && 'retryable' in error && 'at' in error;
}

/**
 * The reason that a failed step is stuck with. A code that nobody listed is a bug: it counts as `unexpected`, and its name stays in
 * the message.
 */
export function stuckIn<Step extends string>(step: Step, error: unknown, before: Stuck | null): Stuck<Step> {
  const { code, message, at } = failureOf(error);
  const earlier = before?.step === step ? before : null;
  return {
    step,
    ...(isFailureCode(code) ? { code, message } : { code: 'unexpected', message: `${code}: ${message}` }),
    attempts: (earlier?.attempts ?? 0) + 1,
    since: earlier?.since ?? at,
  };
}
