import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/contract';
import { type BulkInput, NUDGE } from './contract';

/** Tried for as long as it takes: what was done is not done again, so that nothing is lost by trying. */
const { workOnBulk } = proxyActivities<Activities>({
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** A run as short as this is replayed in no time when its worker is killed. */
const ROUNDS_A_RUN = 15;

/**
 * Works through the list of a bulk, a few orders a round. The store knows whether it is paused or cancelled, and says so
 * to every round; a nudge wakes one that is paused. Where it was interrupted it goes on.
 */
export async function bulkEvent({ from = 0, ...bulk }: BulkInput): Promise<void> {
  let nudged = false;
  setHandler(defineSignal(NUDGE), () => {
    nudged = true;
  });
  let next = from;
  for (let round = 0; ; round += 1) {
    nudged = false;
    const worked = await workOnBulk({ ...bulk, from: next });
    next = worked.next;
    if (worked.status === 'over') return;
    if (worked.status !== 'working') await condition(() => nudged);
    // No nudge cuts it short: whoever pauses and resumes a bulk does not make it any faster.
    else if (worked.restFor > 0) await sleep(worked.restFor);
    if (round >= ROUNDS_A_RUN || workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof bulkEvent>({ ...bulk, from: next });
    }
  }
}
