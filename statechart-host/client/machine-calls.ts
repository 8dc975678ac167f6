import type { Client, WorkflowHandle } from '@temporalio/client';
import type { HostedView } from '../contract/view';
import { VIEW } from '../contract/wire';
import { busy, meaningOfFailure, type Trouble } from './call-failures';
import {
  ANOTHER_WORKFLOW,
  CALL_FAILED,
  DEADLINE_PASSED,
  MACHINE_FAILING,
  NOT_FOUND,
  StatechartError,
} from './statechart-error';
import { latestTaskFailure, type TaskFailure } from './task-failure';

/** The part of the Temporal client that is used. */
export type TemporalAccess = Pick<Client, 'workflow' | 'withDeadline'>;

/** How long a look at a workflow may take, in milliseconds; beyond a deadline too, to say why it has passed. */
const GLANCE = 1_000;
/** After so many milliseconds without an answer a call is made again, then after twice as many. */
const FIRST_PATIENCE = 1_000;
const PAUSE = 50;
/** A server has no room for an event while the run that would take it ends; that is over at once. */
const MOST_TIMES_WITHOUT_ROOM = 5;

/** A workflow as the server knows it; no worker is asked. */
export interface WorkflowStanding {
  isRunning: boolean;
  /** Changes with everything that the machine does. */
  mark: string;
  taskQueue: string;
  failure?: TaskFailure;
}

/** One call, which is made again until it has an answer. */
export interface MachineCall<Result> {
  /** Milliseconds since 1970. */
  by: number;
  make(handle: WorkflowHandle): Promise<Result>;
  /** The answer where the workflow has ended. @throws StatechartError */
  afterEnd(): Promise<Result>;
  /** Begins the words for a deadline that has passed. */
  late: string;
  facts?: Record<string, unknown>;
  /** The call waits for the machine to be mended, as long as its deadline allows. */
  bearsFailure?: boolean;
  /** It looks at a workflow that has ended already: no end answers it. */
  looksBack?: boolean;
  /** What is sent has no id: where it may have arrived, it is not sent again. */
  hasNoId?: boolean;
}

/**
 * Calls to one hosted machine, through all runs of its chain. Each ends by its deadline; while one waits, the workflow is
 * looked at from time to time, so that a machine that fails or has ended is told of and not waited for.
 */
export class MachineCalls {
  readonly #client: TemporalAccess;
  readonly #id: string;
  readonly #workflowType: string;

  constructor(client: TemporalAccess, id: string, workflowType: string) {
    this.#client = client;
    this.#id = id;
    this.#workflowType = workflowType;
  }

  /** @throws StatechartError */
  async make<Result>(call: MachineCall<Result>): Promise<Result> {
    const begun = Date.now();
    for (let timesWithoutRoom = 0; ; ) {
      const patience = call.hasNoId ? Number.POSITIVE_INFINITY : Math.max(FIRST_PATIENCE, Date.now() - begun);
      const made = await this.#once(Math.min(call.by, Date.now() + patience), call.make);
      if ('answer' in made) return made.answer;
      const { trouble, error } = made;
      // The machine itself has refused it, and not the way to it.
      if (trouble instanceof StatechartError && trouble.code !== CALL_FAILED) throw trouble;
      const mayHaveArrived = trouble === 'late' || trouble === 'away';
      const isLate = Date.now() >= call.by || (call.hasNoId === true && mayHaveArrived);
      const standing = await this.standing();
      if (standing?.isRunning === false && (isLate || !call.looksBack)) return call.afterEnd();
      if (standing?.failure !== undefined && (isLate || !call.bearsFailure)) {
        throw this.failing(standing.failure, call.facts);
      }
      if (trouble instanceof StatechartError && !this.#mayBeFailing(call, begun, isLate)) throw trouble;
      if (trouble === 'no room') timesWithoutRoom += 1;
      if (timesWithoutRoom === MOST_TIMES_WITHOUT_ROOM) throw busy(error, call.facts);
      if (isLate) throw await this.late(call, standing, error);
      if (trouble !== 'late') await pause(PAUSE);
    }
  }

  /** A worker refuses a call with the failure of the task that it belongs to before the server knows that the task fails. */
  #mayBeFailing({ bearsFailure, hasNoId }: MachineCall<unknown>, begun: number, isLate: boolean): boolean {
    return !isLate && !hasNoId && (bearsFailure === true || Date.now() - begun < GLANCE);
  }

