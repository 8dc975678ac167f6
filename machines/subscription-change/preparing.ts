import { assign } from 'xstate';
import type { Change } from '../../billing/facts/types';
import { type AskAgain, grantToCheck, isCovered, type OrderContext, PLACES, visit } from './context';
import { backTo, mayBeHeld } from './putting-aside';
import { orderSetup } from './setup';
import type { AssessOutput, DroppedChange, QuoteOutput } from './steps';
import { stuckState } from './stuck';
import { edits, endsIfAsked, expires, leavesNow, remembers, TO } from './transitions';

const without = (changes: Change[], dropped: DroppedChange[]): Change[] =>
  changes.filter((change) => !dropped.some((one) => one.change.subscriptionId === change.subscriptionId));

const becauseDropped = ({ askAgain, quote }: OrderContext): AskAgain => ({
  ...(askAgain ?? { previousDue: quote?.dueToday ?? null, code: null }),
  reason: 'change_dropped',
});

/** What an accepted change leaves behind. */
function assessed(context: OrderContext, answer: AssessOutput): Partial<OrderContext> {
  if (!answer.accepted) return {};
  const { route, cartHoldsItems, vatPolicy, supersedes, home, terms = null, dropped = [] } = answer;
  const changes = without(context.draft, dropped);
  return {
    route,
    cartHoldsItems,
    vatPolicy,
    home: home ?? context.home,
    supersedes,
    paymentMethod: context.gavePayment ? context.paymentMethod : answer.paymentMethod,
    vat: context.decidedVat ? context.vat : answer.vat,
    vatToConfirm: context.decidedVat ? null : (answer.vatToConfirm ?? null),
    changes,
    draft: changes,
    beforeEdit: null,
    terms,
    dropped: [...context.dropped, ...dropped],
    askAgain: dropped.length > 0 ? becauseDropped(context) : context.askAgain,
    agreement: isCovered({ ...context, draft: changes, terms }) ? context.agreement : null,
  };
}

/** What a quote leaves behind. */
const priced = (context: OrderContext, answer: QuoteOutput): Partial<OrderContext> => ({
  quote: answer.quote,
  home: answer.home ?? context.home,
  vatItem: null,
  quoteExtendedUntil: null,
  costsMore: answer.costsMore,
  difference: answer.difference ?? null,
  askAgain: askAgainWith(context, answer),
  looksAgain: false,
});

/** A quote that ran out while something moved is asked again for the move: that is what the customer must look at. */
function askAgainWith({ askAgain }: OrderContext, { difference }: QuoteOutput): AskAgain | null {
  const moved = difference?.askAgain;
  const ranOut = askAgain?.reason === 'quote_expired' || askAgain?.reason === 'balance_changed';
  if (!ranOut || moved === undefined) return askAgain;
  return moved === 'subscription_moved' || moved === 'cart_moved' ? { ...askAgain, reason: moved } : askAgain;
}

/** May this customer change this subscription like this, and who serves them? */
export const assessing = orderSetup.createStateConfig({
  id: 'assessing',
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'assess',
        src: 'assess',
        input: ({ context }) => ({
          ...visit(context, 'assess'),
          actor: context.actor,
          changes: context.draft,
          ...(context.looksAgain && { leavesOutStale: true }),
        }),
        onDone: [
          {
            description: 'edit refused, nothing changes',
            guard: ({ context, event }) =>
              !event.output.accepted && event.output.asBefore === true && context.beforeEdit !== null,
            target: '#presenting',
            actions: [
              'putBack',
              assign({ refusal: ({ event }) => (event.output.accepted ? null : event.output.refusal) }),
            ],
          },
          {
            description: 'refused after it was quoted',
            guard: ({ context, event }) => !event.output.accepted && context.quote !== null,
            target: '#presenting',
            actions: [
              'dropEdit',
              assign({ refusal: ({ event }) => (event.output.accepted ? null : event.output.refusal) }),
            ],
          },
          {
            description: 'refused',
            guard: ({ event }) => !event.output.accepted,
            target: '#refused',
            actions: assign({ refusal: ({ event }) => (event.output.accepted ? null : event.output.refusal) }),
          },
          {
            description: 'accepted, and priced at once',
            guard: ({ event }) => event.output.accepted && event.output.priced !== undefined,
            target: '#presenting',
            actions: [
              assign(({ context, event }) => assessed(context, event.output)),
              assign(({ context, event }) =>
                event.output.accepted && event.output.priced ? priced(context, event.output.priced) : {},
              ),
            ],
          },
          {
            description: 'accepted',
            target: '#superseding',
            actions: assign(({ context, event }) => assessed(context, event.output)),
          },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'assessing' } } },
      },
    },
    stuck: stuckState({ RETRY: '#assessing', RETRY_NEW_KEY: '#assessing', AMEND: TO.assessing, ABORT: TO.releasing }),
  },
});

