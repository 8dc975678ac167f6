import { assign, fromPromise, type MachineConfig, setup } from 'xstate';
import { ORDER_EVENTS, SEAT_EVENTS } from '../../machines/events';
import { seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { explore, type Occurrence, type World } from './explore';
import { breachesReached } from './reached-rules';
import { breaches } from './rules';

const CATALOGUE = { GO: {}, CANCEL: {}, RETRY: {} };

const plain = setup({
  types: { context: {} as Record<string, unknown>, tags: {} as 'settled' | 'money' | 'stuck' },
  actors: { work: fromPromise(async () => undefined) },
  delays: { soon: 1_000, never: Number.NaN },
  actions: { print: () => {}, remember: assign({ seen: true }) },
});
type Config = Parameters<typeof plain.createMachine>[0];

/** A small machine that keeps every rule but the one that a test breaks. */
const machineWith = (states: Config['states'], more: Partial<MachineConfig<Record<string, unknown>, never>> = {}) =>
  plain.createMachine({
    id: 'planted@1',
    context: {},
    initial: 'waiting',
    states: { waiting: { tags: 'settled', on: { GO: 'done' } }, done: { type: 'final' }, ...states },
    ...(more as object),
  } as Config);

const work = { id: 'work', src: 'work' as const, onDone: 'waiting', onError: 'waiting' };

const PLANTED: [string, ReturnType<typeof machineWith>, string][] = [
  ['no version in its id', machineWith({}, { id: 'planted' }), 'carries no version'],
  ['an invoke without onError', machineWith({ a: { invoke: { ...work, onError: undefined } } }), 'has no onError'],
  ['an invoke without an id', machineWith({ a: { invoke: { ...work, id: undefined } } }), 'no id of its own'],
  [
    'an inline actor',
    machineWith({ a: { invoke: { ...work, src: fromPromise(async () => 1) } as never } }),
    'names no actor',
  ],
  ['a named action with an effect', machineWith({ a: { entry: 'print', always: 'waiting' } }), 'is no pure action'],
  [
    'an inline action with an effect',
    machineWith({ waiting: { tags: 'settled', on: { GO: { actions: () => {} } } } }),
    'a function of its own is no pure action',
  ],
  ['a delay in numbers', machineWith({ a: { after: { 5000: 'waiting' } } }), 'delay 5000'],
  ['a step limited by a timer', machineWith({ a: { invoke: work, after: { soon: 'waiting' } } }), 'limits a step'],
  ['settled at work', machineWith({ a: { tags: 'settled', invoke: work } }), 'settled while a step is at work'],
  ['an event nobody knows', machineWith({ a: { tags: 'settled', on: { JUMP: 'done' } } }), 'takes JUMP'],
  ['any event at all', machineWith({ a: { tags: 'settled', on: { '*': 'done' } } }), 'takes *'],
  ['trap 16: a handler that does nothing', machineWith({ a: { tags: 'settled', on: { GO: {} } } }), 'GO does nothing'],
  [
    'a cancellation that leaves money at work',
    machineWith({ a: { tags: 'money', invoke: work, on: { CANCEL: 'done' } } }),
    'leaves a money state at work',
  ],
  ['stuck for ever', machineWith({ a: { tags: ['stuck', 'settled'] } }), 'stuck without a way out'],
  ['a state that leads nowhere', machineWith({ a: {} }), 'leads to no settled or final state'],
];

const reached = (machine: ReturnType<typeof machineWith>, events: readonly Occurrence[] = [{ type: 'GO' }]) => {
  const world: World = {
    input: undefined,
    events,
    answers: {},
    essence: ({ context }) => Object.keys(context).join(),
  };
  return breachesReached(explore(machine, world), CATALOGUE, events).join('\n');
};

/** Waits with this in its context. */
const holding = (value: unknown) => machineWith({}, { context: { value } });

/** Takes GO where the guard says so. */
const guarded = (guard: (args: { event: unknown }) => boolean) =>
  machineWith({ waiting: { tags: 'settled', on: { GO: { guard, target: 'done' } } } });

describe('the machine rules', () => {
  it('the machine rules hold for an order', () =>
    expect(breaches(subscriptionChangeMachine, ORDER_EVENTS)).toEqual([]));

  it('the machine rules hold for a seat follow-up', () =>
    expect(breaches(seatFollowUpMachine, SEAT_EVENTS)).toEqual([]));

  it('the machine rules hold for the small machine that the planted ones are made of', () => {
    expect(breaches(machineWith({}), CATALOGUE)).toEqual([]);
    expect(reached(machineWith({}))).toBe('');
  });

  it.each(PLANTED)('the machine rules flag %s', (_, machine, breach) => {
    expect(breaches(machine, CATALOGUE)).toContainEqual(expect.stringContaining(breach));
  });

  it.each([
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['an instance of a class', new (class Decimal {})()],
    ['a BigInt', 5n],
    ['undefined', undefined],
    ['a function', () => 1],
    ['NaN', Number.NaN],
  ])('the machine rules flag trap 14: %s in context', (_, value) => {
    expect(reached(holding(value))).toContain('context.value is');
    expect(reached(holding({ deeper: [value] }))).toContain('context.value.deeper[0] is');
  });

  it('the machine rules flag trap 16: a guard that throws without a payload', () => {
    const machine = guarded(({ event }) => (event as { terms: { ok: boolean } }).terms.ok);
    const full = { type: 'GO', terms: { ok: true } };
    expect(() => reached(machine, [full])).not.toThrow();
    expect(reached(machine, [full])).toContain('can() throws for GO');
  });

  it('the machine rules flag trap 16: a guard that answers by the payload', () => {
    const machine = guarded(({ event }) => 'terms' in (event as object));
    const full = { type: 'GO', terms: {} };
    expect(reached(machine, [full])).toContain('can() depends on the payload of GO');
  });

  it('the machine rules flag trap 10: a delay that never comes', () => {
    const machine = machineWith({ waiting: { tags: 'settled', after: { never: 'done' } } });
    expect(reached(machine)).toContain('delay never is NaN');
  });

  it('the machine rules flag a state that waits for the outside and does not say so', () => {
    expect(reached(machineWith({ waiting: { on: { GO: 'done' } } }))).toContain('waits without the tag settled');
  });
});
