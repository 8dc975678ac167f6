/** How an event came to its machine. */
export interface Arrival {
  /** When, as an ISO 8601 instant. A machine has no clock of its own. */
  at: string;
  /** Id of the update that brought it; a signal has none. */
  update?: string;
}

/** Beside the events and not inside them: what a caller sends is the caller's to name. */
const arrivals = new WeakMap<object, Arrival>();

/**
 * Notes how an event came. The host does it for every event it takes; a test of a machine does it where the machine asks.
 *
 * @returns the same event
 */
export function received<Event extends object>(event: Event, arrival: Arrival): Event {
  arrivals.set(event, arrival);
  return event;
}

/** How an event came, for guards and actions; undefined for events of the machine itself, e.g. the end of a step. */
export const arrivalOf = (event: object): Arrival | undefined => arrivals.get(event);
