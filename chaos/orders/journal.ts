import type { OrderDocument } from '../../schemas/orders/order';

/** The body of an answer: an order, a request that waits for a second person, or a refusal. */
export type Told = Partial<OrderDocument> & { code?: string; grantId?: string };

/** A command that a client has sent, with every answer to it. */
export interface Command {
  type: string;
  /** Null for a start that was never answered. */
  changeId: string | null;
  /** Under which the order knows it; null for a start. */
  updateId: string | null;
  /** One entry a sending: "lost", or the status and its code. */
  attempts: string[];
  /** 0 until it was answered for good. */
  status: number;
  told: Told;
  /** Where an accepted command shows its effect; null for any other answer. */
  settlesAt: string | null;
  /** Whether the order that settled after the command shows its effect; null where it was waited for in vain. */
  hadEffect?: boolean | null;
}

/** Everything that the clients have sent. */
export class Journal {
  readonly commands: Command[] = [];
  /** Aborted when the run waits no longer; until then no command is given up. */
  readonly deadline: AbortSignal;

  constructor(deadline: AbortSignal) {
    this.deadline = deadline;
  }

  add(command: Command): void {
    this.commands.push(command);
  }
}
