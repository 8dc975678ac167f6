import { useState } from 'react';
import { useApi, useReadAgain } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { useOrderEvent } from '../order/use-order-event';

type Item = Schemas['CartItem'];

interface PuttingBack {
  /** The item that is being taken out. */
  underWay: string | null;
  failure: unknown;
  /** The last one that was taken out. */
  gone: Item | null;
  putBack(item: Item): void;
}

/**
 * Takes items out of the cart. Whether an order goes to checkout or into the cart was found out when it was assessed: one that stands
 * before a cart that is empty by now is assessed once more, as it is.
 */
export function usePutBack(order: Schemas['Order']): PuttingBack {
  const { ask } = useApi();
  const readAgain = useReadAgain();
  const editing = useOrderEvent(order);
  const [underWay, setUnderWay] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [gone, setGone] = useState<Item | null>(null);
  const putBack = async (item: Item): Promise<void> => {
    if (underWay !== null) return;
    const { accountId, changes, effective, allowedEvents } = order;
    setUnderWay(item.itemId);
    setFailure(null);
    try {
      const params = { accountId, itemId: item.itemId };
      const left = await ask('DELETE /v1/carts/{accountId}/items/{itemId}', { params });
      setGone(item);
      if (left.items.length === 0 && allowedEvents.includes('ADD_TO_CART')) {
        await editing.send({ type: 'EDIT', changes, effective });
      }
    } catch (error) {
      setFailure(error);
    } finally {
      await readAgain('GET /v1/carts/{accountId}');
      await readAgain('GET /v1/changes/{changeId}');
      setUnderWay(null);
    }
  };
  return { underWay, failure: failure ?? editing.failure, gone, putBack: (item) => void putBack(item) };
}
