import { received } from 'statechart-host/contract';
import type { OrderEvent, OrderEventType } from '../../machines/events';
import type { OrderContext } from '../../machines/subscription-change/context';
import type {
  Accepted,
  AssessOutput,
  DroppedChange,
  OrderSteps,
  PaymentOutcome,
  VatHold,
} from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { FORESEEN, outcome } from '../support/scripted-steps';
import type { World } from './explore';
import { countCharges, essence } from './order-essence';

type Answers = { [Name in keyof OrderSteps]: readonly Awaited<ReturnType<OrderSteps[Name]>>[] };

const CHANGE = { subscriptionId: 'sub_1', seats: 8 };
const OTHER_CHANGE = { subscriptionId: 'sub_1', seats: 9 };
const SUPPORT = { grantId: 'grant_1' };
const EVIDENCE = { ...SUPPORT, evidence: 'seen at the gateway' };

const EVENTS: readonly OrderEvent[] = [
  { type: 'EDIT', changes: [CHANGE] },
  { type: 'EDIT', changes: [OTHER_CHANGE] },
  { type: 'ADD_CHANGE', change: { subscriptionId: 'sub_2', seats: 2 } },
  { type: 'CHECKOUT' },
  { type: 'ADD_TO_CART' },
  { type: 'PROVIDE_PAYMENT', paymentToken: 'tok_1' },
  { type: 'PROVIDE_VAT', vatNumber: 'FR83404833048' },
  { type: 'REMOVE_VAT' },
  received({ type: 'PLACE_ORDER' }, { at: '2026-03-25T10:04:00Z' }),
  received({ type: 'RENEW_PAYMENT_LINK' }, { at: '2026-03-25T10:04:00Z' }),
  { type: 'CANCEL' },
  { type: 'ACCEPT_HANDOVER', ...SUPPORT, effective: 'now', purchaseOrder: 'PO-1' },
  { type: 'ACCEPT_HANDOVER', ...SUPPORT, effective: 'period_end', purchaseOrder: null },
  { type: 'DECLINE_HANDOVER', ...SUPPORT },
  { type: 'RETRY' },
  { type: 'SKIP', ...SUPPORT },
  { type: 'OVERRIDE', ...EVIDENCE },
  { type: 'ABORT', ...SUPPORT },
  { type: 'RESOLVE_PAID', ...EVIDENCE },
  { type: 'RESOLVE_NOT_PAID', ...EVIDENCE },
  { type: 'ACCEPT_VAT_EVIDENCE', ...EVIDENCE },
  { type: 'RETRY_NEW_KEY', ...SUPPORT, confirmed: true },
  received({ type: 'HOLD' }, { at: '2026-03-25T10:04:00Z' }),
  received({ type: 'RELEASE' }, { at: '2026-03-25T11:04:00Z' }),
  { type: 'EXTEND_QUOTE', until: '2026-03-25T12:00:00Z' },
  { type: 'EXTEND_LINK', until: '2026-03-25T12:00:00Z' },
  { type: 'KEEP_OPEN', until: '2026-05-25T12:00:00Z' },
  { type: 'AMEND', changes: [CHANGE] },
  { type: 'RESEND' },
  { type: 'SUPERSEDED', by: 'chg_2' },
  { type: 'EXPIRE' },
  { type: 'NUDGE', about: 'payment' },
];

const STATUSES: readonly PaymentOutcome['status'][] = [
  'paid',
  'requires_action',
  'pending',
  'declined',
  'voided',
  'expired',
  'not_sent',
  'unknown',
];

export const refused: AssessOutput = {
  accepted: false,
  refusal: { code: 'seats_below_assigned', facts: { assigned: 9 } },
};

/** The system of record has ended the subscription. */
const ENDED = {
  accepted: false,
  refusal: { code: 'subscription_not_active', facts: { status: 'ended' } },
} as const satisfies AssessOutput;

/** The seller lets nobody put a change off any more. */
const NOT_OFFERED = {
  accepted: false,
  refusal: { code: 'deferral_not_offered', facts: { subscriptionId: 'sub_1' } },
} as const satisfies AssessOutput;

export const accepted = (overrides: Partial<Accepted> = {}): Accepted => ({
  accepted: true,
  route: 'self_serve',
  cartHoldsItems: false,
  paymentMethod: 'pm_saved',
  vat: null,
  vatPolicy: 'hold',
  home: { country: 'FR', timeZone: 'Europe/Paris' },
  terms: 'sub_1,professional,5,month',
  supersedes: [],
  ...overrides,
});

