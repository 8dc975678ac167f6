import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { transformSync } from '@swc/core';
import * as xstate from 'xstate';
import { definitionOf } from '../workflow/structure';
import { statechart } from './fixtures/structure';

const { and, createMachine, not, or, setup, stateIn } = xstate;

type Config = Parameters<typeof createMachine>[0];

const hashOf = (config: Config, options?: Parameters<typeof createMachine>[1]): string =>
  definitionOf(createMachine(config, options)).hash;

const inner = (states: string[]) =>
  createMachine({
    id: 'inner',
    initial: states[0] as string,
    states: Object.fromEntries(states.map((name) => [name, {}])),
  });

/** A statechart with one of each; every way to write it otherwise is a change of it. */
const whole = (): Config => ({
  id: 'whole',
  initial: 'one',
  states: {
    one: {
      tags: ['grey', 'green'],
      entry: ['note', { type: 'count' }],
      exit: 'leave',
      on: {
        GO: [{ target: 'two', guard: 'isReady', actions: 'walk' }, { target: 'three' }],
        STAY: { actions: 'wait' },
      },
      after: { 1000: 'two', later: { target: 'three' } },
      always: { target: 'three', guard: and(['isDone', not('isOpen')]) },
    },
    two: { invoke: { id: 'work', src: 'worker', onDone: 'three', onError: { target: 'one' } } },
    three: {
      type: 'parallel',
      states: {
        left: {
          initial: 'up',
          states: { up: { on: { NEXT: 'down' } }, down: {}, before: { type: 'history', target: 'up' } },
        },
        right: { on: { BOTH: { target: ['#whole.three.left.down', '#whole.three.right'] } } },
      },
    },
    four: { type: 'final' },
  },
});

/** Puts something else at a place of the states; undefined takes away what is there. */
type Edit = [title: string, path: string, change: (old: unknown) => unknown];

/** @returns the hash of the statechart after an edit of its states */
function edited(path: string, change: (old: unknown) => unknown): string {
  const config = whole() as Record<string, unknown>;
  const keys = ['states', ...path.split('.').filter(Boolean)];
  const last = keys.pop() as string;
  const around = keys.reduce((at, key) => at[key] as Record<string, unknown>, config);
  around[last] = change(around[last]);
  if (around[last] === undefined) delete around[last];
  return hashOf(config as Config);
}

const into = (value: unknown) => () => value;
const without = into(undefined);
const reversed = (list: unknown) => [...(list as unknown[])].reverse();
const withLast =
  (name: string) =>
  (old: unknown): object => {
    const { [name]: moved, ...rest } = old as Record<string, unknown>;
    return { ...rest, [name]: moved };
  };

