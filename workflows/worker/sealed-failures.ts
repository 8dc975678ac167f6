import { CompleteAsyncError } from '@temporalio/activity';
import {
  CancelledFailure,
  DefaultFailureConverter,
  defaultPayloadConverter,
  ensureApplicationFailure,
} from '@temporalio/common';
import { withSealedWords } from '../failure-words';

type Activity = (...args: unknown[]) => unknown;

const converter = new DefaultFailureConverter();

/**
 * Activities whose failures are told in payloads, which the codec seals. Done here and not by a converter: those of a worker's own
 * process are loaded from files, and there need not be any.
 */
export function sealedFailures<Activities extends object>(activities: Activities): Activities {
  const sealed = Object.entries(activities).map(([name, run]) => [name, withSealedFailure(run as Activity)]);
  return Object.fromEntries(sealed) as Activities;
}

const withSealedFailure =
  (run: Activity): Activity =>
  async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      if (error instanceof CancelledFailure || error instanceof CompleteAsyncError || isAbort(error)) throw error;
      const failure = ensureApplicationFailure(error);
      // Where there is one, it is recorded as it is.
      failure.failure = withSealedWords(
        converter.errorToFailure(failure, defaultPayloadConverter),
        defaultPayloadConverter,
      );
      throw failure;
    }
  };

/** By which the engine knows that the activity was cancelled. */
const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
