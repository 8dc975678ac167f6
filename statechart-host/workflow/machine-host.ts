import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  type CancelledFailure,
  condition,
  continueAsNew,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  log,
  proxySinks,
  setHandler,
  TemporalFailure,
  type Workflow,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type ContextFrom,
  createActor,
  type EventObject,
  type InspectionEvent,
  type OutputFrom,
} from 'xstate';
import { type Arrival, arrivalOf, received } from '../contract/arrival';
import { objectionToSize } from '../contract/bounds';
import type { Carried } from '../contract/carried';
import { eventFingerprint } from '../contract/fingerprint';
import { tooLargeForQuery } from '../contract/query-refusal';
import type { StepCall } from '../contract/step';
import type { Foresight, HostedView, MachineError, Objection } from '../contract/view';
import { FORESEE, MOVED_ON, NUDGE, SEND, TOO_LARGE, UNTIL_SETTLED, VIEW, WORKFLOW_CANCELLED } from '../contract/wire';
import { acceptedCarried, isBrought } from './accepted-carried';
import { Admissions, isLetIn } from './admissions';
import { isAtRest } from './at-rest';
import { Continuation } from './continuation';
import { durableClock, refuseNoDelay } from './durable-clock';
import { Entrance } from './entrance';
import { walk } from './foresight';
import type { EventTypeOf, Hosting } from './hosting';
import { eventName, newJournal, statePath } from './journal';
import { refuseCallers, refusedStart, refuseOn } from './objections';
import { inspected, logged, type StatechartSinks } from './outlets';
import { Past } from './past';
import { type Place, Places } from './place';
import { findNotPlain } from './plain-json';
import { Projection } from './projection';
import { carriedSessions, persistedOf, reconnect, restoredTimers } from './restored-state';
import { Rounds } from './rounds';
import { ShownAttributes } from './search-attributes';
import { refuseInlineActors, refuseSecondHost, refuseUnsound } from './start-checks';
import { setHost } from './step-host';
import { withMachinesInside } from './structure';
import { TakenUpdates } from './taken-updates';
import { aside, atTheStart, dropCommands } from './temporal-seams';
import { ThisTask } from './this-task';
import { wordsOf } from './words';
import { freeze, giveOwnContext, listActors, machineOf, nameSessions, startRestored } from './xstate-seams';

type View = HostedView<unknown, string>;
type Where = Pick<MachineError, 'state' | 'event'>;

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
export async function hostMachine<Machine extends AnyStateMachine, Details = ContextFrom<Machine>>(
  hosting: Hosting<Machine, Details>,
): Promise<HostedView<Details, EventTypeOf<Machine>, OutputFrom<Machine>>> {
  refuseSecondHost();
  const host = newHost(hosting as unknown as Hosting<AnyStateMachine, unknown>);
  return (await host.run()) as HostedView<Details, EventTypeOf<Machine>, OutputFrom<Machine>>;
}

const prepared = new WeakSet<AnyStateMachine>();

/** Once for all runs of a machine that share its module. */
function prepare(machine: AnyStateMachine): void {
  if (prepared.has(machine)) return;
  refuseUnsound(machine);
  for (const one of withMachinesInside(machine)) giveOwnContext(one);
  prepared.add(machine);
}

function newHost(hosting: Hosting<AnyStateMachine, unknown>): MachineHost {
  try {
    prepare(hosting.machine);
    return new MachineHost(hosting);
  } catch (error) {
    refuseCallers(error);
    throw error;
  }
}

