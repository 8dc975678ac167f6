import { ActivityFailure, ApplicationFailure, condition, defineSignal, setHandler } from '@temporalio/workflow';
import { NUDGE } from 'statechart-host/contract';
import { type FailureCode, isFailureCode } from '../machines/failure-codes';
import { refuseBadBeginning } from './beginning';
import { type VatFollowUpEnd, type VatFollowUpInput, vatWorkflowId } from './contract';
import { isVatFollowUpInput } from './inputs';
import { step } from './steps';

const checkVatAgain = step('checkVatAgain');
const creditVat = step('creditVat');
const keepVat = step('keepVat');
const escalateVatFollowUp = step('escalateVatFollowUp');

/**
 * An order went on with VAT charged on a number that no register could check. This checks again, with longer and
 * longer waits, and credits the VAT once the number is confirmed; what is never answered becomes a support item.
 */
export async function vatFollowUp(order: VatFollowUpInput, ...more: unknown[]): Promise<VatFollowUpEnd> {
  refuseBadBeginning([order, ...more], {
    isInput: isVatFollowUpInput,
    idOf: ({ tenantId, changeId }) => vatWorkflowId(tenantId, changeId),
  });
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
      const answer = await checkVatAgain({ order, attempt: attempts });
      if (answer.status === 'valid') {
        await creditVat({ order, evidenceId: answer.evidenceId });
        return { outcome: 'credited', attempts };
      }
      if (answer.status === 'invalid') {
        await keepVat({ order, evidenceId: answer.evidenceId });
        return { outcome: 'kept', attempts };
      }
      code = answer.code;
      if (!answer.retry) break;
    }
  } catch (error) {
    code = codeOfLasting(error);
    if (code === 'VatNotCharged') throw error;
  }
  await escalateVatFollowUp({ order, code, attempts });
  return { outcome: 'handed_to_support', attempts };
}

/** A failure that no retry can heal is left to a person; any other fails the task, and a fixed deploy heals it. */
function codeOfLasting(error: unknown): FailureCode {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
  const { type } = error.cause;
  return type != null && isFailureCode(type) ? type : 'unexpected';
}
