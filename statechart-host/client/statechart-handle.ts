import type { WorkflowHandle, WorkflowUpdateHandle } from '@temporalio/client';
import type { AnyStateMachine, ContextFrom, EventFromLogic, TagsFrom } from 'xstate';
import { eventFingerprint } from '../contract/fingerprint';
import type { HostedView } from '../contract/view';
import { EVENT_NOT_ALLOWED, FORESEE, NUDGE, SEND, TOO_LARGE, UPDATE_ID_TAKEN, VIEW } from '../contract/wire';
import { meaningOfFailure } from './call-failures';
import { type CallOptions, instantOf, refuseUnsendable } from './call-options';
import { type MachineCall, MachineCalls, pause, type TemporalAccess, type WorkflowStanding } from './machine-calls';
import type { ForesightOf, ViewOf } from './machine-types';
import { NEVER_COMES, StatechartError } from './statechart-error';

/** Milliseconds between two looks at a machine that is waited for; they grow from the first to the last. */
const FIRST_LOOK = 20;
const LAST_LOOK = 500;

export interface SendOptions extends CallOptions {
  /** Makes the event happen once in 72 hours, however often it is sent; without it the call makes one of its own. */
  id?: string | undefined;
  /** `sequence` of the view that the sender has seen: a machine that has moved on since then does not take the event. */
  seen?: number | undefined;
}

/** What is waited for: a tag, any rest, or the end. */
export type WaitedFor<Machine extends AnyStateMachine> =
  | { tag: TagsFrom<Machine> }
  | { settled: true }
  | { done: true };

type Arguments = [unknown, ...unknown[]];

type ViewCall = Pick<MachineCall<unknown>, 'by' | 'facts' | 'bearsFailure' | 'looksBack'>;

/**
 * One hosted machine, through all runs of its workflow's chain. Every failure is a `StatechartError`, and every call ends by
 * its deadline.
 */
export class StatechartHandle<Machine extends AnyStateMachine, Details = ContextFrom<Machine>> {
  readonly id: string;
  readonly #client: TemporalAccess;
  readonly #calls: MachineCalls;

  constructor(client: TemporalAccess, id: string, workflowType: string) {
    this.id = id;
    this.#client = client;
    this.#calls = new MachineCalls(client, id, workflowType);
  }

  /**
   * Sends an event, which happens once. Answers with the view once the machine is at rest, or with the id of the event
   * once it is accepted: sent again under this id, the event answers with the view.
   */
  send(event: EventFromLogic<Machine>, options: SendOptions & { until: 'accepted' }): Promise<{ id: string }>;
  send(event: EventFromLogic<Machine>, options?: SendOptions): Promise<ViewOf<Machine, Details>>;
  async send(
    event: EventFromLogic<Machine>,
    { id: given, seen, until, deadline }: SendOptions & { until?: 'accepted' } = {},
  ): Promise<{ id: string } | ViewOf<Machine, Details>> {
    // To the server an empty id is none.
    const id = given || crypto.randomUUID();
    refuseUnsendable(event);
    const args: Arguments = seen === undefined ? [event] : [event, seen];
    const update = { args, updateId: id };
    const call = { by: instantOf(deadline), late: `${event.type} was not answered`, facts: { id } };
    const answered = (view: ViewOf<Machine, Details>) => {
      if (view.answersTo !== eventFingerprint(event)) throw idTaken(id);
      return view;
    };
    const afterEnd = async () => {
      const earlier = await this.#calls.earlierAnswer<ViewOf<Machine, Details>>(id, call.by);
      if (earlier === null) throw await this.#isOver(event, call.by);
      return answered(earlier);
    };
    if (until === undefined) {
      const make = async (handle: WorkflowHandle) =>
        answered(await handle.executeUpdate<ViewOf<Machine, Details>, Arguments>(SEND, update));
      return this.#calls.make({ ...call, make, afterEnd });
    }
    const make = async (handle: WorkflowHandle) => {
      const accepted = await handle.startUpdate<ViewOf<Machine, Details>, Arguments>(SEND, {
        ...update,
        waitForStage: 'ACCEPTED',
      });
      const view = await this.#answerAtHand(accepted);
      if (view !== undefined) answered(view);
      return { id };
    };
    const acceptedBeforeEnd = () =>
      afterEnd()
        .catch(unlessUnanswerable)
        .then(() => ({ id }));
    return this.#calls.make({ ...call, make, afterEnd: acceptedBeforeEnd });
  }

