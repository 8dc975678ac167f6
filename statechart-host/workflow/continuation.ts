import { allHandlersFinished, log, workflowInfo } from '@temporalio/workflow';
import type { AnyActor, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { hasRoomIn, objectionToSize } from '../contract/bounds';
import type { Carried, CarriedMachine, CarriedTimer } from '../contract/carried';
import { stepsUnderWay } from './at-rest';
import { CannotCarry, carry } from './carried-state';
import type { Hosting } from './hosting';
import { definitionOf } from './structure';

const CONTINUE_AFTER = 2_000;
/** Above what a run has that nothing has happened to: else it would continue as new for ever. */
const SHORTEST = 5;
/** Servers warn from 10,240 events on and end a workflow at 51,200. */
const LONG = 4_000;

/** What the host remembers beside the machine. */
type Remembered = Omit<Carried, 'form' | 'definition' | 'machine' | 'timers'>;

/** What is asked of the machine that is handed over. */
interface HandedOver {
  actor: AnyActor;
  isAtRest(): boolean;
  /** Whether the read model has its latest move. */
  isWritten(): boolean;
  isOver(): boolean;
  sequence(): number;
  remembered(): Remembered;
}

/** When a run with a long history hands its machine to the next one, and what it hands over. */
export class Continuation {
  readonly #hosting: Hosting<AnyStateMachine, unknown>;
  readonly #machine: HandedOver;
  #cannotCarry: { at: string; because: string } | undefined;
  #hasWarned = false;
  /** Length of the history where the run went on, though today it would continue as new. */
  #wentOnAt: number | undefined;

  constructor(hosting: Hosting<AnyStateMachine, unknown>, machine: HandedOver) {
    this.#hosting = hosting;
    this.#machine = machine;
  }

  /** Only at rest, with every caller answered. */
  isDue(): boolean {
    const { continueAfter = CONTINUE_AFTER } = this.#hosting;
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    const isWanted =
      historyLength >= Math.max(continueAfter, SHORTEST) || (continueAsNewSuggested && continueAfter < Infinity);
    if ((!isWanted && historyLength <= LONG) || historyLength === this.#wentOnAt) return false;
    const obstacle = this.#obstacle();
    if (obstacle !== undefined) this.#warn(historyLength, obstacle);
    return isWanted && obstacle === undefined && !this.#machine.isOver() && allHandlersFinished();
  }

  /** The run was found to go on here when it was first computed. */
  wentOnHere(): void {
    this.#wentOnAt = workflowInfo().historyLength;
  }

  /** @returns what the next run begins with; undefined where the machine cannot be carried as it stands */
  carried(): Carried | undefined {
    try {
      const { machine, timers } = carry(this.#machine.actor);
      const tooLarge = objectionToSize('context', { machine, timers });
      if (tooLarge !== undefined) throw new CannotCarry(tooLarge.message);
      return this.#handedOn(machine, timers, this.#machine.remembered());
    } catch (error) {
      if (!(error instanceof CannotCarry)) throw error;
      this.#cannotCarry = { at: this.#moment(), because: error.message };
      return undefined;
    }
  }

  /**
   * The same without what belongs to this run alone: the updates that were taken, and the search attributes that are shown.
   *
   * @returns undefined too where it has more bytes of JSON, and where the machine is over
   */
  saved(mostBytes: number): Carried | undefined {
    if (this.#machine.isOver() || this.#stepsUnderWay().length > 0) return undefined;
    try {
      const { machine, timers } = carry(this.#machine.actor);
      const saved = this.#handedOn(machine, timers, { ...this.#machine.remembered(), updates: [], shown: {} });
      return hasRoomIn(mostBytes, saved) ? saved : undefined;
    } catch (error) {
      if (!(error instanceof CannotCarry)) throw error;
      return undefined;
    }
  }

  #handedOn(machine: CarriedMachine, timers: CarriedTimer[], remembered: Remembered): Carried {
    return { form: 1, definition: definitionOf(this.#hosting.machine), machine, timers, ...remembered };
  }

  /** @returns why a machine with a long history does not continue as new, for its view */
  hindrance(): { events: number; because: string } | undefined {
    const events = workflowInfo().historyLength;
    const because = events > LONG && !this.#machine.isOver() ? this.#obstacle() : undefined;
    return because === undefined ? undefined : { events, because };
  }

  /** @returns why the machine cannot continue as new where it stands, as far as it is known */
  #obstacle(): string | undefined {
    if (this.#hosting.continueAfter === Infinity) return '`continueAfter` is Infinity';
    if (!('carried' in this.#hosting)) return 'the workflow does not pass `carried` on';
    if (workflowInfo().cronSchedule) return 'a workflow with a cron schedule starts anew by itself';
    const steps = this.#stepsUnderWay();
    if (steps.length > 0) return `at work: ${steps.join(', ')}`;
    if (!this.#machine.isAtRest()) return 'a region is at work, as its tags say';
    if (!this.#machine.isWritten()) return 'the read model is not written';
    return this.#cannotCarry?.at === this.#moment() ? this.#cannotCarry.because : undefined;
  }

  #stepsUnderWay(): string[] {
    return stepsUnderWay(this.#machine.actor.getSnapshot() as AnyMachineSnapshot);
  }

  /** Carrying is expensive; where it fails, it is tried again after the next move or with the next task. */
  #moment(): string {
    return `${this.#machine.sequence()} ${workflowInfo().historyLength}`;
  }

  #warn(events: number, because: string): void {
    if (this.#hasWarned || events <= LONG) return;
    this.#hasWarned = true;
    log.warn('The history is long and the machine cannot continue as new.', { events, because });
  }
}
