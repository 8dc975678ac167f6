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
  { type: 'PLACE_ORDER', at: '2026-03-25T10:04:00Z' },
  { type: 'RENEW_PAYMENT_LINK', at: '2026-03-25T10:04:00Z' },
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
  { type: 'HOLD', at: '2026-03-25T10:04:00Z' },
  { type: 'RELEASE', at: '2026-03-25T11:04:00Z' },
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

/** A register that is down, and a doubt that only a person can settle. */
export const OUTAGE: VatHold = { code: 'MS_UNAVAILABLE', prefix: 'FR', retry: true, mayChargeMeanwhile: true };
export const DOUBT: VatHold = { code: 'country_mismatch', prefix: 'FR', retry: false, mayChargeMeanwhile: false };

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
  checkGrant: [{ granted: true }, { granted: false }],
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

/** What support does beside the flow is possible nearly everywhere, so each world has the part that belongs to it. */
const DESK: readonly OrderEventType[] = [
  ...(['RETRY_NEW_KEY', 'HOLD', 'RELEASE', 'EXTEND_QUOTE', 'EXTEND_LINK', 'KEEP_OPEN'] as const),
  ...(['AMEND', 'RESEND'] as const),
];

const FAILURE = { code: 'timeout', message: 'No answer.', retryable: true, at: '2026-03-25T10:05:00Z' };

/** An order whose steps may answer in every way, or in the ways that a smaller world names. */
function orderWorld(
  answers: Partial<Answers>,
  without: readonly OrderEventType[],
  more: Partial<World> & { desk?: readonly OrderEventType[] } = {},
): World {
  const { desk = [], ...rest } = more;
  return {
    input: INPUT,
    events: EVENTS.filter(({ type }) => !without.includes(type) && (desk.includes(type) || !DESK.includes(type))),
    answers: { ...ANSWERS, ...answers },
    failure: FAILURE,
    essence,
    goesOn: (snapshot) => (snapshot.context as OrderContext).wish.changes.length < MOST_CHANGES,
    remember: countCharges,
    ...rest,
  };
}

