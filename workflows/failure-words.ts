import type { PayloadConverter, ProtoFailure, SerializationContext } from '@temporalio/common';
import { TOO_LARGE } from 'statechart-host/contract';
import { IN_THE_CLEAR, PAYLOAD_UNREADABLE } from './contract';

/** Temporal's own words in the place of those that are sealed. */
const SEALED_WORDS = 'Encoded failure';

/** What a caller without a key has to be able to read, and what tells of sizes alone. */
const READABLE: readonly (string | null | undefined)[] = [IN_THE_CLEAR, PAYLOAD_UNREADABLE, TOO_LARGE];

/** A server tells of a refused query no more than its words. */
const isReadable = ({ message, applicationFailureInfo }: ProtoFailure): boolean =>
  READABLE.includes(applicationFailureInfo?.type) || message?.startsWith(`${TOO_LARGE}: `) === true;

/**
 * A failure whose words are a payload, which the codec seals, with those that caused it: of one that came from elsewhere these are
 * in the clear again.
 */
export function withSealedWords(
  failure: ProtoFailure,
  converter: PayloadConverter,
  context?: SerializationContext,
): ProtoFailure {
  const cause = failure.cause ? { cause: withSealedWords(failure.cause, converter, context) } : {};
  const { message, stackTrace } = failure;
  if (message === SEALED_WORDS || isReadable(failure)) return { ...failure, ...cause };
  const encodedAttributes = converter.toPayload({ message, stack_trace: stackTrace }, context);
  return { ...failure, ...cause, message: SEALED_WORDS, stackTrace: '', encodedAttributes };
}
