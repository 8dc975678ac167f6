import type { Schemas } from '../../../shared/api/api-types';
import { Link, LinkButton } from '../../../shared/ui/button';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import { shortTime } from '../short-time';
import { type View, viewAddress } from '../views/view';

/** Why orders are stuck, how many and since when, and one act for all of them. */
export function CauseCard({ cause }: { cause: Schemas['CodeCount'] }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { zone } = useDeskTime();
  const { code, title, count, text, since } = cause;
  return (
    <div className="cause">
      <p>
        <Link href={viewAddress({ code: code as NonNullable<View['code']>, sort: 'age' })}>{title}</Link>
      </p>
      <p className="cause-facts">
        <b>{text}</b>
        {since !== null && (
          <time dateTime={since}>{say('desk.queue.cause.since', { at: shortTime(since, zone, language) })}</time>
        )}
      </p>
      <LinkButton kind="quiet" isSmall href={`/desk/bulk?${new URLSearchParams({ event: 'RETRY', code })}`}>
        {say('desk.queue.cause.retry', { count, text })}
      </LinkButton>
    </div>
  );
}
