import {
  type Client,
  WithStartWorkflowOperation,
  type Workflow,
  type WorkflowOptions,
  WorkflowUpdateFailedError,
  type WorkflowUpdateHandle,
} from '@temporalio/client';
import { eventFingerprint, type HostedView, SEND } from 'statechart-host/contract';
import type { TaskKind } from '../../schemas/workers/task-queues';
import { TASK_QUEUE } from '../../workflows/contract';
import { unavailable } from '../http/problem';
import { lookAtQueue, type QueueStanding } from './pollers';
import { missingInNamespace } from './requirements';
import { meaningOf, type UpdateRefusal, wasTakenByNobody } from './temporal-failures';

/** The part of the Temporal client that the server uses. */
export type TemporalClient = Pick<Client, 'workflow' | 'withDeadline'>;

export interface TemporalSettings {
  /** Where workflows are started; the contract's own queue when left out. */
  taskQueue?: string | undefined;
  /** In place of `CALL_LIMITS.acceptance`. */
  acceptanceLimit?: number | undefined;
}

/** Time limits of calls to Temporal, in milliseconds. */
export const CALL_LIMITS = {
  /** A query needs a worker; a signal and a start only the server. */
  call: 5_000,
  /** For an answer that is good to have and that nobody waits for. */
  glance: 500,
  /**
   * A worker's acceptance of an update once the caller's own patience is over. A task that tries its steps locally first
   * is only reported when they are done.
   */
  acceptance: 5_000,
  /** Each step of a follow-up of seats is tried for a while before it counts as failed. */
  followUp: 30_000,
} as const;

/** An update that was taken by nobody is sent so many times at most. The same update id: it happens once. */
const MOST_SENDINGS = 4;

/** The outcome of an update. */
export type Outcome<View> =
  | { kind: 'settled'; view: View }
  /** A worker has accepted it, but the workflow has not settled within the caller's patience. */
  | { kind: 'under_way' }
  | { kind: UpdateRefusal };

export interface Update {
  name: string;
  args: unknown[];
  /** Makes it happen once, however often it is sent. */
  updateId: string;
}

/** An event for a hosted machine. */
export interface EventToSend {
  event: object;
  updateId: string;
  /** The sequence that the sender has seen, to which the machine itself holds the event; null where they do not say. */
  seen: number | null;
}

type Policies = 'workflowIdReusePolicy' | 'workflowIdConflictPolicy' | 'workflowTaskTimeout';

/** The options that a workflow is started with; the task queue is the server's own. */
export interface Start extends Pick<WorkflowOptions, Policies> {
  workflowId: string;
  args: unknown[];
}

/** The client has another signature for an update without arguments, which is called no differently. */
type Arguments = [unknown, ...unknown[]];

/** One update, in the two ways it can be waited for. */
interface Attempt<View> {
  complete(): Promise<View>;
  accept(): Promise<WorkflowUpdateHandle<View>>;
}

export interface NamedQueue extends QueueStanding {
  queue: string;
  kind: TaskKind;
}

const NOBODY: QueueStanding = { pollers: [], backlog: null };

/** The server's one door to Temporal: every call has a limit, and every failure one meaning. */
export class Temporal {
  readonly #client: TemporalClient;
  readonly #taskQueue: string;
  readonly #acceptanceLimit: number;

  constructor(client: TemporalClient, settings: TemporalSettings = {}) {
    this.#client = client;
    this.#taskQueue = settings.taskQueue ?? TASK_QUEUE;
    this.#acceptanceLimit = settings.acceptanceLimit ?? CALL_LIMITS.acceptance;
  }

