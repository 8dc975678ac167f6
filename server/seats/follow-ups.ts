import { NUDGE, VIEW } from 'statechart-host/contract';
import type { SeatEvent } from '../../machines/events';
import { endWhereNoneIsFree } from '../../store/facts/free-seats';
import type { SubscriptionKey } from '../../store/facts/subscription-document';
import { type SeatView, seatWorkflowId } from '../../workflows/contract';
import { CALL_LIMITS, type EventToSend, type Outcome, type Temporal } from '../api/temporal';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';

/** Calls to the workflow that follows up new seats. */

const workflowIdOf = ({ tenantId, subscriptionId }: SubscriptionKey): string =>
  seatWorkflowId(tenantId, subscriptionId);

/** The follow-up of a subscription's seats, also the last one that is over; null where there was none. @throws Problem 503 */
export const lookAtFollowUp = (temporal: Temporal, name: SubscriptionKey): Promise<SeatView | null> =>
  temporal.query<SeatView>(workflowIdOf(name), { name: VIEW });

/** Sends one event, bound to what was seen; the update id makes it happen once. @throws Problem 503 */
export const sendToFollowUp = (
  temporal: Temporal,
  name: SubscriptionKey,
  sent: EventToSend & { event: SeatEvent },
): Promise<Outcome<SeatView>> => temporal.send<SeatView>(workflowIdOf(name), sent, CALL_LIMITS.followUp);

/**
 * Tells the follow-up of a subscription's seats that an assignment changed. An assignment is a fact of ours, so nobody
 * waits for this to arrive: where it gets lost, the follow-up counts the seats before its next reminder.
 */
export async function nudgeFollowUp(temporal: Temporal, name: SubscriptionKey): Promise<void> {
  const nudge = { name: NUDGE, args: [{ type: 'SEATS_CHANGED' }] };
  await temporal.signal(workflowIdOf(name), nudge, CALL_LIMITS.glance).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
  });
}

/**
 * The seats of a subscription are others now, or others use them. A follow-up that runs is told and counts them itself; one that
 * is over counts nothing any more.
 */
export async function seatsChanged(
  { temporal, ...store }: Pick<ServerStore, 'subscriptions' | 'seatFollowUps'> & { temporal: Temporal },
  name: SubscriptionKey,
): Promise<void> {
  await nudgeFollowUp(temporal, name);
  await endWhereNoneIsFree(store, name);
}
