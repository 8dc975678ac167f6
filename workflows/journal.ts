import type { AnyMachineSnapshot, StateValue } from 'xstate';
import type { Transition } from './hosted-view';

const LATEST = 20;

/** Path of the active state: {settlingPayment: 'waiting'} becomes "settlingPayment.waiting". */
export function statePath(value: StateValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([name, below]) => (below === undefined ? name : `${name}.${statePath(below)}`))
    .join('+');
}

/** XState's own event names in words: "charge done", "release failed", "nextLookUp passed". */
function eventName(type: string): string {
  const [, , kind, ...rest] = type.split('.');
  if (type.startsWith('xstate.done.actor.')) return `${[...rest].join('.')} done`;
  if (type.startsWith('xstate.error.actor.')) return `${[...rest].join('.')} failed`;
  if (type.startsWith('xstate.after.')) return `${kind} passed`;
  return type === 'xstate.init' ? 'started' : type;
}

/** The moves of a machine, counted. A view shows the latest; the read model is told all. */
export function newJournal() {
  let sequence = 0;
  const transitions: Transition[] = [];
  let last: AnyMachineSnapshot | undefined;
  return {
    record(eventType: string, snapshot: AnyMachineSnapshot, at: string): void {
      if (snapshot === last) return;
      const from = last === undefined ? '' : statePath(last.value);
      last = snapshot;
      sequence += 1;
      transitions.push({ sequence, at, event: eventName(eventType), from, to: statePath(snapshot.value) });
    },
    sequence: (): number => sequence,
    latest: (): Transition[] => transitions.slice(-LATEST),
    /** The moves after one of them, and never fewer than the latest. */
    since: (one: number): Transition[] => transitions.slice(-Math.max(LATEST, sequence - one)),
  };
}
