import type { Change } from '../../../billing/facts/types';
import { type AssessmentInput, assessChange, refusalOfAll } from '../../../billing/quotes/assessment';
import { anAccount, aPrice, aProduct, aSubscription } from '../samples';

function assess(change: Partial<Change>, parts: Partial<AssessmentInput> = {}) {
  return assessChange({
    account: anAccount(),
    subscription: aSubscription(),
    product: aProduct(),
    change: { subscriptionId: 'subscription', ...change },
    actor: { userId: 'contact', role: 'billing_contact' },
    asOf: '2023-06-11T08:00:00Z',
    ...parts,
  });
}

const refused = (code: string, facts: object = {}) => ({
  ok: false,
  refusal: { code, facts: expect.objectContaining(facts) },
});

describe('assessing a change', () => {
  it('the assessment of a change lets the billing contact serve herself', () => {
    expect(assess({ seats: 9 })).toEqual({ ok: true, route: 'self_serve' });
  });

  it('the assessment of a change believes our data and not the role that a caller claims', () => {
    const stranger = { userId: 'stranger', role: 'billing_contact' };
    expect(assess({ seats: 9 }, { actor: stranger })).toEqual(refused('not_billing_contact', { userId: 'stranger' }));
    expect(assess({ seats: 9 }, { actor: { userId: 'stranger', role: 'service' } })).toEqual(
      refused('not_billing_contact'),
    );
    expect(assess({ seats: 9 }, { actor: { userId: 'contact', role: 'service' } })).toEqual({
      ok: true,
      route: 'self_serve',
    });
  });

  it.each(['support_agent', 'support_lead'])(
    'the assessment of a change lets %s act without being a contact',
    (role) => {
      expect(assess({ seats: 9 }, { actor: { userId: 'agent', role } })).toEqual({ ok: true, route: 'self_serve' });
    },
  );

  it('the assessment of a change answers for the subscription of another account as for one that does not exist', () => {
    const subscription = aSubscription({ accountId: 'other' });
    expect(assess({ seats: 9 }, { subscription })).toEqual(refused('subscription_not_found'));
    expect(assess({ seats: 9 }, { account: anAccount({ tenantId: 'other' }) })).toEqual(
      refused('subscription_not_found'),
    );
  });

  it.each([
    ['trial_expired', 'trial_expired'],
    ['paused', 'subscription_not_active'],
    ['ended', 'subscription_not_active'],
  ] as const)('the assessment of a change refuses a subscription that is %s', (status, code) => {
    expect(assess({ seats: 9 }, { subscription: aSubscription({ status }) })).toEqual(refused(code));
  });

  it('the assessment of a change lets a running trial change', () => {
    expect(assess({ seats: 9 }, { subscription: aSubscription({ status: 'trial' }) })).toMatchObject({ ok: true });
  });

  it('the assessment of a change refuses a paused subscription with the day on which it goes on, where that is known', () => {
    const subscription = aSubscription({ status: 'paused', resumesOn: '2023-07-01' });
    expect(assess({ seats: 9 }, { subscription })).toEqual(
      refused('subscription_not_active', { status: 'paused', resumesOn: '2023-07-01' }),
    );
    const over = aSubscription({ status: 'paused', resumesOn: '2023-06-11' });
    const facts = { subscriptionId: 'subscription', status: 'paused' };
    expect(assess({ seats: 9 }, { subscription: over })).toEqual({
      ok: false,
      refusal: { code: 'subscription_not_active', facts },
    });
    const today = aSubscription({ pausesOn: '2023-06-11' });
    expect(assess({ seats: 9 }, { subscription: today })).toEqual(
      refused('subscription_not_active', { status: 'paused', pausesOn: '2023-06-11' }),
    );
  });

  it('the assessment of a change accepts one before a pause that is set, unless it takes effect within the pause', () => {
    const subscription = aSubscription({ pausesOn: '2023-07-01' });
    expect(assess({ seats: 9 }, { subscription })).toMatchObject({ ok: true });
    expect(assess({ seats: 9 }, { subscription, effectiveDate: '2023-07-01' })).toEqual(
      refused('subscription_not_active', { status: 'paused' }),
    );
  });

  it.each([{ seats: 9 }, { tierId: 'professional' }, { frequency: 'year' as const }, {}, { endTrial: true as const }])(
    'the assessment of a change to %j refuses before an end that is set',
    (change) => {
      const subscription = aSubscription({ endsOn: '2023-07-01' });
      expect(assess(change, { subscription })).toEqual(
        refused('end_is_set', { subscriptionId: 'subscription', endsOn: '2023-07-01' }),
      );
    },
  );

  it('the assessment of a change takes an end that is reached, on the local day, for one that was made', () => {
    const subscription = aSubscription({ endsOn: '2023-06-12' });
    expect(assess({ liftEnd: true }, { subscription, asOf: '2023-06-11T21:59:59Z' })).toMatchObject({ ok: true });
    expect(assess({ liftEnd: true }, { subscription, asOf: '2023-06-11T22:00:00Z' })).toEqual(
      refused('subscription_not_active', { status: 'ended', endsOn: '2023-06-12' }),
    );
  });

  it('the assessment of a change lets an end be lifted, and finds nothing to change where none is set', () => {
    const subscription = aSubscription({ endsOn: '2023-07-01' });
    expect(assess({ liftEnd: true }, { subscription })).toEqual({ ok: true, route: 'self_serve' });
    expect(assess({ liftEnd: true, expectedSeats: 7 }, { subscription })).toEqual(refused('subscription_moved'));
    expect(assess({ liftEnd: true })).toEqual(refused('nothing_to_change'));
  });

  it('the assessment of a change refuses to lift an end together with anything else, or later than at once', () => {
    const subscription = aSubscription({ endsOn: '2023-07-15' });
    for (const more of [
      { seats: 8 },
      { tierId: 'standard' },
      { frequency: 'month' as const },
      { endTrial: true as const },
    ])
      expect(assess({ liftEnd: true, ...more }, { subscription })).toEqual(refused('end_lifted_alone'));
    expect(assess({ liftEnd: true }, { subscription, effectiveDate: '2023-07-01' })).toEqual(
      refused('end_lifted_alone'),
    );
  });

  it('the assessment of a change lifts the end of what is not on sale any more, at the price that it has', () => {
    const product = aProduct();
    product.tiers.forEach((tier) => {
      tier.prices = [aPrice('30.00', { validTo: '2023-06-10' })];
    });
    const subscription = aSubscription({ endsOn: '2023-07-01' });
    expect(assess({ liftEnd: true }, { product, subscription })).toMatchObject({ ok: true });
    expect(assess({ seats: 9 }, { product })).toEqual(refused('price_missing'));
  });

  it('the assessment of a change ends a trial, alone or with other terms, and takes one that is over for ended already', () => {
    const subscription = aSubscription({ status: 'trial', billedLines: [] });
    expect(assess({ endTrial: true }, { subscription })).toMatchObject({ ok: true });
    expect(assess({ endTrial: true, seats: 12 }, { subscription })).toMatchObject({ ok: true });
    expect(assess({ endTrial: true })).toEqual(refused('nothing_to_change'));
    expect(assess({ endTrial: true, seats: 12 })).toMatchObject({ ok: true });
    expect(assess({ endTrial: true }, { subscription: aSubscription({ status: 'trial_expired' }) })).toEqual(
      refused('trial_expired'),
    );
  });

  it('the assessment of a change refuses while an invoice is overdue', () => {
    expect(assess({ seats: 9 }, { account: anAccount({ pastDue: true }) })).toEqual(refused('past_due'));
  });

  it('the assessment of a change refuses outside the billing period we know: its renewal is missing, or it has not begun', () => {
    expect(assess({ seats: 9 }, { asOf: '2023-07-01T21:59:59Z' })).toMatchObject({ ok: true });
    const facts = { start: '2023-06-01', end: '2023-07-01' };
    expect(assess({ seats: 9 }, { asOf: '2023-07-01T22:00:00Z' })).toEqual(
      refused('renewal_missing', { ...facts, date: '2023-07-02' }),
    );
    expect(assess({ seats: 9 }, { asOf: '2023-05-31T21:59:59Z' })).toEqual(
      refused('period_not_begun', { ...facts, date: '2023-05-31' }),
    );
  });

  it('the assessment of a change refuses what changes nothing', () => {
    expect(assess({})).toEqual(refused('nothing_to_change'));
    expect(assess({ seats: 8, tierId: 'standard', frequency: 'month' })).toEqual(refused('nothing_to_change'));
  });

  it('the assessment of a change says how many users must be unassigned', () => {
    const subscription = aSubscription({ assignedSeats: 7 });
    expect(assess({ seats: 5 }, { subscription })).toEqual(
      refused('seats_below_assigned', { assigned: 7, unassign: 2, seats: 5 }),
    );
    expect(assess({ seats: 7 }, { subscription })).toMatchObject({ ok: true });
    const overfull = aSubscription({ seats: 2, assignedSeats: 5 });
    expect(assess({ seats: 4 }, { subscription: overfull })).toMatchObject({ ok: true });
    expect(assess({ seats: 1 }, { subscription: overfull })).toEqual(refused('seats_below_assigned'));
  });

  it.each([0, -1, 1001, 2.5, Number.NaN, 2 ** 60])('the assessment of a change refuses %d seats', (seats) => {
    expect(assess({ seats })).toEqual(refused('seats_out_of_range', { minSeats: 1, maxSeats: 1000 }));
  });

  it('the assessment of a change keeps a seat count sold under older bounds while only the frequency changes', () => {
    const subscription = aSubscription({ seats: 2000 });
    expect(assess({ frequency: 'year' }, { subscription })).toMatchObject({ ok: true });
    expect(assess({ seats: 1999 }, { subscription })).toEqual(refused('seats_out_of_range'));
  });

  it('the assessment of a change refuses a tier that the product does not have', () => {
    expect(assess({ tierId: 'gold' })).toEqual(refused('unknown_tier', { tierId: 'gold' }));
  });

  it('the assessment of a change refuses a frequency that has no price', () => {
    expect(assess({ frequency: 'quarter' })).toEqual(refused('price_missing', { frequency: 'quarter' }));
  });

  it('the assessment of a change looks a price up on the local day', () => {
    const product = aProduct();
    product.tiers.forEach((tier) => {
      tier.prices = [aPrice('30.00', { validFrom: '2023-06-12' })];
    });
    expect(assess({ seats: 9 }, { product, asOf: '2023-06-11T21:59:59Z' })).toEqual(refused('price_missing'));
    expect(assess({ seats: 9 }, { product, asOf: '2023-06-11T22:00:00Z' })).toMatchObject({ ok: true });
  });

  it('the assessment of a change refuses to mix currencies', () => {
    expect(assess({ seats: 9 }, { account: anAccount({ currency: 'USD' }) })).toEqual(refused('currency_mismatch'));
    expect(assess({ seats: 9 }, { cart: { currency: 'USD' } })).toEqual(
      refused('currency_mismatch', { currency: 'USD', accountCurrency: 'EUR', of: 'cart' }),
    );
  });

  it('the assessment of a change refuses a seat count from a stale page', () => {
    expect(assess({ seats: 9, expectedSeats: 6 })).toEqual(
      refused('subscription_moved', { expectedSeats: 6, seats: 8 }),
    );
  });

  it('the assessment of a change hands a lower tier to support, and anything corporate to the advisor', () => {
    const subscription = aSubscription({ tierId: 'professional' });
    expect(assess({ tierId: 'standard' }, { subscription })).toEqual({ ok: true, route: 'customer_support' });
    const account = anAccount({ kind: 'corporate' });
    expect(assess({ tierId: 'standard' }, { subscription, account })).toEqual({ ok: true, route: 'advisor' });
    expect(assess({ seats: 9 }, { account })).toEqual({ ok: true, route: 'advisor' });
  });
});