class MachineHost {
  readonly #hosting: Hosting<AnyStateMachine, unknown>;
  readonly #actor: AnyActor;
  readonly #journal = newJournal();
  readonly #past: Past;
  /** Where the machine stood when it asked a step or the read model. */
  readonly #asked = new WeakMap<StepCall, Where>();
  readonly #places: Places;
  readonly #entrance: Entrance;
  readonly #admissions: Admissions;
  readonly #rounds = new Rounds();
  readonly #task = new ThisTask();
  readonly #clock = durableClock(() => this.#rounds.begin());
  readonly #taken: TakenUpdates;
  readonly #shownAttributes: ShownAttributes;
  readonly #projection: Projection;
  readonly #continuation: Continuation;
  readonly #startedAt: string;
  readonly #scope = CancellationScope.current();
  // A client's cancellation must reach the machine as an event and not kill what it is doing.
  readonly #shell = new CancellationScope({ cancellable: false });
  /** Contexts that were looked at. */
  readonly #plain = new WeakSet<object>();
  #root: AnyActorRef | undefined;
  #actorsNamed: number;
  /** Of the actors that are restored; the root is the first of every run. */
  readonly #sessions: string[];
  #latestEvent = 'xstate.init';
  #latestUpdate: string | undefined;
  #fatal: Error | undefined;
  #error: MachineError | undefined;
  #cancelled: CancelledFailure | undefined;
  #hasHeardCancellation = false;
  #cancellationIgnoredAt: string | undefined;
  #nudgesRejected: number;
  #inspectedSoFar = 0;

