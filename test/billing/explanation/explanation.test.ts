import fc from 'fast-check';
import { explain, explanationText } from '../../../billing/explanation/explanation';
import { type Readership, readableAmount } from '../../../billing/explanation/messages';
import type { Policy } from '../../../billing/facts/policy-types';
import { Exact, formatAmount, sum } from '../../../billing/money/amounts';
import { KILL_BILL, WOOCOMMERCE_SWITCH } from '../../../billing/policies/presets';
import { quoteSideBySide } from '../../../billing/quotes/anchor-alternative';
import { quoteChanges } from '../../../billing/quotes/quote';
import type { Quote } from '../../../billing/quotes/types';
import en from '../../../locales/en.json';
import fr from '../../../locales/fr.json';
import { quoteInputs } from '../quotes/arbitraries';
import { aChange, aQuoteInput, aSubscription } from '../samples';

const FRENCH: Readership = { locale: 'fr', texts: fr, timeZone: 'Europe/Paris' };
const ENGLISH: Readership = { locale: 'en', texts: en, timeZone: 'Europe/Paris' };

/** Intl separates with no-break spaces of two widths; a test reads better with plain ones. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

describe('the explanation of a quote', () => {
  const quote = quoteChanges(aQuoteInput());

  it('one seat becomes more, in the singular of both languages', () => {
    const subscription = aSubscription({ seats: 1 });
    const change = aChange({ subscription, change: { subscriptionId: 'subscription', seats: 2 } });
    const told = [ENGLISH, FRENCH].map((reader) =>
      plain(explain(quoteChanges(aQuoteInput({ changes: [change] })), reader).changes.join()),
    );
    expect(told).toEqual([
      'Webinar: 1 seat of Standard by the month becomes 2 seats of Standard by the month, from June 11, 2023 on',
      'Webinar : 1 siège Standard au mois devient 2 sièges Standard au mois, à partir du 11 juin 2023',
    ]);
  });

  it('the explanation of a quote says in both languages that an end is lifted, a trial is ended or a pause stays set', () => {
    const told = (facts: object, change: object) => {
      const subscription = aSubscription(facts);
      const quoted = quoteChanges(
        aQuoteInput({ changes: [aChange({ subscription, change: { subscriptionId: 'subscription', ...change } })] }),
      );
      return [ENGLISH, FRENCH].map((reader) => {
        const { changes, terms } = explain(quoted, reader);
        return plain([...changes, ...terms.filter((term) => /pause/.test(term))].join(' | '));
      });
    };
    expect(told({ endsOn: '2023-07-01' }, { liftEnd: true })).toEqual([
      'Webinar: the end that was set after June 30, 2023 is lifted, and 8 seats of Standard by the month go on as before',
      'Webinar : la fin prévue après le 30 juin 2023 est annulée, et 8 sièges Standard au mois continuent tels quels',
    ]);
    expect(told({ status: 'trial', billedLines: [] }, { seats: 12, endTrial: true })).toEqual([
      'Webinar: the trial of 8 seats of Standard ends, and 12 seats of Standard by the month are paid for from June 11, 2023 on',
      'Webinar : l’essai de 8 sièges Standard prend fin, et 12 sièges Standard au mois sont facturés à partir du 11 juin 2023',
    ]);
    const [english = '', french = ''] = told({ pausesOn: '2023-07-01', resumesOn: '2023-08-01' }, { seats: 9 });
    expect(english).toContain('Webinar: paused from July 1, 2023 to July 31, 2023, as was set before');
    expect(french).toContain('Webinar : en pause du 1 juillet 2023 au 31 juillet 2023, comme prévu auparavant');
    expect(told({ pausesOn: '2023-07-01' }, { seats: 9 })[0]).toContain('paused from July 1, 2023 on');
  });

  it('the explanation of a quote tells the whole arithmetic in French', () => {
    expect(plain(explanationText(explain(quote, FRENCH))).split('\n')).toEqual([
      'Webinar : 8 sièges Standard au mois deviennent 5 sièges Standard au mois, à partir du 11 juin 2023',
      'Part non utilisée de Webinar Standard, 8 sièges, du 11 juin 2023 au 30 juin 2023 : 240,00 € × 20 sur 30 jours = -160,00 €',
      'TVA à 20 % sur cette ligne : -32,00 €',
      'Webinar Standard, 5 sièges à 30,00 € par mois chacun, du 11 juin 2023 au 10 juillet 2023 : 150,00 € × 30 sur 30 jours = 150,00 €',
      'TVA à 20 % sur cette ligne : 30,00 €',
      'Hors TVA : -10,00 €',
      'TVA : -2,00 €',
      'Total : -12,00 €',
      'Porté au solde de votre compte : 12,00 €',
      'À régler aujourd’hui : 0,00 €',
      'Webinar : période de facturation du 11 juin 2023 au 10 juillet 2023 ; prochaine facture le 11 juillet 2023 : 150,00 € hors TVA',
      'Webinar : 2 880,00 € par an jusqu’ici, 1 800,00 € par an désormais, hors TVA',
      'TVA France, 20 %',
      'Calculé selon la règle « anchor-reset », version 1',
      'Valable jusqu’au 11 juin 2023 à 10:30',
    ]);
  });

  it('the explanation of a quote tells the whole arithmetic in English', () => {
    const text = explanationText(explain(quote, ENGLISH)).split('\n');
    expect(text[1]).toBe(
      'Unused part of Webinar Standard, 8 seats, June 11, 2023 to June 30, 2023: €240.00 × 20 of 30 days = -€160.00',
    );
    expect(text.at(-6)).toBe('Due today: €0.00');
    expect(text).toHaveLength(15);
  });

  it('the explanation of a quote says on which later day it is due, in both languages', () => {
    const later = quoteSideBySide(aQuoteInput({ effectiveDate: '2023-07-01' }));
    const [english, french] = [ENGLISH, FRENCH].map((reader) => plain(explanationText(explain(later, reader))));
    // 5 x 30.00 x 1.2
    expect(english).toContain(
      'Due on July 1, 2023: €180.00\nNothing is due today.\n' +
        'Webinar: until July 1, 2023 8 seats of Standard stay as they are\n',
    );
    expect(french).toContain(
      'À régler le 1 juillet 2023 : 180,00 €\nRien n’est à régler aujourd’hui.\n' +
        'Webinar : jusqu’au 1 juillet 2023, vous conservez 8 sièges Standard\n',
    );
    expect(`${english}${french}`).not.toMatch(/Due today|À régler aujourd’hui/);
  });

  it('the explanation of a quote for later says how many users must be unassigned by then, in both languages', () => {
    const changes = [aChange({ subscription: aSubscription({ assignedSeats: 7 }) })];
    const later = quoteSideBySide(aQuoteInput({ changes, effectiveDate: '2023-07-01' }));
    expect(later.changes).toMatchObject([{ seatsToFree: 2 }]);
    const [english, french] = [ENGLISH, FRENCH].map((reader) => plain(explanationText(explain(later, reader))));
    expect(english).toContain('Webinar: 2 users have to be unassigned before July 1, 2023, or the change is not made');
    expect(french).toContain('Webinar : 2 utilisateurs doivent être retirés avant le 1 juillet 2023, sinon');
  });

  it('the explanation of a quote says when a cap, a debt or the balance plays a part', () => {
    const [line] = aChange().subscription.billedLines;
    const subscription = { ...aChange().subscription, billedLines: line ? [{ ...line, credited: '100.00' }] : [] };
    const change = { subscriptionId: 'subscription', seats: 9 };
    const told = (balance: string, minimumCharge = '0') => {
      const changes = [aChange({ subscription, change })];
      const { lines, totals } = explain(quoteChanges(aQuoteInput({ changes, balance, minimumCharge })), ENGLISH);
      return [lines[0]?.text, ...totals].join('\n');
    };
    expect(told('50.00')).toMatch(
      /no more than is left of what was billed: -€140\.00[\s\S]*from your account balance: €50\.00/,
    );
    expect(told('-0.30')).toContain('Owed from earlier orders: €0.30');
    expect(told('155.60', '1.00')).toContain('Too little to charge; collected with your next order: €0.40');
  });

  it('the explanation of a quote says when it is billed later or paid back, and what the other choice of anchor would cost', () => {
    const nine = [aChange({ change: { subscriptionId: 'subscription', seats: 9 } })];
    const told = (input: Parameters<typeof aQuoteInput>[0]) =>
      explanationText(explain(quoteSideBySide(aQuoteInput(input)), ENGLISH));
    expect(told({ changes: nine, whenToBill: 'with_next_bill' })).toContain('Billed with your next invoice: €132.00');
    expect(told({ negativeTotal: 'refund_request' })).toContain('To be paid back to you: €12.00');
    expect(told({ changes: nine })).toContain(
      'If the billing date stayed as it is, the total would be €24.00, of which €24.00 due today',
    );
    const kept = { ...aQuoteInput().policy, anchor: 'keep' as const };
    expect(told({ changes: nine, policy: kept })).toContain('If a new billing period began today, the total would be');
  });

  it('the explanation of a quote keeps the decimals of a unit price that is finer than its currency', () => {
    expect(readableAmount('0.0050', 'EUR', ENGLISH)).toBe('€0.005');
    expect(readableAmount('999999999999.99', 'EUR', ENGLISH)).toBe('€999,999,999,999.99');
    expect(readableAmount('1502', 'JPY', ENGLISH)).toBe('¥1,502');
  });

  it('the explanation of a quote names a text that is missing', () => {
    expect(() => explain(quote, { ...ENGLISH, texts: {} })).toThrow(
      expect.objectContaining({ code: 'text_missing', message: expect.stringContaining('quote.change') }),
    );
  });

  it('the explanation of a quote has every text in both languages', () => {
    expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
  });

  it.each([FRENCH, ENGLISH])(
    'the explanation of a quote lets the totals be recomputed from its own words: $locale',
    (reader) => {
      fc.assert(
        fc.property(quoteInputs, (input) => {
          const priced = quoteChanges(input);
          const { lines, totals } = explain(priced, reader);
          const read = (text: string | undefined) => amountAtTheEnd(text ?? '', reader);
          const parts = lines.flatMap(({ text, vat }) => (vat === undefined ? [read(text)] : [read(text), read(vat)]));
          expect(sum(parts, priced.currency)).toBe(priced.total);
          expect(read(totals[2])).toBe(new Exact(priced.total).toFixed());
          expect(settledIn(totals, priced, reader)).toBe(new Exact(priced.total).toFixed());
        }),
        { numRuns: 100 },
      );
    },
  );

  it('the explanation of a quote lets every line be recomputed from its own words, whatever the policy rounds', () => {
    const told = / (\S+) × (?:([\d.]+) \()?([\d,]+) of ([\d,]+) (?:day|second)s?\)? = (\S+)$/;
    const plainNumber = (text: string): string => text.replace(/[^0-9.]/g, '');
    let recomputed = 0;
    fc.assert(
      fc.property(quoteInputs, (input) => {
        const priced = quoteChanges(input);
        for (const { text } of explain(priced, ENGLISH).lines) {
          const [, basis, rounded, part = '', whole = '', amount = ''] = told.exec(inOneWord(text)) ?? [];
          if (basis === undefined) continue;
          recomputed += 1;
          // Divided last: a fraction of finite digits would turn an exact half into less than one.
          const exact = new Exact(plainNumber(basis));
          const taken = rounded ? exact.times(rounded) : exact.times(plainNumber(part)).div(plainNumber(whole));
          const expected = formatAmount(taken, priced.currency);
          expect({ text, amount: plainNumber(amount) }).toEqual({ text, amount: expected });
        }
      }),
      { numRuns: 300 },
    );
    expect(recomputed).toBeGreaterThan(300);
  });

  it('the explanation of a quote says what was rounded where the fraction alone would give another amount', () => {
    const period = { start: '2024-10-26', end: '2024-11-26' };
    const subscription = aSubscription({ seats: 1, period, anchorDay: 26 });
    const changes = [aChange({ subscription, change: { subscriptionId: 'subscription', seats: 2 } })];
    const linesBy = (policy: Policy) =>
      explain(quoteChanges(aQuoteInput({ policy, changes, at: '2024-11-05T12:00:00Z' })), ENGLISH).lines;
    expect(linesBy(KILL_BILL)[1]?.text).toContain('€60.00 × 0.677419355 (21 of 31 days) = €40.65');
    // The difference of 60.00 and 30.00 for 21 of 31 days is 20.32, on top of the 20.32 given back.
    expect(linesBy(WOOCOMMERCE_SWITCH)[1]?.text).toContain(
      '€60.00 × 21 of 31 days, rounded together with the unused part: €40.64',
    );
  });
});

/** "KWD 1.250" with its no-break space is one word. */
const inOneWord = (text: string): string => text.replace(/[\u00a0\u202f]/g, '');

/** The last amount of a sentence, as a plain decimal. */
function amountAtTheEnd(text: string, { locale }: Readership): string {
  const last = text.slice(Math.max(text.lastIndexOf(' = '), text.lastIndexOf(': ')));
  const digits = last.replace(locale === 'fr' ? /[^0-9,-]/g : /[^0-9.-]/g, '').replace(',', '.');
  return new Exact(digits).toFixed();
}

/** Due today, plus what the balance pays, less what is put on it. */
function settledIn(totals: string[], { currency }: Quote, reader: Readership): string {
  const amountOf = (key: keyof typeof en) => {
    const start = plain(reader.texts[key] ?? '').split('{')[0] ?? '';
    const told = totals.find((text) => plain(text).startsWith(start));
    return told === undefined ? new Exact(0) : new Exact(amountAtTheEnd(told, reader));
  };
  const settled = amountOf('quote.due_today')
    .plus(amountOf('quote.balance_used'))
    .minus(amountOf('quote.to_balance'))
    .minus(amountOf('quote.to_balance.collected'))
    .plus(amountOf('quote.to_balance.debt'));
  return new Exact(sum([settled.toFixed()], currency)).toFixed();
}
