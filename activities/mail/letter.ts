import { message } from '../../billing/explanation/messages';
import type { Letter } from '../../gateways/mail/port';
import { footed } from '../../letters/foot';
import { greeted } from '../../letters/greeting';
import { TEXTS } from '../../locales/texts';
import type { Workshop } from '../../papers/workshop';
import type { Mail } from '../../store/messages/outbox';

/** Who makes the papers that go with a mail. */
export type Papers = Pick<Workshop, 'receiptAsPdf'>;

/** A mail as it goes out, from the seller: its reader is greeted and told how to stop it, its receipt is set, answers go to the seller. */
export async function letterOf(
  workshop: Papers,
  mail: Mail,
  to: Letter['to'],
  { senderName, replyTo, stopLink }: Pick<Letter, 'senderName' | 'replyTo' | 'stopLink'>,
): Promise<Letter> {
  const { letterId, kind, locale, subject, receipt, at } = mail;
  const reader = { locale, texts: TEXTS[locale], timeZone: 'UTC' };
  const say = (name: string, filled = {}): string => message(reader, `mail.${name}`, filled);
  const forms = greeted(mail, say('greeting', { isNamed: to.name === null ? 'no' : 'yes', name: to.name ?? '' }));
  const attachments: Letter['attachments'] =
    receipt === undefined
      ? []
      : [
          {
            name: say('receipt_file'),
            kind: 'application/pdf',
            content: await workshop.receiptAsPdf(receipt),
          },
        ];
  return {
    ...{ id: letterId, to, senderName, locale, subject, attachments, replyTo, stopLink, writtenAt: at },
    ...(stopLink === null ? forms : footed(forms, stopFoot(kind, stopLink, say), locale)),
  };
}

/** What the foot of a mail says that its reader may stop. */
export const stopFoot = (kind: string, link: string, say: (name: string) => string) => ({
  sentence: say(`foot.${kind}`),
  label: say('foot.stop'),
  link,
});
