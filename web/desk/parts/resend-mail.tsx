import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { useDesk } from '../words/desk-words';
import { ActInPlace } from './act-in-place';

interface ResendMailProps {
  mailKey: Schemas['SentMail']['key'];
  /** Which mail it is, for whoever hears the button alone. */
  about: string;
  onDone(): void;
}

/** Has a mail sent that was given up, to the address that is known by now. */
export function ResendMail({ mailKey, about, onDone }: ResendMailProps) {
  const { say } = useDesk();
  const { ask } = useApi();
  return (
    <ActInPlace
      name={`resend.${mailKey}`}
      reasonsOf="RESEND_MAIL"
      label={say('desk.mails.resend')}
      aloud={about}
      send={(body, idempotencyKey) =>
        ask('POST /v1/mails/{key}/resend', { params: { key: mailKey }, body, idempotencyKey })
      }
      onDone={onDone}
    >
      <p>{say('desk.mails.resend.effect')}</p>
    </ActInPlace>
  );
}
