import {
  auditedIn,
  type EventRule,
  isOrderEvent,
  ORDER_EVENTS,
  type OrderEvent,
  SENT_EVENTS,
  type SentEventType,
} from '../../machines/events';
import { EVENT_BODIES, EventBodySchema } from '../../schemas/orders/events';
import { EVENT_EXAMPLES, WHY } from './event-examples';

const types = Object.keys(EVENT_EXAMPLES) as SentEventType[];

describe('the type of an event', () => {
  it('the type of an event has the fields of the catalogue', () => {
    // @ts-expect-error: an override rests on evidence
    const event: OrderEvent = { type: 'OVERRIDE', grantId: 'grt_1' };
    expect(isOrderEvent(event)).toBe(false);
  });
});

describe('the predicate that guards histories', () => {
  it.each([
    ['a card number for a token', { type: 'PROVIDE_PAYMENT', paymentToken: '4242 4242 4242 4242' }],
    ['a card number in a free text', { type: 'PLACE_ORDER', consent: 'Card 4000-0025-0000-3155, by phone.' }],
    ['a card number in a field that nobody asked for', { type: 'CHECKOUT', note: { card: '5555555555554444' } }],
    ['a field that nobody knows', { type: 'CHECKOUT', note: 'quickly' }],
    ['a field of a change that nobody knows', { type: 'ADD_CHANGE', change: { subscriptionId: 'sub_1', price: '0' } }],
    ['a role that does not exist', { type: 'CHECKOUT', by: { userId: 'user_1', role: 'root' } }],
    ['a role that may not send it', { type: 'HOLD', by: { userId: 'user_1', role: 'service' } }],
    ['an operator who buys', { type: 'CHECKOUT', by: { userId: 'user_1', role: 'operator' } }],
    ['half a seat', { type: 'EDIT', changes: [{ subscriptionId: 'sub_1', seats: 0.5 }] }],
    ['an object for a subscription', { type: 'ADD_CHANGE', change: { subscriptionId: { $ne: '' } } }],
    ['a nudge about nothing', { type: 'NUDGE', about: 'everything' }],
  ])('the predicate that guards histories refuses %s', (_, event) => {
    expect(isOrderEvent(event)).toBe(false);
  });

  it('the predicate that guards histories takes what only looks a little like a card number', () => {
    const consent = 'Order 4500012345, quote 3fa85f64-5717-4562-b3fc-2c963f66afa6, at 1764000000000.';
    const event = { type: 'PLACE_ORDER', consent };
    expect(isOrderEvent(event)).toBe(true);
  });
});

/** An event as the order takes it: its reason stays at the door, and it names its grant where what it decides is kept under it. */
function asSent(type: SentEventType, body: object): { type: string } {
  const { reason: _, reasonCode: __, grantId: ___, ...payload }: Record<string, unknown> = { ...body };
  return { ...payload, type, ...(ORDER_EVENTS[type].carriesGrant ? { grantId: 'grt_1' } : {}) };
}

describe('the events that the API takes', () => {
  it('the events that the API takes are those of the catalogue that somebody may send', () => {
    expect(types.sort()).toEqual([...SENT_EVENTS].sort());
    expect(Object.keys(EVENT_BODIES).sort()).toEqual([...SENT_EVENTS].sort());
  });

  it.each(types)('%s is taken, and is what the order understands', (type) => {
    const body = EventBodySchema.parse({ type, ...EVENT_EXAMPLES[type] });
    expect(isOrderEvent(asSent(type, body))).toBe(true);
  });

  it.each(types)('%s has the fields of its example and no others', (type) => {
    const { fields, needsReason, needsSecondPerson } = ORDER_EVENTS[type];
    const asked = [
      ...Object.keys(fields),
      ...(needsReason ? ['reason', 'reasonCode'] : []),
      ...(needsSecondPerson ? ['grantId'] : []),
    ];
    expect(Object.keys(EVENT_EXAMPLES[type]).sort()).toEqual(asked.sort());
  });

  it.each(types)('%s is refused without one of its fields, by the door and by the order', (type) => {
    const rule: EventRule = ORDER_EVENTS[type];
    for (const [name, { optional }] of Object.entries(rule.fields)) {
      const { [name]: _, ...rest }: Record<string, unknown> = { type, ...EVENT_EXAMPLES[type] };
      expect([name, isOrderEvent(asSent(type, rest))]).toEqual([name, optional === true]);
      const { grantId: __, ...body } = rest;
      const mayLack = optional === true || name === 'purchaseOrder';
      expect([name, EventBodySchema.safeParse(body).success]).toEqual([name, mayLack]);
    }
  });

  it.each(types.filter((type) => ORDER_EVENTS[type].carriesGrant))(
    '%s is nothing to the order without a grant',
    (type) => {
      const { grantId: _, ...rest }: Record<string, unknown> = asSent(type, EVENT_EXAMPLES[type]);
      expect(isOrderEvent({ type, ...rest })).toBe(false);
    },
  );

  it.each(types)('%s is refused with anything else in it', (type) => {
    for (const forged of [
      { at: '2026-11-23T10:00:00Z' },
      { by: { userId: 'user_1', role: 'support_lead' } },
      { output: {} },
    ]) {
      expect(EventBodySchema.safeParse({ type, ...EVENT_EXAMPLES[type], ...forged }).success).toBe(false);
    }
  });

  it('events of the API leave on record what they ask for, and no secret of the customer', () => {
    const onRecord = types.flatMap((type) => Object.keys(auditedIn(ORDER_EVENTS[type], EVENT_EXAMPLES[type])));
    const names = ['change', 'changes', 'consent', 'effective', 'evidence', 'message', 'purchaseOrder', 'until'];
    expect([...new Set(onRecord)].sort()).toEqual(names);
  });

  it('events of the API take a reason exactly where the catalogue asks for one', () => {
    for (const type of types) {
      expect([type, 'reason' in EVENT_BODIES[type].shape]).toEqual([type, ORDER_EVENTS[type].needsReason]);
    }
  });

  it('events of the API take a grant exactly where a second person approves', () => {
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
  ])('the API refuses %j', (body) => {
    expect(EventBodySchema.safeParse(body).success).toBe(false);
  });
});
