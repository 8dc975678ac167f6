import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ChildWorkflowFailure,
  isCancellation,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { AnyActorRef, EventObject, PromiseActorLogic } from 'xstate';
import { objectionToSize } from '../contract/bounds';
import { isStepAnswer, type StepCall, type StepFailure } from '../contract/step';
import { TOO_LARGE } from '../contract/wire';
import { hostOf } from './step-host';

/**
 * A step; `call` is for its activity, see `stepActivities`. `onFallback` is called where its first attempt has failed and
 * the patient one begins.
 */
export type Run<Input, Output> = (input: Input, call?: StepCall, onFallback?: () => void) => Promise<Output>;

const DONE = 'xstate.promise.resolve';
const FAILED = 'xstate.promise.reject';

/**
 * Makes a step of a statechart out of an activity: leaving the state cancels the activity, and a failure reaches the
 * machine as plain JSON instead of a chain of errors that does not survive serialisation. An input of more than 256 kB
 * fails the step before it is called.
 *
 * The same contract as XState's `fromPromise`, without its abort signal and its further promises: in a workflow each
 * promise costs a captured stack, and a signal costs more than the rest of the step.
 */
export function durable<Input, Output>(run: Run<Input, Output>): PromiseActorLogic<Output, Input> {
  const scopes = new WeakMap<AnyActorRef, CancellationScope>();
  return {
    getInitialSnapshot: (_, input) => ({ status: 'active', output: undefined, error: undefined, input }),
    start({ status, input }, { self, system }) {
      if (status !== 'active') return;
      const host = hostOf(system);
      const call = host?.callFrom(self);
      const end = host?.begin();
      const scope = new CancellationScope();
      scopes.set(self, scope);
      const tell = (event: EventObject & { data: unknown }): void => {
        end?.();
        // The state was left meanwhile: nothing waits for the answer.
        if (self.getSnapshot().status === 'active') self.send(event);
      };
      const answer = (output: unknown): void => {
        if (call !== undefined && host?.isOfAnotherPast(output, call)) return;
        const opened = open(output);
        tell('error' in opened ? { type: FAILED, data: opened.error } : { type: DONE, data: opened.answer });
      };
      scope
        .run(() => called(run, input as Input, call))
        .then(answer, (error: unknown) => tell({ type: FAILED, data: toStepFailure(error) }));
    },
    transition(snapshot, event, { self }) {
      if (snapshot.status !== 'active') return snapshot;
      if (event.type === DONE) return { ...snapshot, status: 'done', output: event.data as Output, input: undefined };
      if (event.type === FAILED) return { ...snapshot, status: 'error', error: event.data, input: undefined };
      if (event.type !== 'xstate.stop') return snapshot;
      scopes.get(self)?.cancel();
      return { ...snapshot, status: 'stopped', input: undefined };
    },
    getPersistedSnapshot: (snapshot) => snapshot,
    restoreSnapshot: (snapshot) => snapshot as never,
  };
}

function called<Input, Output>(run: Run<Input, Output>, input: Input, call?: StepCall): Promise<Output> {
  const tooLarge = objectionToSize('input', input);
  if (tooLarge !== undefined) throw ApplicationFailure.nonRetryable(tooLarge.message, TOO_LARGE, tooLarge.facts);
  return call === undefined ? run(input) : run(input, call);
}

/** The answer of a step without its envelope. A step that is called without `stepActivities` has none. */
function open(output: unknown): { answer: unknown } | { error: StepFailure } {
  if (!isStepAnswer(output)) return { answer: output };
  if (output.tooLarge === undefined) return { answer: output.answer };
  const message = `The answer of the step has ${output.tooLarge} bytes of JSON, beyond its bound. Keep what is large outside and answer with its id.`;
  return { error: { code: TOO_LARGE, message, retryable: false, at: new Date().toISOString() } };
}

/**
 * Runs a step as a local activity, one short attempt, and as a regular one with its retries when that timed out or may
 * be tried again. A local attempt that timed out goes on behind our back, so the step must be fenced by its visit.
 */
export function localFirst<Input, Output>(local: Run<Input, Output>, regular: Run<Input, Output>): Run<Input, Output> {
  return (input, call, onFallback) => {
    const args: [Input, StepCall?] = call === undefined ? [input] : [input, call];
    return local(...args).catch((error: unknown) => {
      if (CancellationScope.current().consideredCancelled || !toStepFailure(error).retryable) throw error;
      onFallback?.();
      return regular(...args);
    });
  };
}

/** A failure of a step as plain JSON. What is none, a bug, stays retryable: a fixed deploy may heal it. */
function toStepFailure(error: unknown): StepFailure {
  const at = new Date().toISOString();
  const cause = causeOf(error);
  if (isCancellation(error) || cause instanceof CancelledFailure) {
    return { code: 'cancelled', message: 'The step was cancelled.', retryable: false, at };
  }
  if (cause instanceof TimeoutFailure) {
    return { code: 'timeout', message: 'The step did not answer in time.', retryable: true, at };
  }
  if (cause instanceof TerminatedFailure) {
    return { code: 'terminated', message: 'The workflow of the step was terminated.', retryable: false, at };
  }
  if (cause instanceof ApplicationFailure) {
    const { type, message, nonRetryable } = cause;
    return { code: type ?? 'unexpected', message, retryable: !nonRetryable, at };
  }
  if (isStepFailure(cause)) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: 'unexpected', message, retryable: true, at };
}

/** A step may be a workflow whose own step has failed: the innermost failure says why. */
function causeOf(error: unknown): unknown {
  const isWrapper = error instanceof ActivityFailure || error instanceof ChildWorkflowFailure;
  return isWrapper && error.cause !== undefined ? causeOf(error.cause) : error;
}

const isStepFailure = (error: unknown): error is StepFailure =>
  typeof error === 'object' && error !== null && 'code' in error && 'retryable' in error && 'at' in error;
