import { type Client, WithStartWorkflowOperation, type WorkflowUpdateHandle } from '@temporalio/client';
import {
  FORESEE,
  NUDGE,
  ORDER_WORKFLOW,
  type OrderEvent,
  type OrderForesight,
  type OrderInput,
  type OrderView,
  orderWorkflowId,
  SEND,
  seatWorkflowId,
  TASK_QUEUE,
  UNTIL_SETTLED,
  VIEW,
  WORKFLOW_TASK_TIMEOUT,
} from '../../../workflows/contract';
import { meaningOf, type NotAllowed, wasTakenByNobody } from '../../api/temporal-failures';
import { Problem, unavailable } from '../../http/problem';

/** How the order took a command. */
export type Outcome =
  | { kind: 'settled'; view: OrderView }
  /** A worker has accepted it, but the order has not settled within the caller's patience. */
  | { kind: 'under_way' }
  | NotAllowed
  /** The order of this id was started by another request. */
  | { kind: 'other_request' }
  /** The quote that was named is not the order's any more. */
  | { kind: 'quote_changed' }
  /** It is not where the caller saw it any more. */
  | { kind: 'moved_on' }
  /** No such order runs: it is over, or there never was one. */
  | { kind: 'not_running' };

/** The part of the Temporal client that the server uses. */
export type TemporalClient = Pick<Client, 'workflow' | 'withDeadline'>;

export interface WorkflowSettings {
  /** Where orders are started; the contract's own queue when left out. */
  taskQueue?: string | undefined;
  /** How long a worker may take to accept a command, in milliseconds; 5 seconds when left out. */
  acceptanceLimit?: number | undefined;
}

export interface OrderName {
  tenantId: string;
  changeId: string;
}

/**
 * How long a worker may take to accept a command once the caller's own patience is over, in milliseconds. A task that
 * tries its steps locally first is only reported when they are done.
 */
const ACCEPTANCE_LIMIT = 5_000;
/** A look at an order or a signal: a query needs a worker, a signal only the server. */
const LOOK_LIMIT = 5_000;
const GLANCE_LIMIT = 500;

/** How often an update is sent that was taken by nobody. The same update id: it happens once. */
const MOST_SENDINGS = 4;

/** An event, and the sequence that its sender saw. */
type Sent = [OrderEvent, number?];

/** One update, in the two ways it can be waited for. */
interface Attempt {
  complete(): Promise<OrderView>;
  accept(): Promise<WorkflowUpdateHandle<OrderView>>;
}

/** Starts orders, sends them events and looks at them: the server's whole business with Temporal. */
export class OrderWorkflows {
  readonly #client: TemporalClient;
  readonly #taskQueue: string;
  readonly #acceptanceLimit: number;

  constructor(client: TemporalClient, settings: WorkflowSettings = {}) {
    this.#client = client;
    this.#taskQueue = settings.taskQueue ?? TASK_QUEUE;
    this.#acceptanceLimit = settings.acceptanceLimit ?? ACCEPTANCE_LIMIT;
  }

