import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { moneyText } from '../../shared/money/money-text';
import { Link } from '../../shared/ui/button';
import { Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { At } from '../parts/at';
import { Detail, Details, ListRow } from '../parts/list';
import { usePersonName } from '../parts/person-name';
import { useDesk } from '../words/desk-words';

type ListItem = Schemas['OrderListItem'];

/** An order that somebody of ours decides: who wishes what, since when, and until when they were told to expect an answer. */
export function HandOverRow({ order }: { order: ListItem }) {
  const { say } = useDesk();
  const { language } = useWords();
  const nameOf = usePersonName();
  const { changeId, accountId, accountName, products, assignee, inStateSince, dueToday } = order;
  const { data } = useReading('GET /v1/changes/{changeId}', { params: { changeId }, query: {} });
  const whole = data !== undefined && 'headline' in data ? data : null;
  return (
    <ListRow
      title={
        <Link href={`/desk/orders/${encodeURIComponent(changeId)}`}>
          {[accountName ?? accountId, ...products].join(' · ')}
        </Link>
      }
      about={data === undefined ? <Skeleton width="18rem" /> : <Wish order={whole} headline={order.headline} />}
    >
      <Details>
        {inStateSince !== null && (
          <Detail name={say('desk.hand_overs.since')}>
            <At instant={inStateSince} />
          </Detail>
        )}
        {whole?.handOver?.answerBy != null && (
          <Detail name={say('desk.hand_overs.answer_by')}>
            <At instant={whole.handOver.answerBy} />
          </Detail>
        )}
        <Detail name={say('desk.hand_overs.assignee')}>
          {assignee === null ? say('desk.hand_overs.nobody') : nameOf(assignee)}
        </Detail>
        {dueToday !== null && <Detail name={say('desk.hand_overs.due')}>{moneyText(dueToday, language)}</Detail>}
      </Details>
    </ListRow>
  );
}

/** In the words of its quote, or of its headline while it has none. */
function Wish({ order, headline }: { order: Schemas['Order'] | null; headline: string }) {
  const wishes = order?.quote?.explanation.changes ?? [];
  return (wishes.length === 0 ? [headline] : wishes).map((wish) => <span key={wish}>{wish}</span>);
}
