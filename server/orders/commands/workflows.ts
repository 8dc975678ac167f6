import { FORESEE, NUDGE, UNTIL_SETTLED } from 'statechart-host/contract';
import {
  type KeptStart,
  ORDER_WORKFLOW,
  type OrderEvent,
  type OrderForesight,
  type OrderInput,
  type OrderView,
  orderWorkflowId,
  WORKFLOW_TASK_TIMEOUT,
} from '../../../workflows/contract';
import type { Outcome, Temporal } from '../../api/temporal';
import { Problem, unavailable } from '../../http/problem';
import type { OrderName } from '../views/visible-orders';

const workflowIdOf = ({ tenantId, changeId }: OrderName): string => orderWorkflowId(tenantId, changeId);

/**
 * Starts the order of this id, or joins it where it runs already, and waits for its quote.
 *
 * @param patience in milliseconds
 * @throws Problem 503 when no worker has accepted it; the same request may be sent again. The order may have been
 * started all the same: then it is quoted once a worker is there, and waits for its customer without moving money.
 */
export async function startOrder(
  temporal: Temporal,
  input: OrderInput,
  updateId: string,
  patience: number,
): Promise<Outcome<OrderView>> {
  const start: Parameters<Temporal['updateWithStart']>[1] = {
    workflowId: workflowIdOf(input),
    args: [input],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    workflowIdConflictPolicy: 'USE_EXISTING',
    // An order that is over is never started again under its id.
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  };
  const join = { name: UNTIL_SETTLED, args: [input.requestHash], updateId };
  try {
    return await temporal.updateWithStart<OrderView>(ORDER_WORKFLOW, start, join, patience);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'unavailable') throw error;
    // Temporal keeps a start whose update nobody has accepted, so whoever gives up must be able to find the order.
    throw unavailable('temporal', error.cause, { changeId: input.changeId });
  }
}

/**
 * Starts an order again under its id, from what was kept of it, and lets it look at once at what it waits for: a payment may have
 * been made while it was gone. Nothing is started where it runs.
 *
 * @throws Problem 503; the same may be done again
 */
export async function startOrderAgain(temporal: Temporal, [input, carried]: KeptStart): Promise<void> {
  const workflowId = workflowIdOf(input);
  await temporal.start(ORDER_WORKFLOW, {
    workflowId,
    args: [input, carried],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    workflowIdConflictPolicy: 'FAIL',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
  await temporal.signal(workflowId, { name: NUDGE, args: [{ type: 'NUDGE', about: 'payment' }] });
}

/**
 * Sends one event; the update id makes it happen once, however often it is sent. Throws as {@link startOrder}.
 *
 * @param call with seconds of patience, and the sequence that the caller saw, to which the order itself holds the event
 */
export const sendToOrder = (
  temporal: Temporal,
  order: OrderName,
  { event, updateId }: { event: OrderEvent; updateId: string },
  { wait, ifMatch }: { wait: number; ifMatch: number | null },
): Promise<Outcome<OrderView>> =>
  temporal.send<OrderView>(workflowIdOf(order), { event, updateId, seen: ifMatch }, wait * 1_000);

/** Waits for the answer to an event that was sent. @returns false when it has none in time. @throws Problem 503 */
export const untilEventAnswered = (
  temporal: Temporal,
  order: OrderName,
  updateId: string,
  patience: number,
): Promise<boolean> => temporal.untilAnswered(workflowIdOf(order), updateId, patience);

/** Whether an event was sent before and has been answered. @throws Problem 503 */
export const isEventAnswered = (temporal: Temporal, order: OrderName, updateId: string): Promise<boolean> =>
  temporal.hasAnswered(workflowIdOf(order), updateId);

/** The effect that an event would have on the order at this moment; null when there is no such order. @throws Problem 503 */
export const foresee = (temporal: Temporal, order: OrderName, event: OrderEvent): Promise<OrderForesight | null> =>
  temporal.query<OrderForesight>(workflowIdOf(order), { name: FORESEE, args: [event] });