  constructor(hosting: Hosting<AnyStateMachine, unknown>) {
    const { machine, input, compatibleWith } = hosting;
    this.#hosting = hosting;
    refuseLargeInput(input);
    this.#past = new Past(machine, compatibleWith);
    this.#places = new Places(hosting);
    this.#entrance = new Entrance(hosting, { snapshot: () => this.#snapshot(), place: () => this.#place() });
    this.#admissions = new Admissions(hosting, {
      snapshot: () => this.#snapshot(),
      sequence: () => this.#journal.sequence(),
      isOver: () => this.#isOver(),
    });
    const carried = acceptedCarried(hosting, this.#past);
    this.#taken = new TakenUpdates(carried?.updates);
    this.#shownAttributes = new ShownAttributes(carried?.shown);
    this.#startedAt = carried?.startedAt ?? workflowInfo().startTime.toISOString();
    this.#actorsNamed = carried?.actorsNamed ?? 0;
    this.#sessions = carried === undefined ? [] : ['x:0', ...carriedSessions(carried.machine)];
    this.#latestUpdate = carried?.latestUpdate;
    this.#nudgesRejected = carried?.nudgesRejected ?? 0;
    this.#cancellationIgnoredAt = carried?.cancellationIgnoredAt;
    this.#actor = atTheStart(() =>
      createActor<AnyActorLogic>(machine, {
        id: machine.id,
        input,
        clock: this.#clock,
        logger: logged,
        inspect: (inspection) => this.#inspect(inspection),
        ...(carried === undefined ? {} : { snapshot: persistedOf(carried.machine) as never }),
      }),
    );
    // Nobody has written yet that it goes on from a state that was saved: it does as soon as it is started.
    this.#projection = this.#newProjection((carried?.sequence ?? 0) - (isBrought(carried) ? 1 : 0));
    this.#continuation = this.#newContinuation();
    if (carried === undefined) refuseInlineActors(machine, this.#snapshot());
    setHost(this.#actor.system, {
      callFrom: () => this.#call(),
      begin: () => this.#rounds.begin(),
      isOfAnotherPast: (answer, call) => this.#isOfAnotherPast(answer, call),
    });
    this.#observeActor();
    // Signals and updates can arrive in the first activation, so the machine is started and every handler is set before
    // anything is awaited; and in this order, because a handler is given at once what has arrived before it.
    this.#start(carried);
    this.#answerQueries();
    this.#takeNudges();
    this.#takeUpdates();
    this.#hearCancellation();
  }

  #newProjection(upTo: number): Projection {
    const machine = {
      isAtRest: () => this.#isAtRest(),
      sequence: () => this.#journal.sequence(),
      // Every move since the last time, so that none is missing where the whole way is told.
      viewSince: (sequence: number) =>
        sizedView({ ...this.#view(), transitions: this.#journal.since(sequence), writtenIn: this.#task.writtenIn() }),
      call: () => this.#call(),
      saved: (mostBytes: number) => this.#continuation.saved(mostBytes),
      isOfAnotherPast: (answer: unknown, call: StepCall) => this.#isOfAnotherPast(answer, call),
      fail: (error: unknown) => this.#fail(error),
    };
    return new Projection(this.#hosting.project, machine, upTo);
  }

  #newContinuation(): Continuation {
    return new Continuation(this.#hosting, {
      actor: this.#actor,
      isAtRest: () => this.#isAtRest(),
      isWritten: () => this.#projection.isWritten(),
      isOver: () => this.#isOver(),
      sequence: () => this.#journal.sequence(),
      remembered: () => ({
        updates: this.#taken.carried(),
        ...(this.#latestUpdate === undefined ? {} : { latestUpdate: this.#latestUpdate }),
        sequence: this.#journal.sequence(),
        transitions: this.#journal.latest(),
        nudgesRejected: this.#nudgesRejected,
        ...(this.#cancellationIgnoredAt === undefined ? {} : { cancellationIgnoredAt: this.#cancellationIgnoredAt }),
        startedAt: this.#startedAt,
        shown: this.#shownAttributes.carried(),
        actorsNamed: this.#actorsNamed,
      }),
    });
  }

  run(): Promise<View> {
    return this.#inShell(async () => {
      while (!this.#isEnding()) {
        await condition(() => {
          // It is asked when nothing is under way any more, so that no circle leads through here.
          this.#rounds.pause();
          return this.#isEnding() || this.#isReadyToContinue();
        });
        // A condition may hold in the middle of a task: what else came with the task has moved the machine meanwhile.
        const carried = !this.#isEnding() && this.#isReadyToContinue() ? this.#continuation.carried() : undefined;
        if (carried === undefined) continue;
        const end = this.#past.endsWith(carried.machine);
        if (end === true) {
          this.#clock.stop();
          freeze(this.#actor);
          return continueAsNew<Workflow>(this.#hosting.input, carried);
        }
        if (end === undefined) this.#continuation.wentOnHere();
        else this.#failForPast(end, { state: this.#state(), event: carried.transitions.at(-1)?.event ?? '' });
      }
      if (this.#fatal !== undefined) throw this.#fatal;
      await condition(allHandlersFinished);
      if (this.#fatal !== undefined) throw this.#fatal;
      if (this.#cancelled !== undefined) throw this.#cancelled;
      return sizedView(this.#view());
    });
  }

  /** Handlers run in the root scope, where no activity can be started after a cancellation. */
  #inShell<Result>(run: () => Promise<Result>): Promise<Result> {
    return this.#shell.run(run);
  }

  #observeActor(): void {
    // Without an error observer XState reports a failed machine through a timer, and nobody ever hears of it.
    this.#actor.subscribe({ error: (error) => this.#fail(error) });
    const { onEmit } = this.#hosting;
    if (onEmit === undefined) return;
    this.#actor.on('*', (event) => {
      // XState swallows what a listener throws.
      try {
        onEmit(event as never);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  #start(carried: Carried | undefined): void {
    if (carried !== undefined) {
      reconnect(carried.machine, this.#actor);
      this.#journal.goOn({ ...carried, snapshot: this.#snapshot() });
      this.#inspectContext(this.#snapshot());
    }
    this.#inShell(async () => {
      if (carried === undefined) this.#actor.start();
      else startRestored(this.#actor, restoredTimers(carried.timers, this.#actor));
    }).catch((error: unknown) => this.#fail(error));
  }

  #answerQueries(): void {
    setHandler(defineQuery<View>(VIEW), () => this.#answer(() => this.#view()));
    setHandler(defineQuery<Foresight<unknown>, [EventObject]>(FORESEE), (event) =>
      this.#answer(() => this.#foresee(event)),
    );
  }

  #answer<Answer>(ask: () => Answer): Answer {
    if (this.#fatal !== undefined) dropCommands();
    const answer = aside(ask);
    const tooLarge = objectionToSize('view', answer);
    if (tooLarge !== undefined) throw new Error(tooLargeForQuery(tooLarge));
    return answer;
  }

  #takeNudges(): void {
    setHandler(defineSignal<[EventObject]>(NUDGE), (event) => {
      if (!this.#entrance.isNudge(event)) this.#nudgesRejected += 1;
      else if (!this.#isOver()) return this.#nudged(event);
    });
  }

  /** @returns when it is decided: until then the run neither ends nor continues as new */
  #nudged(event: EventObject): Promise<void> {
    return this.#inShell(async () => {
      const take = (): void => {
        if (!this.#isOver()) this.#deliver(event);
      };
      const admitted = this.#admissions.ask(event, { take, objection: () => undefined });
      // Nothing is awaited where nobody is asked: what comes next in the task finds the event taken.
      if (admitted === undefined) take();
      else if (!(await isLetIn(admitted))) this.#nudgesRejected += 1;
    }).catch((error: unknown) => this.#fail(error));
  }

  #takeUpdates(): void {
    setHandler(defineUpdate<View, [unknown]>(UNTIL_SETTLED), () => this.#inShell(() => this.#joining()), {
      validator: (request) => aside(() => refuseOn(this.#hosting.objectionToJoining?.(request))),
    });
    setHandler(
      defineUpdate<View, [EventObject, number | null | undefined]>(SEND),
      (event, seen) => this.#inShell(() => this.#taking(event, seen)),
      { validator: (event, seen) => aside(() => refuseOn(this.#objectionToUpdate(event, seen))) },
    );
  }

  async #joining(): Promise<View> {
    const view = await this.#whenShown();
    refuseOn(objectionToSize('view', view));
    return view;
  }

  async #taking(event: EventObject, seen: number | null | undefined): Promise<View> {
    const update = currentUpdateInfo()?.id;
    // Another run of the chain has taken it: its repetition is answered and moves nothing.
    if (!this.#isTaken(update, event)) {
      const take = (): void => {
        // Its repetition under another id may have been let in meanwhile.
        if (this.#isTaken(update, event)) return;
        if (update !== undefined) this.#taken.add(this.#identityOf(update), event);
        this.#latestUpdate = update;
        this.#deliver(event, update);
      };
      const objection = (): Objection | undefined => this.#objectionToUpdate(event, seen);
      const admitted = this.#admissions.ask(event, { update, take, objection });
      if (admitted === undefined) take();
      else refuseOn(await admitted);
    }
    const view = { ...(await this.#whenShown()), answersTo: eventFingerprint(event) };
    const tooLarge = objectionToSize('view', view);
    refuseOn(tooLarge && { ...tooLarge, message: `${event.type} has happened, without a view. ${tooLarge.message}` });
    return view;
  }

  #hearCancellation(): void {
    const { cancelEvent } = this.#hosting;
    this.#scope.cancelRequested.catch((cancelled: CancelledFailure) => {
      this.#hasHeardCancellation = true;
      // Nothing is left to cancel while the end is being written.
      if (this.#isOver()) this.#ignoreCancellation();
      else if (cancelEvent === undefined) this.#stop(cancelled);
      else this.#cancelBy(cancelEvent);
    });
  }

  #stop(cancelled: CancelledFailure): void {
    this.#cancelled = cancelled;
    this.#inShell(async () => this.#actor.stop()).catch((error: unknown) => this.#fail(error));
  }

  #cancelBy(event: EventObject): void {
    if (!this.#entrance.takes(event)) this.#ignoreCancellation();
    // A machine may listen for it in a state that XState does not count as taking it.
    this.#send({ ...event });
  }

  #ignoreCancellation(): void {
    this.#cancellationIgnoredAt = now();
    log.warn('The machine has no use for the cancellation where it stands.', { state: this.#state() });
  }

  #send(event: EventObject): void {
    this.#inShell(async () => this.#deliver(event)).catch((error: unknown) => this.#fail(error));
  }

  #deliver(event: EventObject, update?: string): void {
    this.#rounds.startAgain();
    const arrival: Arrival = { at: now() };
    if (update !== undefined) arrival.update = update;
    this.#actor.send(received(event, arrival));
  }

  async #whenShown(): Promise<View> {
    do {
      await condition(() => this.#mustStop() || this.#isShown());
      // It may have held in the middle of a task, the rest of which has set the machine to work again.
    } while (!this.#mustStop() && !this.#isShown());
    if (this.#cancelled !== undefined) {
      throw ApplicationFailure.nonRetryable(
        'The workflow was cancelled before the machine settled.',
        WORKFLOW_CANCELLED,
      );
    }
    return this.#view();
  }

  #objectionToUpdate(event: EventObject, seen: number | null | undefined): Objection | undefined {
    const tooLarge = objectionToSize('event', event);
    if (tooLarge !== undefined) return tooLarge;
    const update = currentUpdateInfo()?.id;
    if (this.#isTaken(update, event)) return undefined;
    return (
      (update === undefined ? undefined : this.#taken.objectionTo(this.#identityOf(update), event)) ??
      this.#movedOnSince(seen) ??
      this.#entrance.objectionTo(event)
    );
  }

  #isTaken(update: string | undefined, event: EventObject): boolean {
    return update !== undefined && this.#taken.has(this.#identityOf(update), event);
  }

  #identityOf(update: string): string {
    return this.#hosting.identityOf?.(update) ?? update;
  }

  /** Optimistic concurrency: a sender that names the sequence it has seen does not act on a later one. */
  #movedOnSince(seen: number | null | undefined): Objection | undefined {
    // An argument that is left out may arrive as null.
    if (seen === undefined || seen === null || seen === this.#journal.sequence()) return undefined;
    const facts = { state: this.#state(), sequence: this.#journal.sequence() };
    return { type: MOVED_ON, message: `It is in ${facts.state} meanwhile.`, facts };
  }

  /** The same objections as an update has; where there is none, the way on paper. */
  #foresee(event: EventObject): Foresight<unknown> {
    const view = this.#view();
    const objection = this.#entrance.objectionTo(event);
    if (objection) return { objection, now: view };
    const { machine, expects = () => null } = this.#hosting;
    const sent = received({ ...event }, { at: view.at });
    const { snapshot, path, steps, undecided } = walk(machine, this.#snapshot(), sent, expects);
    return { objection: null, now: view, leadsTo: this.#places.of(snapshot), path, steps, undecided };
  }

  #inspect(inspection: InspectionEvent): void {
    this.#task.note();
    const { type } = inspection;
    const actorRef = inspection.actorRef as AnyActorRef;
    if (this.#root === undefined) {
      this.#root = actorRef;
      nameSessions(actorRef, () => this.#sessions.shift() ?? `x:${this.#actorsNamed++}`);
      listActors(actorRef);
    }
    if (this.#hosting.inspect) this.#tellOf(inspection);
    if (type === '@xstate.event' && actorRef === this.#root) this.#latestEvent = inspection.event.type;
    this.#countRounds(inspection);
    refuseNoDelay(inspection);
    if (type === '@xstate.snapshot') {
      this.#observe(actorRef, inspection.event, inspection.snapshot as AnyMachineSnapshot);
    }
  }

  #tellOf(inspection: InspectionEvent): void {
    this.#inspectedSoFar += 1;
    proxySinks<StatechartSinks>().statechart.inspect(inspected(inspection, this.#inspectedSoFar));
  }

  /** Where a step has answered, nobody else hears of an error. */
  #countRounds(inspection: InspectionEvent): void {
    try {
      this.#rounds.inspect(inspection);
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  #observe(actor: AnyActorRef, event: EventObject, snapshot: AnyMachineSnapshot): void {
    // What is told of the machine may be read from an actor inside, which moves without it.
    if (actor !== this.#actor) this.#places.forget();
    // XState swallows what an observer throws.
    try {
      if (machineOf(actor) !== undefined) this.#inspectContext(snapshot);
      if (actor === this.#actor) {
        const at = isInit(event) ? atTheStart(now) : now();
        this.#journal.record({ eventType: event.type, update: arrivalOf(event)?.update }, snapshot, at);
        const { searchAttributes } = this.#hosting;
        if (searchAttributes) this.#shownAttributes.show(searchAttributes(snapshot as never));
      }
      if (this.#isAtRest()) this.#projection.write();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A Map or a Date would come back from a step, a view or another run as something else, and nobody would be told. */
  #inspectContext({ context, output }: AnyMachineSnapshot): void {
    // Each `assign` makes another context, whatever it changes in place.
    const found = (this.#plain.has(context) ? undefined : findNotPlain(context)) ?? findNotPlain(output, 'output');
    this.#plain.add(context);
    if (found === undefined) return;
    throw new Error(
      `${found.path} holds ${found.kind}. Contexts and outputs are plain JSON: strings, finite numbers, arrays, objects.`,
    );
  }

  /** A context that nobody can be told of is a fault of the machine, and no failure of the step that asks. */
  #call(): StepCall {
    try {
      const call = this.#past.callFrom(this.#snapshot(), this.#journal.sequence(), this.#latestUpdate);
      this.#asked.set(call, this.#where());
      return call;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  #isOfAnotherPast(answer: unknown, call: StepCall): boolean {
    const difference = this.#past.difference(answer, call);
    if (difference === undefined) return false;
    this.#failForPast(difference, this.#asked.get(call));
    return true;
  }

  /** @param where the machine stood when it asked, which is not where it stands when the answer comes */
  #failForPast(difference: string, where: Where | undefined): void {
    this.#fail(new Error(`The past of this run is another one: ${difference}`), where);
  }

  #where(): Where {
    return { state: this.#state(), event: eventName(this.#latestEvent) };
  }

  #view(): View {
    const nextDue = this.#clock.nextDue();
    const view: View = {
      sequence: this.#journal.sequence(),
      ...this.#place(),
      nudgesRejected: this.#nudgesRejected,
      at: now(),
      startedAt: this.#startedAt,
      transitions: this.#journal.latest(),
    };
    if (nextDue !== undefined) view.nextTimerAt = new Date(nextDue).toISOString();
    // The statechart does not know it where what failed was around it.
    if (this.#error !== undefined) {
      Object.assign<View, Partial<View>>(view, {
        status: 'error',
        settled: true,
        allowedEvents: [],
        error: this.#error,
      });
    }
    if (this.#cancellationIgnoredAt !== undefined) view.cancellationIgnoredAt = this.#cancellationIgnoredAt;
    const hindrance = this.#continuation.hindrance();
    if (hindrance !== undefined) view.cannotContinue = hindrance;
    return view;
  }

  #place(): Place {
    return this.#places.of(this.#snapshot());
  }

  #snapshot(): AnyMachineSnapshot {
    return this.#actor.getSnapshot();
  }

  #state(): string {
    return statePath(this.#snapshot().value);
  }

  #isOver(): boolean {
    return this.#snapshot().status !== 'active';
  }

  #isAtRest(): boolean {
    return isAtRest(this.#snapshot());
  }

  /** Nothing that is under way has an end to wait for. */
  #mustStop(): boolean {
    return this.#fatal !== undefined || this.#cancelled !== undefined;
  }

  /** Settled, and written to the read model: a caller that was answered finds the same there. */
  #isShown(): boolean {
    return this.#isAtRest() && this.#projection.isWrittenOrLate();
  }

  #isEnding(): boolean {
    return this.#fatal !== undefined || (this.#isOver() && this.#projection.isWritten());
  }

  /** Nothing that came is still to be taken. */
  #isReadyToContinue(): boolean {
    return this.#continuation.isDue() && !this.#isCancellationUnheard();
  }

  /** A task that brings a cancellation brings it before the machine has heard of it. */
  #isCancellationUnheard(): boolean {
    return this.#scope.consideredCancelled && !this.#hasHeardCancellation;
  }

  #fail(error: unknown, { state, event } = this.#where()): void {
    if (this.#fatal !== undefined) return;
    const message = wordsOf(error);
    const retried = !(error instanceof TemporalFailure);
    this.#error = { message, state, event, retried };
    const where = `in ${state || 'its only state'} after ${event}`;
    this.#fatal = retried
      ? new Error(`The machine "${this.#hosting.machine.id}" failed ${where}: ${message}`, { cause: error })
      : (error as TemporalFailure);
  }
}

function refuseLargeInput(input: unknown): void {
  const tooLarge = objectionToSize('input', input);
  if (tooLarge !== undefined) throw refusedStart(tooLarge.message, TOO_LARGE);
}

/** For what nobody asked: a plain error fails the task only, and smaller details heal it. */
function sizedView<Sized extends View>(view: Sized): Sized {
  const tooLarge = objectionToSize('view', view);
  if (tooLarge !== undefined) throw new Error(tooLarge.message);
  return view;
}

const now = (): string => new Date().toISOString();

const isInit = ({ type }: EventObject): boolean => type === 'xstate.init';
