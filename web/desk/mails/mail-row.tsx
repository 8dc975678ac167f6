import type { Schemas } from '../../shared/api/api-types';
import { Link } from '../../shared/ui/button';
import { At } from '../parts/at';
import { Detail, Details, ListRow } from '../parts/list';
import { ResendMail } from '../parts/resend-mail';
import { useDesk } from '../words/desk-words';

/** A mail that was given up: which, to whom, since when and why. What it says is shown to nobody. */
export function MailRow({ mail, onResent }: { mail: Schemas['SentMail']; onResent(): void }) {
  const { say } = useDesk();
  const { key, label, changeId, accountId, accountName, recipientId, attempts, code, text, at, givenUpAt } = mail;
  return (
    <ListRow
      title={label}
      about={
        <>
          <span>{accountName ?? accountId ?? say('desk.mails.team')}</span>
          <span>
            {say('desk.mails.since')} <At instant={givenUpAt ?? at} />
          </span>
        </>
      }
    >
      <Details>
        {code !== null && <Detail name={say('desk.mails.why')}>{text ?? code}</Detail>}
        {changeId !== null && (
          <Detail name={say('desk.mails.order')}>
            <Link href={`/desk/orders/${encodeURIComponent(changeId)}`}>{changeId}</Link>
          </Detail>
        )}
        {recipientId !== null && <Detail name={say('desk.mails.to')}>{recipientId}</Detail>}
        <Detail name={say('desk.mails.written')}>
          <At instant={at} />
        </Detail>
        <Detail name={say('desk.mails.attempts')}>{attempts}</Detail>
      </Details>
      {mail.mayResend && <ResendMail mailKey={key} about={label} onDone={onResent} />}
    </ListRow>
  );
}
