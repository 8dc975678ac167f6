import { useState } from 'react';
import { useApi, useSession } from '../../shared/api/api';
import { endIntention, intentionKey } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';
import { usePersonName } from '../parts/person-name';
import { useDesk } from '../words/desk-words';
import type { QueueOrder } from './views/view';

interface Taking {
  take(order: QueueOrder): void;
  /** What became of it, to be read out; "" before anything was taken. */
  told: string;
  error: unknown;
}

/** Takes orders that nobody has; one that somebody has is taken over on its own page, with a reason. */
export function useTaking(onTaken: (order: QueueOrder) => void): Taking {
  const { say } = useDesk();
  const { ask } = useApi();
  const { userId: me } = useSession();
  const nameOf = usePersonName();
  const [told, setTold] = useState('');
  const [error, setError] = useState<unknown>(null);
  const take = async (order: QueueOrder): Promise<void> => {
    const { changeId, assignee, headline } = order;
    setError(null);
    if (assignee !== null) {
      setTold(say(assignee === me ? 'desk.queue.take.yours' : 'desk.queue.take.taken', { name: nameOf(assignee) }));
      return;
    }
    const intention = `take.${changeId}.${order.sequence}`;
    try {
      await ask('PUT /v1/changes/{changeId}/assignee', {
        params: { changeId },
        body: { assignee: me, assigneeSeen: null },
        ifMatch: order.sequence,
        idempotencyKey: intentionKey(intention),
      });
      endIntention(intention);
      onTaken({ ...order, assignee: me });
      setTold(say('desk.queue.take.done', { headline }));
    } catch (caught) {
      if (!isPassing(caught)) endIntention(intention);
      setTold('');
      setError(caught);
    }
  };
  return { take: (order) => void take(order), told, error };
}
