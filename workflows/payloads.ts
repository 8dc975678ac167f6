import {
  ApplicationFailure,
  type ConverterHint,
  DefaultFailureConverter,
  defaultPayloadConverter,
  type FailureConverter,
  type Payload,
  type PayloadConverter,
  type ProtoFailure,
  type SerializationContext,
} from '@temporalio/common';
import { currentUpdateInfo, workflowInfo } from '@temporalio/workflow';
import { IN_THE_CLEAR, PAYLOAD_UNREADABLE } from './contract';
import { withSealedWords } from './failure-words';
import { CAME, UNREADABLE, type Unreadable, unreadableWords } from './payload-marks';

/**
 * The converters of workflows, bundled with them. They look at how a payload came, which the codec has noted on it, and write
 * payloads as they always were: a history does not show them.
 */

/** Told to whoever has sent something in the clear. */
export const IN_THE_CLEAR_WORDS =
  'This was sent in the clear. Payloads are encrypted here: seal what you send with the key that was made for your tenant, see docs/encryption.md.';

const inTheClear = new WeakSet<object>();
const notRead = new WeakMap<object, Unreadable>();
/** Runs that something sealed has come to: the words of their failures are sealed too. Others share the isolate. */
const sealing = new Set<string>();

/** Whether any of these arguments came in the clear where it must not. */
export const anyInTheClear = (args: readonly unknown[]): boolean =>
  args.some((value) => isObject(value) && inTheClear.has(value));

/** What is wrong with the first of these arguments that could not be read; undefined where all were. */
export function firstUnreadable(args: readonly unknown[]): Unreadable | undefined {
  const standIn = args.find((value) => isObject(value) && notRead.has(value));
  return isObject(standIn) ? notRead.get(standIn) : undefined;
}

/** The task fails with this, and goes on when the key is back. By its name its words stay readable: they say which key. */
export const waitingForKey = (unreadable: Unreadable): Error =>
  Object.assign(new Error(unreadableWords(unreadable)), { name: PAYLOAD_UNREADABLE });

/** A run that is put away needs no room any more. */
export const forgetRun = (runId: string): boolean => sealing.delete(runId);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload<T>(payload: Payload, context?: SerializationContext, hint?: ConverterHint<T>): T {
    if (textOf(payload.metadata?.encoding) === UNREADABLE) return standInFor(unreadableIn(payload), context) as T;
    const how = textOf(payload.metadata?.[CAME]);
    if (how === 'sealed') sealing.add(workflowInfo().runId);
    const read = () => defaultPayloadConverter.fromPayload<T>(payload, context, hint);
    const value = isOwn(context) ? orStandIn(read, context) : read();
    if (how !== 'clear') return value;
    if (isLiveUpdate()) throw ApplicationFailure.nonRetryable(IN_THE_CLEAR_WORDS, IN_THE_CLEAR);
    if (isObject(value)) inTheClear.add(value);
    return value;
  },
};

const MALFORMED: Unreadable = { because: 'malformed' };

/** Anybody may send anything: an encoding that nobody knows, or no JSON. */
function orStandIn<T>(read: () => T, context: SerializationContext | undefined): T {
  try {
    return read();
  } catch {
    return standInFor(MALFORMED, context) as T;
  }
}

/**
 * An update that cannot be read is refused, and leaves no trace. Whatever else is sent to a workflow is on record, and must never make
 * its tasks fail: it stands for itself, until it is known what it is for (`unread.ts`). Answers to what the workflow has asked are none of
 * these, so the task fails, and goes on when the key is back.
 */
function standInFor(unreadable: Unreadable, context: SerializationContext | undefined): object {
  if (isLiveUpdate()) throw ApplicationFailure.nonRetryable(unreadableWords(unreadable), PAYLOAD_UNREADABLE);
  if (!isOwn(context)) throw waitingForKey(unreadable);
  const standIn = Object.freeze({});
  notRead.set(standIn, unreadable);
  return standIn;
}

function unreadableIn({ data }: Payload): Unreadable {
  try {
    return JSON.parse(textOf(data)) as Unreadable;
  } catch {
    return MALFORMED;
  }
}

/** What was accepted before is not looked at again: a replay must find the same. */
const isLiveUpdate = (): boolean => currentUpdateInfo() !== undefined && !workflowInfo().unsafe.isReplaying;

const isOwn = (context: SerializationContext | undefined): boolean =>
  context?.type === 'workflow' && context.workflowId === workflowInfo().workflowId;

class SealingFailures extends DefaultFailureConverter {
  override errorToFailure(error: unknown, converter: PayloadConverter, context?: SerializationContext): ProtoFailure {
    const failure = super.errorToFailure(error, converter, context);
    return sealing.has(workflowInfo().runId) ? withSealedWords(failure, converter, context) : failure;
  }
}

export const failureConverter: FailureConverter = new SealingFailures();

const textOf = (bytes: Uint8Array | null | undefined): string => (bytes ? new TextDecoder().decode(bytes) : '');
