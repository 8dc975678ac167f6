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
const notGenuine = new WeakMap<object, Unreadable>();
/** Once something sealed has come, the words of failures are sealed too. */
let isSealing = false;

/** Whether an argument came in the clear where it must not. */
export const cameInTheClear = (value: unknown): boolean => isObject(value) && inTheClear.has(value);

/** What is wrong with an argument that was not genuine; undefined of every other value. */
export const whyUnreadable = (value: unknown): Unreadable | undefined =>
  isObject(value) ? notGenuine.get(value) : undefined;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload<T>(payload: Payload, context?: SerializationContext, hint?: ConverterHint<T>): T {
    if (textOf(payload.metadata?.encoding) === UNREADABLE) return standInFor(payload, context) as T;
    const how = textOf(payload.metadata?.[CAME]);
    if (how === 'sealed') isSealing = true;
    const value = defaultPayloadConverter.fromPayload<T>(payload, context, hint);
    if (how !== 'clear') return value;
    if (isLiveUpdate()) throw ApplicationFailure.nonRetryable(IN_THE_CLEAR_WORDS, IN_THE_CLEAR);
    if (isObject(value)) inTheClear.add(value);
    return value;
  },
};

/**
 * An update that cannot be read is refused. What began a workflow, or signals to it, is on record: where that is not genuine it never
 * will be, so it stands for itself and is refused by what it is for. Everything else fails the task, which goes on when the key is back.
 */
function standInFor({ data }: Payload, context: SerializationContext | undefined): object {
  const unreadable = JSON.parse(textOf(data)) as Unreadable;
  const words = unreadableWords(unreadable);
  if (isLiveUpdate()) throw ApplicationFailure.nonRetryable(words, PAYLOAD_UNREADABLE);
  // By its name its words stay readable: they are for whoever looks why the task fails.
  if (unreadable.because === 'key_unknown' || !isOwn(context)) {
    throw Object.assign(new Error(words), { name: PAYLOAD_UNREADABLE });
  }
  const standIn = Object.freeze({});
  notGenuine.set(standIn, unreadable);
  return standIn;
}

/** What was accepted before is not looked at again: a replay must find the same. */
const isLiveUpdate = (): boolean => currentUpdateInfo() !== undefined && !workflowInfo().unsafe.isReplaying;

const isOwn = (context: SerializationContext | undefined): boolean =>
  context?.type === 'workflow' && context.workflowId === workflowInfo().workflowId;

class SealingFailures extends DefaultFailureConverter {
  override errorToFailure(error: unknown, converter: PayloadConverter, context?: SerializationContext): ProtoFailure {
    const failure = super.errorToFailure(error, converter, context);
    return isSealing ? withSealedWords(failure, converter, context) : failure;
  }
}

export const failureConverter: FailureConverter = new SealingFailures();

const textOf = (bytes: Uint8Array | null | undefined): string => (bytes ? new TextDecoder().decode(bytes) : '');
