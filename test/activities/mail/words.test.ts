import { MAILS, type MailKind, mailWords } from '../../../activities/mail/outbox';
import { type Found, SUPPORT_MAILS } from '../../../activities/mail/support-causes';
import { supportMailToSay } from '../../../activities/mail/support-words';
import { greeted } from '../../../letters/greeting';
import { inkOn } from '../../../letters/ink';
import { letterHtml } from '../../../letters/letter-html';
import { letterText } from '../../../letters/letter-text';
import { RUNBOOK, sectionsIn } from '../../../locales/runbook';
import { TEXTS } from '../../../locales/texts';
import { DEFAULT_SETTINGS, type Settings } from '../../../store/facts/settings';
import { LARGEST_LOGO } from '../../receipts/pictures';

const LOCALES = ['fr', 'en'] as const;
type Locale = (typeof LOCALES)[number];
const CASES = MAILS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const));

const CHANGE = 'chg_00c94102f8a94b0aa1b2c3d4e5f60718';
const REFERENCE = /\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/;
const HOSTILE = `<img src=x onerror="alert('1')"> & $& {name}`;
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  billingCentreUrl: 'https://billing.example',
  branding: { ...DEFAULT_SETTINGS.branding, name: `Zoë & Cie ${HOSTILE}`, color: '#ffe600', logo: null },
};

const LATER = { who: 'support', way: 'balance', kind: 'reverse_charge' };

function letterOf(kind: MailKind, locale: Locale, settings = SETTINGS, lines = 3) {
  const facts = {
    ...{ hasPurchaseOrder: 'yes', purchaseOrder: HOSTILE },
    by: 'WXYZ-2345',
    taken: 'part',
    until: '12 mars 2026',
    unassigned: 3,
    ...LATER,
  };
  const words = mailWords(
    {
      ...{ kind, changeId: kind === 'reminder' ? null : CHANGE },
      facts: () => ({ ...facts, product: HOSTILE }),
      amount: () => ({ word: 'charged', text: '1 234,56 €' }),
      more: () => Array.from({ length: lines }, (_, index) => `${index} ${HOSTILE}`),
      ...(kind === 'reminder' && { page: { button: 'seats', path: '/subscriptions/sub_1/seats' } }),
    },
    settings,
    { locale, timeZone: 'Europe/Paris', texts: TEXTS[locale] },
  );
  return { words, ...greeted({ body: letterText(words), html: letterHtml(words) }, `Bonjour ${HOSTILE},`) };
}

