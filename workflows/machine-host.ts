import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type ActorOptions,
  type AnyActor,
  type AnyActorLogic,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type EventObject,
} from 'xstate';
import { BAD_EVENT, EVENT_NOT_ALLOWED, FORESEE, MOVED_ON, NUDGE, SEND, UNTIL_SETTLED, VIEW } from './contract';
import { durableClock } from './durable-clock';
import { type Expectation, walk } from './foresight';
import type { Foresight, HostedPlace, HostedView, Objection } from './hosted-view';
import { newJournal, statePath } from './journal';

/** A machine as the host runs it. Nothing here says what the machine is about. */
export interface Hosting<Machine extends AnyStateMachine, Details, EventType extends string> {
  /** The statechart with its steps provided, see `durable` and `localFirst`. */
  machine: Machine;
  input: ActorOptions<Machine>['input'];
  /** Event types that callers may send as updates. */
  events: readonly EventType[];
  /** Event types that arrive as signals; anything else in a signal, or one without its payload, is counted and dropped. */
  nudges: readonly EventType[];
  /** Whether an event has the payload its type asks for. Synchronous: an async validator breaks a workflow. */
  isWellFormed(event: EventObject): boolean;
  /**
   * Objection to the payload of an event whose type is allowed now, e.g. that it is about something outdated. Guards cannot
   * raise it, because they are asked without a payload. Synchronous, as `isWellFormed`.
   */
  objectionTo?(event: EventObject, snapshot: AnyMachineSnapshot): Objection | undefined;
  /** Objection to a caller that waits for this workflow with its request, e.g. that another request started it. */
  objectionToJoining?(request: unknown): Objection | undefined;
  /** Expected answers of the steps, for previews of events; without it each answer is unknown. */
  expects?: Expectation;
  /** Event that the cancellation of the workflow becomes: the machine decides what cancelling means now. */
  cancelEvent: EventObject;
  details(snapshot: AnyMachineSnapshot): Details;
  /** Called after every transition, e.g. to keep a search attribute true. */
  onTransition?(snapshot: AnyMachineSnapshot): void;
  /**
   * Writes the view to the read model. Called at every settle; it retries by itself without limit and reports the first
   * failure through `late`, so that no caller waits for a read model that is down.
   */
  project?(view: HostedView<Details, EventType>, late: () => void): Promise<void>;
  /** Plain input to go on with in a new run once the history has grown long; only asked for while settled. */
  continueAsNew?(snapshot: AnyMachineSnapshot): Promise<never>;
}

/**
 * Runs a statechart as a durable workflow until it reaches a final state.
 *
 * Callers send events through the update `send`, which answers once the machine has settled, start and wait through
 * `untilSettled`, read the query `view`, preview an event with the query `foresee`, and send hints through the signal
 * `nudge`. A machine that throws fails the workflow task, not the workflow: a fixed deploy heals it. Business failures are
 * states.
 *
 * @returns the last view
 */
export function hostMachine<Machine extends AnyStateMachine, Details, EventType extends string>(
  hosting: Hosting<Machine, Details, EventType>,
): Promise<HostedView<Details, EventType>> {
  return new MachineHost(hosting).run();
}

class MachineHost<Machine extends AnyStateMachine, Details, EventType extends string> {
  readonly #hosting: Hosting<Machine, Details, EventType>;
  readonly #actor: AnyActor;
  readonly #journal = newJournal();
  readonly #clock = durableClock();
  // A client's cancellation must reach the machine as an event and not kill what it is doing.
  readonly #shell = new CancellationScope({ cancellable: false });
  #fatal: Error | undefined;
  #known: { snapshot: AnyMachineSnapshot; place: HostedPlace<Details, EventType> } | undefined;
  #nudgesRejected = 0;
  #projectedUpTo = 0;
  #isProjecting = false;
  #projectionIsLate = false;

