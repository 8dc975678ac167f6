import { ApplicationFailure, patched, type WorkflowInterceptorsFactory, workflowInfo } from '@temporalio/workflow';
import { refuseStart } from 'statechart-host/workflow';
import { IN_THE_CLEAR, PAYLOAD_UNREADABLE } from './contract';
import { unreadableWords } from './payload-marks';
import { anyInTheClear, firstUnreadable, forgetRun, IN_THE_CLEAR_WORDS, waitingForKey } from './payloads';

/**
 * What becomes of a start, a signal or a question that cannot be read, or that comes in the clear where it must not. Whoever reaches
 * Temporal can send it, and it must not hold up what it is sent to. Updates are refused by the converter already.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let signals = 0;
  return {
    inbound: [
      {
        execute: (input, next) =>
          inTurn(
            () => refuseUnreadStart(input.args),
            () => next(input),
          ),
        handleUpdate: (input, next) =>
          inTurn(
            () => waitForKeyOf(input.args),
            () => next(input),
          ),
        handleSignal(input, next) {
          signals += 1;
          return inTurn(
            () => (isIgnored(input.args, signals) ? { ...input, args: input.args.map(() => NOTHING) } : input),
            next,
          );
        },
        handleQuery: (input, next) =>
          inTurn(
            () => refuseUnreadQuery(input.args),
            () => next(input),
          ),
      },
    ],
    internals: [
      {
        dispose(input, next) {
          forgetRun(workflowInfo().runId);
          next(input);
        },
      },
    ],
  };
};

/** No event of any workflow: it is refused by whatever it is handed to. */
const NOTHING = Object.freeze({});

/** Nothing is thrown past the engine, which would not know whose fault it is; and nothing is awaited, which would change a replay. */
function inTurn<Looked, Answer>(look: () => Looked, then: (looked: Looked) => Promise<Answer>): Promise<Answer> {
  let looked: Looked;
  try {
    looked = look();
  } catch (error) {
    return Promise.reject(error);
  }
  return then(looked);
}

/**
 * A start under a key that is missing may be ours: it waits. So does a run that has a past, which began with what could be read. Any
 * other is refused, unless it is one that is refused for being tried again.
 */
function refuseUnreadStart(args: readonly unknown[]): void {
  const unreadable = firstUnreadable(args);
  if (unreadable === undefined) return;
  const { unsafe, attempt, cronSchedule, continuedFromExecutionRunId } = workflowInfo();
  const isTriedAgain = attempt > 1 || cronSchedule !== undefined;
  if (isTriedAgain && !unsafe.isReplaying) return;
  const hasPast = unsafe.isReplaying || continuedFromExecutionRunId !== undefined;
  if (hasPast || unreadable.because === 'key_unknown') throw waitingForKey(unreadable);
  refuseStart(unreadableWords(unreadable), PAYLOAD_UNREADABLE);
}

/** One that cannot be read is refused before it is on record, so this one was read once. */
function waitForKeyOf(args: readonly unknown[]): void {
  const unreadable = firstUnreadable(args);
  if (unreadable !== undefined) throw waitingForKey(unreadable);
}

/**
 * That a signal was ignored is put on record: its key may be there at the next replay, or taken from the ring, and the setting may be
 * another one.
 */
function isIgnored(args: readonly unknown[], nth: number): boolean {
  const ignored = `ignored signal ${nth}`;
  const unreadable = firstUnreadable(args);
  if (!workflowInfo().unsafe.isReplaying) {
    return (unreadable !== undefined || anyInTheClear(args)) && patched(ignored);
  }
  if (patched(ignored)) return true;
  if (unreadable !== undefined) throw waitingForKey(unreadable);
  return false;
}

function refuseUnreadQuery(args: readonly unknown[]): void {
  const unreadable = firstUnreadable(args);
  if (unreadable !== undefined) throw ApplicationFailure.nonRetryable(unreadableWords(unreadable), PAYLOAD_UNREADABLE);
  if (anyInTheClear(args)) throw ApplicationFailure.nonRetryable(IN_THE_CLEAR_WORDS, IN_THE_CLEAR);
}