  /**
   * Tells the machine that something outside has changed. Nobody is told whether it has taken that, and a nudge whose
   * delivery is in doubt (`DeadlinePassed`) is not sent again by itself.
   */
  async nudge(event: EventFromLogic<Machine>, { deadline }: CallOptions = {}): Promise<void> {
    refuseUnsendable(event);
    const by = instantOf(deadline);
    await this.#calls.make({
      by,
      make: (handle) => handle.signal(NUDGE, event),
      afterEnd: () => this.#isOver(event, by).then(reject),
      late: `${event.type} was not delivered`,
      hasNoId: true,
    });
  }

  /**
   * Where the machine stands. A machine whose workflow was ended from outside has the status `stopped`.
   *
   * @throws StatechartError `MachineFailing` where a task of its workflow fails and is tried again: it has no view then
   */
  async view({ deadline }: CallOptions = {}): Promise<ViewOf<Machine, Details>> {
    const by = instantOf(deadline);
    const standing = await this.#calls.standing();
    if (standing?.failure !== undefined) throw this.#calls.failing(standing.failure);
    return this.#viewIn(standing, { by });
  }

  /** What an event would do if it was sent now: nothing of it is done, and the machine does not move. */
  async foresee(
    event: EventFromLogic<Machine>,
    { deadline }: CallOptions = {},
  ): Promise<ForesightOf<Machine, Details>> {
    refuseUnsendable(event);
    const by = instantOf(deadline);
    return this.#calls.make({
      by,
      make: (handle) => handle.query<ForesightOf<Machine, Details>, Arguments>(FORESEE, event),
      afterEnd: () => this.#isOver(event, by).then(reject),
      late: `The preview of ${event.type} was not answered`,
    });
  }

  /**
   * Waits until the machine bears a tag, is at rest, or is done. It only looks: waiting costs no event of the history. A
   * machine that fails meanwhile is waited for, since a mended deploy heals it.
   *
   * @throws StatechartError `NeverComes` where the machine has ended without it; a machine whose workflow was ended from
   *   outside came to no rest by itself
   */
  async waitFor({ deadline, ...waitedFor }: WaitedFor<Machine> & CallOptions): Promise<ViewOf<Machine, Details>> {
    const by = instantOf(deadline);
    const facts = { ...waitedFor };
    let seen = '';
    for (let wait = FIRST_LOOK; ; wait = Math.min(2 * wait, LAST_LOOK)) {
      const left = by - Date.now();
      const standing = await this.#calls.standing();
      if (standing?.failure !== undefined && left <= 0) throw this.#calls.failing(standing.failure, facts);
      // What has not moved would tell nothing new and cost its worker something.
      if (standing !== undefined && standing.failure === undefined && standing.mark !== seen) {
        const call = { by: Math.max(by, Date.now() + LAST_LOOK), facts, bearsFailure: true };
        const view = await this.#viewIn(standing, call);
        if (isThere(view, waitedFor)) return view;
        if (view.status !== 'active') throw neverComes(view, waitedFor);
        seen = standing.mark;
      }
      if (left <= 0) throw await this.#calls.late({ late: `${nameOf(waitedFor)} did not come`, facts }, standing);
      await pause(Math.min(wait, left));
    }
  }

  /** The last view of the machine, once it has ended. @throws StatechartError where its workflow did not complete */
  result({ deadline }: CallOptions = {}): Promise<ViewOf<Machine, Details>> {
    const by = instantOf(deadline);
    return this.#calls.make<ViewOf<Machine, Details>>({
      by,
      make: (handle) => handle.result(),
      afterEnd: () => this.#calls.end(by),
      late: 'The end did not come',
      bearsFailure: true,
    });
  }

  /** To the SDK a refusal is accepted too: it lies in the result that has come along. No other result is waited for. */
  #answerAtHand<Answer>(update: WorkflowUpdateHandle<Answer>): Promise<Answer | undefined> {
    const isOver = Date.now() - 1;
    return this.#client
      .withDeadline<Answer | undefined>(isOver, () => update.result())
      .catch((error: unknown) => {
        const meaning = meaningOfFailure(error, isOver);
        return meaning === 'late' ? undefined : unlessUnanswerable(meaning, error);
      });
  }

  async #viewIn(standing: WorkflowStanding | undefined, call: ViewCall): Promise<ViewOf<Machine, Details>> {
    if (standing?.isRunning === false) return this.#lastView(call);
    return this.#viewFromWorker(call, () => this.#lastView(call));
  }

  #viewFromWorker(
    call: ViewCall,
    afterEnd: () => Promise<ViewOf<Machine, Details>>,
  ): Promise<ViewOf<Machine, Details>> {
    const make = (handle: WorkflowHandle) => handle.query<ViewOf<Machine, Details>>(VIEW);
    return this.#calls.make({ ...call, make, afterEnd, late: 'The view did not come' });
  }

  /** A workflow that was ended from outside still answers as it stood then, as if it went on. */
  async #lastView(call: ViewCall): Promise<ViewOf<Machine, Details>> {
    try {
      return await this.#calls.end(call.by);
    } catch (ended) {
      const asEnded = () => Promise.reject(ended);
      const { nextTimerAt: _, ...view } = await this.#viewFromWorker({ ...call, looksBack: true }, asEnded).catch(
        asEnded,
      );
      return { ...view, status: view.error === undefined ? 'stopped' : 'error', settled: true, allowedEvents: [] };
    }
  }

  /** As the machine itself would refuse the event. @throws StatechartError where its workflow did not complete */
  async #isOver({ type }: EventFromLogic<Machine>, by: number): Promise<StatechartError> {
    const { state } = await this.#calls.end<ViewOf<Machine, Details>>(by);
    const words = `${type} is not allowed${state === '' ? '' : ` in ${state}`}: the machine is done.`;
    return new StatechartError(EVENT_NOT_ALLOWED, words, { event: type, state, allowedEvents: [] });
  }
}