describe('the structure of a machine', () => {
  const EDITS: Edit[] = [
    ['a state more', 'five', into({})],
    ['a state less', 'four', without],
    ['a state inside more', 'three.states.left.states.aside', into({})],
    ['another order of states', '', withLast('one')],
    ['another type of a state', 'four', into({})],
    ['another first state', 'three.states.left.initial', into('down')],
    ['another target', 'one.on.GO.1.target', into('four')],
    ['another order of transitions', 'one.on.GO', reversed],
    ['another order of targets', 'three.states.right.on.BOTH.target', reversed],
    ['a transition that re-enters', 'one.on.STAY', into({ actions: 'wait', reenter: true, target: 'one' })],
    ['another event', 'one.on', (old) => JSON.parse(JSON.stringify(old).replace('"STAY"', '"WAIT"'))],
    ['another tag', 'one.tags', into(['grey', 'blue'])],
    ['a tag less', 'one.tags', into(['grey'])],
    ['another delay', 'one.after', into({ 2000: 'two', later: { target: 'three' } })],
    ['another name of a delay', 'one.after', into({ 1000: 'two', muchLater: { target: 'three' } })],
    ['another target after a delay', 'one.after.1000', into('three')],
    ['another id of an invoke', 'two.invoke.id', into('labour')],
    ['another source of an invoke', 'two.invoke.src', into('labourer')],
    ['an invoke more', 'two.invoke', (old) => [old, { id: 'more', src: 'worker' }]],
    ['another way out of a failure', 'two.invoke.onError.target', into('four')],
    ['another guard', 'one.on.GO.0.guard', into('isSteady')],
    ['no guard', 'one.on.GO.0.guard', without],
    ['a guard inside another', 'one.always.guard', into(and(['isDone', not('isShut')]))],
    ['`or` instead of `and`', 'one.always.guard', into(or(['isDone', not('isOpen')]))],
    ['a guard that is not negated', 'one.always.guard', into(and(['isDone', 'isOpen']))],
    ['a guard on another state', 'one.always.guard', into(stateIn('#whole.one'))],
    ['another action', 'one.on.GO.0.actions', into('run')],
    ['an action more', 'one.on.GO.0.actions', into(['walk', 'sing'])],
    ['another action on entry', 'one.entry', into(['note', { type: 'add' }])],
    ['another order of actions', 'one.entry', reversed],
    ['no action on exit', 'one.exit', without],
    ['another way back by history', 'three.states.left.states.before.target', into('down')],
    ['a deep history', 'three.states.left.states.before.history', into('deep')],
  ];

  it.each(EDITS)('%s is another structure', (_, path, change) => {
    expect(edited(path, change)).not.toBe(hashOf(whole()));
  });

  it('each of these changes is another structure than each other', () => {
    expect(new Set(EDITS.map(([, path, change]) => edited(path, change))).size).toBe(EDITS.length);
  });

  it('an id of its own is another structure', () => {
    expect(hashOf({ id: 'one', on: { GO: {} } })).not.toBe(hashOf({ id: 'other', on: { GO: {} } }));
  });

  it('the order in which tags and events are written is none of the structure', () => {
    expect(edited('one.tags', reversed)).toBe(hashOf(whole()));
    expect(edited('one.on', withLast('GO'))).toBe(hashOf(whole()));
  });

  it('what is provided under a name is none of the structure, unless it is a machine', () => {
    const provided = (worker: unknown, later: number) =>
      hashOf(whole(), {
        actors: { worker },
        delays: { later },
        guards: { isReady: () => later > 1 },
        actions: { walk: () => later },
      } as never);
    expect(
      provided(
        xstate.fromPromise(async () => 1),
        1,
      ),
    ).toBe(
      provided(
        xstate.fromCallback(() => undefined),
        2,
      ),
    );
    expect(provided(inner(['a', 'b']), 1)).toBe(provided(inner(['a', 'b']), 1));
    expect(provided(inner(['a', 'b']), 1)).not.toBe(provided(inner(['a', 'c']), 1));
    const around = (machine: unknown) =>
      setup({ actors: { inside: machine } as never }).createMachine({ id: 'around' });
    expect(provided(around(inner(['a'])), 1)).not.toBe(provided(around(inner(['b'])), 1));
  });

  it('the same machine has the same definition, however often it is provided with something', () => {
    const machine = createMachine({ ...(whole() as object), version: '7' } as Config);
    const again = machine.provide({ actions: { walk: () => undefined } });
    expect(definitionOf(again)).toEqual(definitionOf(machine));
    expect(definitionOf(machine)).toEqual({ id: 'whole', version: '7', hash: hashOf(whole()) });
  });
});

describe('the structure of a machine from several compilers', () => {
  const FILE = join(__dirname, 'fixtures', 'structure.ts');
  const source = readFileSync(FILE, 'utf8');

  /** Compiles the fixture anew and runs it. @returns the hash of its machine, and the code */
  function built(text: string, target: 'es5' | 'es2022', minify: boolean): { hash: string; code: string } {
    const { code } = transformSync(text, {
      filename: FILE,
      minify,
      jsc: {
        parser: { syntax: 'typescript' },
        target,
        ...(minify ? { minify: { compress: true, mangle: { toplevel: true, keep_fnames: false } } } : {}),
      },
      module: { type: 'commonjs' },
    });
    const module = { exports: {} as { statechart: Parameters<typeof definitionOf>[0] } };
    const require = (name: string): unknown => (name === 'xstate' ? xstate : jest.requireActual(name));
    runInNewContext(code, { module, exports: module.exports, require });
    return { hash: definitionOf(module.exports.statechart).hash, code };
  }

  it('it is the same whichever compiler made it', () => {
    const builds = (['es5', 'es2022'] as const).flatMap((target) => [
      built(source, target, false),
      built(source, target, true),
    ]);
    expect(new Set(builds.map(({ code }) => code)).size).toBe(builds.length);
    expect(builds.map(({ hash }) => hash)).toEqual(builds.map(() => definitionOf(statechart).hash));
  });

  it('it does not tell what a function does, and does tell what is named', () => {
    const whichDoesOtherwise = source.replace('context.count + 1', 'context.count + 2');
    const otherwiseNamed = source.replaceAll("'isFull'", "'isEmpty'").replace('isFull:', 'isEmpty:');
    expect([whichDoesOtherwise, otherwiseNamed]).not.toContain(source);
    expect(built(whichDoesOtherwise, 'es2022', true).hash).toBe(definitionOf(statechart).hash);
    expect(built(otherwiseNamed, 'es2022', true).hash).not.toBe(definitionOf(statechart).hash);
  });
});
