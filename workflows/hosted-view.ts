/** One move of a hosted machine, for the timeline. */
export interface Transition {
  sequence: number;
  at: string;
  event: string;
  from: string;
  to: string;
}

/** Where a hosted machine stands. */
export interface HostedPlace<Details, EventType extends string = string> {
  /** Path of the active state, e.g. "settlingPayment.waiting". */
  state: string;
  tags: string[];
  /** Nothing is under way: the machine waits for an event, a timer or is done. */
  settled: boolean;
  done: boolean;
  /** Events that the statechart allows there; who may send them is the catalogue's answer. */
  allowedEvents: EventType[];
  details: Details;
}

/** The view of a hosted machine: the same in queries, update results and the projection. */
export interface HostedView<Details, EventType extends string = string> extends HostedPlace<Details, EventType> {
  /** Grows with every transition; a projection with a lower sequence never overwrites a higher one. */
  sequence: number;
  /** Signals that were none of the machine's nudges. */
  nudgesRejected: number;
  at: string;
  /** When the next timer moves it on if nothing else does; absent where none runs. */
  nextTimerAt?: string;
  /** The latest moves, oldest first. */
  transitions: Transition[];
}

/** Why an update is refused: a stable failure type, words for a log, and facts for the caller. */
export interface Objection {
  type: string;
  message: string;
  facts: Record<string, unknown>;
}

/** The preview of an event: nothing of it is done. */
export type Foresight<Details, EventType extends string = string> =
  | { objection: Objection; now: HostedView<Details, EventType> }
  | {
      objection: null;
      now: HostedView<Details, EventType>;
      /** Where it leads if every step does its work. */
      leadsTo: HostedPlace<Details, EventType>;
      /** The steps that would be done, in order. */
      steps: string[];
      /** The last of them, where only its answer tells how it goes on. */
      undecided: string | null;
    };
