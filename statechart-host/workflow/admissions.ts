import { TemporalFailure } from '@temporalio/workflow';
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { Objection } from '../contract/view';
import type { Asking, Hosting } from './hosting';

/** The machine at whose door events arrive. */
interface Guarded {
  snapshot(): AnyMachineSnapshot;
  sequence(): number;
  isOver(): boolean;
}

/** An event that asks to be let in. */
interface Arriving {
  update?: string | undefined;
  /** Against it as the machine stands when the answer comes. */
  objection(): Objection | undefined;
  take(): void;
}

/** Asks for events whether they may be taken, where the host is told to ask. */
export class Admissions {
  readonly #admission: Hosting<AnyStateMachine, unknown>['admission'];
  readonly #machine: Guarded;

  constructor({ admission }: Hosting<AnyStateMachine, unknown>, machine: Guarded) {
    this.#admission = admission;
    this.#machine = machine;
  }

  /**
   * Has an event taken once it is admitted. An answer is about the machine as it stood: where it has moved meanwhile, it is asked
   * again, and between the answer and the event nothing else moves it.
   *
   * @returns undefined where nobody is asked: then it is not taken yet
   */
  ask(event: EventObject, arriving: Arriving): Promise<Objection | undefined> | undefined {
    const { update, objection, take } = arriving;
    const sequence = this.#machine.sequence();
    const asking: Asking<AnyStateMachine> = { snapshot: this.#machine.snapshot(), sequence };
    if (update !== undefined) asking.update = update;
    return this.#admission?.(event, asking)?.then((refusal) => {
      const found = refusal ?? objection();
      if (found !== undefined) return found;
      const hasMoved = sequence !== this.#machine.sequence() && !this.#machine.isOver();
      const again = hasMoved ? this.ask(event, arriving) : undefined;
      if (again === undefined) take();
      return again;
    });
  }
}

/** Whether an event that nobody waits for is let in: without an answer it is not. A fault of the code fails the task. */
export async function isLetIn(admitted: Promise<Objection | undefined>): Promise<boolean> {
  try {
    return (await admitted) === undefined;
  } catch (error) {
    if (error instanceof TemporalFailure) return false;
    throw error;
  }
}
