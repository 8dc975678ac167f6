import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../shared/api/api';
import type { Operations, Schemas } from '../../../shared/api/api-types';
import type { OperationName } from '../../../shared/api/client';
import { endIntention, intentionKey } from '../../../shared/api/intention';
import { ApiProblem, isPassing } from '../../../shared/api/problems';
import { keepOrder } from '../../../shared/order/reading-order';
import { hasOwnDoor, OWN_DOORS } from '../../parts/own-doors';

type Call = 'POST /v1/changes/{changeId}/events';

/** Where an act is sent, and with what; the answers of an act's own door are among those of events. */
function sendingOf(event: ActBody): { call: Call; body: Operations[Call]['body'] } {
  const { type, ...fields } = event;
  const call = hasOwnDoor(type) ? (OWN_DOORS[type].asking as string as Call) : 'POST /v1/changes/{changeId}/events';
  return { call, body: (hasOwnDoor(type) ? fields : event) as unknown as Operations[Call]['body'] };
}

/** An act as far as it is written. */
export type ActBody = { type: string } & Record<string, unknown>;

/** What was answered where an act was taken. */
interface Taken {
  /** The request that waits for a second person; null where none does. */
  grantId: Schemas['Id'] | null;
  /** The order once it had come to rest; null where it was not waited for. */
  order: Schemas['Order'] | null;
}

export interface ActSending {
  /** One is on its way; its answer comes once the order has come to rest. */
  isBusy: boolean;
  /** Why the last one was not taken; null once another one is sent. */
  failure: unknown;
  /** Nobody knows whether the last one was taken; sent again, it is the same one. */
  isUnanswered: boolean;
  /** The order is other than was seen, so nothing was done. */
  hasMovedOn: boolean;
  /**
   * @param seen the sequence that the sender has seen
   * @returns null where it was not taken
   */
  send(event: ActBody, seen: number): Promise<Taken | null>;
  /** What was told of the last one is read. */
  forget(): void;
}

/** Sends events to an order as it was seen, under one key an intention: pressed twice, or after a reload, it happens once. */
export function useSendAct(changeId: string): ActSending {
  const { ask } = useApi();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const readAgain = (calls: readonly OperationName[]): void => {
    for (const call of calls) void client.invalidateQueries({ queryKey: [call] });
  };
  const send = async (event: ActBody, seen: number): Promise<Taken | null> => {
    if (isBusy) return null;
    const intention = `${changeId}.${seen}.${JSON.stringify(event)}`;
    setBusy(true);
    setFailure(null);
    try {
      const { call, body } = sendingOf(event);
      const answer = await ask(call, {
        params: { changeId },
        body,
        idempotencyKey: intentionKey(intention),
        ifMatch: seen,
      });
      endIntention(intention);
      const order = 'headline' in answer ? answer : null;
      if (order !== null) keepOrder(client, order);
      const grantId = grantIn(answer);
      // A request was made, or one is over.
      if (grantId !== null || 'grantId' in event) readAgain(REQUESTS);
      return { grantId, order };
    } catch (error) {
      // Nobody knows whether one without an answer was taken: its key is kept.
      if (!isPassing(error)) endIntention(intention);
      setFailure(error);
      readAgain(OTHER_THAN_SEEN);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    failure,
    isUnanswered: failure !== null && isPassing(failure),
    hasMovedOn: failure instanceof ApiProblem && failure.status === 412,
    send,
    forget: () => setFailure(null),
  };
}

const REQUESTS: readonly OperationName[] = ['GET /v1/requests', 'GET /v1/requests/{grantId}'];

/** What may be other than was seen where an act was not taken. */
const OTHER_THAN_SEEN: readonly OperationName[] = ['GET /v1/changes/{changeId}', 'GET /v1/requests/{grantId}'];

const grantIn = (answer: Operations[Call]['answer']): Schemas['Id'] | null =>
  'grantId' in answer ? answer.grantId : null;
