import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Page } from '../../shared/ui/page';
import { Tag } from '../../shared/ui/standing';
import { At } from '../parts/at';
import { Done, useTold } from '../parts/done';
import { Detail, Details, List, ListRow } from '../parts/list';
import { pagedList } from '../parts/paged-list';
import { useDesk } from '../words/desk-words';
import { Remind } from './remind';

const A_PAGE = '25';

/** New seats that nobody uses yet, of all customers; somebody can be reminded of them at once. */
export function SeatFollowUps() {
  const { say } = useDesk();
  const [told, tell] = useTold();
  const found = usePages('GET /v1/seat-follow-ups', { query: { limit: A_PAGE } });
  const reminded = (name: string): void => {
    tell(say('desk.seats.reminded', { name }));
    void found.refetch();
  };
  return (
    <Page title={say('desk.seats.title')} lead={say('desk.seats.lead')}>
      <Done told={told} />
      <List
        label={say('desk.seats.title')}
        read={pagedList(found)}
        keyOf={({ subscriptionId }) => subscriptionId}
        empty={{ title: say('desk.seats.empty.title'), text: say('desk.seats.empty.text') }}
        more={say('desk.seats.more')}
      >
        {(followUp) => <FollowUpRow followUp={followUp} onReminded={reminded} />}
      </List>
    </Page>
  );
}

interface FollowUpRowProps {
  followUp: Schemas['OpenSeatFollowUp'];
  onReminded(name: string): void;
}

function FollowUpRow({ followUp, onReminded }: FollowUpRowProps) {
  const { say } = useDesk();
  const { subscriptionId, accountId, accountName, product, bought, free, remindersSent, openedAt } = followUp;
  const { nextReminderAt, exhausted } = followUp;
  const name = accountName ?? accountId ?? subscriptionId;
  return (
    <ListRow
      title={product === null ? name : `${name} · ${product}`}
      about={
        <>
          <span>{say('desk.seats.free', { free, bought })}</span>
          <At instant={openedAt} />
        </>
      }
      side={exhausted && <Tag standing="stuck">{say('desk.seats.exhausted')}</Tag>}
    >
      <Details>
        <Detail name={say('desk.seats.subscription')}>{subscriptionId}</Detail>
        <Detail name={say('desk.seats.sent')}>{remindersSent}</Detail>
        {nextReminderAt !== null && (
          <Detail name={say('desk.seats.next')}>
            <At instant={nextReminderAt} />
          </Detail>
        )}
      </Details>
      <Remind subscriptionId={subscriptionId} name={name} onReminded={() => onReminded(name)} />
    </ListRow>
  );
}
