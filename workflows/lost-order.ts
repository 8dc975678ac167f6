import { refuseBadBeginning } from './beginning';
import { type LostOrderEnd, type LostOrderInput, lostOrderWorkflowId } from './contract';
import { isLostOrderInput } from './inputs';
import { step } from './steps';

const endLostOrder = step('endLostOrder');

/** Ends an order that has lost its workflow, as two persons of support have agreed. */
export async function lostOrder(input: LostOrderInput, ...more: unknown[]): Promise<LostOrderEnd> {
  refuseBadBeginning([input, ...more], {
    isInput: isLostOrderInput,
    idOf: ({ tenantId, grantId }) => lostOrderWorkflowId(tenantId, grantId),
  });
  return endLostOrder(input);
}
