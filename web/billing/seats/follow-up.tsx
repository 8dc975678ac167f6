import { useReading, useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { dayText } from '../../shared/dates/date-text';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

/** That seats were bought and nobody has them yet, and when we remind of it. Where nothing is followed up, nothing is said. */
export function FollowUp({ subscriptionId }: { subscriptionId: Schemas['Id'] }) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const { data } = useReading('GET /v1/subscriptions/{subscriptionId}/seat-follow-up', { params: { subscriptionId } });
  if (!data || data.done) return null;
  const { remindersSent, nextReminderAt } = data;
  return (
    <Notice kind="info" title={say('ui.billing.follow_up.title')}>
      <p>
        {remindersSent > 0 && `${say('ui.billing.follow_up.sent', { count: remindersSent })} `}
        {nextReminderAt === null
          ? say('ui.billing.follow_up.no_more')
          : say('ui.billing.follow_up.next', { day: dayText(nextReminderAt, zone, language) })}
      </p>
    </Notice>
  );
}
