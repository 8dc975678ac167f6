import { continueAsNew } from '@temporalio/workflow';
import { SENT_SEAT_EVENTS, SYSTEM_SEAT_EVENTS } from '../machines/events';
import { seatFollowUpMachine as machine, type SeatContext } from '../machines/seat-follow-up/machine';
import type { SeatInput } from '../machines/seat-follow-up/steps';
import type { SeatView } from './contract';
import { hostMachine } from './machine-host';
import { SEAT_POLICIES } from './step-policies';
import { durableSteps } from './steps';

const durableMachine = machine.provide({ actors: durableSteps(SEAT_POLICIES) });

/** Follows the new seats of one subscription until somebody uses them. */
export function seatFollowUp(input: SeatInput): Promise<SeatView> {
  return hostMachine({
    machine: durableMachine,
    input,
    events: SENT_SEAT_EVENTS,
    nudges: SYSTEM_SEAT_EVENTS,
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
