import type { Schemas } from '../../shared/api/api-types';
import type { Standing } from '../../shared/ui/standing';

/** What became of an order of a bulk, from good to bad to open. An order is healed once it has left the state it was in. */
const OUTCOMES = [
  'left_state',
  'under_way',
  'unmoved',
  'stuck_again',
  'failed',
  'refused',
  'skipped',
  'waiting',
] as const;
export type BulkOutcome = (typeof OUTCOMES)[number];

export const STANDING_OF: Readonly<Record<BulkOutcome, Standing>> = {
  left_state: 'done',
  under_way: 'work',
  unmoved: 'wait',
  stuck_again: 'stuck',
  failed: 'stuck',
  refused: 'stuck',
  skipped: 'wait',
  waiting: 'wait',
};

/** Whoever looks for what went wrong looks for these. */
const WRONG: readonly BulkOutcome[] = ['unmoved', 'stuck_again', 'failed', 'refused'];

export const wentWrong = (outcome: BulkOutcome): boolean => WRONG.includes(outcome);

export function bulkOutcomeOf({ result, effect }: Schemas['BulkItem']): BulkOutcome {
  if (result === null) return 'waiting';
  // Nobody answered, and it was not seen to move since.
  if (result.status === 'failed' && effect === 'under_way') return 'failed';
  if (effect !== null) return effect;
  return result.status === 'done' ? 'unmoved' : result.status;
}

/**
 * How many orders came to each outcome, those that none came to left out. An order that failed counts by where it is, as far as that
 * is known.
 */
export function outcomesIn({
  total,
  counts,
}: Pick<Schemas['Bulk'], 'total' | 'counts'>): { outcome: BulkOutcome; count: number }[] {
  const { waiting, refused, skipped } = counts;
  const [left_state, stuck_again, under_way] = [counts.leftState ?? 0, counts.stuckAgain ?? 0, counts.underWay ?? 0];
  const known = { left_state, under_way, stuck_again, refused, skipped, waiting };
  const rest = Math.max(0, total - Object.values(known).reduce((sum, count) => sum + count, 0));
  const failed = Math.min(counts.failed, rest);
  const all = { ...known, failed, unmoved: rest - failed };
  return OUTCOMES.map((outcome) => ({ outcome, count: all[outcome] })).filter(({ count }) => count > 0);
}
