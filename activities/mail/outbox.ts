import { message, type Readership } from '../../billing/explanation/messages';
import type { Account } from '../../billing/facts/types';
import { TEXTS } from '../../locales/texts';
import type { Settings } from '../../store/facts/settings';
import type { Tools } from '../shared/dependencies';
import { addressOf } from '../shared/pages';

/** The mails that Avenant writes (`mail.<kind>` in `locales/`). A mail names ids and amounts, never a person. */
export const MAILS = [
  'confirmed',
  'compensated',
  'orderWaiting',
  'agreedNotMade',
  'agreedReplaced',
  'agreedReduced',
  'paymentWaiting',
  'vatCredited',
  'vatKept',
  'reminder',
] as const;
export type MailKind = (typeof MAILS)[number];

interface MailToWrite {
  /** Written once to each recipient, however often this is run. */
  key: string;
  kind: MailKind;
  facts: Record<string, string | number>;
  /** The same as the text, for readers that show HTML; left out for mails of a sentence or two. */
  html?: string;
  /** Path of the page that it is about; linked where the settings say where pages are. */
  page: string;
  /** Read when left out. */
  settings?: Settings;
}

/** The people of an account as readers of texts. */
export const readershipOf = ({ locale, timeZone }: Account): Readership => ({ locale, timeZone, texts: TEXTS[locale] });

/** Writes a mail to people of an account: to the billing contacts unless others are named. */
export async function mail(
  { store, clock }: Tools,
  account: Account,
  { key, kind, facts, html, page, settings }: MailToWrite,
  recipients: readonly string[] = account.billingContactIds,
): Promise<void> {
  const { tenantId, accountId, locale } = account;
  const reader = readershipOf(account);
  const link = addressOf(page, settings ?? (await store.settings.read(tenantId)));
  const text = message(reader, `mail.${kind}.body`, facts);
  const letter = {
    tenantId,
    accountId,
    locale,
    kind,
    html: html ?? null,
    at: clock(),
    subject: message(reader, `mail.${kind}.subject`, {}),
    body: link === undefined ? text : `${text}\n\n${message(reader, 'mail.page', { link })}`,
  };
  await store.outbox.put(recipients.map((recipientId) => ({ ...letter, recipientId, key: `${key}:${recipientId}` })));
}
