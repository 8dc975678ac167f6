import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { objectionToSize } from '../contract/bounds';
import type { Objection } from '../contract/view';
import { BAD_EVENT, EVENT_NOT_ALLOWED, GUARD_FAILED } from '../contract/wire';
import type { Hosting } from './hosting';
import { isCallers, type Place } from './place';
import { wordsOf } from './words';

/** The way into a hosted machine: which events it lets in, and with which words it refuses the others. */
export class Entrance {
  readonly #hosting: Hosting<AnyStateMachine, unknown>;
  readonly #snapshot: () => AnyMachineSnapshot;
  readonly #place: () => Place;

  constructor(hosting: Hosting<AnyStateMachine, unknown>, machine: { snapshot(): AnyMachineSnapshot; place(): Place }) {
    this.#hosting = hosting;
    this.#snapshot = machine.snapshot;
    this.#place = machine.place;
  }

  objectionTo(event: EventObject): Objection | undefined {
    if (!this.#isNamed(event, this.#hosting.events))
      return this.#badEvent(event, 'Not an event that a caller may send.');
    const illFormed = this.#illFormed(event);
    if (illFormed !== undefined) return this.#badEvent(event, illFormed);
    const tooLarge = objectionToSize('event', event);
    if (tooLarge !== undefined) return tooLarge;
    const standing = this.#standingOf(event);
    if (standing === 'allowed') return this.#objectionToPayload(event);
    return standing === 'refused' ? this.#notAllowed(event) : undecided(event, standing.error);
  }

  #objectionToPayload(event: EventObject): Objection | undefined {
    try {
      return this.#hosting.objectionTo?.(event, this.#snapshot() as never);
    } catch (error) {
      return undecided(event, error);
    }
  }

  /** A nudge that a guard cannot read would otherwise fail the task, and no sender would ever hear of it. */
  isNudge(event: EventObject): boolean {
    const { nudges, events } = this.#hosting;
    return (
      this.#isNamed(event, nudges ?? events) &&
      (nudges !== undefined || events !== undefined || isKnown(event.type, this.#hosting.machine.events)) &&
      this.#illFormed(event) === undefined &&
      objectionToSize('event', event) === undefined &&
      typeof this.#standingOf(event) === 'string'
    );
  }

  /** Lifecycle events (`xstate.*`) belong to the machine alone: a caller who could send them could forge a payment. */
  #isNamed(event: unknown, names: readonly string[] | undefined): event is EventObject {
    if (typeof event !== 'object' || event === null || !('type' in event) || typeof event.type !== 'string')
      return false;
    return names === undefined ? mayBeCalled(event.type) : names.includes(event.type);
  }

  /** An event that its predicate cannot even read lacks something. */
  #illFormed(event: EventObject): string | undefined {
    const { isWellFormed } = this.#hosting;
    const lacks = `${event.type} lacks its payload, or has another one`;
    try {
      // A promise is none of the two answers.
      return isWellFormed === undefined || isWellFormed(event) === true ? undefined : `${lacks}.`;
    } catch (error) {
      return `${lacks}: ${wordsOf(error)}`;
    }
  }

  /** Whether the machine takes an event where it stands. */
  takes(event: EventObject): boolean {
    return this.#standingOf(event) === 'allowed';
  }

  /** Whether the machine takes an event; an error where the event lacks what a guard reads. */
  #standingOf(event: EventObject): 'allowed' | 'refused' | { error: unknown } {
    if (this.#snapshot().status !== 'active') return 'refused';
    try {
      return this.#snapshot().can(event) ? 'allowed' : 'refused';
    } catch (error) {
      return { error };
    }
  }

  /** Whoever writes a caller sees at once where the machine stands and what it takes there. */
  #badEvent(event: unknown, message: string): Objection {
    const { state, allowedEvents } = this.#place();
    const facts = { event: typeOf(event), state, allowedEvents };
    return { type: BAD_EVENT, message: `${message} Allowed now: ${allowedEvents.join(', ') || 'nothing'}.`, facts };
  }

  #notAllowed({ type }: EventObject): Objection {
    const { state, allowedEvents } = this.#place();
    const where = state === '' ? '' : ` in ${state}`;
    const message = `${type} is not allowed${where}. Allowed now: ${allowedEvents.join(', ') || 'nothing'}.`;
    return { type: EVENT_NOT_ALLOWED, message, facts: { event: type, state, allowedEvents } };
  }
}

/** Of what a caller sent, however it looks; null where it has none that could be repeated. */
const typeOf = (event: unknown): string | null =>
  typeof event === 'object' &&
  event !== null &&
  'type' in event &&
  typeof event.type === 'string' &&
  event.type.length <= LONGEST_TYPE
    ? event.type
    : null;

const undecided = ({ type }: EventObject, error: unknown): Objection => ({
  type: GUARD_FAILED,
  message: `${type} cannot be decided: ${wordsOf(error)}`,
  facts: { event: type },
});

/** Views repeat the types of the latest events, so one that is as long as a page would fill them. */
const LONGEST_TYPE = 200;

/** XState takes the empty type for no event and refuses its own wildcard with an error. */
const mayBeCalled = (type: string): boolean =>
  isCallers(type) && type !== '' && type !== '*' && type.length <= LONGEST_TYPE;

/** Whether a statechart names the type of an event, also by a wildcard. */
const isKnown = (type: string, descriptors: readonly string[]): boolean =>
  descriptors.some(
    (one) => one === type || one === '*' || (one.endsWith('.*') && `${type}.`.startsWith(one.slice(0, -1))),
  );
