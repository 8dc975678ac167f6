import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StateValue } from 'xstate';
import { RUNBOOK, type RunbookSection, sectionsIn } from '../../locales/runbook';
import { DESK_ACTS, type EventRule, ORDER_EVENTS, SEAT_EVENTS } from '../../machines/events';
import {
  FAILURE_CODES,
  isFailureCode,
  LATER_STEPS,
  ORDER_STEPS,
  SEAT_STEPS,
  stepsOf,
  WHOLE_ORDER,
} from '../../machines/failure-codes';
import { seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import { newOrder } from '../../machines/subscription-change/context';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { SUPPORT_ITEM_KINDS } from '../../machines/support-items';
import { runbookPage } from '../../scripts/docs/runbook-page';
import { STUCK_AT, waysOutOf } from '../../scripts/docs/ways-out';
import { runbookSection } from '../../server/api/stuck';
import { LOCALES } from '../../server/http/texts';
import { describedOperations } from '../../server/operations';
import { stepsPressedIn } from '../../server/support/runbook/advice';
import { eventsNamedIn, type Piece, piecesOf, presserOf } from '../../server/support/runbook/pieces';
import { nodesOf } from '../machines/explore';
import { plainSpaces } from '../support/plain-spaces';
import { outcome } from '../support/scripted-steps';

/** The runbook says what can really be done, and the same in both languages: it is held against the codes and the statecharts. */

const CATALOGUE: Record<string, EventRule> = { ...ORDER_EVENTS, ...SEAT_EVENTS };

const at = (path: string): StateValue =>
  path
    .split('.')
    .reverse()
    .reduce<StateValue | undefined>((inner, name) => (inner === undefined ? name : { [name]: inner }), undefined) ?? '';

const ORDER = newOrder({
  ...{ tenantId: 'acme', changeId: 'chg_1', accountId: 'acc_1', changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
  actor: { userId: 'claire', role: 'billing_contact' },
});
/** What some events need to be there: a link to wait for, a place to come back to. */
const CONTEXT = {
  ...ORDER,
  payment: { ...ORDER.payment, outcome: outcome({ status: 'requires_action' }) },
  waiting: { ...ORDER.waiting, cameFrom: 'reviewing' as const },
};

function isTakenIn(path: string, type: string): boolean {
  const snapshot = subscriptionChangeMachine.resolveState({ value: at(path) as never, context: CONTEXT });
  return snapshot.can({ type } as never);
}

function isTakenAt(step: string, code: string, type: string): boolean {
  if ((SEAT_STEPS as readonly string[]).includes(step)) {
    return seatFollowUpMachine
      .resolveState({ value: { stuck: step } as never, context: {} as never })
      .can({ type } as never);
  }
  return isTakenIn(STUCK_AT[code] ?? STUCK_AT[step] ?? '', type);
}

/** Where no event of a statechart helps. */
const isBesideEvents = (step: string): boolean =>
  ([...LATER_STEPS, ...WHOLE_ORDER] as readonly string[]).includes(step);

/** Every text of a value, at any depth. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(textsIn);

const piecesIn = (value: unknown): Piece[] => textsIn(value).flatMap(piecesOf);

/** What two languages have in common: keys, steps and states, and in each text its codes, events and links. */
function shapeOf(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const facts = piecesOf(value).flatMap((piece) => {
      if (piece.kind === 'event') return piece.type;
      if (piece.kind === 'link') return piece.to;
      return piece.kind === 'code' ? plainSpaces(piece.text) : [];
    });
    return facts.sort();
  }
  if (Array.isArray(value)) return key === 'steps' || key === 'at' ? value : value.map((inner) => shapeOf(inner));
  return Object.entries(Object(value)).map(([name, inner]) => [name, shapeOf(inner, name)]);
}

it('the runbook tells the same in both languages, code by code, event by event and link by link', () => {
  for (const part of ['about', 'people', 'money', 'chapters'] as const)
    expect(shapeOf(RUNBOOK.fr[part])).toEqual(shapeOf(RUNBOOK.en[part]));
  expect(Object.keys(RUNBOOK.fr.words)).toEqual(Object.keys(RUNBOOK.en.words));
});

it('the runbook has French spaces in all its French texts, and no words in common with English ones', () => {
  const words = textsIn(RUNBOOK.fr).map((text) => text.replaceAll(/`[^`]*`/g, ''));
  expect(words.filter((text) => / [;!?»]| :(?:\s|$)|« |'/.test(text))).toEqual([]);
  const english = new Set(Object.values(sectionsIn(RUNBOOK.en)).map(({ means }) => means));
  expect(Object.values(sectionsIn(RUNBOOK.fr)).filter(({ means }) => english.has(means))).toEqual([]);
});

it.each(FAILURE_CODES)('the API points to the section about %s', (code) => {
  const [, anchor = ''] = runbookSection(code).split('#');
  const headings = runbookPage('en').matchAll(/^### (\w+)$/gm);
  expect([...headings].map(([, title = '']) => title.toLowerCase())).toContain(anchor);
});

it('the table of steps tells everything that support may do in each step', () => {
  for (const step of [...ORDER_STEPS, ...SEAT_STEPS, 'payment_not_sent', 'payment_unknown']) {
    if (step === 'settlingPayment') continue;
    const taken = Object.keys(CATALOGUE).filter(
      (type) => CATALOGUE[type]?.senders.length && presserOf(type) !== 'customer' && isTakenAt(step, step, type),
    );
    expect([step, ...waysOutOf(step).sort()]).toEqual([step, ...taken.sort()]);
  }
});

it('the runbook says whose it is to press an event', () => {
  const events = ['RETRY', 'ABORT', 'OVERRIDE', 'CANCEL', 'START_AGAIN', 'STOP'];
  expect(events.map(presserOf)).toEqual(['agent', 'lead', 'two_leads', 'customer', 'two_leads', 'lead']);
});

describe.each(LOCALES)('the runbook in %s', (locale) => {
  const runbook = RUNBOOK[locale];
  const sections = Object.entries(sectionsIn(runbook));
  const waiting = sections.flatMap(([code, section]) => (section.at === undefined ? [] : [{ code, ...section }]));
  const pressedIn = ({ press = [] }: RunbookSection): string[] => press.flatMap(({ text }) => eventsNamedIn(text));

  it(`every failure code and every kind of support item has a section, others have a title, in ${locale}`, () => {
    const codes = sections.filter(([, { title }]) => title === undefined).map(([code]) => code);
    expect(codes.sort()).toEqual([...FAILURE_CODES, ...SUPPORT_ITEM_KINDS].sort());
    for (const [code, section] of sections)
      for (const text of textsIn({ ...section, at: [], press: section.press?.map(({ text }) => text) }).filter(
        (text) => text !== section.title,
      ))
        expect([code, text]).toEqual([code, expect.stringMatching(/^[\p{Lu}\d`].*[.?)]$/su)]);
  });

  it(`a failure code says what it means, what to check, what the customer sees and where the money is, in ${locale}`, () => {
    for (const [code, section] of sections) {
      if (!isFailureCode(code)) continue;
      const { check, press = [], customer, money } = section;
      expect([code, check, press.length, customer]).not.toContain(undefined);
      const missing = stepsOf(code).filter((step) => money === undefined && !Object.hasOwn(runbook.money, step));
      expect([code, missing]).toEqual([code, []]);
    }
  });

  it(`a failure code offers a way out of each of its steps, and only what the statechart takes there, in ${locale}`, () => {
    for (const [code, { press = [] }] of sections) {
      if (!isFailureCode(code)) continue;
      const ways = press.map((way) => ({ steps: stepsPressedIn(code, way), events: eventsNamedIn(way.text) }));
      for (const { steps, events } of ways)
        for (const step of steps) {
          expect(stepsOf(code)).toContain(step);
          for (const type of events.filter((type) => !Object.hasOwn(DESK_ACTS, type)))
            expect([step, code, type, isTakenAt(step, code, type)]).toEqual([step, code, type, true]);
        }
      for (const step of stepsOf(code)) {
        const offered = ways.filter(({ steps }) => steps.includes(step));
        // What is never stuck goes on by itself or opens a support item, and a lost order takes no event.
        const helps = isBesideEvents(step) ? offered.length > 0 : offered.some(({ events }) => events.length > 0);
        expect([code, step, helps]).toEqual([code, step, true]);
      }
    }
  });

  it.each(waiting.map((section) => [section.code, section] as const))(
    `the section about %s offers what can be done there, in ${locale}`,
    (_, section) => {
      const { at = [] } = section;
      const events = pressedIn(section);
      expect(events.filter((type) => !at.some((state) => isTakenIn(state, type)))).toEqual([]);
      expect(at.filter((state) => !events.some((type) => isTakenIn(state, type)))).toEqual([]);
    },
  );

  it(`every state in which an order waits without being stuck is told of, in ${locale}`, () => {
    const waits = nodesOf(subscriptionChangeMachine).filter(({ type, tags, parent }) => {
      const all = [...tags, ...(parent?.tags ?? [])];
      return type === 'atomic' && all.includes('settled') && !all.includes('stuck');
    });
    const told = waiting.flatMap(({ at = [] }) => at);
    const isTold = (path: string): boolean => told.some((state) => state === path || path.startsWith(`${state}.`));
    expect(waits.map(({ path }) => path.join('.')).filter((path) => !isTold(path))).toEqual([]);
  });

  it(`the section about new seats offers what their statechart takes, in ${locale}`, () => {
    const { press = [] } = sectionsIn(runbook).new_seats ?? {};
    expect(new Set(press.flatMap(({ steps = [] }) => steps))).toEqual(new Set(SEAT_STEPS));
    for (const { steps, text } of press)
      for (const value of steps?.map((stuck) => ({ stuck })) ?? [{ following: 'waiting' }])
        for (const type of eventsNamedIn(text)) {
          const snapshot = seatFollowUpMachine.resolveState({ value: value as never, context: {} as never });
          expect([value, type, snapshot.can({ type } as never)]).toEqual([value, type, true]);
        }
  });

  it(`events and routes that are named exist, in ${locale}`, () => {
    const codes = piecesIn(runbook).flatMap((piece) => (piece.kind === 'code' ? piece.text : []));
    expect(codes.filter((code) => /^[A-Z][A-Z_]{2,}$/.test(code))).toEqual([]);
    const nameless = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');
    const routes = describedOperations(false).map(({ method, path }) => `${method.toUpperCase()} ${nameless(path)}`);
    const named = codes.flatMap((code) => {
      const [, method, path = ''] = /^(GET|POST|PUT) (\/v1\/[^?]+)/.exec(code) ?? [];
      return method === undefined ? [] : `${method} ${nameless(path)}`;
    });
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((route) => !routes.includes(route))).toEqual([]);
  });

  it(`every link leads to a section, a chapter or a page, in ${locale}`, () => {
    const isThere = (to: string): boolean =>
      to.includes('.md')
        ? existsSync(join(__dirname, '../../docs', to.replace(/#.*/, '')))
        : Object.hasOwn(sectionsIn(runbook), to) || Object.hasOwn(runbook.chapters, to);
    const linksIn = (value: unknown) => piecesIn(value).flatMap((piece) => (piece.kind === 'link' ? piece.to : []));
    expect(linksIn(runbook).filter((to) => !isThere(to))).toEqual([]);
    // A section stands by itself beside an act: it leads to sections and to no chapter.
    expect(linksIn(sections).filter((to) => Object.hasOwn(runbook.chapters, to))).toEqual([]);
  });

  it(`every link of the page leads to one of its headings, in ${locale}`, () => {
    const page = runbookPage(locale);
    const slugs = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    );
    expect(new Set(slugs).size).toBe(slugs.length);
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !slugs.includes(link))).toEqual([]);
  });
});
