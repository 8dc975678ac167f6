import type { StateValue, Transition } from './view';

/** Which statechart it is, without its functions: two builds of the same statechart have the same. */
export interface Definition {
  id: string;
  version: string | null;
  /** Of states, transitions, delays, invokes and the names of guards and actions. */
  hash: string;
}

/**
 * A reference to an actor inside a value, in whose place null is written: where it stands, and the ids of the actors from
 * the root down to the one it refers to, none for the root.
 */
export interface CarriedReference {
  at: string[];
  actor: string[];
}

/** An actor inside a hosted machine, at rest. */
export interface CarriedActor {
  /** Name of the actor's logic in the machine around it. */
  source: string;
  /** Where it is not the one it is kept under: an actor that was spawned without an id. */
  id?: string;
  /** By which it is told apart in its system. */
  session: string;
  systemId?: string;
  syncSnapshot?: true;
  /** A machine, or the state of logic that is none. */
  machine?: CarriedMachine;
  state?: unknown;
  /** In its state. */
  references?: CarriedReference[];
}

/** A machine at rest as plain JSON. */
export interface CarriedMachine {
  value: StateValue;
  context: unknown;
  /** In its context. */
  references: CarriedReference[];
  status: string;
  output?: unknown;
  error?: unknown;
  /** State ids that history states remember. */
  history: Record<string, string[]>;
  children: Record<string, CarriedActor>;
}

/** A timer that runs, by when it is due and not by how long it takes. */
export interface CarriedTimer {
  /** Ids of the actors from the root down, none for the root: who set it, and whom its event is for. */
  source: string[];
  target: string[];
  id: string;
  event: { type: string };
  /** In its event. */
  references: CarriedReference[];
  /** Milliseconds since 1970. */
  due: number;
}

/** An update that was taken, so that its repetition moves nothing. Hashes, never the texts. */
export interface CarriedUpdate {
  id: string;
  event: string;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * A hosted machine between two runs of its workflow. It is the host's own form and changes only with its `form`: XState's
 * persisted snapshot sets no timers and runs invokes again.
 */
export interface Carried {
  form: 1;
  definition: Definition;
  machine: CarriedMachine;
  timers: CarriedTimer[];
  updates: CarriedUpdate[];
  /** Update that moved the machine last. */
  latestUpdate?: string;
  sequence: number;
  /** The latest moves, oldest first. */
  transitions: Transition[];
  nudgesRejected: number;
  cancellationIgnoredAt?: string;
  /** When the first run of the chain started, as an ISO 8601 instant. */
  startedAt: string;
  /** Search attributes as they are shown. */
  shown: Record<string, unknown>;
  /** How many actors without a name of their own the machine has had. */
  actorsNamed: number;
}
