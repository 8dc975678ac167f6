import { refuseBadBeginning } from './beginning';
import { isNothing } from './inputs';
import { step } from './steps';

const sweep = step('sweep');
const lookForLost = step('lookForLost');

const BATCH = 500;

/**
 * One round of housekeeping, started by a schedule: what has expired is removed, and orders that nobody has touched
 * for too long are told so, which spares every order a timer of its own. Then orders without a workflow are looked for.
 */
export async function housekeeping(...args: unknown[]): Promise<{ removed: number; expired: number; lost: number }> {
  refuseBadBeginning(args, { isInput: isNothing });
  let removed = 0;
  let expired = 0;
  for (;;) {
    const round = await sweep({ batch: BATCH });
    removed += round.removed;
    expired += round.expired;
    if (round.removed < BATCH && round.expired < BATCH) break;
  }
  const { lost } = await lookForLost({ batch: BATCH });
  return { removed, expired, lost };
}
