import { stopFoot } from '../../activities/mail/letter';
import { MAILS, type MailKind, mailWords } from '../../activities/mail/outbox';
import { type Found, SUPPORT_MAILS, type SupportMailKind } from '../../activities/mail/support-causes';
import { supportMailToSay } from '../../activities/mail/support-words';
import { explainMade, sentencesOf } from '../../billing/explanation/explanation';
import { message, type Readership, readableAmount, readableTime } from '../../billing/explanation/messages';
import type { Locale } from '../../billing/facts/types';
import type { Quote } from '../../billing/quotes/types';
import { footed } from '../../letters/foot';
import { greeted } from '../../letters/greeting';
import { letterHtml } from '../../letters/letter-html';
import { letterText } from '../../letters/letter-text';
import { TEXTS } from '../../locales/texts';
import { mayBeStopped } from '../../store/access/stop-links';
import { DEFAULT_SETTINGS, type Settings } from '../../store/facts/settings';

type Given = Parameters<typeof mailWords>[0];

const CHANGE = 'chg_4f3a9c07d2e155aa01b3c4d5e6f708192a3b4c5d';
const FACTS = {
  hasPurchaseOrder: 'no',
  by: 'K7QM-2XHD',
  taken: 'part',
  who: 'support',
  way: 'balance',
  kind: 'reverse_charge',
  product: 'Webinar',
  unassigned: 3,
};

const factsFor = (reader: Readership) => ({ ...FACTS, until: readableTime('2026-03-12T10:00:00Z', reader) });

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  billingCentreUrl: 'https://facturation.reunion.example',
  branding: { ...DEFAULT_SETTINGS.branding, name: 'Réunion', color: '#0b5f59' },
};

/** Every mail to customers and to support, as a page to look at. */
export const mailPages = (quote: Quote) => [
  ...MAILS.map((kind) => ({
    name: `mail-${kind}`,
    html: (locale: Locale) => mailHtml(sampleOf(kind, quote), readerIn(locale, 'Europe/Paris'), ' Claire'),
  })),
  ...SUPPORT_MAILS.map((kind) => ({
    name: `mail-${kind}`,
    html: (locale: Locale) => mailHtml(supportSampleOf(kind, locale), readerIn(locale, 'UTC'), ''),
  })),
];

const readerIn = (locale: Locale, timeZone: string): Readership => ({ locale, timeZone, texts: TEXTS[locale] });

function mailHtml(given: Given, reader: Readership, name: string): string {
  const { locale } = reader;
  const words = mailWords(given, SETTINGS, reader);
  const greeting = `${locale === 'fr' ? 'Bonjour' : 'Hello'}${name},`;
  const letter = greeted({ body: letterText(words), html: letterHtml(words) }, greeting);
  if (!mayBeStopped(given.kind)) return letter.html ?? '';
  const say = (key: string): string => message(reader, `mail.${key}`, {});
  return (
    footed(letter, stopFoot(given.kind, 'https://abonnements.reunion.example/unsubscribe', say), locale).html ?? ''
  );
}

const SINCE = '2026-03-12T10:50:00Z';

function supportSampleOf(kind: SupportMailKind, locale: Locale): Given {
  const lines = (reader: Readership): string[] => supportLines(kind, reader);
  const others = kind === 'support.mailsGivenUp' || kind === 'support.eventsUnheeded' ? 0 : 10;
  const page = { button: 'queue', path: '' } as const;
  const found: Found = { count: 12, isMore: false, oldest: new Date(SINCE), lines, others, page };
  const team = { address: 'team@reunion.example', locale, deskUrl: 'https://desk.reunion.example' };
  const code = kind === 'support.stuck' ? 'FulfilmentRefused' : null;
  return supportMailToSay({ kind, code }, found, team, new Date('2026-03-12T12:00:00Z'));
}

function supportLines(kind: SupportMailKind, reader: Readership): string[] {
  const since = readableTime(SINCE, reader);
  const group = (name: string, count: number): string => message(reader, 'mail.support.group', { name, count });
  switch (kind) {
    case 'support.mailsGivenUp':
      return [group(reader.texts['mailCode.smtp_5'] ?? '', 9), group(reader.texts['mailCode.no_address'] ?? '', 3)];
    case 'support.eventsUnheeded':
      return [group('payments:sandbox', 12)];
    case 'support.secondPerson':
      return ORDERS.map((about) => message(reader, 'mail.support.request', { event: 'OVERRIDE', about, since }));
    default: {
      const due = readableAmount('120.00', 'EUR', reader);
      return ORDERS.map((order) => message(reader, 'mail.support.order', { order, since, due }));
    }
  }
}

const ORDERS = ['9AYZ-7CUG', 'K7QM-2XHD'];

/** The kinds that carry an amount, with the word for it. */
const AMOUNTS: Partial<Record<MailKind, NonNullable<ReturnType<NonNullable<Given['amount']>>>['word']>> = {
  confirmed: 'charged',
  compensated: 'refunded',
  paymentWaiting: 'waiting',
  paymentDeclined: 'due',
  handOverAccepted: 'due',
  vatCredited: 'credited',
  vatKept: 'kept',
};

function sampleOf(kind: MailKind, quote: Quote): Given {
  const word = AMOUNTS[kind];
  return {
    ...{ kind, changeId: kind === 'reminder' ? null : CHANGE, facts: factsFor },
    ...(word && {
      amount: (reader: Readership) => ({
        word,
        text: readableAmount(kind.startsWith('vat') ? quote.vat : quote.dueToday, quote.currency, reader),
      }),
    }),
    ...(kind === 'confirmed' && { more: (reader: Readership) => sentencesOf(explainMade(quote, reader)) }),
    ...(kind === 'reminder' && { page: { button: 'seats' as const, path: '/subscriptions/sub_meeting/seats' } }),
    ...(kind === 'paymentWaiting' && { page: { button: 'payment' as const, link: 'https://bank.example/confirm' } }),
  };
}