  /**
   * Starts the order of this id, or joins it where it runs already, and waits for its quote.
   *
   * @param wait seconds of patience
   * @throws Problem 503 when no worker has accepted it; the same request may be sent again. The order may have been
   * started all the same: then it is quoted once a worker is there, and waits for its customer without moving money.
   */
  async start(input: OrderInput, updateId: string, wait: number): Promise<Outcome> {
    const { workflow } = this.#client;
    const options = (): JoiningOptions => ({
      updateId,
      args: [input.requestHash],
      startWorkflowOperation: startOf(input, this.#taskQueue),
    });
    try {
      return await this.#settle(wait, {
        complete: () => workflow.executeUpdateWithStart<Run, OrderView, [Request]>(UNTIL_SETTLED, options()),
        accept: () =>
          workflow.startUpdateWithStart<Run, OrderView, [Request]>(UNTIL_SETTLED, {
            ...options(),
            waitForStage: 'ACCEPTED',
          }),
      });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'unavailable') throw error;
      // Temporal keeps a start whose update nobody has accepted, so whoever gives up must be able to find the order.
      throw unavailable('temporal', error.cause, { changeId: input.changeId });
    }
  }

  /**
   * Sends one event; the update id makes it happen once, however often it is sent. Throws as {@link start}.
   *
   * @param ifMatch the sequence that the caller saw, to which the order itself holds it; null where they do not say
   */
  async send(
    order: OrderName,
    event: OrderEvent,
    updateId: string,
    { wait, ifMatch }: { wait: number; ifMatch: number | null },
  ): Promise<Outcome> {
    const handle = this.#client.workflow.getHandle(orderWorkflowId(order.tenantId, order.changeId));
    const options: { args: Sent; updateId: string } = { args: ifMatch === null ? [event] : [event, ifMatch], updateId };
    const outcome = await this.#settle(wait, {
      complete: () => handle.executeUpdate<OrderView, Sent>(SEND, options),
      accept: () => handle.startUpdate<OrderView, Sent>(SEND, { ...options, waitForStage: 'ACCEPTED' }),
    });
    if (outcome.kind !== 'not_running') return outcome;
    // Perhaps this very event ended the order, and only its answer was lost.
    const earlier = await this.#inTime(LOOK_LIMIT, () => handle.getUpdateHandle<OrderView>(updateId).result());
    return earlier === 'not_running' ? outcome : { kind: 'settled', view: earlier };
  }

  /** Waits until the order has settled; sends nothing. Throws as {@link start}. */
  untilSettled(order: OrderName, updateId: string, wait: number): Promise<Outcome> {
    const handle = this.#client.workflow.getHandle(orderWorkflowId(order.tenantId, order.changeId));
    return this.#settle(wait, {
      complete: () => handle.executeUpdate<OrderView, []>(UNTIL_SETTLED, { updateId }),
      accept: () => handle.startUpdate<OrderView, []>(UNTIL_SETTLED, { updateId, waitForStage: 'ACCEPTED' }),
    });
  }

  /** The order as it is at this moment, also after its end; null when there is none. @throws Problem 503 */
  async look(order: OrderName): Promise<OrderView | null> {
    const handle = this.#client.workflow.getHandle(orderWorkflowId(order.tenantId, order.changeId));
    const asked = await this.#inTime(LOOK_LIMIT, () => handle.query<OrderView>(VIEW));
    return asked === 'not_running' ? null : asked;
  }

  /** What an event would do to the order at this moment; null when there is no such order. @throws Problem 503 */
  async foresee(order: OrderName, event: OrderEvent): Promise<OrderForesight | null> {
    const handle = this.#client.workflow.getHandle(orderWorkflowId(order.tenantId, order.changeId));
    const asked = await this.#inTime(LOOK_LIMIT, () => handle.query<OrderForesight, [OrderEvent]>(FORESEE, event));
    return asked === 'not_running' ? null : asked;
  }

  /** As {@link look}, for an answer that must not wait: null also when no worker says anything in time. */
  async glance(order: OrderName): Promise<OrderView | null> {
    const handle = this.#client.workflow.getHandle(orderWorkflowId(order.tenantId, order.changeId));
    try {
      const asked = await this.#inTime(GLANCE_LIMIT, () => handle.query<OrderView>(VIEW));
      return asked === 'not_running' ? null : asked;
    } catch {
      return null;
    }
  }

  /** Points an order at something that changed outside; an order that is over needs no pointing. @throws Problem 503 */
  async nudge(order: OrderName, about: 'payment' | 'fulfilment' | 'vat'): Promise<'nudged' | 'not_running'> {
    const handle = this.#client.workflow.getHandle(orderWorkflowId(order.tenantId, order.changeId));
    const answer = await this.#inTime(LOOK_LIMIT, () => handle.signal(NUDGE, { type: 'NUDGE', about }));
    return answer === 'not_running' ? answer : 'nudged';
  }

  /**
   * Tells the follow-up of a subscription's seats that an assignment changed. An assignment is a fact of ours, so nobody
   * waits for this to arrive: where it gets lost, the follow-up counts the seats before its next reminder.
   */
  async nudgeSeats(tenantId: string, subscriptionId: string): Promise<void> {
    const handle = this.#client.workflow.getHandle(seatWorkflowId(tenantId, subscriptionId));
    await this.#inTime(GLANCE_LIMIT, () => handle.signal(NUDGE, { type: 'SEATS_CHANGED' })).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
    });
  }

  async ping(): Promise<void> {
    await this.#client.withDeadline(Date.now() + LOOK_LIMIT, () =>
      this.#client.workflow.workflowService.getSystemInfo({}),
    );
  }

  async #settle(wait: number, attempt: Attempt): Promise<Outcome> {
    if (wait > 0) {
      // One call that waits for the end: an order that settles in time costs no second one.
      const settled = await this.#attempt(wait * 1000, async () => ({
        kind: 'settled',
        view: await attempt.complete(),
      }));
      if (settled.kind !== 'too_late') return settled;
    }
    // An update that no worker has accepted leaves no trace, so this asks whether ours was. The same update id: it
    // happens once.
    const accepted = await this.#attempt(this.#acceptanceLimit, async () => {
      const view = await this.#resultAtHand(await attempt.accept());
      return view === null ? { kind: 'under_way' } : { kind: 'settled', view };
    });
    if (accepted.kind === 'too_late') throw unavailable('temporal');
    return accepted;
  }

  /**
   * The result that came with the acceptance; null where there is none yet. An update that was refused counts as
   * accepted for the client: only its result says so.
   *
   * @throws WorkflowUpdateFailedError
   */
  #resultAtHand(update: WorkflowUpdateHandle<OrderView>): Promise<OrderView | null> {
    const soon = new Promise<null>((resolve) => setImmediate(resolve, null));
    const result = this.#client.withDeadline(Date.now() + GLANCE_LIMIT, () => update.result());
    return Promise.race([result, soon]);
  }

  async #attempt(limit: number, call: () => Promise<Outcome>): Promise<Outcome | { kind: 'too_late' }> {
    const deadline = Date.now() + limit;
    for (let sent = 1; ; sent += 1) {
      try {
        return await this.#client.withDeadline(deadline, call);
      } catch (error) {
        if (sent === MOST_SENDINGS || !wasTakenByNobody(error)) return meaningOf(error);
      }
    }
  }

  async #inTime<Result>(limit: number, call: () => Promise<Result>): Promise<Result | 'not_running'> {
    try {
      return await this.#client.withDeadline(Date.now() + limit, call);
    } catch (error) {
      if (meaningOf(error).kind === 'not_running') return 'not_running';
      throw unavailable('temporal', error);
    }
  }
}

type Run = (input: OrderInput) => Promise<OrderView>;

/** The name of the request that joins an order. */
type Request = string | undefined;

interface JoiningOptions {
  updateId: string;
  args: [Request];
  startWorkflowOperation: WithStartWorkflowOperation<Run>;
}

/** Used once each: the client refuses to send the same operation again. */
const startOf = (input: OrderInput, taskQueue: string): WithStartWorkflowOperation<Run> =>
  new WithStartWorkflowOperation<Run>(ORDER_WORKFLOW, {
    workflowId: orderWorkflowId(input.tenantId, input.changeId),
    taskQueue,
    args: [input],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    workflowIdConflictPolicy: 'USE_EXISTING',
    // An order that is over is never started again under its id.
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
