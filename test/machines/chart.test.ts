import type { AnyStateMachine } from 'xstate';
import { chartOf } from '../../machines/picture/chart';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { chartFiles } from '../../scripts/docs/chart-files';

/** The statechart as pages draw it. */

const chart = chartOf(subscriptionChangeMachine);
const stateOf = (name: string) => chart.states.find((state) => state.name === name);

/** The paths of the states without substates. */
function leavesOf(machine: AnyStateMachine): string[] {
  const below = (node: AnyStateMachine['root']): AnyStateMachine['root'][] => {
    const children = Object.values(node.states);
    return children.length === 0 ? [node] : children.flatMap(below);
  };
  return below(machine.root).map(({ path }) => path.join('.'));
}

describe('the chart of a machine', () => {
  it('its main way leads from the beginning to an end at which the change is made, without a gap', () => {
    const main = chart.states.filter(({ isMain }) => isMain);
    expect(main[0]?.name).toBe(chart.initial);
    expect(chart.ways.filter(({ isMain }) => isMain)).toHaveLength(main.length - 1);
    expect(main.at(-1)).toMatchObject({ kind: 'over', isCommitted: true });
  });

  it('every way leads from a state to another one that the chart has', () => {
    expect(chart.ways.length).toBeGreaterThan(0);
    for (const { from, to, by } of chart.ways) {
      expect([from, stateOf(from), to, stateOf(to)]).not.toContain(undefined);
      expect(from).not.toBe(to);
      expect(by).not.toEqual([]);
    }
  });

  it('only an end has no way out', () => {
    const withoutWay = chart.states.filter(({ name }) => chart.ways.every(({ from }) => from !== name));
    expect(withoutWay.map(({ kind }) => kind)).toEqual(withoutWay.map(() => 'over'));
    expect(withoutWay).toHaveLength(chart.states.filter(({ kind }) => kind === 'over').length);
  });

  it('what a person leads on when a step is stuck is told apart from what leads on by itself', () => {
    const by = chart.ways.find(({ from, to }) => from === 'finishing' && to === 'completed')?.by;
    expect(by).toContainEqual({ event: 'SKIP', when: null, ifStuck: true });
    expect(by).toContainEqual({ event: null, when: null, ifStuck: false });
  });

  it('wherever an order may be, both languages say what it does there, unless it is stuck or over', () => {
    const [, english, french] = Object.values(chartFiles(subscriptionChangeMachine)).map((text) => JSON.parse(text));
    const isIn = (path: string) => (outer: string) => path === outer || path.startsWith(`${outer}.`);
    const untold = leavesOf(subscriptionChangeMachine).filter((path) => {
      const state = stateOf(path.split('.')[0] ?? '');
      return state?.kind !== 'over' && state?.stuckIn.some(isIn(path)) === false;
    });
    expect(untold.length).toBeGreaterThan(0);
    for (const { within } of [english, french]) {
      expect(untold.filter((path) => !Object.keys(within).some(isIn(path)))).toEqual([]);
    }
    expect(Object.keys(french.within)).toEqual(Object.keys(english.within));
  });

  it('it is stuck where a person leads a step on, and nowhere else', () => {
    expect(stateOf('settlingPayment')?.stuckIn).toEqual(['settlingPayment.stuck', 'settlingPayment.unknown']);
    expect(stateOf('verifying')?.stuckIn).toEqual([]);
  });

  it('each step is told of in the states in which it is done', () => {
    expect(stateOf('settlingPayment')?.steps).toContain('charge');
    expect(chart.states.filter(({ steps }) => steps.includes('charge'))).toHaveLength(1);
  });

  it('states, events and conditions have words in both languages', () => {
    const [, english, french] = Object.values(chartFiles(subscriptionChangeMachine)).map((text) => JSON.parse(text));
    const conditions = chart.ways.flatMap(({ by }) => by.flatMap(({ when }) => when ?? []));
    expect(conditions.length).toBeGreaterThan(0);
    for (const words of [english, french]) {
      expect(Object.keys(words.states)).toEqual(chart.states.map(({ name }) => name));
      expect(Object.keys(words.conditions).sort()).toEqual([...new Set(conditions)].sort());
    }
    expect(french.states.verifying).not.toBe(english.states.verifying);
  });
});
