import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../shared/api/api';
import type { Operations, Schemas } from '../../../shared/api/api-types';
import type { OperationName } from '../../../shared/api/client';
import { useIntention } from '../../../shared/api/intention';
import { ApiProblem, isPassing } from '../../../shared/api/problems';
import { keepOrder } from '../../../shared/order/reading-order';

type Call = 'POST /v1/changes/{changeId}/events';

/** Acts of support that are no event of the order have a door of their own, whose answers are among those of events. */
const OWN_DOORS: Readonly<Record<string, OperationName>> = {
  CREDIT_VAT: 'POST /v1/changes/{changeId}/vat-credit',
  END_LOST: 'POST /v1/changes/{changeId}/ending',
  START_AGAIN: 'POST /v1/changes/{changeId}/restart',
};

/** Where an act is sent, and with what. */
function sendingOf(event: ActBody): { call: Call; body: Operations[Call]['body'] } {
  const { type, ...fields } = event;
  const door = OWN_DOORS[type];
  const body = door === undefined ? event : fields;
  return {
    call: (door ?? 'POST /v1/changes/{changeId}/events') as Call,
    body: body as unknown as Operations[Call]['body'],
  };
}

/** An act as far as it is written. */
export type ActBody = { type: string } & Record<string, unknown>;

interface Sending {
  isBusy: boolean;
  /** Why the last one was not taken; null once another one is sent. */
  failure: unknown;
  /** The order is other than was seen, so nothing was done. */
  hasMovedOn: boolean;
  /** @returns null where it was not taken; else the request that waits for a second person, if any */
  send(): Promise<{ grantId: string | null } | null>;
  /** What was told of the last one is read. */
  forget(): void;
}

/**
 * Sends an event to an order as it was seen, under one key an intention: pressed twice, or after a reload, it happens once.
 *
 * @param seen the sequence that the sender has seen
 */
export function useSendAct(changeId: string, seen: number, event: ActBody): Sending {
  const { ask } = useApi();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const intention = useIntention(`${changeId}.${seen}.${JSON.stringify(event)}`);
  const send = async (): Promise<{ grantId: string | null } | null> => {
    if (isBusy) return null;
    setBusy(true);
    setFailure(null);
    try {
      const { call, body } = sendingOf(event);
      const answer = await ask(call, {
        params: { changeId },
        body,
        idempotencyKey: intention.key(),
        ifMatch: seen,
      });
      intention.end();
      if ('headline' in answer) keepOrder(client, answer);
      return { grantId: grantIn(answer) };
    } catch (error) {
      // Nobody knows whether one without an answer was taken: its key is kept.
      if (!isPassing(error)) intention.end();
      setFailure(error);
      await client.invalidateQueries({ queryKey: ['GET /v1/changes/{changeId}'] });
      return null;
    } finally {
      setBusy(false);
    }
  };
  const hasMovedOn = failure instanceof ApiProblem && failure.status === 412;
  return { isBusy, failure, hasMovedOn, send, forget: () => setFailure(null) };
}

const grantIn = (answer: Operations[Call]['answer']): Schemas['Id'] | null =>
  'grantId' in answer ? answer.grantId : null;
