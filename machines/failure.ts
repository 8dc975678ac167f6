/** A failed step as plain JSON, the way the machine host hands it to a statechart. */
export interface StepFailure {
  /** Stable code: the type of an ApplicationFailure, `timeout`, or `unexpected`. */
  code: string;
  message: string;
  retryable: boolean;
  /** When it failed, RFC 3339 in UTC. */
  at: string;
}

/** Why an order is stuck: shown to support, kept in context. */
export interface Stuck {
  step: string;
  code: string;
  message: string;
  /** How often the step has failed in this order, counting every retry by support. */
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