describe('a change that its customer puts off until the end of the period', () => {
  const professional = aSubscription({ tierId: 'professional' });
  const corporate = anAccount({ kind: 'corporate' });
  const later = { deferral: 'offered', effectiveDate: '2023-07-01' } as const;
  const raising = (raised: string) => refused('deferral_only_for_less', { raised, subscriptionId: 'subscription' });

  it.each<[string, Partial<Change>, Partial<AssessmentInput>, object]>([
    ['fewer seats', { seats: 7 }, {}, { ok: true, route: 'self_serve' }],
    ['a lower tier', { tierId: 'standard' }, { subscription: professional }, { ok: true, route: 'customer_support' }],
    [
      'a lower tier with fewer seats',
      { tierId: 'standard', seats: 7 },
      { subscription: professional },
      { ok: true, route: 'customer_support' },
    ],
    ['more seats', { seats: 9 }, {}, raising('seats')],
    ['a higher tier', { tierId: 'professional' }, {}, raising('tierId')],
    ['a higher tier with fewer seats', { tierId: 'professional', seats: 7 }, {}, raising('tierId')],
    [
      'a lower tier with more seats',
      { tierId: 'standard', seats: 9 },
      { subscription: professional },
      raising('seats'),
    ],
    ['another frequency', { frequency: 'year' }, {}, raising('frequency')],
    ['another frequency with fewer seats', { frequency: 'year', seats: 7 }, {}, raising('frequency')],
    ['nothing', { seats: 8 }, {}, refused('nothing_to_change')],
    ['more seats of a corporate account', { seats: 9 }, { account: corporate }, { ok: true, route: 'advisor' }],
  ])('a change that is put off is judged by what it is: %s', (_, change, parts, expected) => {
    expect(assess(change, { ...later, ...parts })).toEqual(expected);
  });

  it('a change is not put off where the seller does not offer it, whatever the change and the account', () => {
    const refusal = refused('deferral_not_offered', { subscriptionId: 'subscription' });
    for (const [change, account] of [
      [{ seats: 7 }, anAccount()],
      [{ seats: 9 }, anAccount()],
      [{ seats: 7 }, corporate],
    ] as const) {
      expect(assess(change, { ...later, account, deferral: 'not_offered' })).toEqual(refusal);
    }
  });

  it('a change that is put off may take assigned seats until its day, and not on it', () => {
    const subscription = aSubscription({ assignedSeats: 8 });
    expect(assess({ seats: 5 }, { ...later, subscription })).toMatchObject({ ok: true });
    const { effectiveDate } = later;
    expect(assess({ seats: 5 }, { subscription, effectiveDate, asOf: '2023-06-30T21:59:59Z' })).toMatchObject({
      ok: true,
    });
    expect(assess({ seats: 5 }, { subscription, effectiveDate, asOf: '2023-06-30T22:00:00Z' })).toEqual(
      refused('seats_below_assigned', { unassign: 3 }),
    );
  });

  it('a change that is put off is sold at a price that begins by its day', () => {
    const product = aProduct();
    const [standard] = product.tiers;
    if (standard) standard.prices = [aPrice('20.00', { validFrom: '2023-07-01' })];
    const asked = { subscription: professional, product };
    expect(assess({ tierId: 'standard' }, asked)).toEqual(refused('price_missing', { date: '2023-06-11' }));
    expect(assess({ tierId: 'standard' }, { ...later, ...asked })).toMatchObject({ ok: true });
  });
});

describe('changes of one order together', () => {
  const change = (subscriptionId: string) => ({ subscriptionId, seats: 2 });
  const many = (count: number) => Array.from({ length: count }, (_, index) => change(`sub_${index}`));

  it('changes of one order change a subscription once', () => {
    expect(refusalOfAll([change('a'), change('b'), change('a')])).toEqual({
      code: 'changed_twice',
      facts: { subscriptionId: 'a' },
    });
  });

  it('changes of one order are twenty at most', () => {
    expect(refusalOfAll(many(20))).toBeUndefined();
    expect(refusalOfAll(many(21))).toEqual({ code: 'too_many_changes', facts: { most: 20 } });
  });
});
