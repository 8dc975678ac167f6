import { patched } from '@temporalio/workflow';
import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { BOUNDS } from '../contract/bounds';
import type { CarriedMachine, Definition } from '../contract/carried';
import { digestOf } from '../contract/digest';
import { isStepAnswer, type StepCall } from '../contract/step';
import { definitionOf } from './structure';
import { hasPatchMarker } from './temporal-seams';

/** Begins the name of the marker that a run leaves where it continues as new. */
const CONTINUES = 'statechart-host/continue-as-new';

const EDITED = 'a function on the way there was edited. Deploy it as it was, and give the machine a new version.';

/**
 * Compares what a replay computes with what the run computed when it was recorded: an edited function would otherwise
 * change the past of a running machine in silence. Each step is told a digest of value and context and the answer carries
 * it back; the first answer of a run carries the definition too, and where the run continues as new, a marker in its history
 * is named by a digest of what it hands on.
 */
export class Past {
  readonly #machine: AnyStateMachine;
  readonly #compatibleWith: readonly string[];
  #definitionIsRecorded = false;
  #digested: { snapshot: AnyMachineSnapshot; digest: string } | undefined;

  constructor(machine: AnyStateMachine, compatibleWith: readonly string[] = []) {
    this.#machine = machine;
    this.#compatibleWith = compatibleWith;
  }

  /** @throws Error for a context that is too large or that no JSON can carry */
  callFrom(snapshot: AnyMachineSnapshot, sequence: number, update: string | undefined): StepCall {
    const call: StepCall = { digest: this.#digest(snapshot), sequence };
    if (update !== undefined) call.update = update;
    if (!this.#definitionIsRecorded) call.definition = definitionOf(this.#machine);
    return call;
  }

  /** @returns what differs from the recorded past, as the end of a sentence */
  difference(answer: unknown, { digest }: StepCall): string | undefined {
    if (!isStepAnswer(answer)) return undefined;
    if (answer.definition !== undefined) {
      this.#definitionIsRecorded = true;
      const difference = this.unlike(answer.definition);
      if (difference !== undefined) return difference;
    }
    if (answer.answersTo === digest) return undefined;
    return `its value and context were recorded as ${answer.answersTo} and are now computed as ${digest}: ${EDITED}`;
  }

  /**
   * Whether the run ends here, handing on this machine. A replay ends where the history has the marker and nowhere else,
   * though another setting might want it to.
   *
   * @returns otherwise how its end differs from the recorded past, as the end of a sentence; undefined where it goes on
   */
  endsWith(machine: CarriedMachine): true | string | undefined {
    const digest = digestWithoutInstants(JSON.stringify(machine));
    if (patched(`${CONTINUES} ${digest}`)) return true;
    if (!hasPatchMarker(CONTINUES)) return undefined;
    return `what it hands on is now computed as ${digest}, and was recorded as something else: ${EDITED}`;
  }

  /** @returns how this machine differs from the one that began, unless it is said to be compatible with it */
  unlike(begun: Definition): string | undefined {
    const own = definitionOf(this.#machine);
    const isSame = begun.hash === own.hash && begun.version === own.version;
    if (isSame || this.#compatibleWith.includes(begun.hash)) return undefined;
    return `it was begun by ${named(begun)}, and this is ${named(own)}. Deploy that one beside this, or name its hash in \`compatibleWith\` if it may go on with this one.`;
  }

  #digest(snapshot: AnyMachineSnapshot): string {
    if (this.#digested?.snapshot !== snapshot) {
      const state = stateOf(snapshot);
      const text = JSON.stringify(state);
      if (text.length > BOUNDS.context) {
        throw new Error(`The context has ${text.length} characters of JSON, and ${BOUNDS.context} are allowed.`);
      }
      const digest = digestWithoutInstants(text);
      // An actor inside may move while the snapshot of the machine around it stays.
      if (state.length > 2) return digest;
      this.#digested = { snapshot, digest };
    }
    return this.#digested.digest;
  }
}

/**
 * Instants, by their milliseconds or as ISO 8601. A digest leaves them out: a task that left nothing in the history is taken,
 * once, for one with the next, and has then seen the time of that one, see `atTheStart`.
 */
const INSTANTS = /\b[12]\d{12}\b|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

const digestWithoutInstants = (text: string): string => digestOf(text.replace(INSTANTS, ''));

/** Of a machine and of the actors in it. What a step was asked is no state: its answer is. */
function stateOf(snapshot: AnyMachineSnapshot): unknown[] {
  const inside = Object.values(snapshot.children as Record<string, AnyActorRef>)
    .map((actor) => actor.getSnapshot())
    .filter((state) => 'context' in state)
    .map((state) => ('value' in state ? stateOf(state) : state.context));
  return inside.length === 0 ? [snapshot.value, snapshot.context] : [snapshot.value, snapshot.context, inside];
}

const named = ({ id, version, hash }: Definition): string =>
  `"${id}"${version === null ? '' : ` version ${version}`} (${hash})`;
