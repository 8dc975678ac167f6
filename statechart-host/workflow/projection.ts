import type { StepCall } from '../contract/step';
import type { ProjectedView } from '../contract/view';
import type { Hosting, Saved } from './hosting';

type Project = NonNullable<Hosting<never, unknown>['project']>;
type View = ProjectedView<unknown, string>;

/** What is asked of the machine whose view is written. */
interface Written {
  isAtRest(): boolean;
  sequence(): number;
  /** The view as it is now, with every move since the one with this sequence. */
  viewSince(sequence: number): View;
  call(): StepCall;
  saved: Saved;
  /** Whether the answer is one to another past; the run fails then. */
  isOfAnotherPast(answer: unknown, call: StepCall): boolean;
  fail(error: unknown): void;
}

/** The view in the read model, written whenever the machine comes to rest. */
export class Projection {
  readonly #project: Project | undefined;
  readonly #machine: Written;
  #upTo: number;
  #isUnderWay = false;
  #isLate = false;

  /** @param upTo sequence of the latest move that is written already */
  constructor(project: Project | undefined, machine: Written, upTo: number) {
    this.#project = project;
    this.#machine = machine;
    this.#upTo = upTo;
  }

  /** Lists show the latest move. A view that is not written when a run ends is never written. */
  isWritten(): boolean {
    return this.#project === undefined || this.#upTo >= this.#machine.sequence();
  }

  /** No caller waits for a read model that is down. */
  isWrittenOrLate(): boolean {
    return this.isWritten() || this.#isLate;
  }

  /** Writes the view unless that is done or under way. */
  write(): void {
    if (this.#project === undefined || this.#isUnderWay || this.isWritten()) return;
    this.#isUnderWay = true;
    this.#keepWritten(this.#project).catch((error: unknown) => this.#machine.fail(error));
  }

  /** Every transition happens inside the shell, so this does too. */
  async #keepWritten(project: Project): Promise<void> {
    while (this.#machine.isAtRest() && !this.isWritten()) {
      const view = this.#machine.viewSince(this.#upTo);
      const call = this.#machine.call();
      const late = (): void => {
        this.#isLate = true;
      };
      const answer = await project(view as never, call, late, this.#machine.saved);
      if (this.#machine.isOfAnotherPast(answer, call)) return;
      this.#upTo = view.sequence;
      this.#isLate = false;
    }
    this.#isUnderWay = false;
  }
}
