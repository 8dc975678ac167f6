import { isOrderEvent, ORDER_EVENTS, type OrderEventType } from '../../machines/events';
import { EVENT_BODIES, EventBodySchema } from '../../schemas/orders/events';

const WHY = { reasonCode: 'checked', reason: 'Looked at it.' };
const EVIDENCE = { ...WHY, evidence: 'Seen in the console.' };

const EXAMPLES: Record<keyof typeof EVENT_BODIES, object> = {
  EDIT: { changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
  ADD_CHANGE: { change: { subscriptionId: 'sub_1', frequency: 'year' } },
  CHECKOUT: {},
  ADD_TO_CART: {},
  PROVIDE_PAYMENT: { paymentToken: 'tok_1' },
  PROVIDE_VAT: { vatNumber: 'FR 40 303 265 045' },
  REMOVE_VAT: {},
  PLACE_ORDER: { quoteHash: 'f'.repeat(64) },
  RENEW_PAYMENT_LINK: {},
  CANCEL: {},
  ACCEPT_HANDOVER: { effective: 'period_end', purchaseOrder: 'PO-7', ...WHY },
  DECLINE_HANDOVER: WHY,
  RETRY: WHY,
  RETRY_NEW_KEY: { confirmed: true, ...WHY },
  SKIP: WHY,
  OVERRIDE: EVIDENCE,
  ABORT: WHY,
  RESOLVE_PAID: EVIDENCE,
  RESOLVE_NOT_PAID: EVIDENCE,
  ACCEPT_VAT_EVIDENCE: EVIDENCE,
  HOLD: WHY,
  RELEASE: WHY,
  EXTEND_QUOTE: { until: '2026-11-24T10:00:00Z', ...WHY },
  EXTEND_LINK: { until: '2026-11-24T10:00:00Z', ...WHY },
  KEEP_OPEN: { until: '2026-12-24T10:00:00Z', ...WHY },
  AMEND: { changes: [{ subscriptionId: 'sub_1', seats: 8 }], ...WHY },
  RESEND: WHY,
};

const types = Object.keys(EXAMPLES) as (keyof typeof EVENT_BODIES)[];

describe('the predicate that guards histories', () => {
  it.each([
    ['a card number for a token', { type: 'PROVIDE_PAYMENT', paymentToken: '4242 4242 4242 4242' }],
    ['a card number in a free text', { type: 'PLACE_ORDER', consent: 'Card 4000-0025-0000-3155, by phone.' }],
    ['a card number in a field that nobody asked for', { type: 'CHECKOUT', note: { card: '5555555555554444' } }],
    ['half a seat', { type: 'EDIT', changes: [{ subscriptionId: 'sub_1', seats: 0.5 }] }],
    ['an object for a subscription', { type: 'ADD_CHANGE', change: { subscriptionId: { $ne: '' } } }],
    ['a nudge about nothing', { type: 'NUDGE', about: 'everything' }],
  ])('refuses %s', (_, event) => {
    expect(isOrderEvent(event)).toBe(false);
  });

  it('takes what only looks a little like a card number', () => {
    const consent = 'Order 4500012345, quote 3fa85f64-5717-4562-b3fc-2c963f66afa6, at 1764000000000.';
    const event = { type: 'PLACE_ORDER', consent };
    expect(isOrderEvent(event)).toBe(true);
  });
});

describe('the events that the API takes', () => {
  it('are those of the catalogue that somebody may send', () => {
    const sent = (Object.keys(ORDER_EVENTS) as OrderEventType[]).filter(
      (type) => ORDER_EVENTS[type].senders.length > 0,
    );
    expect(types.sort()).toEqual(sent.sort());
    expect(EventBodySchema.options.map((option) => option.shape.type.value).sort()).toEqual(sent.sort());
  });

  it.each(types)('%s is taken, and is what the order understands', (type) => {
    const body = EventBodySchema.parse({ type, ...EXAMPLES[type] });
    const event: { type: string } = { ...body, ...{ grantId: 'grt_1' } };
    expect(isOrderEvent(event)).toBe(true);
  });

  it.each(types)('%s is refused with anything else in it', (type) => {
    for (const forged of [
      { at: '2026-11-23T10:00:00Z' },
      { by: { userId: 'user_1', role: 'support_lead' } },
      { output: {} },
    ]) {
      expect(EventBodySchema.safeParse({ type, ...EXAMPLES[type], ...forged }).success).toBe(false);
    }
  });

  it('take a reason exactly where the catalogue asks for one', () => {
    for (const type of types) {
      expect([type, 'reason' in EVENT_BODIES[type].shape]).toEqual([type, ORDER_EVENTS[type].needsReason]);
    }
  });

  it('take a grant exactly where a second person approves', () => {
    for (const type of types) {
      const takesGrant = 'grantId' in EVENT_BODIES[type].shape;
      expect([type, takesGrant]).toEqual([type, ORDER_EVENTS[type].needsSecondPerson]);
    }
  });

  it.each([
    { type: 'EDIT', changes: [] },
    { type: 'EDIT', changes: Array(21).fill({ subscriptionId: 'sub_1', seats: 8 }) },
    { type: 'PROVIDE_PAYMENT', paymentToken: 'two words' },
    { type: 'PROVIDE_PAYMENT', paymentToken: '' },
    { type: 'ACCEPT_HANDOVER', effective: 'later', ...WHY },
    { type: 'RETRY_NEW_KEY', ...WHY },
    { type: 'RETRY_NEW_KEY', confirmed: false, ...WHY },
    { type: 'KEEP_OPEN', until: 'tomorrow', ...WHY },
    { type: 'RETRY', reasonCode: 'Not A Code', reason: 'why' },
    { type: 'RETRY', reasonCode: 'checked', reason: '   ' },
  ])('refuse %j', (body) => {
    expect(EventBodySchema.safeParse(body).success).toBe(false);
  });
});
