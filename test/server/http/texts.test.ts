import { MAILS } from '../../../activities/mail/outbox';
import { SUPPORT_MAILS } from '../../../activities/mail/support-causes';
import { NO_BILL_REASONS } from '../../../billing/facts/types';
import deskEn from '../../../locales/desk.en.json';
import deskFr from '../../../locales/desk.fr.json';
import apiEn from '../../../locales/en.json';
import apiFr from '../../../locales/fr.json';
import statechartEn from '../../../locales/statechart.en.json';
import statechartFr from '../../../locales/statechart.fr.json';
import uiEn from '../../../locales/ui.en.json';
import uiFr from '../../../locales/ui.fr.json';
import { FAILURE_CODES, ORDER_STEPS, SEAT_STEPS, WHOLE_ORDER } from '../../../machines/failure-codes';
import { REFUSALS } from '../../../machines/refusals';
import { subscriptionChangeMachine } from '../../../machines/subscription-change/machine';
import { STEPS } from '../../../machines/subscription-change/step-table';
import { SEAT_RESULTS } from '../../../schemas/seats/seats';
import { FORMS } from '../../../schemas/values/forms';
import { textOfFailure } from '../../../server/api/stuck';
import { PROBLEMS, statusOf } from '../../../server/http/problem-codes';
import { LOCALES, text } from '../../../server/http/texts';
import { textOfState } from '../../../server/orders/views/headline';
import { nodesOf, type StateNode } from '../../machines/explore';
import { plainSpaces } from '../../support/plain-spaces';

const en = { ...apiEn, ...uiEn, ...deskEn, ...statechartEn };
const fr = { ...apiFr, ...uiFr, ...deskFr, ...statechartFr };
const CATALOGUES: Record<string, Record<string, string>> = { en, fr };

const FACTS = {
  ...{ event: 'CHECKOUT', state: 'reviewing', step: 'fulfilment', what: 'It failed.', code: 'x', attempts: 2 },
  ...{ seats: 8, minSeats: 1, maxSeats: 5, assigned: 6, unassign: 2, tierId: 'pro', frequency: 'month' },
  ...{ currency: 'EUR', accountCurrency: 'USD', since: '2026-11-23T10:00:00Z', seatsAdded: 3 },
};

/** The facts that a message asks for; the words inside a plural are left out. */
const factsIn = (message = ''): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? ''))]
    .filter((name) => Object.hasOwn(FACTS, name))
    .sort();

