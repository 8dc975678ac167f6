import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { withAccount } from '../../shared/api/account';
import { useApi } from '../../shared/api/api';
import type { Operations, Schemas } from '../../shared/api/api-types';
import type { Ask } from '../../shared/api/client';
import { endIntention, intentionKey } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';
import { keepOrder } from '../../shared/order/reading-order';
import { awaitQuote } from '../order/seen-quote';
import { editOf } from './edited-order';
import type { PreviewRequest } from './wish';

type Step = Schemas['Preview']['nextStep']['step'];

/** What goes on with an order that was started; one that is handed over goes there by itself. */
const EVENT_OF: Readonly<Partial<Record<Step, 'CHECKOUT' | 'ADD_TO_CART'>>> = {
  checkout: 'CHECKOUT',
  add_to_cart: 'ADD_TO_CART',
};

interface Starting {
  isUnderWay: boolean;
  /** Why it was not started, as long as the same is wanted. */
  failure: unknown;
  start(step: Step): void;
}

type Answer = Operations['POST /v1/changes/{changeId}/events']['answer'];

/**
 * Starts the order of a change, or edits the one that is open, takes it the step further that the button names, and leads to it. A
 * repetition does nothing twice, because what is meant has one key.
 *
 * @param edited null where a new order is started
 */
export function useStartOrder(
  asked: PreviewRequest | null,
  { accountId, edited }: { accountId: string; edited: Schemas['Order'] | null },
): Starting {
  const { ask } = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isUnderWay, setUnderWay] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const wanted = JSON.stringify(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stood in the way of one change says nothing of another
  useEffect(() => setFailure(null), [wanted]);
  const start = async (step: Step): Promise<void> => {
    if (asked === null || isUnderWay) return;
    setUnderWay(true);
    setFailure(null);
    const intention = edited === null ? `change.${wanted}` : `edit.${edited.changeId}.${edited.sequence}.${wanted}`;
    try {
      const begun = await begin(ask, { asked, edited, idempotencyKey: intentionKey(intention) });
      endIntention(intention);
      const order = await takenFurther(ask, begun, EVENT_OF[step]);
      if ('headline' in order) keepOrder(client, order);
      const changeId = edited?.changeId ?? ('changeId' in order ? order.changeId : '');
      await navigate({ href: withAccount(`/billing/orders/${changeId}`, accountId) });
    } catch (error) {
      // Nobody knows whether one without an answer has started: its key is kept.
      if (!isPassing(error)) endIntention(intention);
      setFailure(error);
      await client.invalidateQueries({ queryKey: ['GET /v1/changes/{changeId}'] });
    } finally {
      setUnderWay(false);
    }
  };
  return { isUnderWay, failure, start: (step) => void start(step) };
}

interface Beginning {
  asked: PreviewRequest;
  edited: Schemas['Order'] | null;
  idempotencyKey: string;
}

function begin(ask: Ask, { asked, edited, idempotencyKey }: Beginning): Promise<Answer> {
  if (edited === null) return ask('POST /v1/changes', { body: asked, idempotencyKey });
  const { changeId, sequence } = edited;
  awaitQuote(changeId);
  const sent = { params: { changeId }, body: editOf(edited, asked), idempotencyKey, ifMatch: sequence };
  return ask('POST /v1/changes/{changeId}/events', sent);
}

/** Where that does not succeed the order itself says how to go on. */
async function takenFurther(ask: Ask, order: Answer, type: 'CHECKOUT' | 'ADD_TO_CART' | undefined): Promise<Answer> {
  if (type === undefined || !('allowedEvents' in order) || !order.allowedEvents.includes(type)) return order;
  const { changeId, sequence } = order;
  const idempotencyKey = intentionKey(`${type}.${changeId}.${sequence}`);
  const event = { params: { changeId }, body: { type }, idempotencyKey, ifMatch: sequence };
  return ask('POST /v1/changes/{changeId}/events', event).catch(() => order);
}
