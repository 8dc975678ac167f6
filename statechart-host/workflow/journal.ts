import type { AnyMachineSnapshot } from 'xstate';
import type { StateValue, Transition } from '../contract/view';

const LATEST = 20;
/** Characters of the moves that the read model is told at once: half of what a view may hold. */
const ROOM = 128 * 1024;

/** Path of the active state: {settlingPayment: 'waiting'} becomes "settlingPayment.waiting". */
export function statePath(value: StateValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([name, below]) => [name, below === undefined ? '' : statePath(below)].filter(Boolean).join('.'))
    .join('+');
}

/** XState's own event names in words: "charge done", "release failed", "nextLookUp passed", "stopped". */
export function eventName(type: string): string {
  const [, , kind, ...rest] = type.split('.');
  if (type.startsWith('xstate.done.actor.')) return `${[...rest].join('.')} done`;
  if (type.startsWith('xstate.error.actor.')) return `${[...rest].join('.')} failed`;
  if (type.startsWith('xstate.after.')) return `${kind} passed`;
  if (type === 'xstate.stop') return 'stopped';
  return type === 'xstate.init' ? 'started' : type;
}

/**
 * The latest of some moves. A read model that is away for long is not told all: the view would grow beyond its bound, and
 * nothing could mend that any more.
 */
function fitting(moves: Transition[]): Transition[] {
  let room = ROOM;
  let first = moves.length;
  for (; first > 0; first -= 1) {
    const { event, from, to, update = '' } = moves[first - 1] as Transition;
    room -= 100 + event.length + from.length + to.length + update.length;
    if (room < 0) break;
  }
  return moves.slice(first);
}

/** Where a journal goes on that another run has begun. */
export interface Begun {
  sequence: number;
  transitions: Transition[];
  snapshot: AnyMachineSnapshot;
}

/** What moved a machine. */
interface Moved {
  eventType: string;
  /** Id of the update that brought the event. */
  update: string | undefined;
}

/** The moves of a machine, counted. A view shows the latest; the read model is told those since the last time. */
export function newJournal() {
  let sequence = 0;
  let transitions: Transition[] = [];
  let last: AnyMachineSnapshot | undefined;
  return {
    goOn(begun: Begun): void {
      sequence = begun.sequence;
      transitions = [...begun.transitions];
      last = begun.snapshot;
    },
    record({ eventType, update }: Moved, snapshot: AnyMachineSnapshot, at: string): void {
      if (snapshot === last) return;
      const from = last === undefined ? '' : statePath(last.value);
      last = snapshot;
      sequence += 1;
      const move: Transition = { sequence, at, event: eventName(eventType), from, to: statePath(snapshot.value) };
      if (update !== undefined) move.update = update;
      transitions.push(move);
    },
    sequence: (): number => sequence,
    latest: (): Transition[] => transitions.slice(-LATEST),
    /** The moves after one of them and never fewer than the latest, but no more than a view has room for. */
    since: (one: number): Transition[] => fitting(transitions.slice(-Math.max(LATEST, sequence - one))),
  };
}