const idTaken = (id: string): StatechartError =>
  new StatechartError(
    UPDATE_ID_TAKEN,
    `The id "${id}" was used for another event. Send this one under an id of its own.`,
    { id },
  );

const reject = (error: unknown): never => {
  throw error;
};

/** The three ways to wait, without the types of the machine. */
type AnyWaitedFor = { tag: string } | { settled: true } | { done: true };

/** An event whose answer is beyond its bound has happened all the same. */
function unlessUnanswerable(meaning: unknown, error: unknown = meaning): undefined {
  const isUnanswerable =
    meaning instanceof StatechartError && meaning.code === TOO_LARGE && meaning.facts.what === 'view';
  if (!isUnanswerable) throw error;
}

function isThere({ tags, settled, status }: HostedView<unknown>, waitedFor: AnyWaitedFor): boolean {
  if ('tag' in waitedFor) return tags.includes(waitedFor.tag);
  return 'settled' in waitedFor ? settled && status !== 'stopped' : status === 'done';
}

const nameOf = (waitedFor: AnyWaitedFor): string => {
  if ('tag' in waitedFor) return `The tag "${waitedFor.tag}"`;
  return 'settled' in waitedFor ? 'Rest' : 'The end';
};

function neverComes({ state, status, error }: HostedView<unknown>, waitedFor: AnyWaitedFor): StatechartError {
  const how = { done: 'is done', stopped: 'was stopped', error: 'has failed', active: 'goes on' }[status];
  const why = error === undefined ? '' : `: ${error.message}`;
  const words = `${nameOf(waitedFor)} never comes: the machine ${how}${state === '' ? '' : ` in ${state}`}${why}.`;
  return new StatechartError(NEVER_COMES, words, { ...waitedFor, state, status });
}
