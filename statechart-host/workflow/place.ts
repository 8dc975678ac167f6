import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { HostedPlace } from '../contract/view';
import { isAtRest } from './at-rest';
import type { Hosting } from './hosting';
import { statePath } from './journal';
import { aside } from './temporal-seams';

/** Where a hosted machine stands, without the types of any. */
export type Place = HostedPlace<unknown, string>;

/** Tells where a machine stands. Computing the allowed events is expensive; they are cached until an actor moves. */
export class Places {
  readonly #hosting: Hosting<AnyStateMachine, unknown>;
  #known: { snapshot: AnyMachineSnapshot; place: Omit<Place, 'settled'> } | undefined;

  constructor(hosting: Hosting<AnyStateMachine, unknown>) {
    this.#hosting = hosting;
  }

  of(snapshot: AnyMachineSnapshot): Place {
    // A query may have asked for it before, or not.
    if (this.#known?.snapshot !== snapshot) this.#known = { snapshot, place: aside(() => this.#newPlaceOf(snapshot)) };
    // An actor inside comes to rest without a move of the machine around it.
    return { ...this.#known.place, settled: isAtRest(snapshot) };
  }

  /** What is told of a machine may be read from an actor inside, which moves without it. */
  forget(): void {
    this.#known = undefined;
  }

  #newPlaceOf(snapshot: AnyMachineSnapshot): Omit<Place, 'settled'> {
    const { events, details, machine } = this.#hosting;
    const types = snapshot.status === 'active' ? (events ?? machine.events.filter(isCallers)) : [];
    const standing = types.map((type) => ({ type, standing: mayTake(snapshot, type) }));
    const byPayload = standing.filter((one) => one.standing === 'by payload').map(({ type }) => type);
    return {
      value: snapshot.value,
      state: statePath(snapshot.value),
      tags: [...snapshot.tags],
      status: snapshot.status,
      allowedEvents: standing.filter((one) => one.standing === 'allowed').map(({ type }) => type),
      ...(byPayload.length === 0 ? {} : { allowedByPayload: byPayload }),
      ...(snapshot.output === undefined ? {} : { output: snapshot.output }),
      details: details === undefined ? snapshot.context : details(snapshot as never),
    };
  }
}

function mayTake(snapshot: AnyMachineSnapshot, type: string): 'allowed' | 'refused' | 'by payload' {
  try {
    return snapshot.can({ type }) ? 'allowed' : 'refused';
  } catch {
    return 'by payload';
  }
}

/** Lifecycle events of XState (`xstate.*`) are the machine's own. */
export const isCallers = (type: string): boolean => !type.startsWith('xstate.');
