import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { withAccount } from '../../shared/api/account';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import type { Ask } from '../../shared/api/client';
import { endIntention, intentionKey } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';
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

/**
 * Starts the order of a change, takes it the step further that the button names, and leads to it. A repetition starts nothing twice,
 * because what is meant has one key.
 */
export function useStartOrder(asked: PreviewRequest | null, accountId: string): Starting {
  const { ask } = useApi();
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
    const intention = `change.${wanted}`;
    try {
      const order = await ask('POST /v1/changes', { body: asked, idempotencyKey: intentionKey(intention) });
      endIntention(intention);
      await takeFurther(ask, order, EVENT_OF[step]);
      await navigate({ href: withAccount(`/billing/orders/${order.changeId}`, accountId) });
    } catch (error) {
      // Nobody knows whether one without an answer has started: its key is kept.
      if (!isPassing(error)) endIntention(intention);
      setFailure(error);
    } finally {
      setUnderWay(false);
    }
  };
  return { isUnderWay, failure, start: (step) => void start(step) };
}

/** Where that does not succeed the order itself says how to go on. */
async function takeFurther(
  ask: Ask,
  order: Schemas['Order'] | Schemas['OrderStarting'],
  type: 'CHECKOUT' | 'ADD_TO_CART' | undefined,
): Promise<void> {
  if (type === undefined || !('allowedEvents' in order) || !order.allowedEvents.includes(type)) return;
  const { changeId, sequence } = order;
  const idempotencyKey = intentionKey(`${type}.${changeId}.${sequence}`);
  const event = { params: { changeId }, body: { type }, idempotencyKey, ifMatch: sequence };
  await ask('POST /v1/changes/{changeId}/events', event).catch(() => undefined);
}
