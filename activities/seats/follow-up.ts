import { NUDGE } from 'statechart-host/contract';
import type { Quote } from '../../billing/quotes/types';
import type { CountSeatsInput, CountSeatsOutput, OpenSupportItemInput } from '../../machines/seat-follow-up/steps';
import type { FollowUpSeatsInput, Visit } from '../../machines/subscription-change/steps';
import { endWhereNoneIsFree } from '../../store/facts/free-seats';
import { SEAT_WORKFLOW, type SeatInput, seatWorkflowId, TASK_QUEUE } from '../../workflows/contract';
import type { Tools } from '../shared/dependencies';
import { openItem, seatsUnassigned } from '../shared/support-items';

/** Starts the follow-up of each subscription, or tells the one that runs that more seats came. */
export async function followUpSeats({ store, temporalClient, clock }: Tools, input: FollowUpSeatsInput): Promise<void> {
  const { tenantId, changeId, seatsAdded } = input;
  const { reminderDelays } = await store.settings.read(tenantId);
  for (const { subscriptionId } of seatsAdded) {
    const start: SeatInput = { tenantId, subscriptionId, reminderDelays };
    // First: the follow-up may find at once that all are assigned, and end.
    await store.seatFollowUps.open({ ...start, changeId, openedAt: clock() });
    await temporalClient.workflow.signalWithStart(SEAT_WORKFLOW, {
      workflowId: seatWorkflowId(tenantId, subscriptionId),
      taskQueue: TASK_QUEUE,
      args: [start],
      signal: NUDGE,
      signalArgs: [{ type: 'SEATS_ADDED' }],
    });
  }
}

/** Tells the follow-ups that some seats are gone. Nobody waits for it: they count before they remind anybody. */
export function tellOfFewerSeats({ store, temporalClient }: Tools, { tenantId }: Visit, { changes }: Quote): void {
  for (const { subscriptionId, before, after } of changes) {
    if (after.seats >= before.seats) continue;
    const key = { tenantId, subscriptionId };
    const followUp = temporalClient.workflow.getHandle(seatWorkflowId(tenantId, subscriptionId));
    followUp.signal(NUDGE, { type: 'SEATS_CHANGED' }).catch(() => undefined);
    endWhereNoneIsFree(store, key).catch(() => undefined);
  }
}

/** The seats of a subscription, for deciding whether somebody is reminded. */
export async function countSeats({ store, clock }: Tools, key: CountSeatsInput): Promise<CountSeatsOutput> {
  const subscription = await store.subscriptions.find(key);
  const gone = !subscription || subscription.status === 'ended';
  const { seats: bought, assignedSeats: assigned } = gone ? { seats: 0, assignedSeats: 0 } : subscription;
  // What is over is listed no longer; the workflow comes to the same end by the same numbers.
  if (assigned >= bought) await store.seatFollowUps.end(key);
  else await store.seatFollowUps.goOn(key, clock());
  return { bought, assigned, gone };
}

/** Hands seats that stay unassigned over to a person. */
export async function openSupportItem(tools: Tools, input: OpenSupportItemInput): Promise<void> {
  const { subscriptions, seatFollowUps } = tools.store;
  // Read before anything is done: what is bought meanwhile is followed up from the beginning.
  const followUp = await seatFollowUps.find(input);
  const subscription = await subscriptions.find(input);
  await openItem(tools, input.tenantId, seatsUnassigned(input, subscription?.version ?? 0));
  if (followUp !== null) await seatFollowUps.exhaust(followUp);
}