const due = sampleQuote();
const provisional = sampleQuote({ vatTreatment: { rule: 'R5', kind: 'hold', country: 'FR', percent: '20' } });
const nothingDue = sampleQuote({ dueToday: '0.00', total: '0.00', rateIncreases: false });

/** Another order is agreed for later, and ends with this one. */
const replacing = sampleQuote({
  changes: due.changes.map((change) => ({
    ...change,
    agreed: { changeId: 'chg_0', visit: 1, takenOut: ['seats'], kept: [] },
  })),
});

/** A register that is down, and a doubt that only a person can settle. */
export const OUTAGE: VatHold = {
  code: 'member_state_unavailable',
  prefix: 'FR',
  retry: true,
  mayChargeMeanwhile: true,
};
export const DOUBT: VatHold = { code: 'country_mismatch', prefix: 'FR', retry: false, mayChargeMeanwhile: false };

/** A register that takes no question of ours. */
const BLOCK: VatHold = { ...OUTAGE, code: 'blocked', mendedBy: 'operator' };

/** A register that is not asked here. */
const NOT_COVERED: VatHold = { ...OUTAGE, code: 'not_covered', retry: false };

/** One answer a step, where it does its work; the steps that answer in several ways are told. */
const foreseen = Object.fromEntries(
  Object.entries(FORESEEN).map(([step, answer]) => [step, [answer]]),
) as unknown as Answers;

const ANSWERS: Answers = {
  ...foreseen,
  assess: [accepted(), accepted({ priced: { quote: due, costsMore: false } }), refused],
  quote: [{ quote: due, costsMore: false }],
  capturePayment: [
    { status: 'saved', paymentMethod: 'pm_new' },
    { status: 'refused', code: 'expired_card' },
  ],
  checkVat: [
    { status: 'valid', number: 'FR83404833048', evidenceId: 'ev_1' },
    { status: 'unverifiable', number: 'FR83404833048', evidenceId: null, hold: OUTAGE },
    { status: 'invalid', code: 'unknown_number' },
  ],
  escalateVat: [{ item: 'chg_1:vat:1' }],
  reserve: [
    { status: 'reserved' },
    { status: 'quote_expired' },
    { status: 'balance_changed' },
    { status: 'moved' },
    { status: 'cart_moved' },
    { status: 'account_changed' },
    { status: 'superseded', by: 'x', subscriptionId: 'sub_1' },
  ],
  charge: [...STATUSES.map((status) => outcome({ status })), outcome({ status: 'pending', mayPlace: true })],
  lookUpPayment: STATUSES.map((status) => outcome({ status })),
  voidPayment: STATUSES.map((status) => outcome({ status })),
  apply: [
    { status: 'applied', fulfilment: 'done', seatsAdded: [] },
    { status: 'applied', fulfilment: 'done', seatsAdded: [{ subscriptionId: 'sub_1', seats: 3 }] },
    { status: 'applied', fulfilment: 'needed', seatsAdded: [] },
    { status: 'applied', fulfilment: 'done', seatsAdded: [], confirmed: true },
    { status: 'reservation_lost' },
  ],
  fulfil: [
    { status: 'done', checkAgainIn: 0 },
    { status: 'pending', checkAgainIn: 60_000 },
  ],
  compensate: [
    { status: 'compensated' },
    { status: 'compensated', payment: 'refunded' },
    { status: 'already_applied', applied: { status: 'applied', fulfilment: 'done', seatsAdded: [] } },
  ],
  bookGivenBack: [
    { status: 'compensated', payment: 'refunded', code: 'given_back_by_hand' },
    { status: 'already_applied', applied: { status: 'applied', fulfilment: 'done', seatsAdded: [] } },
  ],
};

/** Enough to see a second change join the order; a third would add no new kind of place. */
export const MOST_CHANGES = 3;

const INPUT = {
  tenantId: 'tenant',
  changeId: 'chg_1',
  accountId: 'acc_1',
  actor: { userId: 'user_1', role: 'billing_contact' as const },
  changes: [CHANGE],
};

