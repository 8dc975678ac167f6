import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  ActivityCancellationType,
  ApplicationFailure,
  patched,
  proxyActivities,
  proxyLocalActivities,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Activities } from '../activities/contract';
import { isOrderEvent, ORDER_EVENTS, type OrderEventType } from '../machines/events';
import type { OrderContext } from '../machines/subscription-change/context';
import { expectedAnswer } from '../machines/subscription-change/expected-answers';
import { isOrderInput, type OrderInput } from '../machines/subscription-change/input';
import { subscriptionChangeMachine as machine } from '../machines/subscription-change/machine';
import { standingOf } from '../machines/subscription-change/standing';
import type { AssessInput, AssessOutput, OrderSteps } from '../machines/subscription-change/steps';
import { orderDetails } from '../machines/subscription-change/view';
import { BAD_INPUT, type OrderView, OTHER_REQUEST, orderWorkflowId, QUOTE_CHANGED, STUCK_ATTRIBUTE } from './contract';
import { durable, localFirst } from './durable-step';
import type { Objection } from './hosted-view';
import { hostMachine } from './machine-host';

const { TRY_CANCEL } = ActivityCancellationType;

/** Our own database: one short attempt inside the workflow task. Its store calls give up before this limit. */
const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
});
/** The same steps with patience, and everything that calls the outside. When the attempts are used up it is stuck. */
const regular = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout: '5 seconds',
  cancellationType: TRY_CANCEL,
  retry: { initialInterval: '250 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});
/** A charge is sent once: whatever goes wrong makes its outcome unknown, and unknown is looked up. */
const once = proxyActivities<Activities>({
  // Time enough for a database that is away for a minute before anything is sent.
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '5 seconds',
  cancellationType: TRY_CANCEL,
  retry: { maximumAttempts: 1 },
});
const forever = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  cancellationType: TRY_CANCEL,
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

const STUCK = defineSearchAttributeKey(STUCK_ATTRIBUTE, SearchAttributeType.KEYWORD);

const types = Object.keys(ORDER_EVENTS) as OrderEventType[];
const nudges = types.filter((type) => ORDER_EVENTS[type].senders.length === 0);
const events = types.filter((type) => ORDER_EVENTS[type].senders.length > 0);

const assessLocalFirst = localFirst(local.assess, regular.assess);
/** An order that had to wait for a worker is as old as its start, an edit as old as the task that took it. */
const assess = (input: AssessInput): Promise<AssessOutput> => {
  const asked = input.visit === 1 ? workflowInfo().startTime : new Date();
  return assessLocalFirst({ ...input, askedAt: asked.toISOString() });
};

const steps = {
  assess: durable(assess),
  supersede: durable(regular.supersede),
  quote: durable(localFirst(local.quote, regular.quote)),
  capturePayment: durable(regular.capturePayment),
  checkVat: durable(regular.checkVat),
  escalateVat: durable(localFirst(local.escalateVat, regular.escalateVat)),
  reserve: durable(localFirst(local.reserve, regular.reserve)),
  charge: durable(once.charge),
  lookUpPayment: durable(regular.lookUpPayment),
  voidPayment: durable(regular.voidPayment),
  apply: durable(localFirst(local.apply, regular.apply)),
  confirm: durable(localFirst(local.confirm, regular.confirm)),
  fulfil: durable(regular.fulfil),
  followUpVat: durable(regular.followUpVat),
  followUpSeats: durable(regular.followUpSeats),
  compensate: durable(regular.compensate),
  bookGivenBack: durable(regular.bookGivenBack),
  release: durable(localFirst(local.release, regular.release)),
  tellCustomer: durable(localFirst(local.tellCustomer, regular.tellCustomer)),
  remindCustomer: durable(localFirst(local.remindCustomer, regular.remindCustomer)),
  checkGrant: durable(localFirst(local.checkGrant, regular.checkGrant)),
} satisfies Record<keyof OrderSteps, unknown>;

// Built once and not once an order: providing steps builds every state anew.
const durableMachine = machine.provide({ actors: steps });

/** One order, from the wish to the last step after the commit. */
export async function subscriptionChange(input: OrderInput): Promise<OrderView> {
  refuseUnreadable(input);
  refuseOtherId(input);
  return hostMachine({
    machine: durableMachine,
    input,
    events,
    nudges,
    isWellFormed: isOrderEvent,
    objectionTo: (event, snapshot) => outdatedQuote(event, snapshot.context),
    objectionToJoining: (request) => otherRequest(request, input),
    expects: (step, snapshot) => expectedAnswer(step, snapshot.context),
    cancelEvent: { type: 'CANCEL' },
    details: (snapshot) => orderDetails(snapshot.context, standingOf(snapshot)),
    settles,
    onTransition: stuckAttribute(),
    project: (view, late) => localFirst(local.project, forever.project, late)({ view }),
  });
}

/** A payment that is looked up for long has settled since orders were written that did not show it. */
function settles(snapshot: AnyMachineSnapshot): boolean {
  if (!snapshot.hasTag('settled')) return false;
  return !snapshot.matches({ settlingPayment: 'lookingUpLater' }) || patched('long look-ups settle');
}

/** Nobody places a quote that they have not seen: a hash that is sent must be that of the order's quote. */
function outdatedQuote(event: EventObject, { price: { quote } }: OrderContext): Objection | undefined {
  if (event.type !== 'PLACE_ORDER' || !('quoteHash' in event) || quote === null) return undefined;
  if (event.quoteHash === undefined || event.quoteHash === quote.hash) return undefined;
  return {
    type: QUOTE_CHANGED,
    message: 'The quote named is not the quote of the order any more.',
    facts: { quoteHash: quote.hash },
  };
}

/** Whoever says which request they come with joins no order that another request has started. */
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
