import type { Carried } from 'statechart-host/contract';
import { hostMachine } from 'statechart-host/workflow';
import { isSeatEvent, SENT_SEAT_EVENTS, SYSTEM_SEAT_EVENTS } from '../machines/events';
import { seatFollowUpMachine as machine, type SeatContext } from '../machines/seat-follow-up/machine';
import type { SeatInput } from '../machines/seat-follow-up/steps';
import { seatAdmission } from './admission';
import { refuseBadBeginning } from './beginning';
import { type SeatView, seatWorkflowId } from './contract';
import { isSeatInput } from './inputs';
import { SEAT_POLICIES } from './step-policies';
import { durableSteps } from './steps';

const durableMachine = machine.provide({ actors: durableSteps(SEAT_POLICIES) });

/** Follows the new seats of one subscription until somebody uses them. */
export async function seatFollowUp(input: SeatInput, carried?: Carried): Promise<SeatView> {
  refuseBadBeginning([input, carried], {
    isInput: isSeatInput,
    idOf: ({ tenantId, subscriptionId }) => seatWorkflowId(tenantId, subscriptionId),
  });
  return hostMachine({
    machine: durableMachine,
    input,
    carried,
    events: SENT_SEAT_EVENTS,
    nudges: SYSTEM_SEAT_EVENTS,
    isWellFormed: isSeatEvent,
    admission: (event, { snapshot, update }) => seatAdmission(event, snapshot.context, update),
    cancelEvent: { type: 'STOP' },
    details: (snapshot) => seatDetails(snapshot.context, snapshot.hasTag('stuck')),
  });
}

function seatDetails(context: SeatContext, isStuck: boolean): SeatView['details'] {
  const { tenantId, subscriptionId, remindersSent, bought, assigned, stuck } = context;
  return { tenantId, subscriptionId, remindersSent, bought, assigned, stuck: isStuck ? stuck : null };
}
