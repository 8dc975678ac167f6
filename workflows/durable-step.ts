import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { AnyActorRef, EventObject, PromiseActorLogic } from 'xstate';
import type { StepFailure } from '../machines/failure';

/** A step; `onFallback` is called where its first attempt has failed and the patient one begins. */
export type Run<Input, Output> = (input: Input, onFallback?: () => void) => Promise<Output>;

const DONE = 'step.done';
const FAILED = 'step.failed';

/**
 * Makes a step of a statechart out of an activity: leaving the state cancels the activity, and a failure reaches the
 * machine as plain JSON instead of a chain of errors that does not survive serialisation.
 *
 * The same contract as XState's `fromPromise`, without its abort signal and its further promises: in a workflow each
 * promise costs a captured stack, and a signal costs more than the rest of the step.
 */
export function durable<Input, Output>(run: Run<Input, Output>): PromiseActorLogic<Output, Input> {
  const scopes = new WeakMap<AnyActorRef, CancellationScope>();
  return {
    getInitialSnapshot: (_, input) => ({ status: 'active', output: undefined, error: undefined, input }),
    start({ input }, { self }) {
      const scope = new CancellationScope();
      scopes.set(self, scope);
      const tell = (event: EventObject): void => {
        // The state was left meanwhile: nothing waits for the answer.
        if (self.getSnapshot().status === 'active') self.send(event);
      };
      scope
        .run(() => run(input as Input))
        .then(
          (output) => tell({ type: DONE, output } as EventObject),
          (error: unknown) => tell({ type: FAILED, error: toStepFailure(error) } as EventObject),
        );
    },
    transition(snapshot, event, { self }) {
      if (snapshot.status !== 'active') return snapshot;
      if (event.type === DONE) return { ...snapshot, status: 'done', output: event.output as Output };
      if (event.type === FAILED) return { ...snapshot, status: 'error', error: event.error };
      if (event.type !== 'xstate.stop') return snapshot;
      scopes.get(self)?.cancel();
      return { ...snapshot, status: 'stopped' };
    },
    getPersistedSnapshot: (snapshot) => snapshot,
    restoreSnapshot: (snapshot) => snapshot as never,
  };
}

/**
 * Runs a step as a local activity, one short attempt, and as a regular one with its retries when that timed out or may
 * be tried again. A local attempt that timed out goes on behind our back, so the step must be fenced by its visit.
 */
export function localFirst<Input, Output>(local: Run<Input, Output>, regular: Run<Input, Output>): Run<Input, Output> {
  return (input, onFallback) =>
    local(input).catch((error: unknown) => {
      if (CancellationScope.current().consideredCancelled || !toStepFailure(error).retryable) throw error;
      onFallback?.();
      return regular(input);
    });
}

/** A failure of an activity as plain JSON. What is none, a bug, stays retryable: a fixed deploy may heal it. */
function toStepFailure(error: unknown): StepFailure {
  const at = new Date().toISOString();
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (isCancellation(error) || cause instanceof CancelledFailure) {
    return { code: 'cancelled', message: 'The step was cancelled.', retryable: false, at };
  }
  if (cause instanceof TimeoutFailure) {
    return { code: 'timeout', message: 'The step did not answer in time.', retryable: true, at };
  }
  if (cause instanceof ApplicationFailure) {
    const { type, message, nonRetryable } = cause;
    return { code: type ?? 'unexpected', message, retryable: !nonRetryable, at };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, retryable: true, at };
}
