/** Where a machine stands, in the words of XState: the name of a state, or of each region the state it is in. */
export type StateValue = string | { [region: string]: StateValue | undefined };

/** One move of a hosted machine, for the timeline. */
export interface Transition {
  sequence: number;
  /** When, as an ISO 8601 instant. */
  at: string;
  event: string;
  from: string;
  to: string;
  /** Id of the update that brought the event; a signal, a step and a timer have none. */
  update?: string;
}

/** Where a hosted machine stands. */
export interface HostedPlace<
  Details,
  EventType extends string = string,
  Output = unknown,
  Tag extends string = string,
> {
  value: StateValue;
  /** Path of the active state in one line, e.g. "settlingPayment.waiting". */
  state: string;
  tags: Tag[];
  status: 'active' | 'done' | 'stopped' | 'error';
  /** Every region is at rest: the machine waits for an event or a timer, or has ended. */
  settled: boolean;
  /** Events that the statechart allows there; who may send them is for the caller's side to decide. */
  allowedEvents: EventType[];
  /** Events that a guard decides on by their payload, so that only sending one tells. */
  allowedByPayload?: EventType[];
  /** The machine's output, once it is done. */
  output?: Output;
  details: Details;
}

/** A fault of the machine itself. Business failures are states. */
export interface MachineError {
  message: string;
  /** Where the machine stood, and the event that it was taking. */
  state: string;
  event: string;
  /** Whether the workflow task is tried again, so that a mended deploy heals it. */
  retried: boolean;
}

/** The view of a hosted machine: the same in queries, update results and the projection. */
export interface HostedView<Details, EventType extends string = string, Output = unknown, Tag extends string = string>
  extends HostedPlace<Details, EventType, Output, Tag> {
  /** Grows with every transition; a projection with a lower sequence never overwrites a higher one. */
  sequence: number;
  /** Signals that were none of the machine's events, or that it could not read. */
  nudgesRejected: number;
  at: string;
  /** When the machine started, through all runs of its workflow. */
  startedAt: string;
  /** When the next timer moves it on if nothing else does; absent where none runs. */
  nextTimerAt?: string;
  /** The latest moves, oldest first. */
  transitions: Transition[];
  error?: MachineError;
  /** A cancellation of the workflow that the machine had no use for where it stood. */
  cancellationIgnoredAt?: string;
  /**
   * In the answer to an event: its fingerprint. Within a run the server answers a repeated update id by itself and does not
   * look at the event, so whoever has sent another one finds out by this.
   */
  answersTo?: string;
  /** Why a machine with a long history does not continue as new. */
  cannotContinue?: { events: number; because: string };
}

/** A workflow task. One that is lost is tried again, and its number may then come again at another time. */
export interface WrittenIn {
  /** Id of the run, and when it started, as an ISO 8601 instant. */
  run: string;
  runStartedAt: string;
  /** Number of the event that started the task, and its instant. */
  startedEvent: number;
  startedAt: string;
}

/**
 * The view as it is written to a read model: before its task is committed, so it may tell of a move that never happened. Of two
 * writes that of the later task is right, and what it tells takes the place of all moves since the first of its own.
 */
export type ProjectedView<Details, EventType extends string = string> = HostedView<Details, EventType> & {
  writtenIn: WrittenIn;
};

/** Why an update is refused: a stable failure type, words for a person, and facts for the caller. */
export interface Objection {
  type: string;
  message: string;
  facts: Record<string, unknown>;
}

/** The preview of an event: nothing of it is done. */
export type Foresight<Details, EventType extends string = string, Output = unknown, Tag extends string = string> =
  | { objection: Objection; now: HostedView<Details, EventType, Output, Tag> }
  | {
      objection: null;
      now: HostedView<Details, EventType, Output, Tag>;
      /** Where it leads if every step does its work. */
      leadsTo: HostedPlace<Details, EventType, Output, Tag>;
      /**
       * Paths of the states on the way, also of those that are only passed through, in order; the last is where it leads. Absent
       * where an older worker answers.
       */
      path?: string[];
      /** The steps that would be done, in order. */
      steps: string[];
      /** The last of them, where only its answer tells how it goes on, or a machine inside that goes to work. */
      undecided: string | null;
    };