  /** Starts a workflow; nothing happens where its id must not be used again. @throws Problem 503 */
  async start(type: string, start: Start): Promise<void> {
    const options = { ...start, taskQueue: this.#taskQueue };
    await this.#inTime(CALL_LIMITS.call, () => this.#client.workflow.start(type, options));
  }

  /** Signals a workflow, and starts it where it does not run; otherwise as {@link start}. */
  async signalWithStart(type: string, start: Start & { signal: string; signalArgs: unknown[] }): Promise<void> {
    const options = { ...start, taskQueue: this.#taskQueue };
    await this.#inTime(CALL_LIMITS.call, () => this.#client.workflow.signalWithStart(type, options));
  }

  /** @throws Problem 503 */
  async signal(
    workflowId: string,
    signal: { name: string; args: unknown[] },
    limit: number = CALL_LIMITS.call,
  ): Promise<'signalled' | 'not_running'> {
    const handle = this.#client.workflow.getHandle(workflowId);
    const answer = await this.#inTime(limit, () => handle.signal(signal.name, ...signal.args));
    return answer === 'not_running' ? answer : 'signalled';
  }

  /** The answer of a workflow, also after its end; null when there is none. @throws Problem 503 */
  async query<Result>(
    workflowId: string,
    query: { name: string; args?: unknown[] },
    limit: number = CALL_LIMITS.call,
  ): Promise<Result | null> {
    const handle = this.#client.workflow.getHandle(workflowId);
    const answer = await this.#inTime(limit, () => handle.query<Result, unknown[]>(query.name, ...(query.args ?? [])));
    return answer === 'not_running' ? null : answer;
  }

  /**
   * Sends an event and waits until its machine has settled.
   *
   * @param patience in milliseconds
   * @throws Problem 503 when no worker has accepted it; the same event may be sent again
   */
  async send<View extends Pick<HostedView<unknown>, 'answersTo'>>(
    workflowId: string,
    { event, updateId, seen }: EventToSend,
    patience: number,
  ): Promise<Outcome<View>> {
    const args = seen === null ? [event] : [event, seen];
    const outcome = await this.#update<View>(workflowId, { name: SEND, args, updateId }, patience);
    // Temporal answers a repeated id by itself and does not look at what it comes with.
    const isOther = outcome.kind === 'settled' && outcome.view.answersTo !== eventFingerprint(event);
    return isOther ? { kind: 'other_event' } : outcome;
  }

  async #update<View>(workflowId: string, update: Update, patience: number): Promise<Outcome<View>> {
    const { name, args, updateId } = update;
    const options = { args: args as Arguments, updateId };
    const handle = this.#client.workflow.getHandle(workflowId);
    const outcome = await this.#settle<View>(patience, {
      complete: () => handle.executeUpdate<View, Arguments>(name, options),
      accept: () => handle.startUpdate<View, Arguments>(name, { ...options, waitForStage: 'ACCEPTED' }),
    });
    if (outcome.kind !== 'not_running') return outcome;
    // Perhaps this very update ended it, and only the answer was lost.
    const earlier = await this.#inTime(CALL_LIMITS.call, () => handle.getUpdateHandle<View>(updateId).result());
    return earlier === 'not_running' ? outcome : { kind: 'settled', view: earlier };
  }

  /**
   * Waits for the answer to an update. One that is not known was never taken, or in a run before this one.
   *
   * @param patience in milliseconds
   * @returns false when it has none in time
   * @throws Problem 503
   */
  async untilAnswered(workflowId: string, updateId: string, patience: number): Promise<boolean> {
    return (await this.#answerTo(workflowId, updateId, patience)) !== 'too_late';
  }

  /** Whether an update has been answered, as far as that is told at once. @throws Problem 503 */
  async hasAnswered(workflowId: string, updateId: string): Promise<boolean> {
    return (await this.#answerTo(workflowId, updateId, CALL_LIMITS.glance)) === 'settled';
  }

  async #answerTo(workflowId: string, updateId: string, patience: number) {
    const handle = this.#client.workflow.getHandle(workflowId);
    const { kind } = await this.#attempt<null>(patience, async () => {
      // A refusal is an answer too.
      await handle
        .getUpdateHandle(updateId)
        .result()
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowUpdateFailedError)) throw error;
        });
      return { kind: 'settled', view: null };
    });
    return kind;
  }

  /**
   * Starts a workflow, or joins it where it runs already, with an update. Throws as {@link send}: the workflow may have
   * been started all the same.
   */
  updateWithStart<View>(
    type: string,
    start: Start & { workflowIdConflictPolicy: 'USE_EXISTING' },
    { name, ...update }: Update,
    patience: number,
  ): Promise<Outcome<View>> {
    const { workflow } = this.#client;
    // A new operation for each call: the client refuses to send the same one again.
    const options = () => ({
      ...update,
      startWorkflowOperation: new WithStartWorkflowOperation<Workflow>(type, { ...start, taskQueue: this.#taskQueue }),
    });
    return this.#settle<View>(patience, {
      complete: () => workflow.executeUpdateWithStart<Workflow, View, unknown[]>(name, options()),
      accept: () =>
        workflow.startUpdateWithStart<Workflow, View, unknown[]>(name, { ...options(), waitForStage: 'ACCEPTED' }),
    });
  }

  /** Who asks for tasks of the queue that orders run on, and what waits there. @throws Problem 503 */
  async taskQueue(kind: TaskKind, limit: number = CALL_LIMITS.call): Promise<NamedQueue> {
    const queue = this.#taskQueue;
    const found = await this.#inTime(limit, () => lookAtQueue(this.#client, queue, kind));
    return { queue, kind, ...(found === 'not_running' ? NOBODY : found) };
  }

  /** What its namespace lacks for orders, each in words, as far as it tells. @throws where it cannot be reached */
  async lacks(): Promise<string[]> {
    const ask = () => missingInNamespace(this.#client);
    const missing = await this.#client.withDeadline(Date.now() + CALL_LIMITS.call, ask);
    return Array.isArray(missing) ? missing : [];
  }

  async #settle<View>(patience: number, attempt: Attempt<View>): Promise<Outcome<View>> {
    if (patience > 0) {
      // One call that waits for the end: an order that settles in time costs no second one.
      const settled = await this.#attempt<View>(patience, async () => ({
        kind: 'settled',
        view: await attempt.complete(),
      }));
      if (settled.kind !== 'too_late') return settled;
    }
    // An update that no worker has accepted leaves no trace, so this asks whether ours was.
    const accepted = await this.#attempt<View>(this.#acceptanceLimit, async () => {
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
  #resultAtHand<View>(update: WorkflowUpdateHandle<View>): Promise<View | null> {
    const soon = new Promise<null>((resolve) => setImmediate(resolve, null));
    const result = this.#client.withDeadline(Date.now() + CALL_LIMITS.glance, () => update.result());
    return Promise.race([result, soon]);
  }

  async #attempt<View>(
    limit: number,
    call: () => Promise<Outcome<View>>,
  ): Promise<Outcome<View> | { kind: 'too_late' }> {
    const deadline = Date.now() + limit;
    for (let sent = 1; ; sent += 1) {
      try {
        return await this.#client.withDeadline(deadline, call);
      } catch (error) {
        if (sent === MOST_SENDINGS || !wasTakenByNobody(error)) return { kind: meaningOf(error) };
      }
    }
  }

  async #inTime<Result>(limit: number, call: () => Promise<Result>): Promise<Result | 'not_running'> {
    try {
      return await this.#client.withDeadline(Date.now() + limit, call);
    } catch (error) {
      if (meaningOf(error) === 'not_running') return 'not_running';
      throw unavailable('temporal', error);
    }
  }
}