  constructor(hosting: Hosting<Machine, Details, EventType>) {
    this.#hosting = hosting;
    this.#actor = createActor<AnyActorLogic>(hosting.machine, {
      input: hosting.input,
      clock: this.#clock,
      inspect: (inspection) => {
        if (inspection.type === '@xstate.snapshot' && inspection.actorRef === this.#actor) {
          this.#observe(inspection.event.type, inspection.snapshot as AnyMachineSnapshot);
        }
      },
    });
    // Without an error observer XState reports a failed machine through a timer, and nobody ever hears of it.
    this.#actor.subscribe({ error: (error) => this.#fail(error) });
    // Signals can arrive in the first activation, so every handler is set before anything is awaited.
    this.#answerQueries();
    this.#takeNudges();
    this.#takeUpdates();
    this.#hearCancellation();
  }

  run(): Promise<HostedView<Details, EventType>> {
    return this.#inShell(async () => {
      this.#actor.start();
      await condition(
        () => this.#fatal !== undefined || (this.#isDone() && this.#isWritten()) || this.#mayContinueAsNew(),
      );
      if (this.#fatal === undefined) await condition(allHandlersFinished);
      if (this.#fatal !== undefined) throw this.#fatal;
      if (!this.#isDone()) await this.#hosting.continueAsNew?.(this.#snapshot());
      return this.#view();
    });
  }

  /** Handlers run in the root scope, where no activity can be started after a cancellation. */
  #inShell<Result>(run: () => Promise<Result>): Promise<Result> {
    return this.#shell.run(run);
  }

  #answerQueries(): void {
    setHandler(defineQuery<HostedView<Details, EventType>>(VIEW), () => this.#view());
    setHandler(defineQuery<Foresight<Details, EventType>, [EventObject]>(FORESEE), (event) => this.#foresee(event));
  }

  #takeNudges(): void {
    setHandler(defineSignal<[EventObject]>(NUDGE), (event) => {
      if (isNamed(event, this.#hosting.nudges) && this.#hosting.isWellFormed(event)) this.#send(event);
      else this.#nudgesRejected += 1;
    });
  }

  #takeUpdates(): void {
    setHandler(
      defineUpdate<HostedView<Details, EventType>, [unknown]>(UNTIL_SETTLED),
      () => this.#inShell(() => this.#whenShown()),
      { validator: (request) => refuseOn(this.#hosting.objectionToJoining?.(request)) },
    );
    setHandler(
      defineUpdate<HostedView<Details, EventType>, [EventObject, number | null | undefined]>(SEND),
      (event) =>
        this.#inShell(() => {
          this.#actor.send(stamped(event));
          return this.#whenShown();
        }),
      {
        validator: (event, seen) => refuseOn(this.#movedOnSince(seen) ?? this.#objectionTo(event)),
      },
    );
  }

  #hearCancellation(): void {
    CancellationScope.current().cancelRequested.catch(() => this.#send(this.#hosting.cancelEvent));
  }

  #send(event: EventObject): void {
    this.#inShell(async () => this.#actor.send(stamped(event))).catch((error: unknown) => this.#fail(error));
  }

  async #whenShown(): Promise<HostedView<Details, EventType>> {
    await condition(() => this.#fatal !== undefined || this.#isShown());
    return this.#view();
  }

  #objectionTo(event: EventObject): Objection | undefined {
    const { events, isWellFormed, objectionTo } = this.#hosting;
    if (!isNamed(event, events) || !isWellFormed(event)) {
      const message = 'Not an event that a caller may send, or it lacks its payload.';
      return { type: BAD_EVENT, message, facts: {} };
    }
    if (this.#snapshot().can(event)) return objectionTo?.(event, this.#snapshot());
    return notAllowed(event, this.#view());
  }

  /** Optimistic concurrency: a sender that names the sequence it has seen does not act on a later one. */
  #movedOnSince(seen: number | null | undefined): Objection | undefined {
    // An argument that is left out may arrive as null.
    if (seen === undefined || seen === null || seen === this.#journal.sequence()) return undefined;
    const { state, sequence } = this.#view();
    return { type: MOVED_ON, message: `It is in ${state} meanwhile.`, facts: { state, sequence } };
  }

  /** The same objections as an update has, and none is taken when it is done; where there is none, the way on paper. */
  #foresee(event: EventObject): Foresight<Details, EventType> {
    const now = this.#view();
    const objection = this.#isDone() ? notAllowed(event, now) : this.#objectionTo(event);
    if (objection) return { objection, now };
    const { machine, expects = () => null } = this.#hosting;
    const { snapshot, steps, undecided } = walk(machine, this.#snapshot(), stamped(event), expects);
    return { objection: null, now, leadsTo: this.#placeOf(snapshot), steps, undecided };
  }

  #observe(eventType: string, snapshot: AnyMachineSnapshot): void {
    // XState swallows what an observer throws.
    try {
      this.#journal.record(eventType, snapshot, now());
      this.#hosting.onTransition?.(snapshot);
      if (this.#isSettled()) this.#project();
    } catch (error) {
      this.#fail(error);
    }
  }

  #project(): void {
    const { project } = this.#hosting;
    if (project === undefined || this.#isProjecting) return;
    this.#isProjecting = true;
    this.#keepShown(project).catch((error: unknown) => this.#fail(error));
  }

  /** Every transition happens inside the shell, so this does too. */
  async #keepShown(project: NonNullable<Hosting<Machine, Details, EventType>['project']>): Promise<void> {
    while (this.#isSettled() && this.#projectedUpTo < this.#journal.sequence()) {
      // Every move since the last time, so that none is missing where the whole way is told.
      const view = { ...this.#view(), transitions: this.#journal.since(this.#projectedUpTo) };
      await project(view, () => {
        this.#projectionIsLate = true;
      });
      this.#projectedUpTo = view.sequence;
      this.#projectionIsLate = false;
    }
    this.#isProjecting = false;
  }

  #view(): HostedView<Details, EventType> {
    const nextDue = this.#clock.nextDue();
    return {
      sequence: this.#journal.sequence(),
      ...this.#placeOf(this.#snapshot()),
      nudgesRejected: this.#nudgesRejected,
      at: now(),
      ...(nextDue === undefined ? {} : { nextTimerAt: new Date(nextDue).toISOString() }),
      transitions: this.#journal.latest(),
    };
  }

  /** Computing the allowed events is expensive; they are cached for the snapshot. */
  #placeOf(snapshot: AnyMachineSnapshot): HostedPlace<Details, EventType> {
    if (this.#known?.snapshot !== snapshot) this.#known = { snapshot, place: this.#newPlaceOf(snapshot) };
    return this.#known.place;
  }

  #newPlaceOf(snapshot: AnyMachineSnapshot): HostedPlace<Details, EventType> {
    const { events, details } = this.#hosting;
    const done = snapshot.status === 'done';
    return {
      state: statePath(snapshot.value),
      tags: [...snapshot.tags],
      settled: isSettled(snapshot),
      done,
      allowedEvents: done ? [] : events.filter((type) => snapshot.can({ type })),
      details: details(snapshot),
    };
  }

  #snapshot(): AnyMachineSnapshot {
    return this.#actor.getSnapshot();
  }

  #isDone(): boolean {
    return this.#snapshot().status === 'done';
  }

  #isSettled(): boolean {
    return isSettled(this.#snapshot());
  }

  /** Lists show the latest move. A view that is not written when a run ends is never written. */
  #isWritten(): boolean {
    return this.#hosting.project === undefined || this.#projectedUpTo >= this.#journal.sequence();
  }

  /** Settled, and written to the read model: a caller that was answered finds the same there. */
  #isShown(): boolean {
    // An update can arrive with the start, before the machine has made its first move.
    const hasStarted = this.#journal.sequence() > 0;
    return hasStarted && this.#isSettled() && (this.#isWritten() || this.#projectionIsLate);
  }

  #mayContinueAsNew(): boolean {
    const { continueAsNew } = this.#hosting;
    const isAtRest = this.#isSettled() && this.#isWritten();
    return continueAsNew !== undefined && workflowInfo().continueAsNewSuggested && isAtRest;
  }

  #fail(error: unknown): void {
    this.#fatal ??= error instanceof Error ? error : new Error(`The machine failed: ${JSON.stringify(error)}`);
  }
}

const notAllowed = ({ type }: EventObject, { state, allowedEvents }: HostedPlace<unknown>): Objection => ({
  type: EVENT_NOT_ALLOWED,
  message: `${type} is not allowed in ${state}. Allowed now: ${allowedEvents.join(', ') || 'nothing'}.`,
  facts: { event: type, state, allowedEvents },
});

const isSettled = (snapshot: AnyMachineSnapshot): boolean => snapshot.status === 'done' || snapshot.hasTag('settled');

function refuseOn(objection: Objection | undefined): void {
  if (objection) throw ApplicationFailure.nonRetryable(objection.message, objection.type, objection.facts);
}

const now = (): string => new Date().toISOString();

/** When an event was received is a fact of the order; the machine itself has no clock. */
const stamped = <Event extends EventObject>(event: Event): Event & { at: string } => ({ ...event, at: now() });

/** Lifecycle events (`xstate.*`) belong to the machine alone: a caller who could send them could forge a payment. */
function isNamed(event: unknown, names: readonly string[]): event is EventObject {
  return (
    typeof event === 'object' &&
    event !== null &&
    'type' in event &&
    typeof event.type === 'string' &&
    names.includes(event.type)
  );
}
