import type { Schemas } from '../../shared/api/api-types';
import { dateText, dayBefore, lastDayOf } from '../../shared/dates/date-text';
import { type Standing, Tag } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';

type Subscription = Schemas['SubscriptionListItem'];
type Status = Subscription['statusToday'];

const STANDING_OF: Readonly<Record<Exclude<Status, 'active'>, Standing>> = {
  trial: 'work',
  trial_expired: 'stuck',
  paused: 'wait',
  ended: 'stuck',
};

/** Whatever is not as usual with a subscription, in a word and until when; a usual one has none. */
export function StandingTag({ subscription }: { subscription: Subscription }) {
  const { say, language } = useWords();
  const { statusToday, endsOn, pausesOn, resumesOn, period } = subscription;
  const day = (date: string): { day: string } => ({ day: dateText(date, language) });
  if (statusToday === 'trial')
    return <Tag standing="work">{say('ui.billing.status.trial', day(lastDayOf(period)))}</Tag>;
  if (statusToday === 'paused' && resumesOn !== undefined)
    return <Tag standing="wait">{say('ui.billing.status.paused_until', day(resumesOn))}</Tag>;
  if (statusToday !== 'active')
    return <Tag standing={STANDING_OF[statusToday]}>{say(`ui.billing.status.${statusToday}`)}</Tag>;
  if (endsOn !== undefined) return <Tag standing="wait">{say('ui.billing.status.ends', day(dayBefore(endsOn)))}</Tag>;
  if (pausesOn !== undefined) return <Tag standing="wait">{say('ui.billing.status.pauses', day(pausesOn))}</Tag>;
  return null;
}
