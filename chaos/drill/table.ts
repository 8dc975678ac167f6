import type { StoryOfOrder } from '../orders/story';
import { findingsOf, isAsItMustBe, type Report, row, seconds } from '../report';

const IN_WORDS: Readonly<Record<string, string>> = {
  build_ramped: 'build 2 takes half',
  build_promoted: 'build 2 takes all',
  build_rolled_back: 'back to build 1',
  api_killed: 'API killed',
  worker_killed: 'worker killed',
  temporal_killed: 'Temporal killed',
  mongo_killed: 'MongoDB killed',
  gateway_away: 'payment gateway away',
};
const NUMBERED = ['api_killed', 'worker_killed'];

const stateOf = ({ order }: StoryOfOrder): string => order?.state ?? 'never started';

/** What was done and what ended when, what customers noticed of it, and what was found in the end. */
export function drillTable(report: Report): string[] {
  const { stories, faults, requests, results, took } = report;
  const times = stories
    .map(({ startedAt, endedAt }) => (endedAt ?? startedAt) - startedAt)
    .sort((one, other) => one - other);
  const states = [...new Set(stories.map(stateOf))];
  return [
    `${stories.length} orders in ${seconds(took)}, while:`,
    '',
    row('what', 'at', 'took'),
    ...faults.map(({ kind, which, beganAt, took }) =>
      row(
        `${IN_WORDS[kind] ?? kind}${NUMBERED.includes(kind) ? ` (${which + 1})` : ''}`,
        seconds(beganAt),
        seconds(took),
      ),
    ),
    '',
    row('orders', 'number'),
    ...states.map((state) => row(state, stories.filter((story) => stateOf(story) === state).length)),
    row('median from start to end', seconds(times[Math.floor(times.length / 2)] ?? 0)),
    row('longest', seconds(times.at(-1) ?? 0)),
    row('commands', requests.commands),
    row('sent again: nobody answered', requests.lost),
    row('sent again: told to', requests.putOff),
    row('found no API', requests.unserved),
    '',
    ...findingsOf(results),
    '',
    isAsItMustBe(report) ? 'No order was lost, and none was charged twice.' : 'Not everything is as it must be.',
  ];
}
