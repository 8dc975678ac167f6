import { useSession } from '../../../shared/api/api';
import { Button, LinkButton, UnavailableButton } from '../../../shared/ui/button';
import { BULK_SENDER } from '../../bulk/sender';
import { useDesk } from '../../words/desk-words';
import type { QueueOrder } from '../views/view';
import { SELECTED_AT_MOST, type Selection } from './use-selection';

interface SelectedProps {
  selection: Selection;
  /** The list that they were chosen from, as it is known. */
  orders: readonly QueueOrder[];
}

/** What can be done with the orders that were chosen; how many they are is read out. */
export function Selected({ selection, orders }: SelectedProps) {
  const { say } = useDesk();
  const { ids, clear } = selection;
  const count = ids.size;
  return (
    <div className="selected">
      <p role="status">{count > 0 && say('desk.queue.selected', { count })}</p>
      {count > 0 && (
        <>
          <RetrySelected ids={ids} orders={orders} />
          <Button isSmall kind="plain" onPress={clear}>
            {say('desk.queue.selected.clear')}
          </Button>
        </>
      )}
    </div>
  );
}

/** Retries those that are stuck; where that cannot be done it says why. */
function RetrySelected({ ids, orders }: Pick<SelectedProps, 'orders'> & Pick<Selection, 'ids'>) {
  const { say } = useDesk();
  const { role } = useSession();
  const idle = new Set(orders.filter(({ waits }) => waits !== 'stuck').map(({ changeId }) => changeId));
  const stuck = [...ids].filter((changeId) => !idle.has(changeId));
  const isSome = stuck.length > 0 && stuck.length < ids.size;
  const act = isSome
    ? say('desk.queue.selected.act_stuck', { count: stuck.length })
    : say('desk.queue.selected.act', { count: ids.size });
  const whyNot =
    role !== BULK_SENDER
      ? say('desk.queue.leads_only')
      : stuck.length === 0
        ? say('desk.queue.selected.none_stuck')
        : stuck.length > SELECTED_AT_MOST
          ? say('desk.queue.selected.too_many', { most: SELECTED_AT_MOST })
          : null;
  if (whyNot !== null) {
    return (
      <UnavailableButton isSmall kind="quiet" why={whyNot}>
        {act}
      </UnavailableButton>
    );
  }
  return (
    <LinkButton
      isSmall
      kind="quiet"
      href={`/desk/bulk?${new URLSearchParams({ event: 'RETRY', orders: stuck.join(',') })}`}
    >
      {act}
    </LinkButton>
  );
}
