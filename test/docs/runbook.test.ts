import type { StateValue } from 'xstate';
import { ORDER_EVENTS, type Role, SEAT_EVENTS } from '../../machines/events';
import {
  FAILURE_CODES,
  type FailureCode,
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
import { runbookSection } from '../../server/api/stuck';
import { describedOperations } from '../../server/operations';
import { nodesOf } from '../machines/explore';
import { outcome } from '../support/scripted-steps';
import { eventsIn, marked, type Named, RUNBOOK, sectionsOf, slugOf } from './runbook';

/** The runbook says what can really be done: it is held against the codes, the catalogue and the statecharts. */

const CATALOGUE: Record<string, { senders: readonly Role[]; needsSecondPerson: boolean }> = {
  ...ORDER_EVENTS,
  ...SEAT_EVENTS,
};

/** Who sends an event, in the words of the runbook. */
function whoSends(type: string): string {
  const { senders = [], needsSecondPerson = false } = CATALOGUE[type] ?? {};
  if (senders.includes('billing_contact')) return 'customer';
  if (needsSecondPerson) return 'two leads';
  return senders.includes('support_agent') ? 'agent' : 'lead';
}

const at = (path: string): StateValue =>
  path
    .split('.')
    .reverse()
    .reduce<StateValue | undefined>((inner, name) => (inner === undefined ? name : { [name]: inner }), undefined) ?? '';

/** Where a step waits for support: where it leads when it notes that it is stuck. Of the payment by its code. */
const STUCK_AT: Readonly<Record<string, string>> = {
  settlingPayment: 'settlingPayment.stuck.waiting',
  payment_unknown: 'settlingPayment.unknown.waiting',
  ...Object.fromEntries(
    nodesOf(subscriptionChangeMachine)
      .flatMap(({ transitions }) => [...transitions.values()].flat())
      .flatMap(({ actions, target = [] }) =>
        actions.flatMap((action) => {
          const { type, params } = Object(action);
          return type === 'noteStuck' ? target.map(({ path }) => [params.step, `${path.join('.')}.waiting`]) : [];
        }),
      ),
  ),
};

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
const sections = sectionsOf(RUNBOOK);
const sectionOf = (code: string) => sections.find(({ title }) => title === code);

/** "- `quoting`, `reserving`: `RETRY` (agent) …" as steps and events; "every step" are all of the code that can be stuck. */
function pressed(code: FailureCode): { steps: readonly string[]; events: Named[] }[] {
  const ways = (sectionOf(code)?.bullets ?? []).map((bullet) => {
    const [where = '', ...rest] = bullet.split(': ');
    const all = stepsOf(code).filter((step) => !isBesideEvents(step));
    return { steps: where.startsWith('every step') ? all : marked(where), events: eventsIn(rest.join(': ')) };
  });
  return ways.filter(({ steps }) => steps.length > 0);
}

describe.each(FAILURE_CODES)('the runbook about %s', (code) => {
  const section = sectionOf(code);

  it(`the section about ${code} names the steps it can stop, its meaning, what to check, what the customer sees and where the money is`, () => {
    const [where = ''] = section?.text.match(/^Stuck in: [^.]+\.$/m) ?? [];
    const steps = where.includes('every step') ? stepsOf('timeout') : marked(where);
    expect([...steps].sort()).toEqual([...stepsOf(code)].sort());
    for (const part of ['Means', 'Check', 'Press', 'Customer', 'Money']) {
      expect(section?.text).toMatch(new RegExp(`^\\*\\*${part}\\.\\*\\*(?: [A-Z\`]|$)`, 'm'));
    }
  });

  it(`the section about ${code} offers a way out of every step, and only what the statechart takes there from those who may send it`, () => {
    for (const { steps, events } of pressed(code)) {
      for (const step of steps) {
        expect(stepsOf(code)).toContain(step);
        for (const { type, who } of events) {
          expect([step, type, isTakenAt(step, code, type), who]).toEqual([step, type, true, whoSends(type)]);
        }
      }
    }
    for (const step of stepsOf(code)) {
      const ways = pressed(code).filter(({ steps }) => steps.includes(step));
      // What is never stuck goes on by itself or opens a support item, and a lost order takes no event.
      if (isBesideEvents(step)) expect([step, ways.length]).toEqual([step, 1]);
      else expect([step, ways.flatMap(({ events }) => events).length]).not.toEqual([step, 0]);
    }
  });

  it(`the API points to the section about ${code}`, () => {
    expect(runbookSection(code)).toBe(`docs/support-runbook.md#${slugOf(code)}`);
  });
});

describe('the runbook', () => {
  it('the runbook has a section for every failure code, and for no other', () => {
    const titled = sections.filter(({ text }) => /^Stuck in: /m.test(text)).map(({ title }) => title);
    expect(titled.filter((title) => !isFailureCode(title))).toEqual([]);
    expect([...titled].sort()).toEqual([...FAILURE_CODES].sort());
  });

  it('the contents list every code under each of its steps, and no other', () => {
    const { bullets = [] } = sections.find(({ title }) => title === 'Contents by step') ?? {};
    const listed = bullets.flatMap((bullet) => {
      const [where = '', ...rest] = bullet.split(': ');
      const codes = [...rest.join(': ').matchAll(/\[(\w+)\]/g)].map(([, code = '']) => code);
      const steps = where.startsWith('every step') ? stepsOf('timeout') : marked(where);
      return steps.flatMap((step) => codes.map((code) => `${step} ${code}`));
    });
    const real = FAILURE_CODES.flatMap((code) => stepsOf(code).map((step) => `${step} ${code}`));
    expect(listed.sort()).toEqual(real.sort());
  });

  it('the table of steps tells everything that support may do in each step', () => {
    const rows = RUNBOOK.split('\n').filter((line) => /^\| `\w+` \|/.test(line));
    expect(rows.map((row) => marked(row)[0])).toEqual([...ORDER_STEPS]);
    for (const row of rows) {
      const [step = ''] = marked(row);
      if (step === 'settlingPayment') continue;
      const taken = Object.keys(ORDER_EVENTS).filter(
        (type) => CATALOGUE[type]?.senders.length && whoSends(type) !== 'customer' && isTakenAt(step, '', type),
      );
      const told = eventsIn(row);
      expect([step, ...told.map(({ type }) => type).sort()]).toEqual([step, ...taken.sort()]);
      for (const { type, who } of told) expect([type, who]).toEqual([type, whoSends(type)]);
    }
  });

  const waiting = sections.filter(({ text }) => /^At: /m.test(text));

  it.each(waiting.map((section) => [section.title, section] as const))(
    'the section “%s” offers what can be done there',
    (_, { text }) => {
      const states = marked(text.match(/^At: .*$/m)?.[0] ?? '');
      const events = eventsIn(text).filter(({ who }) => who !== undefined);
      expect(events.length).toBeGreaterThan(0);
      for (const { type, who } of events) {
        expect([type, who]).toEqual([type, whoSends(type)]);
        expect([type, states.some((state) => isTakenIn(state, type))]).toEqual([type, true]);
      }
      for (const state of states)
        expect([state, events.some(({ type }) => isTakenIn(state, type))]).toEqual([state, true]);
    },
  );

  it('the runbook tells of every state in which an order waits without being stuck', () => {
    const waits = nodesOf(subscriptionChangeMachine).filter(({ type, tags, parent }) => {
      const all = [...tags, ...(parent?.tags ?? [])];
      return type === 'atomic' && all.includes('settled') && !all.includes('stuck');
    });
    const told = waiting.flatMap(({ text }) => marked(text.match(/^At: .*$/m)?.[0] ?? ''));
    const isTold = (path: string): boolean => told.some((state) => state === path || path.startsWith(`${state}.`));
    expect(waits.map(({ path }) => path.join('.')).filter((path) => !isTold(path))).toEqual([]);
  });

  it('the section about new seats offers what their statechart takes', () => {
    const { bullets = [] } = sections.find(({ title }) => title === 'New seats') ?? {};
    for (const bullet of bullets) {
      const [where = '', ...rest] = bullet.split(': ');
      const values = bullet.startsWith('waiting')
        ? [{ following: 'waiting' }]
        : marked(where || bullet).map((stuck) => ({ stuck }));
      const steps = values.filter(
        (value) => !('stuck' in value) || (SEAT_STEPS as readonly string[]).includes(value.stuck),
      );
      expect(steps.length).toBeGreaterThan(0);
      for (const { type, who } of eventsIn(rest.join(': '))) {
        expect([type, who]).toEqual([type, whoSends(type)]);
        for (const value of steps) {
          const snapshot = seatFollowUpMachine.resolveState({ value: value as never, context: {} as never });
          expect([value, type, snapshot.can({ type } as never)]).toEqual([value, type, true]);
        }
      }
    }
  });

  it('every kind of support item has a section', () => {
    for (const kind of SUPPORT_ITEM_KINDS)
      expect([kind, sectionOf(kind)?.text.trim()]).toEqual([kind, expect.stringMatching(/\.$/)]);
  });

  it('the runbook names only events that exist, and only those who may send them', () => {
    for (const { type, who } of eventsIn(RUNBOOK)) {
      expect(Object.keys(CATALOGUE)).toContain(type);
      if (who !== undefined) expect([type, who]).toEqual([type, whoSends(type)]);
    }
  });

  it('the runbook names only routes that exist', () => {
    const nameless = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');
    const routes = describedOperations(false).map(({ method, path }) => `${method.toUpperCase()} ${nameless(path)}`);
    const named = [...RUNBOOK.matchAll(/`(GET|POST|PUT) (\/v1\/[^`?]+)/g)].map(
      ([, method, path = '']) => `${method} ${nameless(path)}`,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((route) => !routes.includes(route))).toEqual([]);
  });

  it('every link in the runbook leads to a section', () => {
    const slugs = new Set(sections.map(({ title }) => slugOf(title)));
    const links = [...RUNBOOK.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !slugs.has(link))).toEqual([]);
  });
});