/** A number on file that nobody has asked about for long is asked about before the order is priced. */
const goesOn = [
  {
    description: 'number on file to be confirmed',
    guard: 'confirmsVatNumber',
    target: '#checkingVat',
    actions: 'noteVatToConfirm',
  },
  { target: TO.quoting },
] as const;

/** Tells older orders of the same subscription that this one replaces them. */
export const superseding = orderSetup.createStateConfig({
  id: 'superseding',
  initial: 'deciding',
  on: remembers,
  states: {
    deciding: {
      always: [{ guard: ({ context }) => context.supersedes.length > 0, target: 'working' }, ...goesOn],
    },
    working: {
      invoke: {
        id: 'supersede',
        src: 'supersede',
        input: ({ context }) => ({
          ...visit(context, 'assess'),
          orders: context.supersedes,
          subscriptionIds: context.changes.map(({ subscriptionId }) => subscriptionId),
        }),
        onDone: [...goesOn],
        // An order that was not told finds out itself: it can no longer reserve the subscription.
        onError: [...goesOn],
      },
    },
  },
});

/** Prices the change; the quote is pinned to an instant and never recomputed at execution. */
export const quoting = orderSetup.createStateConfig({
  id: 'quoting',
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'quote',
        src: 'quote',
        input: ({ context }) => ({
          ...visit(context, 'quote'),
          changes: context.changes,
          includesCart: context.includesCart,
          vat: context.vat,
          agreement: context.agreement,
          ...(context.vatItem === null ? {} : { vatItem: context.vatItem }),
          previousDue: context.askAgain?.previousDue ?? null,
          previousQuoteId: context.quote?.quoteId ?? null,
        }),
        onDone: [
          {
            description: 'went stale',
            guard: ({ context, event }) => event.output.isStale === true && !context.looksAgain,
            target: TO.assessing,
            actions: 'lookAgain',
          },
          {
            description: 'priced',
            target: '#presenting',
            actions: assign(({ context, event }) => priced(context, event.output)),
          },
        ],
        onError: { target: 'stuck', actions: { type: 'noteStuck', params: { step: 'quoting' } } },
      },
    },
    stuck: stuckState({ RETRY: '#quoting', RETRY_NEW_KEY: '#quoting', AMEND: TO.assessing, ABORT: TO.releasing }),
  },
});

/** Where the quote leads: to somebody who serves the customer, to the summary, to checkout, or straight on. */
export const presenting = orderSetup.createStateConfig({
  id: 'presenting',
  always: [
    endsIfAsked,
    { description: 'lost a part', guard: 'lostPart', target: TO.assessing, actions: 'dropTaken' },
    ...backTo(PLACES, 'returnsTo', 'returnAsBefore'),
    { guard: 'needsSomebodyElse', target: 'handedOver' },
    {
      description: 'was placed, costs no more',
      guard: 'placesAtOnce',
      target: 'reserving',
      actions: assign({ askAgain: null }),
    },
    { description: 'to review', guard: 'leadsToSummary', target: 'reviewing' },
    { description: 'to verify', target: 'verifying' },
  ],
});

/** Waits for customer support or the advisor; the quote just made travels with it. */
export const handedOver = orderSetup.createStateConfig({
  id: 'handedOver',
  initial: 'waiting',
  on: { ...leavesNow, ...expires, ...edits('handedOver') },
  states: {
    waiting: {
      tags: 'settled',
      on: {
        ACCEPT_HANDOVER: { target: 'checkingGrant', actions: 'noteRequest' },
        DECLINE_HANDOVER: { target: 'checkingGrant', actions: 'noteRequest' },
        ...mayBeHeld('handedOver'),
      },
    },
    checkingGrant: {
      invoke: {
        id: 'checkGrant',
        src: 'checkGrant',
        input: ({ context }) => grantToCheck(context),
        onDone: [
          {
            description: 'accepted',
            guard: ({ context, event }) => event.output.granted && context.request?.type === 'ACCEPT_HANDOVER',
            target: TO.quoting,
            actions: 'noteAgreement',
          },
          {
            description: 'declined',
            guard: ({ event }) => event.output.granted,
            target: TO.releasing,
            actions: 'endDeclined',
          },
          { description: 'grant refused', target: 'waiting', actions: 'dropRequest' },
        ],
        onError: { target: 'waiting', actions: 'dropRequest' },
      },
    },
  },
});
