/** One move of a hosted machine, for the timeline. */
export interface Transition {
  sequence: number;
  at: string;
  event: string;
  from: string;
  to: string;
}

/** What a hosted machine shows of itself: the same in queries, update results and the projection. */
export interface HostedView<Details, EventType extends string = string> {
  /** Grows with every transition; a projection with a lower sequence never overwrites a higher one. */
  sequence: number;
  /** Path of the active state, e.g. "settlingPayment.waiting". */
  state: string;
  tags: string[];
  /** Nothing is under way: the machine waits for an event, a timer or is done. */
  settled: boolean;
  done: boolean;
  /** What the statechart allows now; who may send it is the catalogue's answer. */
  allowedEvents: EventType[];
  /** Signals that were none of the machine's nudges. */
  nudgesRejected: number;
  at: string;
  /** When the next timer moves it on if nothing else does; absent where none runs. */
  nextTimerAt?: string;
  /** The latest moves, oldest first. */
  transitions: Transition[];
  details: Details;
}