const SECOND_TAKEN: OrderEvent = { type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_2'] };

/** An order of two changes, one of which a newer order may take; what this says is not walked with every event. */
const losingPart = (answers: Partial<Answers>, types: readonly OrderEventType[]): World =>
  orderWorld({ ...SHORT_PAYMENT, ...answers }, [], {
    input: { ...INPUT, changes: [CHANGE, SECOND_DROPPED.change] },
    events: [...EVENTS.filter(({ type }) => types.includes(type)), SECOND_TAKEN],
  });

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

/**
 * One world for all would be too big to walk, so each of these is wide where the others are narrow: how the payment
 * goes, what is given at checkout, the cart, and the hand-over with its agreement.
 */
export const ORDER_WORLDS: Readonly<Record<string, World>> = {
  paying: orderWorld({}, ['EDIT', 'ADD_CHANGE', 'PROVIDE_PAYMENT', 'PROVIDE_VAT', 'EXPIRE'], {
    desk: ['RETRY_NEW_KEY', 'EXTEND_LINK'],
  }),
  checkingOut: orderWorld({ ...SHORT_PAYMENT, assess: [accepted({ paymentMethod: null }), refused] }, ['SUPERSEDED'], {
    desk: ['RETRY_NEW_KEY', 'AMEND', 'KEEP_OPEN'],
  }),
  withoutHolding: orderWorld(
    {
      charge: [outcome({ status: 'paid' })],
      checkVat: HOLDING,
      assess: [accepted({ vatPolicy: 'charge_then_credit' })],
      quote: [{ quote: provisional, costsMore: false }],
    },
    ['EDIT', 'EXPIRE', 'CANCEL', 'SUPERSEDED', 'PROVIDE_PAYMENT', 'ADD_CHANGE'],
  ),
  holding: orderWorld({ checkVat: HOLDING }, ['PLACE_ORDER', 'PROVIDE_PAYMENT', 'ADD_CHANGE'], {
    desk: ['KEEP_OPEN', 'AMEND'],
  }),
  /** A number on file that is confirmed once more before the first quote. */
  confirming: orderWorld(
    {
      ...HARDLY_ANYTHING,
      assess: [
        accepted({ vatToConfirm: 'FR83404833048' }),
        accepted({ vatToConfirm: 'FR83404833048', supersedes: ['chg_0'] }),
      ],
      checkVat: [...ANSWERS.checkVat.filter(({ status }) => status !== 'unverifiable'), ...HOLDING.slice(-1)],
    },
    [],
    { events: EVENTS.filter(({ type }) => ['CANCEL', 'RETRY', 'REMOVE_VAT'].includes(type)) },
  ),
  nothingDue: orderWorld(
    {
      ...SHORT_PAYMENT,
      quote: [
        { quote: due, costsMore: false },
        { quote: nothingDue, costsMore: false },
      ],
    },
    ['EDIT', 'EXPIRE', 'CANCEL', 'NUDGE'],
  ),
  cart: orderWorld(
    { ...SHORT_PAYMENT, assess: [accepted({ cartHoldsItems: true, supersedes: ['chg_0'] }), refused] },
    ['PROVIDE_VAT', 'PROVIDE_PAYMENT'],
    { desk: DESK },
  ),
  /** Small, because a hold doubles every place where an order waits. */
  held: orderWorld(
    {
      ...HARDLY_ANYTHING,
      assess: [accepted({ paymentMethod: null })],
      checkVat: HOLDING.slice(-2),
      charge: [outcome({ status: 'requires_action' }), outcome({ status: 'not_sent' })],
    },
    ['EDIT', 'EXPIRE', 'ACCEPT_VAT_EVIDENCE', 'REMOVE_VAT', 'ADD_CHANGE'],
    { desk: ['HOLD', 'RELEASE', 'RESEND', 'EXTEND_QUOTE'] },
  ),
  heldAfterwards: orderWorld(
    {
      ...HARDLY_ANYTHING,
      assess: [accepted({ vatPolicy: 'charge_then_credit' })],
      quote: [{ quote: provisional, costsMore: false }],
    },
    ['EDIT', 'EXPIRE', 'CANCEL', 'SUPERSEDED', 'PROVIDE_PAYMENT', 'ADD_CHANGE', 'REMOVE_VAT', 'ACCEPT_VAT_EVIDENCE'],
    { desk: ['HOLD', 'RELEASE'], failure: { ...FAILURE, code: 'FulfilmentOverdue' } },
  ),
  losingPartOfCart: losingPart(
    {
      assess: [
        accepted({ cartHoldsItems: true, supersedes: ['chg_0'] }),
        accepted({ cartHoldsItems: true, dropped: [SECOND_DROPPED] }),
        refused,
      ],
      quote: [
        { quote: due, costsMore: false },
        { quote: due, costsMore: true, isStale: true },
      ],
      reserve: [
        { status: 'reserved' },
        { status: 'moved' },
        { status: 'quote_expired' },
        { status: 'superseded', by: 'x', subscriptionId: 'sub_2' },
      ],
    },
    ['CHECKOUT', 'ADD_TO_CART', 'PLACE_ORDER', 'CANCEL', 'SUPERSEDED', 'RETRY'],
  ),
  losingPartOfAgreement: losingPart(
    { assess: [accepted({ route: 'customer_support' })], reserve: [{ status: 'reserved' }] },
    [
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
  ),
  handedOver: orderWorld(
    {
      ...SHORT_PAYMENT,
      assess: [accepted({ route: 'customer_support' }), refused],
      quote: [
        { quote: due, costsMore: false },
        { quote: due, costsMore: true },
      ],
    },
    ['PROVIDE_VAT', 'PROVIDE_PAYMENT'],
    { desk: ['HOLD', 'RELEASE', 'KEEP_OPEN', 'AMEND'] },
  ),
};
