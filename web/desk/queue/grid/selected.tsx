import { Button, LinkButton, UnavailableButton } from '../../../shared/ui/button';
import { useDesk } from '../../words/desk-words';
import { SELECTED_AT_MOST, type Selection } from './use-selection';

/** What can be done with the orders that were chosen; how many they are is read out. */
export function Selected({ selection }: { selection: Selection }) {
  const { say } = useDesk();
  const { ids, clear } = selection;
  const count = ids.size;
  const act = say('desk.queue.selected.act', { count });
  return (
    <div className="selected">
      <p role="status">{count > 0 && say('desk.queue.selected', { count })}</p>
      {count > 0 && (
        <>
          {count > SELECTED_AT_MOST ? (
            <UnavailableButton
              isSmall
              kind="quiet"
              why={say('desk.queue.selected.too_many', { most: SELECTED_AT_MOST })}
            >
              {act}
            </UnavailableButton>
          ) : (
            <LinkButton
              isSmall
              kind="quiet"
              href={`/desk/bulk?${new URLSearchParams({ event: 'RETRY', orders: [...ids].join(',') })}`}
            >
              {act}
            </LinkButton>
          )}
          <Button isSmall kind="plain" onPress={clear}>
            {say('desk.queue.selected.clear')}
          </Button>
        </>
      )}
    </div>
  );
}
