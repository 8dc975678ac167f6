import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { ApplicationFailure, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { isOrderEvent, SENT_EVENTS, SYSTEM_EVENTS } from '../machines/events';
import type { OrderContext } from '../machines/subscription-change/context';
import { isOrderInput, type OrderInput } from '../machines/subscription-change/input';
import { subscriptionChangeMachine as machine } from '../machines/subscription-change/machine';
import { standingOf } from '../machines/subscription-change/standing';
import { stepFacts } from '../machines/subscription-change/step-table';
import type { AssessInput, AssessOutput } from '../machines/subscription-change/steps';
import { orderDetails } from '../machines/subscription-change/view';
import { BAD_INPUT, type OrderView, OTHER_REQUEST, orderWorkflowId, QUOTE_CHANGED, STUCK_ATTRIBUTE } from './contract';
import { durable } from './durable-step';
import type { Objection } from './hosted-view';
import { hostMachine } from './machine-host';
import { ORDER_POLICIES } from './step-policies';
import { durableSteps, step } from './steps';

const STUCK = defineSearchAttributeKey(STUCK_ATTRIBUTE, SearchAttributeType.KEYWORD);

const assessAsked = step('assess');
/** An order that had to wait for a worker is as old as its start, an edit as old as the task that took it. */
const assess = (input: AssessInput): Promise<AssessOutput> => {
  const asked = input.visit === 1 ? workflowInfo().startTime : new Date();
  return assessAsked({ ...input, askedAt: asked.toISOString() });
};
const project = step('project');

// Built once and not once an order: providing steps builds every state anew.
const durableMachine = machine.provide({ actors: { ...durableSteps(ORDER_POLICIES), assess: durable(assess) } });

/** One order, from the wish to the last step after the commit. */
export async function subscriptionChange(input: OrderInput): Promise<OrderView> {
  refuseUnreadable(input);
  refuseOtherId(input);
  return hostMachine({
    machine: durableMachine,
    input,
    events: SENT_EVENTS,
    nudges: SYSTEM_EVENTS,
    isWellFormed: isOrderEvent,
    objectionTo: (event, snapshot) => outdatedQuote(event, snapshot.context),
    objectionToJoining: (request) => otherRequest(request, input),
    expects: (step, snapshot) => stepFacts(step).expects(snapshot.context),
    cancelEvent: { type: 'CANCEL' },
    details: (snapshot) => orderDetails(snapshot.context, standingOf(snapshot)),
    onTransition: stuckAttribute(),
    project: (view, late) => project({ view }, late),
  });
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

/** A caller that names its request does not join an order that another request has started. */
function otherRequest(request: unknown, { requestHash }: OrderInput): Objection | undefined {
  if (request === undefined || requestHash === undefined || request === requestHash) return undefined;
  return { type: OTHER_REQUEST, message: 'The order of this change id was started by another request.', facts: {} };
}

/** Keeps the search attribute true. It costs an event and an action, so it changes only with being stuck. */
function stuckAttribute(): (snapshot: AnyMachineSnapshot) => void {
  let shown: string | null = null;
  return (snapshot) => {
    const { stuck } = (snapshot.context as OrderContext).support;
    const step = snapshot.hasTag('stuck') ? (stuck?.step ?? null) : null;
    if (step === shown) return;
    shown = step;
    upsertSearchAttributes([{ key: STUCK, value: step }]);
  };
}

/** The door validates what comes over HTTP; an unreadable order straight through Temporal would only get stuck. */
function refuseUnreadable(input: unknown): void {
  if (isOrderInput(input)) return;
  throw ApplicationFailure.nonRetryable(
    'The input is not an order, or holds a card number: see OrderInput in the contract.',
    BAD_INPUT,
  );
}

/** An order under another id could be placed a second time beside the one that has the right id. */
function refuseOtherId({ tenantId, changeId }: OrderInput): void {
  const id = orderWorkflowId(tenantId, changeId);
  if (workflowInfo().workflowId === id) return;
  throw ApplicationFailure.nonRetryable(`This order must be started as the workflow ${id}.`, BAD_INPUT);
}
