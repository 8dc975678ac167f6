import { defaultPayloadConverter } from '@temporalio/common';
import type { Carried } from 'statechart-host/contract';
import type { History } from './worker-stand';

/** What a run has handed to the one that continues it. */
export function carriedBy(history: History | undefined): Carried {
  const { input } = history?.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes ?? {};
  const payload = input?.payloads?.[1];
  if (payload === undefined) throw new Error('This run was not continued.');
  return defaultPayloadConverter.fromPayload(payload);
}