  /** @returns undefined where the server does not answer. @throws StatechartError `NotFound`, `AnotherWorkflow` */
  async standing(): Promise<WorkflowStanding | undefined> {
    return this.#glance(async (handle) => {
      const { runId, historyLength, closeTime, taskQueue, type, raw } = await handle.describe();
      if (type !== this.#workflowType) throw this.#anotherWorkflow(type);
      const isRunning = closeTime === undefined;
      const standing = { isRunning, mark: `${runId} ${historyLength}`, taskQueue };
      if (!isRunning || (raw.pendingWorkflowTask?.attempt ?? 1) < 2) return standing;
      const failure = await latestTaskFailure(this.#client, { workflowId: this.#id, runId });
      return failure === undefined ? standing : { ...standing, failure };
    });
  }

  /** The result of a workflow that has ended. @throws StatechartError where it has not completed */
  async end<Result>(by: number): Promise<Result> {
    const result = await this.#glance((handle) => handle.result(), by);
    if (result === undefined) throw await this.late({ late: 'Its end was not told' });
    return result as Result;
  }

  /** The answer that an update was given before the workflow ended; null where it was given none. */
  async earlierAnswer<Result>(updateId: string, by: number): Promise<Result | null> {
    const poll = (handle: WorkflowHandle) => handle.getUpdateHandle<Result>(updateId).result();
    const answer = await this.#glance(poll, by).catch((error: StatechartError) => {
      if (error.code !== NOT_FOUND) throw error;
      return null;
    });
    if (answer === undefined) throw await this.late({ late: 'The answer was not told', facts: { id: updateId } });
    return answer;
  }

  failing({ message, since }: TaskFailure, facts: Record<string, unknown> = {}): StatechartError {
    const words = `The workflow task of "${this.#id}" fails and is tried again; a mended deploy heals it. ${message}`;
    return new StatechartError(MACHINE_FAILING, words, { ...facts, failure: message, since, retried: true });
  }

  /** Says where the machine stands, or who does not answer. */
  async late(
    { late, facts }: Pick<MachineCall<unknown>, 'late' | 'facts'>,
    standing?: WorkflowStanding,
    cause?: unknown,
  ): Promise<StatechartError> {
    const look = (handle: WorkflowHandle) => handle.query<HostedView<unknown>>(VIEW);
    const view = standing === undefined ? undefined : await this.#glance(look).catch(() => undefined);
    const [where, known] = whereOf(view ?? standing);
    return new StatechartError(DEADLINE_PASSED, `${late} in time. ${where}`, { ...facts, ...known }, { cause });
  }

  /** @returns undefined where nobody has answered in time. @throws StatechartError, `NotFound` among others */
  async #glance<Result>(look: (handle: WorkflowHandle) => Promise<Result>, by = 0): Promise<Result | undefined> {
    const made = await this.#once(Math.max(by, Date.now() + GLANCE), look);
    if ('answer' in made) return made.answer;
    if (made.trouble instanceof StatechartError) throw made.trouble;
    if (made.trouble === 'gone') throw this.#notFound(made.error);
    return undefined;
  }

  async #once<Result>(by: number, make: (handle: WorkflowHandle) => Promise<Result>): Promise<Once<Result>> {
    try {
      return { answer: await this.#client.withDeadline(by, () => make(this.#client.workflow.getHandle(this.#id))) };
    } catch (error) {
      return { trouble: meaningOfFailure(error, by), error };
    }
  }

  #anotherWorkflow(type: string): StatechartError {
    const words = `The id "${this.#id}" is that of a workflow "${type}", and not of "${this.#workflowType}": take another id, or its own client.`;
    return new StatechartError(ANOTHER_WORKFLOW, words, { id: this.#id, workflowType: type });
  }

  #notFound(cause: unknown): StatechartError {
    const words = `There is no machine "${this.#id}": start it first, or look for a typing error in its id.`;
    return new StatechartError(NOT_FOUND, words, { id: this.#id }, { cause });
  }
}

type Once<Result> = { answer: Result } | { trouble: Trouble | StatechartError; error: unknown };

/** Where a machine stands, as far as anybody tells: in words, and as facts. */
function whereOf(
  known: HostedView<unknown> | WorkflowStanding | undefined,
): [words: string, facts: Record<string, unknown>] {
  if (known === undefined) return ['Temporal does not answer.', {}];
  if ('taskQueue' in known) {
    const { taskQueue } = known;
    return [`No worker answers: is one of the task queue "${taskQueue}" running?`, { taskQueue }];
  }
  const { state, sequence, settled } = known;
  return [
    `The machine is in ${state || 'its only state'}${settled ? '' : ' and at work'}.`,
    { state, sequence, settled },
  ];
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
