import type { AnyStateMachine } from 'xstate';
import { TEXTS } from '../../locales/texts';
import { type Chart, chartOf } from '../../machines/picture/chart';

/** What the states, events and conditions of a chart are called in one language. */
export interface ChartWords {
  states: Record<string, string>;
  events: Record<string, string>;
  conditions: Record<string, string>;
}

/**
 * The chart of a machine for pages, and its words in each language. Their names carry the version and they are kept as long as an
 * order of it may run: an order is drawn as the machine was that it was started with, in the words of that machine.
 *
 * @throws Error where something of it has no words
 */
export function chartFiles(machine: AnyStateMachine): Record<string, string> {
  const chart = chartOf(machine);
  const path = `web/shared/statechart/${chart.id}`;
  const words = Object.entries(TEXTS).map(([locale, texts]) => [
    `${path}.${locale}.json`,
    asJson(wordsOf(chart, texts)),
  ]);
  return { [`${path}.json`]: asJson(chart), ...Object.fromEntries(words) };
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function wordsOf({ states, ways }: Chart, texts: Readonly<Record<string, string>>): ChartWords {
  const causes = ways.flatMap(({ by }) => by);
  const named = (prefix: string, names: readonly (string | null)[]): Record<string, string> =>
    Object.fromEntries([...new Set(names)].flatMap((name) => (name === null ? [] : [[name, words(prefix + name)]])));
  const words = (key: string): string => {
    const text = texts[key];
    if (text === undefined) throw new Error(`The chart has no words for ${key}: add them to locales/`);
    return text;
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
  };
}
