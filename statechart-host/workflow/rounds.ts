import type { AnyActorRef, AnyMachineSnapshot, InspectionEvent } from 'xstate';
import { eventName, statePath } from './journal';

/** No machine needs as many transitions and internal events to come to rest; one that takes more goes round in circles. */
const MOST_ROUNDS = 2_000;

/**
 * Counts transitions and internal events since the machine was last moved from outside. A circle would hold up the thread
 * that serves all workflows of a worker until the task timed out.
 */
export class Rounds {
  #count = 0;
  #pauses = 0;

  startAgain(): void {
    this.#count = 0;
  }

  /** Nothing is under way any more: what comes next comes from outside. */
  pause(): void {
    this.#pauses += 1;
    this.startAgain();
  }

  /**
   * What begins here may end at once, as a promise does that waits for nothing, or after a pause.
   *
   * @returns what to call at its end. Many can end in one task and are no circle.
   */
  begin(): () => void {
    const pauses = this.#pauses;
    return () => {
      if (this.#pauses !== pauses) this.startAgain();
    };
  }

  /** @throws Error at the round that is one too many */
  inspect(inspection: InspectionEvent): void {
    if (inspection.type !== '@xstate.event' && inspection.type !== '@xstate.microstep') return;
    this.#count += 1;
    if (this.#count <= MOST_ROUNDS) return;
    throw new Error(
      `It goes round in circles ${whereIs(inspection)}: more than ${MOST_ROUNDS} transitions without coming to rest. Look for \`always\`, \`raise\` or events to itself that lead back.`,
    );
  }
}

function whereIs(inspection: InspectionEvent): string {
  const actor = inspection.actorRef as AnyActorRef;
  // An actor that is being made has no snapshot of its own yet.
  const snapshot = inspection.type === '@xstate.microstep' ? inspection.snapshot : actor.getSnapshot();
  const state = 'value' in snapshot ? statePath((snapshot as AnyMachineSnapshot).value) : '';
  const places = [state, actor._parent === undefined ? '' : `"${actor.id}"`].filter(Boolean);
  const event = 'event' in inspection ? inspection.event.type : '';
  return `in ${places.join(' of ') || 'its only state'} with ${eventName(event)}`;
}
