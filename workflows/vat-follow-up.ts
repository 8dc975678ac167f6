import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  defineSignal,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities/contract';
import { type FailureCode, isFailureCode } from '../machines/failure-codes';
import { NUDGE, type VatFollowUpEnd, type VatFollowUpInput } from './contract';

/** Covers the longest answer of a register, and the time it takes until an order lets go of the subscription. */
const steps = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 minutes' },
});

/**
 * An order went on with VAT charged on a number that no register could check. This checks again, with longer and
 * longer waits, and credits the VAT once the number is confirmed; what is never answered becomes a support item.
 */
export async function vatFollowUp(order: VatFollowUpInput): Promise<VatFollowUpEnd> {
  let nudged = false;
  setHandler(defineSignal(NUDGE), () => {
    nudged = true;
  });
  let code = 'unknown';
  let attempts = 0;
  try {
    for (const delay of order.delays) {
      await condition(() => nudged, delay);
      nudged = false;
      attempts += 1;
      const answer = await steps.checkVatAgain({ order, attempt: attempts });
      if (answer.status === 'valid') {
        await steps.creditVat({ order, evidenceId: answer.evidenceId });
        return { outcome: 'credited', attempts };
      }
      if (answer.status === 'invalid') {
        await steps.keepVat({ order, evidenceId: answer.evidenceId });
        return { outcome: 'kept', attempts };
      }
      code = answer.code;
      if (!answer.retry) break;
    }
  } catch (error) {
    code = codeOfLasting(error);
  }
  await steps.escalateVatFollowUp({ order, code, attempts });
  return { outcome: 'handed_to_support', attempts };
}

/** What can never be done is for a person to look at; anything else fails the task, and a fixed deploy heals it. */
function codeOfLasting(error: unknown): FailureCode {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
  const { type } = error.cause;
  return type != null && isFailureCode(type) ? type : 'unexpected';
}
