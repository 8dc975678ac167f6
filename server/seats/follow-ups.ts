import type { SeatEvent } from '../../machines/events';
import { SEND, type SeatView, seatWorkflowId, VIEW } from '../../workflows/contract';
import { meaningOf } from '../api/temporal-failures';
import { unavailable } from '../http/problem';
import type { TemporalClient } from '../orders/commands/workflows';

export interface SubscriptionName {
  tenantId: string;
  subscriptionId: string;
}

/** What became of an event that was sent to a follow-up. */
export type SeatOutcome = { kind: 'settled'; view: SeatView } | { kind: 'not_allowed' | 'not_running' | 'moved_on' };

const LOOK_LIMIT = 5_000;
/** Each step of a follow-up is tried for a while before it counts as failed. */
const SETTLE_LIMIT = 30_000;

/** Looks at the follow-ups of new seats and sends them what support wants. */
export class SeatFollowUps {
  readonly #client: TemporalClient;

  constructor(client: TemporalClient) {
    this.#client = client;
  }

  /** The follow-up of a subscription's seats, also the last one that is over; null where there was none. @throws Problem 503 */
  async look(name: SubscriptionName): Promise<SeatView | null> {
    const handle = this.#handle(name);
    try {
      return await this.#client.withDeadline(Date.now() + LOOK_LIMIT, () => handle.query<SeatView>(VIEW));
    } catch (error) {
      if (meaningOf(error).kind === 'not_running') return null;
      throw unavailable('temporal', error);
    }
  }

  /** Sends one event, bound to what was seen; the update id makes it happen once. @throws Problem 503 */
  async send(name: SubscriptionName, event: SeatEvent, updateId: string, seenAt: number): Promise<SeatOutcome> {
    const handle = this.#handle(name);
    const options: { args: [SeatEvent, number]; updateId: string } = { args: [event, seenAt], updateId };
    try {
      const view = await this.#client.withDeadline(Date.now() + SETTLE_LIMIT, () =>
        handle.executeUpdate<SeatView, [SeatEvent, number]>(SEND, options),
      );
      return { kind: 'settled', view };
    } catch (error) {
      const { kind } = meaningOf(error);
      if (kind === 'not_allowed' || kind === 'not_running' || kind === 'moved_on') return { kind };
      throw unavailable('temporal', error);
    }
  }

  #handle({ tenantId, subscriptionId }: SubscriptionName) {
    return this.#client.workflow.getHandle(seatWorkflowId(tenantId, subscriptionId));
  }
}
