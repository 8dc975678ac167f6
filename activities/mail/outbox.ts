import { message, type Readership } from '../../billing/explanation/messages';
import type { Account, Locale } from '../../billing/facts/types';
import { present } from '../../billing/present';
import type { LetterWords } from '../../letters/letter';
import { letterHtml } from '../../letters/letter-html';
import { letterText } from '../../letters/letter-text';
import { TEXTS } from '../../locales/texts';
import { isUnshown } from '../../receipts/logo';
import { orderReference } from '../../receipts/order-reference';
import type { Receipt } from '../../receipts/receipt';
import { addressOf, orderPage } from '../../store/facts/pages';
import type { Settings } from '../../store/facts/settings';
import type { Tools } from '../shared/dependencies';
import type { SupportMailKind } from './support-causes';
import { stoppedBy } from './wishes';

/** The mails to customers (`mail.<kind>` in `locales/`). A mail names ids and amounts, never a person. */
export const MAILS = [
  'confirmed',
  'compensated',
  'orderWaiting',
  'agreedNotMade',
  'agreedReplaced',
  'agreedReduced',
  'paymentWaiting',
  'paymentDeclined',
  'handOverReceived',
  'handOverAccepted',
  'handOverDeclined',
  'expired',
  'vatCredited',
  'vatKept',
  'reminder',
] as const;
export type MailKind = (typeof MAILS)[number];

/** What the one button of a mail does (`mail.button.<name>`). */
type MailButton = 'order' | 'payment' | 'seats' | 'queue' | 'requests' | 'mails' | 'events';

interface MailToWrite {
  /** Written once to each recipient, however often this is run. */
  key: string;
  kind: MailKind;
  /** The order that it is about; null where it is about none. */
  changeId: string | null;
  /** What its sentences fill in, beside `order`, the reference of its order. */
  facts?(reader: Readership): Record<string, string | number>;
  /** The amount that it is about, as it is, with the key of its word. */
  amount?(reader: Readership): { word: string; text: string };
  /** What one may look up in it. */
  more?(reader: Readership): string[];
  /** Goes with it as a PDF. */
  receipt?(reader: Readership): Receipt;
  /** Path of the page that it is about, or the whole address of a page elsewhere; the page of its order where it names none. */
  page?: { button: MailButton } & ({ path: string } | { link: string });
  /** Read when left out. */
  settings?: Settings;
}

/** Writes a mail to people of an account who have not stopped such mails, to each in their language: to the billing contacts unless others are named. */
export async function mail(
  { store, clock, log }: Pick<Tools, 'store' | 'clock' | 'log'>,
  account: Account,
  given: MailToWrite,
  recipients: readonly string[] = account.billingContactIds,
): Promise<void> {
  const { tenantId, accountId, timeZone } = account;
  const { key, kind } = given;
  const [people, settings] = await Promise.all([
    store.people.list(tenantId, recipients),
    given.settings ?? store.settings.read(tenantId),
  ]);
  if (isUnshown(settings.branding.logo)) log.warn({ tenantId, code: 'logo_unreadable' }, 'a mail has no logo');
  const at = clock();
  const letterIn = (locale: Locale) => {
    const reader: Readership = { locale, timeZone, texts: TEXTS[locale] };
    const forms = writtenForms(mailWords(given, settings, reader));
    const receipt = given.receipt?.(reader);
    return { tenantId, accountId, locale, kind, at, ...forms, ...present({ receipt }) };
  };
  const unwanted = new Set(people.filter((person) => stoppedBy(person, kind)).map(({ personId }) => personId));
  const readers = recipients.filter((recipientId) => !unwanted.has(recipientId));
  const languages = new Map(people.map(({ personId, locale }) => [personId, locale]));
  const localeOf = (recipientId: string): Locale => languages.get(recipientId) ?? account.locale;
  const letters = new Map([...new Set(readers.map(localeOf))].map((locale) => [locale, letterIn(locale)]));
  const mails = readers.flatMap((recipientId) => {
    const letter = letters.get(localeOf(recipientId));
    return letter === undefined ? [] : [{ ...letter, recipientId, key: `${key}:${recipientId}` }];
  });
  await store.outbox.put(mails);
}

/** A mail in its two forms, as the outbox keeps it. */
export const writtenForms = (words: LetterWords) => ({
  subject: words.subject,
  body: letterText(words),
  html: letterHtml(words),
});

type MailToSay = Omit<MailToWrite, 'key' | 'kind'> & { kind: MailKind | SupportMailKind };

/** What a mail says in the language of its reader. */
export function mailWords(given: MailToSay, settings: Settings, reader: Readership): LetterWords {
  const { kind, changeId, facts, amount, more } = given;
  const say = (key: string, facts = {}): string => message(reader, `mail.${key}`, facts);
  const order = changeId === null ? '' : orderReference(changeId);
  const filled = { order, ...facts?.(reader) };
  const { word, text } = amount?.(reader) ?? {};
  const { name, color, logo } = settings.branding;
  return {
    locale: reader.locale,
    subject: say(`${kind}.subject`, filled),
    sentences: say(`${kind}.body`, filled).split('\n\n'),
    amount: word === undefined || text === undefined ? null : { label: say(`amount.${word}`), text },
    button: buttonOf(given, settings, say),
    more: more?.(reader) ?? [],
    reference: changeId === null ? null : { label: say('reference'), text: order },
    closing: say('closing'),
    look: { name, color, logo },
  };
}

function buttonOf(
  { page, changeId }: Pick<MailToWrite, 'page' | 'changeId'>,
  settings: Settings,
  say: (key: string) => string,
): LetterWords['button'] {
  const shown = page ?? (changeId === null ? undefined : { button: 'order' as const, path: orderPage(changeId) });
  if (shown === undefined) return null;
  const link = 'link' in shown ? shown.link : addressOf(shown.path, settings.billingCentreUrl);
  return link === undefined ? null : { label: say(`button.${shown.button}`), link };
}