describe.each(LOCALES)('texts in %s', (locale) => {
  it(`every problem has a title and says what to do next, in ${locale}`, () => {
    for (const code of Object.keys(PROBLEMS)) {
      expect(text(locale, `problem.${code}`, FACTS)).toMatch(/\w/);
      expect([code, text(locale, `next.${code}`, FACTS)]).toEqual([code, expect.stringMatching(/\.$/)]);
    }
  });

  it(`every refusal says what happened and what to do next, in ${locale}`, () => {
    for (const code of Object.keys(REFUSALS)) {
      expect(text(locale, `refusal.${code}`, FACTS)).toMatch(/\.$/);
      expect(text(locale, `next.${code}`, FACTS)).toMatch(/\.$/);
    }
  });

  it(`every failure says what happened, and in which step, in ${locale}`, () => {
    for (const code of FAILURE_CODES)
      expect([code, text(locale, `stuck.${code}`)]).toEqual([code, expect.stringMatching(/\.$/)]);
    for (const step of [...ORDER_STEPS, ...SEAT_STEPS, ...WHOLE_ORDER])
      expect([step, text(locale, `step.${step}`)]).toEqual([step, expect.any(String)]);
    // A code beyond the list is named as it is.
    expect(textOfFailure('no_longer_listed', locale)).toContain('no_longer_listed');
  });

  it(`every state says in a sentence where an order is, in ${locale}`, () => {
    // What only decides is never rested in.
    const rests = ({ always = [], tags }: StateNode): boolean => always.length === 0 || tags.length > 0;
    const states = nodesOf(subscriptionChangeMachine).filter(
      (state) => ['atomic', 'final'].includes(state.type) && rests(state),
    );
    for (const path of states.map((state) => state.path.join('.')))
      expect([path, textOfState(path, locale)]).toEqual([path, expect.stringMatching(/ .*\.$/)]);
  });

  it(`every state in which an order is stuck says so, whatever it was about, in ${locale}`, () => {
    const isStuck = ({ meta }: StateNode): boolean => meta?.situation === 'stuck';
    const stuck = nodesOf(subscriptionChangeMachine).filter(isStuck);
    const texts = stuck.map(({ path }) => textOfState(`${path.join('.')}.waiting`, locale));
    expect(new Set(texts)).toEqual(new Set([text(locale, 'state.isStuck')]));
    expect(stuck.length).toBeGreaterThan(10);
  });

  it(`every form says in words what a text must look like, in ${locale}`, () => {
    for (const form of Object.keys(FORMS)) {
      expect([form, text(locale, `form.${form}`)]).toEqual([form, expect.stringMatching(/\.$/)]);
    }
  });

  it(`every mail has a subject and a body, in ${locale}`, () => {
    for (const part of [...MAILS, ...SUPPORT_MAILS].flatMap((kind) => [`mail.${kind}.subject`, `mail.${kind}.body`]))
      expect([part, CATALOGUES[locale]?.[part]]).toEqual([part, expect.stringMatching(/\w/)]);
  });

  it(`every step that an event may set going has a name, in ${locale}`, () => {
    for (const step of Object.keys(STEPS)) {
      expect([step, text(locale, `work.${step}`)]).toEqual([step, expect.any(String)]);
    }
  });

  it(`every reason why no bill can be told is said in a sentence, and so is what became of a seat, in ${locale}`, () => {
    const keys = [
      ...NO_BILL_REASONS.map((one) => `no_bill.${one}`),
      ...SEAT_RESULTS.map((one) => `seat_result.${one}`),
    ];
    for (const key of keys) expect([key, text(locale, key)]).toEqual([key, expect.stringMatching(/\.$/)]);
  });

  it(`every state says what the order waits for, in ${locale}`, () => {
    for (const state of Object.keys(subscriptionChangeMachine.states)) {
      const key = state === 'handedOver' ? 'state.handedOver.advisor' : `state.${state}`;
      // A state that is left at once is never shown.
      if (state !== 'presenting') expect([state, text(locale, key, FACTS)]).toEqual([state, expect.any(String)]);
    }
  });

  it(`every text in ${locale} has a key of English, and fills in the same facts`, () => {
    const own = CATALOGUES[locale] ?? {};
    expect(Object.keys(own).sort()).toEqual(Object.keys(en).sort());
    for (const [key, message] of Object.entries(en)) {
      expect([key, ...factsIn(own[key])]).toEqual([key, ...factsIn(message)]);
    }
  });

  it(`a text with a missing fact shows a gap instead of failing, in ${locale}`, () => {
    expect(text(locale, 'refusal.unknown_tier')).toContain('?');
    // What a text chooses by is no gap in it.
    const paused = { subscriptionId: 'sub_1', status: 'paused' };
    expect(text(locale, 'refusal.subscription_not_active', paused)).not.toContain('?');
    const until = text(locale, 'refusal.subscription_not_active', { ...paused, resumesOn: '2026-04-01' });
    expect(until).toMatch(/1(er)?\s(April|avril)\s2026/);
  });
});

describe('a text', () => {
  it('a text writes the dates and the billing frequency of a refusal as people do', () => {
    const told = (code: string, facts: Record<string, string>) =>
      LOCALES.map((locale) => plainSpaces(text(locale, `refusal.${code}`, facts) ?? ''));
    expect(told('end_is_set', { endsOn: '2026-04-01' })).toEqual([
      'The subscription is set to end: 1 April 2026 is the first day without it.',
      'La fin de l’abonnement est prévue : le 1er avril 2026 est le premier jour sans lui.',
    ]);
    // Today the subscription runs: it is the day of the change that lies in the pause.
    const pause = { subscriptionId: 'sub_1', status: 'paused', pausesOn: '2026-03-28', resumesOn: '2026-04-20' };
    expect(told('subscription_not_active', pause)).toEqual([
      'The subscription is paused from 28 March 2026 on; it goes on again on 20 April 2026.',
      'L’abonnement est en pause à partir du 28 mars 2026 ; il reprend le 20 avril 2026.',
    ]);
    const sale = { date: '2026-04-11', tierId: 'pro', frequency: 'year', currency: 'EUR' };
    expect(told('price_missing', sale)).toEqual([
      'No price is on sale on 11 April 2026 for tier “pro”, billed yearly, in EUR.',
      'Aucun prix n’est en vente le 11 avril 2026 pour le niveau « pro », facturation annuelle, en EUR.',
    ]);
  });
});

describe('codes', () => {
  it('every code has a status that tells the caller whose turn it is', () => {
    for (const code of [...Object.keys(PROBLEMS), ...Object.keys(REFUSALS)]) {
      expect(statusOf(code as keyof typeof PROBLEMS)).toBeGreaterThanOrEqual(400);
    }
  });

  it('no code is a problem and a refusal at once', () => {
    expect(Object.keys(PROBLEMS).filter((code) => Object.hasOwn(REFUSALS, code))).toEqual([]);
  });
});
