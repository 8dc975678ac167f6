import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { AnyStateMachine, ContextFrom, EmittedFrom, EventFromLogic, InputFrom, SnapshotFrom } from 'xstate';
import type { Carried } from '../contract/carried';
import type { StepCall } from '../contract/step';
import type { Objection, ProjectedView } from '../contract/view';
import type { Expectation } from './foresight';

export type EventTypeOf<Machine extends AnyStateMachine> = EventFromLogic<Machine>['type'];

/** How an event that asks to be let in found the machine. */
export interface Asking<Machine extends AnyStateMachine> {
  snapshot: SnapshotFrom<Machine>;
  /** Of the machine's latest move. */
  sequence: number;
  /** Id of the update that brings the event; a signal has none. */
  update?: string;
}

/**
 * What a workflow can be started with again should this one be lost, if it `acceptsCarried`: what a continuation would carry,
 * without the updates that this run has taken. Asked before anything is awaited, and only then: making it costs as much as carrying does.
 *
 * @returns undefined where the machine is over or cannot be carried as it stands, and where that has more bytes of JSON
 */
export type Saved = (mostBytes: number) => Carried | undefined;

/** A machine as the host runs it. Only the machine is required; what is left out is right for a counter. */
export interface Hosting<Machine extends AnyStateMachine, Details = ContextFrom<Machine>> {
  /** The statechart with its steps provided, see `durable` and `localFirst`. */
  machine: Machine;
  /** First argument of the workflow. */
  input?: InputFrom<Machine>;
  /** Second argument of the workflow: the state that a run hands to the one that continues it. */
  carried?: Carried | undefined;
  /** Event types that callers may send as updates; without it all that the statechart names. */
  events?: readonly EventTypeOf<Machine>[];
  /**
   * Event types that arrive as signals; without it the same. Anything else in a signal, or one that the machine cannot read,
   * is counted and dropped.
   */
  nudges?: readonly EventTypeOf<Machine>[];
  /**
   * Whether an event has the payload its type asks for; one that it throws on has not. Synchronous: an async validator breaks
   * a workflow.
   */
  isWellFormed?(event: EventFromLogic<Machine>): boolean;
  /**
   * Objection to the payload of an event whose type is allowed now, e.g. that it is about something outdated. Guards cannot
   * raise it, because they are asked without a payload. Synchronous, as `isWellFormed`.
   */
  objectionTo?(event: EventFromLogic<Machine>, snapshot: SnapshotFrom<Machine>): Objection | undefined;
  /**
   * Whether an event that would be taken may be, where that is decided outside, e.g. by a permission that is kept in a database:
   * `undefined` at once where nobody needs to be asked, which costs nothing; else what a regular activity says, as an objection or none.
   * An objection refuses the update, and the nudge is counted as rejected. It may be asked again, so what
   * it does must be fenced by the update's id. Where the machine moves meanwhile, the event must still be allowed and what its
   * sender has seen still be so, and it is asked again. A repeated update that the machine has taken is not asked about.
   */
  admission?(event: EventFromLogic<Machine>, asking: Asking<Machine>): Promise<Objection | undefined> | undefined;
  /**
   * What the update of an id goes by when it is sent again; left out: by the whole id. For senders that add to it what may change in
   * between, e.g. a signature: one that comes under both is taken once.
   */
  identityOf?(update: string): string;
  /** Objection to a caller that waits for this workflow with its request, e.g. that another request started it. */
  objectionToJoining?(request: unknown): Objection | undefined;
  /** Expected answers of the steps, for previews of events; without it each answer is unknown. */
  expects?: Expectation;
  /**
   * Event that the cancellation of the workflow becomes: the machine decides what cancelling means now. Without it the
   * machine is stopped and the workflow ends as cancelled, once that is written to the read model.
   */
  cancelEvent?: EventFromLogic<Machine>;
  /** What a view tells beside the state; without it the context. */
  details?(snapshot: SnapshotFrom<Machine>): Details;
  /** Search attributes as they should be; null for one that should not be there. One that changes costs an event. */
  searchAttributes?(snapshot: SnapshotFrom<Machine>): SearchAttributeUpdatePair[];
  /**
   * Writes the view to the read model. Called at every settle; it retries by itself without limit and reports the first
   * failure through `late`, so that no caller waits for a read model that is down. A task that is lost after it has written
   * is tried again and may write something else: `writtenIn` tells which write is the later one. An activity is called by a function of
   * its own, `(view, call) => write(view, call)`: neither `late` nor `saved` can be sent to it.
   */
  project?(
    view: ProjectedView<Details, EventTypeOf<Machine>>,
    call: StepCall,
    late: () => void,
    saved: Saved,
  ): Promise<unknown>;
  /** Called with what the machine emits. */
  onEmit?(event: EmittedFrom<Machine>): void;
  /** Tells inspection events to the sink `statechart` of the worker, see `StatechartSinks`. */
  inspect?: boolean;
  /**
   * Events of the history after which the machine continues as new when it is at rest; 2,000 without it. It also does when
   * the server suggests it. `Infinity` lets it grow until the server ends it.
   */
  continueAfter?: number;
  /** Hashes of former definitions of this machine whose runs it may go on with, see `definitionOf`. */
  compatibleWith?: readonly string[];
  /** A state carried from another definition as one of this machine, when a run continues. */
  migrate?(carried: Carried): Carried;
  /** Whether a workflow may be started with a carried state, e.g. one that was saved; without it none may. */
  acceptsCarried?(carried: Carried): boolean;
}
