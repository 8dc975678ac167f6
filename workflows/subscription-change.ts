import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { Carried, Objection } from 'statechart-host/contract';
import { durable, hostMachine, isBrought, type Saved } from 'statechart-host/workflow';
import type { EventObject, SnapshotFrom } from 'xstate';
import { isOrderEvent, type OrderEvent, SENT_EVENTS, SYSTEM_EVENTS } from '../machines/events';
import type { OrderContext } from '../machines/subscription-change/context';
import { isOrderInput, type OrderInput } from '../machines/subscription-change/input';
import { subscriptionChangeMachine as machine } from '../machines/subscription-change/machine';
import { standingOf } from '../machines/subscription-change/standing';
import { stepFacts } from '../machines/subscription-change/step-table';
import type { AssessInput, AssessOutput } from '../machines/subscription-change/steps';
import { outOfBounds } from '../machines/subscription-change/support/bounds';
import { orderDetails } from '../machines/subscription-change/view';
import { orderAdmission } from './admission';
import { mayStartFrom, refuseBadBeginning } from './beginning';
import {
  KEPT_AT_MOST,
  type KeptStart,
  type OrderView,
  OTHER_REQUEST,
  OUT_OF_BOUNDS,
  orderWorkflowId,
  QUOTE_CHANGED,
  STUCK_ATTRIBUTE,
  unmarked,
} from './contract';
import { ORDER_POLICIES } from './step-policies';
import { durableSteps, step, stepAfterCommit } from './steps';

const STUCK = defineSearchAttributeKey(STUCK_ATTRIBUTE, SearchAttributeType.KEYWORD);

const assessAsked = step('assess');
/** An order that had to wait for a worker is as old as its start, an edit as old as the task that took it. */
const assess = (input: AssessInput): Promise<AssessOutput> => {
  const asked = input.visit === 1 ? workflowInfo().startTime : new Date();
  return assessAsked({ ...input, askedAt: asked.toISOString() });
};
const applySoon = step('apply');
const applyLater = stepAfterCommit('apply');
/**
 * Where nothing was charged, an order is reserved and applied in the task that takes the event. That task may be lost together
 * with the event: then the change would be made, and nobody would have asked for it.
 */
const apply: typeof applySoon = (input, ...call) =>
  input.payment === null ? applyLater(input, ...call) : applySoon(input, ...call);
const project = step('project');

// Built once and not once an order: providing steps builds every state anew.
const durableMachine = machine.provide({
  actors: { ...durableSteps(ORDER_POLICIES), apply: durable(apply), assess: durable(assess) },
});

/** One order, from the wish to the last step after the commit. */
export async function subscriptionChange(input: OrderInput, carried?: Carried): Promise<OrderView> {
  refuseBadBeginning([input], {
    isInput: isOrderInput,
    idOf: ({ tenantId, changeId }) => orderWorkflowId(tenantId, changeId),
  });
  // Only a state that is brought is waited for: what comes with an ordinary start finds its handlers set.
  const mayStart = isBrought(carried) && (await mayStartFrom(input, carried, durableMachine));
  return hostMachine({
    machine: durableMachine,
    input,
    carried,
    acceptsCarried: () => mayStart,
    events: SENT_EVENTS,
    nudges: SYSTEM_EVENTS,
    isWellFormed: isOrderEvent,
    objectionTo: (event, { context }) => outdatedQuote(event, context) ?? beyondBounds(event, context),
    admission: (event, { snapshot, update }) => orderAdmission(event, snapshot.context, update),
    identityOf: unmarked,
    objectionToJoining: (request) => otherRequest(request, input),
    expects: (step, snapshot) => stepFacts(step).expects(snapshot.context),
    cancelEvent: { type: 'CANCEL' },
    details: (snapshot) => orderDetails(snapshot.context, standingOf(snapshot)),
    searchAttributes: (snapshot) => [{ key: STUCK, value: stuckStep(snapshot) }],
    project: (view, call, late, saved) => project({ view, kept: keptOf(input, saved) }, call, late),
  });
}

/** The arguments that the order is started with again, should its workflow be lost. */
function keptOf(input: OrderInput, saved: Saved): KeptStart | null {
  const carried = saved(KEPT_AT_MOST);
  return carried === undefined ? null : [input, carried];
}

/** A quote is not placed unseen: a hash that is sent must be that of the order's quote. */
function outdatedQuote(event: EventObject, { price: { quote } }: OrderContext): Objection | undefined {
  if (event.type !== 'PLACE_ORDER' || !('quoteHash' in event) || quote === null) return undefined;
  if (event.quoteHash === undefined || event.quoteHash === quote.hash) return undefined;
  return {
    type: QUOTE_CHANGED,
    message: 'The quote named is not the current quote of the order.',
    facts: { quoteHash: quote.hash },
  };
}

/** The bounds of the API hold for an event that has not come through it too. */
function beyondBounds(event: OrderEvent, { wish: { route, changes } }: OrderContext): Objection | undefined {
  const code = outOfBounds(event, { route, changes, now: Date.now() });
  if (code === undefined) return undefined;
  const message = `${event.type} is beyond what an order takes: ${code.replaceAll('_', ' ')}.`;
  return { type: OUT_OF_BOUNDS, message, facts: { event: event.type, code } };
}

/** A caller that names its request does not join an order that another request has started. */
function otherRequest(request: unknown, { requestHash }: OrderInput): Objection | undefined {
  if (request === undefined || requestHash === undefined || request === requestHash) return undefined;
  return { type: OTHER_REQUEST, message: 'The order of this change id was started by another request.', facts: {} };
}

/** A change costs an event and an action, so the attribute changes only with being stuck. */
const stuckStep = (snapshot: SnapshotFrom<typeof machine>): string | null =>
  snapshot.hasTag('stuck') ? (snapshot.context.support.stuck?.step ?? null) : null;