/** What a reader of a page sees, addresses of links among it, word by word; colons stand in the text alone. */
function wordsIn(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((word) => !['', ':'].includes(word))
    .map((word) => word.replace(/:$/, ''));
}
function seenIn(page: string): string {
  return page
    .slice(page.indexOf('</div>') + '</div>'.length)
    .replace(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g, '$2 $1')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

describe.each(CASES)('a mail of kind %s in %s', (kind, locale) => {
  it(`a mail of kind ${kind} says the same as text and as a page, in ${locale}`, () => {
    const { body, html } = letterOf(kind, locale);
    const name = SETTINGS.branding.name ?? '';
    // The name of the seller is the head of the page as well.
    const seen = wordsIn(seenIn(html ?? '').replace(name, ''));
    expect(seen).toEqual(wordsIn(body));
  });

  it(`a mail of kind ${kind} greets, has one button, and a reference of its order to read aloud, in ${locale}`, () => {
    const { body, html, words } = letterOf(kind, locale);
    expect(body).toMatch(/^Bonjour /);
    expect(html?.match(/<a /g)).toHaveLength(1);
    expect(words.button).toEqual({
      label: expect.stringMatching(/\w/),
      link: expect.stringMatching(/^https:\/\/billing\.example\//),
    });
    if (kind !== 'reminder')
      expect([words.reference?.text, words.sentences[0]]).toEqual([
        expect.stringMatching(REFERENCE),
        expect.stringMatching(REFERENCE),
      ]);
  });

  it(`a mail of kind ${kind} escapes what was typed, and is no larger than mailboxes show whole, in ${locale}`, () => {
    const settings = { ...SETTINGS, branding: { ...SETTINGS.branding, logo: LARGEST_LOGO } };
    const { html } = letterOf(kind, locale, settings, 200);
    expect(html?.match(/<img [^>]*>/g)).toEqual([expect.stringContaining(`src="${LARGEST_LOGO}"`)]);
    expect(html).not.toContain("alert('");
    expect(Buffer.byteLength(html ?? '')).toBeLessThan(100_000);
  });
});

it('a mail says how VAT is given back, and to whom a request went, as it is', () => {
  const said = (kind: MailKind, locale: Locale, facts: object) =>
    mailWords({ kind, changeId: CHANGE, facts: () => ({ ...facts }) }, SETTINGS, {
      locale,
      timeZone: 'UTC',
      texts: TEXTS[locale],
    }).sentences.join(' ');
  const refunded = { way: 'refund', kind: 'out_of_scope' };
  expect(said('vatCredited', 'en', refunded)).toMatch(/it will be refunded to you\.$/);
  expect(said('vatCredited', 'fr', refunded)).toMatch(/vous est rendue par remboursement\.$/);
  expect(said('vatCredited', 'en', LATER)).toMatch(/account balance\. Reverse charge/);
  expect(said('vatCredited', 'fr', LATER)).toMatch(/au solde de votre compte\. Autoliquidation/);
  expect(said('handOverReceived', 'en', { who: 'advisor' })).toContain('your advisor is looking into it');
  expect(said('handOverReceived', 'fr', LATER)).toContain('l’assistance clientèle l’examine');
});

describe.each(SUPPORT_MAILS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const)))(
  'a mail of kind %s in %s',
  (kind, locale) => {
    it(`a mail of kind ${kind} says the same as text and as a page and names a section of the runbook, in ${locale}`, () => {
      const code = kind === 'support.stuck' ? 'timeout' : null;
      const lines = Array.from({ length: 10 }, (_, index) => `${index} ${HOSTILE}`);
      const found: Found = {
        ...{ count: 1_000, isMore: true, oldest: new Date(0), others: 990, lines: () => lines },
        page: { button: 'queue', path: '?code=timeout' },
      };
      const team = { address: 'team@seller.example', locale, deskUrl: 'https://desk.example/' };
      const given = supportMailToSay({ kind, code }, found, team, new Date(0));
      const words = mailWords(given, SETTINGS, { locale, timeZone: 'UTC', texts: TEXTS[locale] });
      const [body, html] = [letterText(words), letterHtml(words)];
      expect(wordsIn(seenIn(html).replace(SETTINGS.branding.name ?? '', ''))).toEqual(wordsIn(body));
      expect(words.button?.link).toBe('https://desk.example?code=timeout');
      const [, section] = /[“«]\s?([^”»]+?)\s?[”»]/.exec(words.sentences[1] ?? '') ?? [];
      const headings = Object.entries(sectionsIn(RUNBOOK[locale])).map(([code, { title = code }]) => title);
      expect(headings).toContain(section?.trim());
      expect(words.subject).toMatch(/1[\s,]000/);
    });
  },
);

it('a mail without pages to link to has no button, and one of a seller without a look has no empty parts', () => {
  const { body, html } = letterOf('confirmed', 'en', DEFAULT_SETTINGS);
  expect(html).not.toMatch(/<a |<img /);
  expect(body).toMatch(/Kind regards$/);
});

it.each(LOCALES)(
  'the runbook tells support what to do about each reason for which a mail was given up: %s',
  (locale) => {
    const reasons = Object.keys(TEXTS.en).flatMap((key) => /^mailCode\.(.+)$/.exec(key)?.[1] ?? []);
    const { press = [] } = sectionsIn(RUNBOOK[locale]).mails_given_up ?? {};
    const told = press.flatMap(({ text }) => [...text.matchAll(/`([a-z_0-9]+)…?`/g)].map(([, reason]) => reason));
    expect(reasons.filter((reason) => !told.includes(reason))).toEqual([]);
  },
);

it('the letters of a button can be read on any color', () => {
  expect(['#ffe600', '#0b5f59', '#ffffff', '#000000', '#777777'].map(inkOn)).toEqual([
    '#000000',
    '#ffffff',
    '#000000',
    '#ffffff',
    '#000000',
  ]);
});
