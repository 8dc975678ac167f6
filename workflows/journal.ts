import type { AnyMachineSnapshot, StateValue } from 'xstate';
import type { Transition } from './hosted-view';

const KEPT = 20;

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

/** The moves of a machine, counted; the latest are kept for the timeline. */
export function newJournal() {
  let sequence = 0;
  let transitions: Transition[] = [];
  let last: AnyMachineSnapshot | undefined;
  return {
    record(eventType: string, snapshot: AnyMachineSnapshot, at: string): void {
      if (snapshot === last) return;
      const from = last === undefined ? '' : statePath(last.value);
      last = snapshot;
      sequence += 1;
      const move = { sequence, at, event: eventName(eventType), from, to: statePath(snapshot.value) };
      transitions = [...transitions, move].slice(-KEPT);
    },
    sequence: (): number => sequence,
    latest: (): Transition[] => transitions,
  };
}
