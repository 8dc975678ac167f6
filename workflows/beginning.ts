import { workflowInfo } from '@temporalio/workflow';
import type { Carried } from 'statechart-host/contract';
import { definitionOf, refuseStart } from 'statechart-host/workflow';
import type { AnyStateMachine } from 'xstate';
import type { OrderInput } from '../machines/subscription-change/input';
import { BAD_INPUT, IN_THE_CLEAR } from './contract';
import { anyInTheClear, IN_THE_CLEAR_WORDS } from './payloads';
import { stepAfterCommit } from './steps';

const checkStartAgain = stepAfterCommit('checkStartAgain');

/** What a workflow may be started with. */
interface Beginning<Input> {
  isInput(value: unknown): value is Input;
  /** The only id under which it may run; left out where any will do. */
  idOf?(input: Input): string;
}

/**
 * Ends a workflow that was started with something else than its input, or under another id than its own: a second one beside the
 * one with the right id would do everything twice. A run that goes on was begun well, whatever a deploy has made of the rules since.
 *
 * Nothing of ours is started to be run or tried again and again: to Temporal such a run continues the one before it, with an input
 * that nobody may have read, because that one has failed.
 */
export function refuseBadBeginning<Input>(args: unknown[], { isInput, idOf }: Beginning<Input>): void {
  const { unsafe, attempt, cronSchedule, continuedFromExecutionRunId, workflowId, workflowType } = workflowInfo();
  if (unsafe.isReplaying) return;
  if (attempt > 1 || cronSchedule)
    refuseStart(`${workflowType} is run once: start it without a schedule or tries.`, BAD_INPUT);
  if (continuedFromExecutionRunId !== undefined) return;
  if (anyInTheClear(args)) refuseStart(IN_THE_CLEAR_WORDS, IN_THE_CLEAR);
  const [input, ...more] = args;
  if (!isInput(input) || more.some((one) => one !== undefined && one !== null)) {
    refuseStart(`This is no input of ${workflowType}, or holds a card number: see the contract.`, BAD_INPUT);
  }
  const id = idOf?.(input);
  if (id !== undefined && id !== workflowId) refuseStart(`It must be started as the workflow ${id}.`, BAD_INPUT);
}

/**
 * Ends an order that was started with a state of its own, unless two persons agreed on exactly this one, for one start: so an order
 * that has lost its workflow goes on from what was kept of it.
 *
 * @returns true
 */
export async function mayStartFrom(
  { tenantId, changeId }: OrderInput,
  carried: Carried,
  machine: AnyStateMachine,
): Promise<boolean> {
  const { firstExecutionRunId: runId } = workflowInfo();
  // Whoever forges one may bring anything.
  const { definition }: Partial<Carried> = carried;
  const fits = definition?.hash === definitionOf(machine).hash;
  const { granted } = await checkStartAgain({ tenantId, changeId, carried, fits, runId });
  if (!granted) refuseStart('No state starts an order: two persons have not agreed on this one.', BAD_INPUT);
  return granted;
}
