import type { Schemas } from '../../../shared/api/api-types';

type Item = Schemas['TimelineItem'];

export const TIMELINE_FILTERS = ['all', 'failures', 'money', 'people'] as const;
export type TimelineFilter = (typeof TIMELINE_FILTERS)[number];

const BELONGS: Readonly<Record<TimelineFilter, (item: Item) => boolean>> = {
  all: () => true,
  failures: isFailure,
  money: ({ kind, ...item }) => kind === 'payment' || ('event' in item && item.event === 'PLACE_ORDER'),
  people: ({ kind }) => kind === 'deed' || kind === 'note',
};

/** A state in which an order is stuck, or knows nothing of its money. */
const IS_STUCK = /\.(?:stuck\w*|unknown)\./;

const HAS_FAILED: ReadonlySet<string> = new Set([
  ...['declined', 'unknown', 'expired', 'reversed'],
  ...['failed', 'not_sent', 'parked', 'dead'],
]);

/** Whether it is something that did not work. */
export function isFailure(item: Item): boolean {
  if (item.kind === 'attempt') return true;
  if (item.kind === 'move') return IS_STUCK.test(item.to);
  return 'status' in item && HAS_FAILED.has(item.status);
}

/** What stands in the stream: one entry, or quiet ones that follow each other, folded. */
export type StreamPart = { kind: 'one'; item: Item; key: string } | { kind: 'quiet'; items: Item[]; key: string };

/** What stands in the stream on one day. */
export interface StreamDay {
  day: string;
  parts: StreamPart[];
}

/** Parts by the day that their first entry is of. @param dayOf the day of an instant, in words */
export function daysOf(parts: readonly StreamPart[], dayOf: (instant: string) => string): StreamDay[] {
  const days: StreamDay[] = [];
  for (const part of parts) {
    const first = part.kind === 'one' ? part.item : part.items[0];
    const day = first === undefined ? '' : dayOf(first.at);
    const last = days.at(-1);
    if (last?.day === day) last.parts.push(part);
    else days.push({ day, parts: [part] });
  }
  return days;
}

/** Fewer are not worth a fold. */
const FOLDED_FROM = 2;

/**
 * The entries of a filter in their order, with runs of quiet ones folded where everything is shown.
 *
 * @param stays whether an entry is shown by itself whatever it is by now, because somebody has done something about it here
 */
export function streamOf(
  items: readonly Item[],
  filter: TimelineFilter,
  stays: (item: Item) => boolean = () => false,
): StreamPart[] {
  const parts: StreamPart[] = [];
  let quiet: { item: Item; key: string }[] = [];
  const putQuiet = (): void => {
    const [first] = quiet;
    if (first !== undefined && quiet.length >= FOLDED_FROM) {
      parts.push({ kind: 'quiet', items: quiet.map(({ item }) => item), key: `quiet ${quiet.at(-1)?.key}` });
    } else parts.push(...quiet.map((one) => ({ kind: 'one' as const, ...one })));
    quiet = [];
  };
  for (const { item, key } of keyed(items.filter((item) => BELONGS[filter](item) || stays(item)))) {
    if (filter === 'all' && item.importance === 'quiet' && !stays(item)) quiet.push({ item, key });
    else {
      putQuiet();
      parts.push({ kind: 'one', item, key });
    }
  }
  putQuiet();
  return parts;
}

/** Two entries may be of one moment and say the same; a mail is the same one whatever is said of it. */
export function keyed(items: readonly Item[]): { item: Item; key: string }[] {
  const times = new Map<string, number>();
  return items.map((item) => {
    const name = 'key' in item ? `${item.kind} ${item.key}` : `${item.kind} ${item.at} ${item.text}`;
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    return { item, key: `${name} ${before}` };
  });
}
