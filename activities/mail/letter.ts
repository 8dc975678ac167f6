import { createHash } from 'node:crypto';
import { message } from '../../billing/explanation/messages';
import type { Letter } from '../../gateways/mail/port';
import { greeted } from '../../letters/greeting';
import { TEXTS } from '../../locales/texts';
import type { Workshop } from '../../papers/workshop';
import type { Mail } from '../../store/messages/outbox';

/** Who makes the papers that go with a mail. */
export type Papers = Pick<Workshop, 'receiptAsPdf'>;

/**
 * A mail as it goes out: its reader is greeted, its receipt is set, answers go to the seller. The same mail has the same id
 * however often it is sent, and names nobody in it.
 */
export async function letterOf(
  workshop: Papers,
  mail: Mail,
  to: Letter['to'],
  replyTo: string | null,
): Promise<Letter> {
  const { tenantId, key, locale, subject, receipt, at } = mail;
  const reader = { locale, texts: TEXTS[locale], timeZone: 'UTC' };
  const greeting = message(reader, 'mail.greeting', { isNamed: to.name === null ? 'no' : 'yes', name: to.name ?? '' });
  const attachments: Letter['attachments'] =
    receipt === undefined
      ? []
      : [
          {
            name: message(reader, 'mail.receipt_file', {}),
            kind: 'application/pdf',
            content: await workshop.receiptAsPdf(receipt),
          },
        ];
  return {
    id: createHash('sha256').update(`${tenantId}:${key}`).digest('hex').slice(0, 40),
    ...{ to, locale, subject, attachments, replyTo, writtenAt: at },
    ...greeted(mail, greeting),
  };
}
