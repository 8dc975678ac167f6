import type { AnyStateMachine } from 'xstate';
import type { Locale } from '../../billing/facts/types';
import { TEXTS } from '../../locales/texts';
import { chartOf } from '../../machines/picture/chart';

type Node = AnyStateMachine['root'];

const LOCALES: readonly Locale[] = ['en', 'fr'];

/** What the states, events and conditions of a chart are called in one language. */
export interface ChartWords {
  states: Record<string, string>;
  events: Record<string, string>;
  conditions: Record<string, string>;
  /** What it does where it stands, by the path of a substate, or of a state that has none. What has no words here has those around it. */
  within: Record<string, string>;
}

/**
 * The chart of a machine for pages, and its words in each language. Their names carry the version and they are kept as long as an
 * order of it may run: an order is drawn as the machine was that it was started with, in the words of that machine.
 */
export function chartFiles(machine: AnyStateMachine): Record<string, string> {
  const chart = chartOf(machine);
  const path = `web/shared/statechart/${chart.id}`;
  const words = LOCALES.map((locale) => [`${path}.${locale}.json`, asJson(chartWords(machine, locale))]);
  return { [`${path}.json`]: asJson(chart), ...Object.fromEntries(words) };
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** @throws Error where something of the chart has no words */
export function chartWords(machine: AnyStateMachine, locale: Locale): ChartWords {
  const { states, ways } = chartOf(machine);
  const texts = TEXTS[locale];
  const causes = ways.flatMap(({ by }) => by);
  const named = (prefix: string, names: readonly (string | null)[]): Record<string, string> =>
    Object.fromEntries([...new Set(names)].flatMap((name) => (name === null ? [] : [[name, words(prefix + name)]])));
  const words = (key: string): string => {
    const text = texts[key];
    if (text === undefined) throw new Error(`The chart has no words for ${key}: add them to locales/`);
    return text;
  };
  /** A stuck step does nothing, and an end neither. Below a substate only what it does otherwise has words of its own. */
  const doings = (node: Node | undefined, stuckIn: readonly string[]): [string, string][] => {
    if (node === undefined || node.type === 'final') return [];
    const path = node.path.join('.');
    const below = Object.values(node.states);
    const isTold = node.path.length === 2 ? !stuckIn.includes(path) : node.path.length === 1 && below.length === 0;
    const text = texts[`chart.within.${path}`] ?? (isTold ? words(`chart.within.${node.key}`) : undefined);
    return [
      ...(text === undefined ? [] : [[path, text] as [string, string]]),
      ...below.flatMap((one) => doings(one, stuckIn)),
    ];
  };
  return {
    states: named(
      'chart.state.',
      states.map(({ name }) => name),
    ),
    events: named(
      'event.',
      causes.map(({ event }) => event),
    ),
    conditions: named(
      'chart.when.',
      causes.map(({ when }) => when),
    ),
    within: Object.fromEntries(states.flatMap(({ name, stuckIn }) => doings(machine.root.states[name], stuckIn))),
  };
}
