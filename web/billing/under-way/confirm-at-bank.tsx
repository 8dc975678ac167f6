import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { timeText } from '../../shared/dates/date-text';
import { LinkButton } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

type Paid = Pick<Schemas['Order'], 'payment'>;

/** Whether the customer's bank waits for their word. */
export const isForBank = ({ payment }: Paid): boolean => payment?.status === 'requires_action';

/** The way to the bank, in this tab: its page leads back to this very order. */
export function ConfirmAtBank({ order }: { order: Paid }) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const { payment } = order;
  if (payment === null || payment.link === null || !isForBank(order)) return null;
  const { link, linkExpiresAt } = payment;
  const title =
    linkExpiresAt === null
      ? say('ui.billing.bank.title')
      : say('ui.billing.bank.title.until', { until: timeText(linkExpiresAt, zone, language) });
  return (
    <Notice kind="wait" title={title}>
      <p>{say('ui.billing.bank.text')}</p>
      <p>
        <LinkButton href={link}>{say('ui.billing.bank.go')}</LinkButton>
      </p>
    </Notice>
  );
}
