import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../../shared/api/api';
import { Failure } from '../../shared/api/failure';
import { endIntention, intentionKey } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';
import { Button } from '../../shared/ui/button';
import { useDesk } from '../words/desk-words';
import { orderAddress } from './order-address';
import { FILTERS, type View } from './views/view';

/**
 * Takes the oldest order that nobody has and opens it, in one step. Of the list that is shown where it waits for support and is
 * narrowed by nothing else, or else of all that does.
 */
export function TakeNext({ view }: { view: View }) {
  const { say } = useDesk();
  const { ask } = useApi();
  const router = useRouter();
  const [outcome, setOutcome] = useState<'taking' | 'nothing' | { error: unknown } | null>(null);
  const query = queryFor(view);
  const take = async (): Promise<void> => {
    setOutcome('taking');
    const body = query === null ? {} : { query };
    const intention = `take_next.${JSON.stringify(body)}`;
    try {
      const { order } = await ask('POST /v1/changes/take-next', { body, idempotencyKey: intentionKey(intention) });
      endIntention(intention);
      if (order === null) setOutcome('nothing');
      else await router.navigate({ href: orderAddress(order.changeId) });
    } catch (error) {
      // One without an answer may have been taken: pressed again, it is the same one.
      if (!isPassing(error)) endIntention(intention);
      setOutcome({ error });
    }
  };
  return (
    <div className="take-next">
      <Button onPress={() => void take()} isBusy={outcome === 'taking'} isSmall>
        {say(query === null ? 'desk.queue.take_next' : 'desk.queue.take_next.here')}
      </Button>
      <p role="status" className="second small">
        {outcome === 'nothing' && say('desk.queue.take_next.nothing')}
      </p>
      {outcome !== null && typeof outcome === 'object' && <Failure error={outcome.error} />}
    </div>
  );
}

const OURS = ['stuck', 'support', 'advisor'];

/** The list that is shown, where the oldest of what nobody has can be asked for of it. */
function queryFor(view: View): Pick<View, 'waits' | 'code'> | null {
  const [only, ...more] = FILTERS.filter((name) => name !== 'unassigned' && view[name] !== undefined);
  if (more.length > 0) return null;
  if (only === 'code' && view.code !== undefined) return { code: view.code };
  return only === 'waits' && view.waits !== undefined && OURS.includes(view.waits) ? { waits: view.waits } : null;
}
