import { condition, continueAsNew, defineSignal, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import { NUDGE } from 'statechart-host/contract';
import { refuseBadBeginning } from './beginning';
import { type BulkInput, bulkWorkflowId } from './contract';
import { isBulkInput } from './inputs';
import { step } from './steps';

const workOnBulk = step('workOnBulk');

/** A run as short as this is replayed in no time when its worker is killed. */
const ROUNDS_A_RUN = 15;

/**
 * Works through the list of a bulk, a few orders a round. The store knows whether it is paused or cancelled, and says so
 * to every round; a nudge wakes one that is paused. Where it was interrupted it goes on.
 *
 * @param from where in the list it goes on; only the run that it continues says so
 */
export async function bulkEvent(bulk: BulkInput, from = 0): Promise<void> {
  refuseBadBeginning([bulk, from === 0 ? undefined : from], { isInput: isBulkInput, idOf: bulkWorkflowId });
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
      await continueAsNew<typeof bulkEvent>(bulk, next);
    }
  }
}
