import type { Quote } from '../../billing/quotes/types';
import type {
  CountSeatsInput,
  CountSeatsOutput,
  OpenSupportItemInput,
  SeatSteps,
} from '../../machines/seat-follow-up/steps';
import type { FollowUpSeatsInput, OrderSteps, Visit } from '../../machines/subscription-change/steps';
import { NUDGE, SEAT_WORKFLOW, type SeatInput, seatWorkflowId, TASK_QUEUE } from '../../workflows/contract';
import type { Tools } from '../shared/dependencies';

type SeatActivities = Pick<OrderSteps, 'followUpSeats'> & Pick<SeatSteps, 'countSeats' | 'openSupportItem'>;

/** New seats until somebody uses them: starting their follow-up, counting, and handing over to a person. */
export function seatActivities(tools: Tools): SeatActivities {
  return {
    followUpSeats: (input) => followUpSeats(tools, input),
    countSeats: (input) => countSeats(tools, input),
    openSupportItem: (input) => openSupportItem(tools, input),
  };
}

/** Starts the follow-up of each subscription, or tells the one that runs that more seats came. */
async function followUpSeats({ store, temporalClient }: Tools, input: FollowUpSeatsInput): Promise<void> {
  const { tenantId, seatsAdded } = input;
  const { reminderDelays } = await store.settings.read(tenantId);
  for (const { subscriptionId } of seatsAdded) {
    const start: SeatInput = { tenantId, subscriptionId, reminderDelays, remindersSent: 0 };
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
export function tellOfFewerSeats({ temporalClient }: Tools, { tenantId }: Visit, { changes }: Quote): void {
  for (const { subscriptionId, before, after } of changes) {
    if (after.seats >= before.seats) continue;
    const followUp = temporalClient.workflow.getHandle(seatWorkflowId(tenantId, subscriptionId));
    followUp.signal(NUDGE, { type: 'SEATS_CHANGED' }).catch(() => undefined);
  }
}

async function countSeats({ store }: Tools, key: CountSeatsInput): Promise<CountSeatsOutput> {
  const subscription = await store.subscriptions.find(key);
  if (!subscription || subscription.status === 'ended') return { bought: 0, assigned: 0, gone: true };
  return { bought: subscription.seats, assigned: subscription.assignedSeats, gone: false };
}

async function openSupportItem({ store, clock }: Tools, input: OpenSupportItemInput): Promise<void> {
  const { tenantId, subscriptionId, unassigned, stream } = input;
  const subscription = await store.subscriptions.find(input);
  await store.supportItems.open({
    tenantId,
    // A stream that comes back to the same number of seats is another purchase, so another item.
    key: `${stream}:v${subscription?.version ?? 0}:unassigned`,
    kind: 'seats_unassigned',
    subscriptionId,
    facts: { unassigned },
    openedAt: clock(),
  });
}
