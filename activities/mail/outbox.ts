import { message, type Readership } from '../../billing/explanation/messages';
import type { Account, Locale } from '../../billing/facts/types';
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
  facts(reader: Readership): Record<string, string | number>;
  /** The same as the text, for readers that show HTML; left out for mails of a sentence or two. */
  html?(reader: Readership): string;
  /** Path of the page that it is about; linked where the settings say where pages are. */
  page: string;
  /** Read when left out. */
  settings?: Settings;
}

/** Writes a mail to people of an account, to each in their language: to the billing contacts unless others are named. */
export async function mail(
  { store, clock }: Tools,
  account: Account,
  { key, kind, facts, html, page, settings }: MailToWrite,
  recipients: readonly string[] = account.billingContactIds,
): Promise<void> {
  const { tenantId, accountId, timeZone } = account;
  const [people, read] = await Promise.all([
    store.people.list(tenantId, recipients),
    settings ?? store.settings.read(tenantId),
  ]);
  const link = addressOf(page, read);
  const at = clock();
  const letterIn = (locale: Locale) => {
    const reader: Readership = { locale, timeZone, texts: TEXTS[locale] };
    const text = message(reader, `mail.${kind}.body`, facts(reader));
    const subject = message(reader, `mail.${kind}.subject`, {});
    const body = link === undefined ? text : `${text}\n\n${message(reader, 'mail.page', { link })}`;
    return { tenantId, accountId, locale, kind, html: html?.(reader) ?? null, at, subject, body };
  };
  const languages = new Map(people.map(({ personId, locale }) => [personId, locale]));
  const localeOf = (recipientId: string): Locale => languages.get(recipientId) ?? account.locale;
  const letters = new Map([...new Set(recipients.map(localeOf))].map((locale) => [locale, letterIn(locale)]));
  const mails = recipients.flatMap((recipientId) => {
    const letter = letters.get(localeOf(recipientId));
    return letter === undefined ? [] : [{ ...letter, recipientId, key: `${key}:${recipientId}` }];
  });
  await store.outbox.put(mails);
}
