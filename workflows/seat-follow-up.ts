import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract';
import { SEAT_EVENTS, type SeatEventType } from '../machines/events';
import { seatFollowUpMachine as machine, type SeatContext } from '../machines/seat-follow-up/machine';
import type { SeatInput } from '../machines/seat-follow-up/steps';
import type { SeatView } from './contract';
import { durable } from './durable-step';
import { hostMachine } from './machine-host';

const { countSeats, remind, openSupportItem } = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumAttempts: 8 },
});

const types = Object.keys(SEAT_EVENTS) as SeatEventType[];

/** Follows the new seats of one subscription until somebody uses them. */
export function seatFollowUp(input: SeatInput): Promise<SeatView> {
  return hostMachine({
    machine: machine.provide({
      actors: { countSeats: durable(countSeats), remind: durable(remind), openSupportItem: durable(openSupportItem) },
    }),
    input,
    events: types.filter((type) => SEAT_EVENTS[type].senders.length > 0),
    nudges: types.filter((type) => SEAT_EVENTS[type].senders.length === 0),
    isWellFormed: () => true,
    cancelEvent: { type: 'STOP' },
    details: (snapshot) => seatDetails(snapshot.context, snapshot.hasTag('stuck')),
    // Plain input, never a machine snapshot: a restored snapshot has lost its timers.
    continueAsNew: (snapshot) => {
      const { tenantId, subscriptionId, reminderDelays, remindersSent } = snapshot.context as SeatContext;
      return continueAsNew<typeof seatFollowUp>({ tenantId, subscriptionId, reminderDelays, remindersSent });
    },
  });
}

function seatDetails(context: SeatContext, isStuck: boolean): SeatView['details'] {
  const { tenantId, subscriptionId, remindersSent, bought, assigned, stuck } = context;
  return { tenantId, subscriptionId, remindersSent, bought, assigned, stuck: isStuck ? stuck : null };
}
