import { FAULTS } from './faults/plan';
import type { Fault } from './faults/timetable';
import type { ChaosOptions } from './options';
import type { Journal } from './orders/journal';
import { KINDS } from './orders/plan';
import type { StoryOfOrder } from './orders/story';

/** What clients were told: a command that nobody answered was sent again, under the same key. */
interface Requests {
  commands: number;
  /** Times that a connection was lost, or nothing was said. */
  lost: number;
  /** Times that they were told to come again. */
  putOff: number;
  /** Of any kind, that found no API behind the balancer. */
  unserved: number;
}

export function requestsOf({ commands }: Journal, unserved: number): Requests {
  const attempts = commands.flatMap((command) => command.attempts);
  const lost = attempts.filter((attempt) => attempt === 'lost').length;
  const putOff = attempts.filter((attempt) => /^(429|5\d\d)/.test(attempt)).length;
  return { commands: commands.length, lost, putOff, unserved };
}

/** What a run has seen. */
export interface Report {
  options: ChaosOptions;
  stories: readonly StoryOfOrder[];
  faults: readonly Fault[];
  requests: Requests;
  results: { name: string; findings: readonly string[] }[];
  /** Milliseconds. */
  took: number;
}

export const isAsItMustBe = ({ results }: Report): boolean => results.every(({ findings }) => findings.length === 0);

export const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;
export const row = (...cells: (string | number)[]): string =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(34) : String(cell).padStart(12))).join('');

/** The run as a table: kinds of orders, faults, what was found. */
export function tableOf({ options, stories, faults, results, took }: Report): string[] {
  return [
    `Seed ${options.seed}: ${stories.length} orders of ${options.clients} clients in ${seconds(took)}.`,
    '',
    row('kind', 'orders', 'completed', 'cancelled', 'other', 'median', 'longest'),
    ...KINDS.map((kind) =>
      rowOfKind(
        kind,
        stories.filter(({ planned }) => planned.kind === kind),
      ),
    ),
    '',
    row('fault', 'times', 'longest', 'unnoticed'),
    ...FAULTS.map((kind) => {
      const ofKind = faults.filter((fault) => fault.kind === kind);
      const unnoticed = ofKind.filter(({ wentUnnoticed }) => wentUnnoticed).length;
      return row(kind, ofKind.length, seconds(Math.max(0, ...ofKind.map(({ took }) => took))), unnoticed);
    }),
    '',
    ...findingsOf(results),
  ];
}

/** What was looked at in the end, and everything that was not as it must be. */
export const findingsOf = (results: Report['results']): string[] => [
  row('looked at', 'findings'),
  ...results.flatMap(({ name, findings }) => [
    row(name, findings.length),
    ...findings.map((finding) => `  ${finding}`),
  ]),
];

function rowOfKind(kind: string, stories: readonly StoryOfOrder[]): string {
  const ended = (state: string): number => stories.filter(({ order }) => order?.state === state).length;
  const [completed, cancelled] = [ended('completed'), ended('cancelled')];
  const times = stories
    .map(({ startedAt, endedAt }) => (endedAt ?? startedAt) - startedAt)
    .sort((one, other) => one - other);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const other = stories.length - completed - cancelled;
  return row(kind, stories.length, completed, cancelled, other, seconds(median), seconds(times.at(-1) ?? 0));
}