/** What happens in every world that is not small on purpose. */
const ANYWHERE: readonly OrderEventType[] = [
  'CHECKOUT',
  'ADD_TO_CART',
  'RENEW_PAYMENT_LINK',
  'ACCEPT_HANDOVER',
  'DECLINE_HANDOVER',
  'RETRY',
  'SKIP',
  'OVERRIDE',
  'ABORT',
  'RESOLVE_PAID',
  'RESOLVE_NOT_PAID',
];

const FAILURE = { code: 'timeout', message: 'No answer.', retryable: true, at: '2026-03-25T10:05:00Z' };

interface Happenings extends Partial<Pick<World, 'input' | 'failure'>> {
  events: readonly OrderEventType[];
  /** Steps that answer only so in this world; the others may answer in every way. */
  answers: Partial<Answers>;
  /** What a newer order takes of this one. */
  taken?: OrderEvent;
  /** An edit that only this world is about. */
  edit?: OrderEvent;
}

function orderWorld({ events, answers, taken, edit, ...more }: Happenings): World {
  return {
    input: INPUT,
    events: [...EVENTS.filter(({ type }) => events.includes(type)), ...(taken ? [taken] : []), ...(edit ? [edit] : [])],
    answers: { ...ANSWERS, ...answers },
    failure: FAILURE,
    essence,
    goesOn: (snapshot) => (snapshot.context as OrderContext).wish.changes.length < MOST_CHANGES,
    remember: countCharges,
    ...more,
  };
}

