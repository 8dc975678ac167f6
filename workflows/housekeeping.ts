import { step } from './steps';

const sweep = step('sweep');

const BATCH = 500;

/**
 * One round of housekeeping, started by a schedule: what has expired is removed, and orders that nobody has touched
 * for too long are told so. Sweeping spares every order a timer of its own.
 */
export async function housekeeping(): Promise<{ removed: number; expired: number }> {
  let removed = 0;
  let expired = 0;
  for (;;) {
    const round = await sweep({ batch: BATCH });
    removed += round.removed;
    expired += round.expired;
    if (round.removed < BATCH && round.expired < BATCH) return { removed, expired };
  }
}
