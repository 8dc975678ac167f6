import { type BOUNDS, objectionToSize } from '../contract/bounds';
import { BAD_EVENT } from '../contract/wire';
import { StatechartError } from './statechart-error';

/** Milliseconds that a call takes at most, unless its caller says otherwise. */
const DEADLINE = 30_000;

export interface CallOptions {
  /** Milliseconds after which the call ends with `DeadlinePassed`; 30,000 without it. */
  deadline?: number | undefined;
}

/** When a call that begins now has to end, in milliseconds since 1970. */
export const instantOf = (deadline = DEADLINE): number => Date.now() + (Number.isNaN(deadline) ? DEADLINE : deadline);

/** @throws StatechartError `TooLarge`, before anything is sent: beyond 2 MB a server may end the workflow */
export function refuseBeyondBound(what: keyof typeof BOUNDS, value: unknown): void {
  const objection = objectionToSize(what, value);
  if (objection !== undefined) throw new StatechartError(objection.type, objection.message, objection.facts);
}

/** @throws StatechartError `BadEvent`, `TooLarge`, before anything is sent; callers in JavaScript are not held by types */
export function refuseUnsendable(event: unknown): void {
  if (typeof event !== 'object' || event === null || !('type' in event) || typeof event.type !== 'string') {
    throw new StatechartError(BAD_EVENT, 'An event is an object with a `type` that is a string.');
  }
  refuseBeyondBound('event', event);
}
