import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { endIntention, intentionKey } from '../../shared/api/intention';
import { ApiProblem, isPassing } from '../../shared/api/problems';
import { keepOrder } from '../../shared/order/reading-order';
import { awaitQuote } from './seen-quote';

type OrderEvent = Schemas['OrderEvent'];

/** After these an order has another quote. */
const PRICED_ANEW: readonly OrderEvent['type'][] = ['EDIT', 'CHECKOUT', 'ADD_TO_CART', 'PROVIDE_VAT', 'REMOVE_VAT'];

interface Sending {
  /** What is being sent now. */
  underWay: OrderEvent['type'] | null;
  /** Why the last one was not taken; null once another one is sent. */
  failure: unknown;
  /** The order is other than was shown, so nothing was done; it is shown as it is now. */
  hasMoved: boolean;
  /** @returns whether it was taken */
  send(event: OrderEvent): Promise<boolean>;
}

/**
 * Sends events to an order as it is shown. What is meant has one key, so that a second press, a second tab or a reload do nothing
 * twice; what comes of it is the order itself, not the answer.
 */
export function useOrderEvent({ changeId, sequence }: Pick<Schemas['Order'], 'changeId' | 'sequence'>): Sending {
  const { ask } = useApi();
  const client = useQueryClient();
  const [underWay, setUnderWay] = useState<OrderEvent['type'] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const send = async (event: OrderEvent): Promise<boolean> => {
    if (underWay !== null) return false;
    setUnderWay(event.type);
    setFailure(null);
    if (PRICED_ANEW.includes(event.type)) awaitQuote(changeId);
    const intention = `${changeId}.${sequence}.${JSON.stringify(event)}`;
    try {
      const sent = { params: { changeId }, body: event, idempotencyKey: intentionKey(intention), ifMatch: sequence };
      const answer = await ask('POST /v1/changes/{changeId}/events', sent);
      endIntention(intention);
      if ('headline' in answer) keepOrder(client, answer);
      return true;
    } catch (error) {
      // Nobody knows whether one without an answer was taken: its key is kept.
      if (!isPassing(error)) endIntention(intention);
      setFailure(error);
      await client.invalidateQueries({ queryKey: ['GET /v1/changes/{changeId}'] });
      return false;
    } finally {
      setUnderWay(null);
    }
  };
  const hasMoved = failure instanceof ApiProblem && failure.status === 412;
  return { underWay, failure, hasMoved, send };
}