const SECOND_TAKEN: OrderEvent = { type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_2'] };

const SECOND_DROPPED: DroppedChange = {
  change: { subscriptionId: 'sub_2', seats: 2 },
  refusal: { code: 'renewal_missing', facts: { subscriptionId: 'sub_2' } },
};

/** How the payment goes when a world is about something else. */
const SHORT_PAYMENT: Partial<Answers> = {
  charge: [outcome({ status: 'paid' }), outcome({ status: 'declined' })],
  lookUpPayment: [outcome({ status: 'paid' })],
  voidPayment: [outcome({ status: 'voided' })],
};

const UNVERIFIED = { status: 'unverifiable', number: 'FR83404833048', evidenceId: 'ev_2' } as const;

/** Every way in which a number may wait, or need not. */
const HOLDING: Answers['checkVat'] = [
  ...ANSWERS.checkVat,
  { ...UNVERIFIED, hold: null },
  { ...UNVERIFIED, hold: BLOCK },
  { ...UNVERIFIED, hold: OUTAGE },
  { ...UNVERIFIED, hold: DOUBT },
];

const HARDLY_ANYTHING: Partial<Answers> = {
  ...SHORT_PAYMENT,
  charge: [outcome({ status: 'paid' })],
  checkVat: [{ ...UNVERIFIED, hold: OUTAGE }],
  capturePayment: [{ status: 'saved', paymentMethod: 'pm_new' }],
  reserve: [{ status: 'reserved' }],
};

/** An order of two changes, one of which a newer order may take. */
const LOSING_PART: Pick<Happenings, 'input' | 'taken'> = {
  input: { ...INPUT, changes: [CHANGE, SECOND_DROPPED.change] },
  taken: SECOND_TAKEN,
};

/**
 * One world for all would be too big to walk, so each of these is wide where the others are narrow: how the payment
 * goes, what is given at checkout, the cart, and the hand-over with its agreement.
 */
export const ORDER_WORLDS: Readonly<Record<string, World>> = {
  paying: orderWorld({
    taken: { type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_of_others'] },
    events: [
      ...ANYWHERE,
      'REMOVE_VAT',
      'ACCEPT_VAT_EVIDENCE',
      'PLACE_ORDER',
      'CANCEL',
      'SUPERSEDED',
      'NUDGE',
      'RETRY_NEW_KEY',
      'EXTEND_LINK',
    ],
    answers: {},
  }),
  checkingOut: orderWorld({
    events: [
      ...ANYWHERE,
      'EDIT',
      'ADD_CHANGE',
      'PROVIDE_PAYMENT',
      'PROVIDE_VAT',
      'REMOVE_VAT',
      'ACCEPT_VAT_EVIDENCE',
      'PLACE_ORDER',
      'CANCEL',
      'EXPIRE',
      'NUDGE',
      'RETRY_NEW_KEY',
      'AMEND',
      'KEEP_OPEN',
    ],
    answers: { ...SHORT_PAYMENT, assess: [accepted({ paymentMethod: null }), refused] },
  }),
  chargingVatMeanwhile: orderWorld({
    events: [...ANYWHERE, 'PROVIDE_VAT', 'REMOVE_VAT', 'ACCEPT_VAT_EVIDENCE', 'PLACE_ORDER', 'NUDGE'],
    answers: {
      charge: [outcome({ status: 'paid' })],
      checkVat: HOLDING,
      assess: [accepted({ vatPolicy: 'charge_then_credit' })],
      quote: [{ quote: provisional, costsMore: false }],
    },
  }),
  waitingForVat: orderWorld({
    events: [
      ...ANYWHERE,
      'EDIT',
      'PROVIDE_VAT',
      'REMOVE_VAT',
      'ACCEPT_VAT_EVIDENCE',
      'CANCEL',
      'SUPERSEDED',
      'EXPIRE',
      'NUDGE',
      'AMEND',
      'KEEP_OPEN',
    ],
    answers: { checkVat: HOLDING },
  }),
  /** A number on file that is confirmed once more before the first quote. */
  confirmingVat: orderWorld({
    events: ['CANCEL', 'RETRY', 'REMOVE_VAT'],
    answers: {
      ...HARDLY_ANYTHING,
      assess: [
        accepted({ vatToConfirm: 'FR83404833048' }),
        accepted({ vatToConfirm: 'FR83404833048', supersedes: ['chg_0'] }),
      ],
      checkVat: [
        ...ANSWERS.checkVat.filter(({ status }) => status !== 'unverifiable'),
        ...HOLDING.slice(-1),
        { ...UNVERIFIED, hold: NOT_COVERED },
      ],
    },
  }),
  nothingDue: orderWorld({
    events: [
      ...ANYWHERE,
      'ADD_CHANGE',
      'PROVIDE_PAYMENT',
      'PROVIDE_VAT',
      'REMOVE_VAT',
      'ACCEPT_VAT_EVIDENCE',
      'PLACE_ORDER',
      'SUPERSEDED',
    ],
    answers: {
      ...SHORT_PAYMENT,
      quote: [
        { quote: due, costsMore: false },
        { quote: nothingDue, costsMore: false },
      ],
    },
  }),
  /** Support does everything here that it may do beside the flow. */
  cart: orderWorld({
    events: [
      ...ANYWHERE,
      'EDIT',
      'ADD_CHANGE',
      'REMOVE_VAT',
      'ACCEPT_VAT_EVIDENCE',
      'PLACE_ORDER',
      'CANCEL',
      'SUPERSEDED',
      'EXPIRE',
      'NUDGE',
      'RETRY_NEW_KEY',
      'HOLD',
      'RELEASE',
      'EXTEND_QUOTE',
      'EXTEND_LINK',
      'KEEP_OPEN',
      'AMEND',
      'RESEND',
    ],
    answers: { ...SHORT_PAYMENT, assess: [accepted({ cartHoldsItems: true, supersedes: ['chg_0'] }), refused] },
  }),
  /** Small, because a hold doubles every place where an order waits. */
  held: orderWorld({
    events: [
      ...ANYWHERE,
      'PROVIDE_PAYMENT',
      'PROVIDE_VAT',
      'PLACE_ORDER',
      'CANCEL',
      'SUPERSEDED',
      'NUDGE',
      'HOLD',
      'RELEASE',
      'RESEND',
      'EXTEND_QUOTE',
    ],
    answers: {
      ...HARDLY_ANYTHING,
      assess: [accepted({ paymentMethod: null })],
      checkVat: HOLDING.slice(-2),
      charge: [outcome({ status: 'requires_action' }), outcome({ status: 'not_sent' })],
    },
  }),
  heldAfterwards: orderWorld({
    events: [...ANYWHERE, 'PROVIDE_VAT', 'PLACE_ORDER', 'NUDGE', 'HOLD', 'RELEASE'],
    answers: {
      ...HARDLY_ANYTHING,
      assess: [accepted({ vatPolicy: 'charge_then_credit' })],
      quote: [{ quote: provisional, costsMore: false }],
    },
    failure: { ...FAILURE, code: 'FulfilmentOverdue' },
  }),
  losingPartOfCart: orderWorld({
    ...LOSING_PART,
    events: ['CHECKOUT', 'ADD_TO_CART', 'PLACE_ORDER', 'CANCEL', 'SUPERSEDED', 'RETRY'],
    answers: {
      ...SHORT_PAYMENT,
      assess: [
        accepted({ cartHoldsItems: true, supersedes: ['chg_0'] }),
        accepted({ cartHoldsItems: true, dropped: [SECOND_DROPPED] }),
        refused,
      ],
      quote: [{ quote: due, costsMore: false }, refused],
      reserve: [
        { status: 'reserved' },
        { status: 'moved' },
        { status: 'quote_expired' },
        { status: 'superseded', by: 'x', subscriptionId: 'sub_2' },
      ],
    },
  }),
  losingPartOfAgreement: orderWorld({
    ...LOSING_PART,
    events: [
      'CHECKOUT',
      'PROVIDE_PAYMENT',
      'PROVIDE_VAT',
      'PLACE_ORDER',
      'ACCEPT_HANDOVER',
      'CANCEL',
      'RETRY',
      'HOLD',
      'RELEASE',
      'RESEND',
    ],
    answers: {
      ...SHORT_PAYMENT,
      assess: [accepted({ route: 'customer_support' })],
      reserve: [{ status: 'reserved' }],
    },
  }),
  handedOver: orderWorld({
    events: [
      ...ANYWHERE,
      'EDIT',
      'ADD_CHANGE',
      'REMOVE_VAT',
      'ACCEPT_VAT_EVIDENCE',
      'PLACE_ORDER',
      'CANCEL',
      'SUPERSEDED',
      'EXPIRE',
      'NUDGE',
      'HOLD',
      'RELEASE',
      'KEEP_OPEN',
      'AMEND',
    ],
    answers: {
      ...SHORT_PAYMENT,
      assess: [accepted({ route: 'customer_support' }), refused],
      quote: [
        { quote: due, costsMore: false },
        { quote: due, costsMore: true },
      ],
    },
  }),
  /** It waits for its day, and a newer order takes of it what both change. */
  losingFieldsOfAgreement: orderWorld({
    input: { ...INPUT, changes: [{ ...CHANGE, tierId: 'starter' }, SECOND_DROPPED.change] },
    taken: { type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_1'], fields: ['seats'] },
    events: [
      'CHECKOUT',
      'ACCEPT_HANDOVER',
      'PLACE_ORDER',
      'CANCEL',
      'SUPERSEDED',
      'RETRY',
      'SKIP',
      'ABORT',
      'HOLD',
      'RELEASE',
    ],
    answers: {
      ...HARDLY_ANYTHING,
      assess: [accepted({ route: 'customer_support' }), refused],
      quote: [
        { quote: due, costsMore: false },
        { quote: due, costsMore: true },
        { quote: replacing, costsMore: false },
      ],
      agree: [{ status: 'agreed' }, { status: 'moved' }, { status: 'superseded', by: 'x', subscriptionId: 'sub_2' }],
    },
  }),
  /** The customer's own wish for later, which an edit brings forward and puts off again. */
  deferred: orderWorld({
    input: { ...INPUT, effective: 'period_end' },
    edit: { type: 'EDIT', changes: [CHANGE], effective: 'period_end' },
    events: ['EDIT', 'AMEND', 'CHECKOUT', 'REMOVE_VAT', 'PLACE_ORDER', 'CANCEL', 'SUPERSEDED', 'RETRY'],
    answers: {
      ...HARDLY_ANYTHING,
      assess: [accepted({ vat: { number: 'FR83404833048', status: 'valid', evidenceId: 'ev_1' } }), NOT_OFFERED],
      quote: [{ quote: due, costsMore: false }, NOT_OFFERED],
      reserve: [{ status: 'reserved' }, { status: 'account_changed' }],
    },
  }),
  onTheAgreedDay: orderWorld({
    events: ['CHECKOUT', 'ACCEPT_HANDOVER', 'PLACE_ORDER', 'CANCEL', 'RETRY', 'SKIP'],
    answers: {
      ...SHORT_PAYMENT,
      assess: [
        accepted({ route: 'customer_support' }),
        accepted({ route: 'customer_support', terms: 'sub_1,professional,6,month' }),
        ENDED,
      ],
      quote: [{ quote: due, costsMore: false }, { quote: due, costsMore: true }, ENDED],
      reserve: [{ status: 'reserved' }, { status: 'account_changed' }],
    },
  }),
};
