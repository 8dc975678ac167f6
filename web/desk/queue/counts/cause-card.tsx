import { useSession } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Link, LinkButton, UnavailableButton } from '../../../shared/ui/button';
import { BULK_SENDER } from '../../bulk/sender';
import { useDesk } from '../../words/desk-words';
import { useShortTime } from '../at-short';
import { type View, viewAddress } from '../views/view';

/** Why orders are stuck, how many and since when, and one act for all of them. */
export function CauseCard({ cause }: { cause: Schemas['CodeCount'] }) {
  const { say } = useDesk();
  const { role } = useSession();
  const short = useShortTime();
  const { code, title, count, text, since } = cause;
  const act = say('desk.queue.cause.retry', { count, text });
  return (
    <div className="cause">
      <p>
        <Link href={viewAddress({ code: code as NonNullable<View['code']>, sort: 'age' })}>{title}</Link>
      </p>
      <p className="cause-facts">
        <b>{text}</b>
        {since !== null && (
          <time dateTime={since} title={short(since).inZone}>
            {say('desk.queue.cause.since', { at: short(since).text })}
          </time>
        )}
      </p>
      {role === BULK_SENDER ? (
        <LinkButton kind="quiet" isSmall href={`/desk/bulk?${new URLSearchParams({ event: 'RETRY', code })}`}>
          {act}
        </LinkButton>
      ) : (
        <UnavailableButton kind="quiet" isSmall why={say('desk.queue.leads_only')}>
          {act}
        </UnavailableButton>
      )}
    </div>
  );
}
