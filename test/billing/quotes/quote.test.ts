import { ANCHOR_RESET } from '../../../billing/facts/policy-types';
import type { Subscription } from '../../../billing/facts/types';
import { InvalidAmount } from '../../../billing/money/errors';
import { PRESETS, STRIPE_BILLED_PRICE } from '../../../billing/policies/presets';
import { quoteSideBySide } from '../../../billing/quotes/anchor-alternative';
import { quoteHashOf } from '../../../billing/quotes/hash';
import type { QuoteInput } from '../../../billing/quotes/input';
import { quoteChanges } from '../../../billing/quotes/quote';
import { wouldPayMore } from '../../../billing/quotes/requote';
import { subscriptionAfter } from '../../../billing/quotes/subscription-after';
import type { Quote } from '../../../billing/quotes/types';
import { aChange, anAccount, aPrice, aProduct, aQuoteInput, aSubscription, FRENCH_VAT, NO_VAT } from '../samples';

function quoteSeats(
  seats: number,
  parts: Partial<QuoteInput> = {},
  subscription: Subscription = aSubscription(),
): Quote {
  return quoteChanges(
    aQuoteInput({ changes: [aChange({ subscription, change: { subscriptionId: 'subscription', seats } })], ...parts }),
  );
}

describe('a quote', () => {
  it('a quote credits the unused days with their own VAT and charges a full period from the day of the change', () => {
    const subscription = aSubscription();
    subscription.billedLines.forEach((line) => {
      line.vatPercent = '19';
    });
    const quote = quoteSeats(9, {}, subscription);
    // 20 of 30 days of 240.00 come back with the 19 % they were billed with; 9 x 30.00 is charged with 20 %.
    expect(quote.lines.map(({ kind, net, vatPercent, vat }) => [kind, net, vatPercent, vat])).toEqual([
      ['credit', '-160.00', '19', '-30.40'],
      ['charge', '270.00', '20', '54.00'],
    ]);
    expect(quote).toMatchObject({ net: '110.00', vat: '23.60', total: '133.60', dueToday: '133.60' });
    expect(quote.changes[0]).toMatchObject({
      newPeriod: { start: '2023-06-11', end: '2023-07-11' },
      nextBillDate: '2023-07-11',
      nextBillNet: '270.00',
      seatsAdded: 1,
    });
  });

  it('a quote tells a rate that increases and money that is due apart', () => {
    const onFirstDay = { at: '2023-06-30T08:00:00Z', vatTreatment: NO_VAT };
    const lower = quoteSeats(7, onFirstDay);
    // 7 x 30.00 - 240.00 x 1/30 = 202.00, less the 1.60 of VAT that were charged on what comes back.
    expect(lower).toMatchObject({ rateIncreases: false, dueToday: '200.40' });
    const paidFromBalance = quoteSeats(9, { ...onFirstDay, balance: '1000.00' });
    expect(paidFromBalance).toMatchObject({ rateIncreases: true, dueToday: '0.00' });
  });

  it('a quote compares frequencies by the year', () => {
    const change = { subscriptionId: 'subscription', frequency: 'year' as const };
    const quote = quoteChanges(aQuoteInput({ changes: [aChange({ change })] }));
    expect(quote.changes[0]).toMatchObject({ yearlyRateBefore: '2880.00', yearlyRateAfter: '2400.00' });
    expect(quote.rateIncreases).toBe(false);
  });

  it('a quote takes the account balance first and leaves the rest on it', () => {
    expect(quoteSeats(9, { vatTreatment: NO_VAT, balance: '30.00' })).toMatchObject({
      balanceUsed: '30.00',
      toBalance: '0.00',
    });
    expect(quoteSeats(9, { balance: '1000.00' })).toMatchObject({ balanceUsed: '132.00', dueToday: '0.00' });
  });

  it('a quote puts a negative total on the balance and asks for nothing', () => {
    expect(quoteSeats(5, { balance: '3.00' })).toMatchObject({
      total: '-12.00',
      balanceUsed: '0.00',
      dueToday: '0.00',
      toBalance: '12.00',
    });
  });

  it('a quote collects a debt of the balance with the next order', () => {
    expect(quoteSeats(9, { balance: '-0.30' })).toMatchObject({
      total: '132.00',
      balanceUsed: '0.00',
      dueToday: '132.30',
      toBalance: '0.30',
    });
  });

  it('a quote credits no more than earlier credits have left, and nothing that was never paid or was free', () => {
    const [line] = aSubscription().billedLines;
    const creditOf = (parts: object) => {
      const billedLines = line ? [{ ...line, ...parts }] : [];
      return quoteSeats(9, {}, aSubscription({ billedLines })).lines.filter(({ kind }) => kind === 'credit');
    };
    expect(creditOf({ credited: '100.00' })).toMatchObject([{ net: '-140.00', textKey: 'quote.line.credit.capped' }]);
    expect(creditOf({ credited: '240.00' })).toEqual([]);
    expect(creditOf({ paid: false })).toEqual([]);
    expect(creditOf({ amount: '0.00' })).toEqual([]);
  });

  it('a quote does not follow a price list that changed after the last bill', () => {
    const product = aProduct();
    product.tiers[0]?.prices.push(aPrice('60.00', { validFrom: '2023-06-05' }));
    const changes = [aChange({ product, change: { subscriptionId: 'subscription', seats: 9 } })];
    const quote = quoteChanges(aQuoteInput({ changes }));
    expect(quote.lines.map(({ net }) => net)).toEqual(['-160.00', '540.00']);
    expect(quote.changes[0]).toMatchObject({ yearlyRateBefore: '2880.00', yearlyRateAfter: '6480.00' });
  });

  it('a quote prices every seat by the band of the whole count', () => {
    const product = aProduct();
    const bands = [
      { fromSeats: 1, unitPrice: '30.00' },
      { fromSeats: 10, unitPrice: '25.00' },
    ];
    product.tiers[0]?.prices.push(aPrice('', { bands, validFrom: '2023-01-01' }));
    const priceOf = (seats: number) => {
      const changes = [aChange({ product, change: { subscriptionId: 'subscription', seats } })];
      return quoteChanges(aQuoteInput({ changes })).changes[0]?.nextBillNet;
    };
    expect([priceOf(9), priceOf(10), priceOf(11)]).toEqual(['270.00', '250.00', '275.00']);
  });

  it('a quote takes the local day of the account, west and east of UTC', () => {
    const dayIn = (timeZone: string) =>
      quoteSeats(9, { at: '2023-06-11T02:00:00Z', account: anAccount({ timeZone }) }).effectiveDate;
    expect([dayIn('America/Los_Angeles'), dayIn('Asia/Tokyo')]).toEqual(['2023-06-10', '2023-06-11']);
  });

  it('a quote gives no credit for a change agreed to take effect at the period end, and keeps the anchor day', () => {
    const subscription = aSubscription({ period: { start: '2023-01-31', end: '2023-02-28' }, anchorDay: 31 });
    const quote = quoteSeats(5, { at: '2023-02-10T08:00:00Z', effectiveDate: '2023-02-28' }, subscription);
    expect(quote.lines.map(({ kind, net }) => [kind, net])).toEqual([['charge', '150.00']]);
    expect(quote.changes[0]).toMatchObject({ newPeriod: { start: '2023-02-28', end: '2023-03-31' }, newAnchorDay: 31 });
    expect(quote).toMatchObject({ effectiveDate: '2023-02-28', effectiveAt: '2023-02-27T23:00:00Z' });
  });

  it('a quote refuses a day outside the period and names the field', () => {
    for (const at of ['2023-05-31T08:00:00Z', '2023-07-02T08:00:00Z']) {
      expect(() => quoteSeats(9, { at })).toThrow(
        expect.objectContaining({ code: 'outside_period', field: 'effectiveDate' }),
      );
    }
  });

  it('a quote neither bills nor moves a running trial', () => {
    const subscription = aSubscription({ status: 'trial', billedLines: [] });
    const quote = quoteSeats(9, {}, subscription);
    expect(quote).toMatchObject({ lines: [], total: '0.00', dueToday: '0.00', rateIncreases: true });
    expect(quote.changes[0]).toMatchObject({ nextBillDate: '2023-07-01', nextBillNet: '270.00' });
  });

  it('a quote of an end that is lifted asks nothing, moves nothing and raises no rate, also where the price has risen', () => {
    const subscription = aSubscription({ endsOn: '2023-06-20' });
    const product = aProduct();
    product.tiers[0]?.prices.push(aPrice('40.00', { validFrom: '2023-06-05' }));
    const change = { subscriptionId: 'subscription', liftEnd: true as const };
    const quote = quoteSideBySide(aQuoteInput({ changes: [{ subscription, product, change }] }));
    expect(quote).toMatchObject({ lines: [], total: '0.00', dueToday: '0.00', rateIncreases: false });
    expect(quote).not.toHaveProperty('otherAnchor');
    expect(quote.changes[0]).toMatchObject({
      endLifted: '2023-06-20',
      newPeriod: subscription.period,
      // The bill of July asks the price of July: 8 x 40.00.
      ...{ nextBillDate: '2023-07-01', nextBillNet: '320.00' },
    });
    const { endsOn: _, ...open } = subscription;
    expect(subscriptionAfter(subscription, quote)).toEqual(open);
  });

  it('a debt on the balance is collected when an end is lifted, as with any order', () => {
    const changes = [
      aChange({
        subscription: aSubscription({ endsOn: '2023-07-01' }),
        change: { subscriptionId: 'subscription', liftEnd: true },
      }),
    ];
    expect(quoteChanges(aQuoteInput({ changes, balance: '-4.00' }))).toMatchObject({ total: '0.00', dueToday: '4.00' });
  });

  // Ten seats at 30.00 are 300.00, with 20 % VAT 360.00, whatever a policy does in the course of a paid period.
  it.each(PRESETS.map((policy) => [policy.name, policy] as const))(
    'a trial that is ended is charged a whole period from the day of the change on by %s',
    (_, policy) => {
      const subscription = aSubscription({ status: 'trial', billedLines: [] });
      const change = { subscriptionId: 'subscription', seats: 10, endTrial: true as const };
      const quote = quoteSideBySide(aQuoteInput({ policy, changes: [aChange({ subscription, change })] }));
      const period = { start: '2023-06-11', end: '2023-07-11' };
      expect(quote.lines.map(({ kind, net, period }) => ({ kind, net, period }))).toEqual([
        { kind: 'charge', net: '300.00', period },
      ]);
      expect(quote).toMatchObject({ total: '360.00', dueToday: '360.00', rateIncreases: true });
      expect(quote).not.toHaveProperty('otherAnchor');
      expect(quote.changes[0]).toMatchObject({
        ...{ trialEnded: true, newPeriod: period, nextBillDate: period.end, nextBillNet: '300.00' },
        ...{ yearlyRateBefore: '0.00', yearlyRateAfter: '3600.00' },
      });
      expect(subscriptionAfter(subscription, quote)).toMatchObject({
        ...{ status: 'active', seats: 10, period, anchorDay: Number(period.start.slice(-2)) },
        billedLines: [{ amount: '300.00', credited: '0.00', period, paid: true }],
      });
    },
  );

  it('a trial that was billed is credited for the days that are left when it is ended', () => {
    const period = { start: '2023-06-01', end: '2023-07-01' };
    const billedLines = [{ lineId: 'trial', period, amount: '9.00', credited: '0', paid: true, vatPercent: '20' }];
    const subscription = aSubscription({ status: 'trial', billedLines });
    const change = { subscriptionId: 'subscription', endTrial: true as const };
    const { lines } = quoteChanges(aQuoteInput({ changes: [aChange({ subscription, change })] }));
    // 9.00 x 20/30 days come back; eight seats at 30.00 are charged.
    expect(lines.map(({ net }) => net)).toEqual(['-6.00', '240.00']);
  });

  it('a trial that is ended raises the rate from nothing, also where the balance covers what is due', () => {
    const subscription = aSubscription({ status: 'trial', billedLines: [] });
    const changes = [aChange({ subscription, change: { subscriptionId: 'subscription', endTrial: true } })];
    expect(quoteChanges(aQuoteInput({ changes, balance: '500.00' }))).toMatchObject({
      ...{ total: '288.00', balanceUsed: '288.00', dueToday: '0.00', rateIncreases: true },
    });
  });

  it('ending the trial of a subscription that is paid for is an ordinary change of the rest', () => {
    const priced = (change: object) =>
      quoteChanges(aQuoteInput({ changes: [aChange({ change: { subscriptionId: 'subscription', ...change } })] }));
    expect(priced({ seats: 9, endTrial: true })).toEqual(priced({ seats: 9 }));
  });

  it('a quote tells a pause that is set and lies ahead, and leaves it as it is', () => {
    const pause = { pausesOn: '2023-07-01', resumesOn: '2023-08-01' };
    const quote = quoteSeats(9, {}, aSubscription(pause));
    expect(quote.changes[0]).toMatchObject(pause);
    expect(quote.total).toBe(quoteSeats(9).total);
    expect(subscriptionAfter(aSubscription(pause), quote)).toMatchObject({ status: 'active', ...pause });
    const over = quoteSeats(9, {}, aSubscription({ pausesOn: '2023-05-01', resumesOn: '2023-06-01' }));
    expect(over.changes[0]).not.toHaveProperty('pausesOn');
  });

  it('a quote charges a whole period when seconds are counted and the frequency starts it anew', () => {
    const change = { subscriptionId: 'subscription', frequency: 'year' as const };
    const input = aQuoteInput({ policy: STRIPE_BILLED_PRICE, vatTreatment: NO_VAT, changes: [aChange({ change })] });
    const { lines, changes } = quoteChanges(input);
    expect(lines[1]).toMatchObject({ net: '2400.00', startsAt: '2023-06-11T08:00:00Z' });
    expect(changes[0]?.newPeriod).toEqual({ start: '2023-06-11', end: '2024-06-11' });
  });

  it('a quote holds several changes and the cart in one total', () => {
    const second = aSubscription({ subscriptionId: 'second', seats: 1, billedLines: [] });
    const cart = {
      tenantId: 'tenant',
      accountId: 'account',
      currency: 'EUR',
      items: [{ itemId: 'headset', description: 'Headset', amount: '49.90' }],
      version: 7,
    };
    const changes = [aChange(), aChange({ subscription: second, change: { subscriptionId: 'second', seats: 2 } })];
    const quote = quoteChanges(aQuoteInput({ changes, cart: { cart, include: true }, vatTreatment: NO_VAT }));
    // -160.00 - 32.00 of VAT back, 150.00, 60.00 and 49.90.
    expect(quote).toMatchObject({ total: '67.90', includesCart: true, cartVersion: 7 });
    const without = quoteChanges(aQuoteInput({ changes, cart: { cart, include: false }, vatTreatment: NO_VAT }));
    expect(without).toMatchObject({ total: '18.00', includesCart: false, cartVersion: 7 });
  });

  it('a quote refuses mixed currencies, two changes of one subscription, and none', () => {
    const dollars = aChange({ subscription: aSubscription({ currency: 'USD' }) });
    expect(() => quoteChanges(aQuoteInput({ changes: [dollars] }))).toThrow(
      expect.objectContaining({ code: 'currency_mismatch', field: 'subscription.currency' }),
    );
    expect(() => quoteChanges(aQuoteInput({ changes: [aChange(), aChange()] }))).toThrow(
      expect.objectContaining({ code: 'no_changes' }),
    );
    expect(() => quoteChanges(aQuoteInput({ changes: [] }))).toThrow(expect.objectContaining({ field: 'changes' }));
    expect(() => quoteSeats(9, { balance: '1e400' })).toThrow(InvalidAmount);
  });

  it('a quote expires after the time it is valid for', () => {
    expect(quoteSeats(9).expiresAt).toBe('2023-06-11T08:30:00.000Z');
  });

  it('a quote has a hash of its content, whatever the order of its keys', () => {
    const quote = quoteSeats(9);
    const shuffled: Quote = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(quote).reverse())));
    expect(quoteHashOf(shuffled)).toBe(quote.hash);
    expect(quoteHashOf({ ...quote, dueToday: '0.01' })).not.toBe(quote.hash);
    expect(quoteSeats(9).hash).toBe(quote.hash);
    expect(quoteSeats(10).hash).not.toBe(quote.hash);
  });

  it('a quote asks again only when the customer would pay more', () => {
    const cheaper = quoteSeats(9, { balance: '10.00' });
    const dearer = quoteSeats(9);
    expect([wouldPayMore(cheaper, dearer), wouldPayMore(dearer, cheaper), wouldPayMore(dearer, dearer)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('a quote is not changed by a policy whose name alone differs, and says which policy it followed', () => {
    const renamed = quoteSeats(9, { policy: { ...ANCHOR_RESET, name: 'renamed', version: 2 } });
    expect(renamed.policy).toEqual({ name: 'renamed', version: 2 });
    expect(renamed.total).toBe(quoteSeats(9).total);
  });
});

describe('the subscription after a quote', () => {
  it('the subscription after a quote starts later credits from what was billed now', () => {
    const first = subscriptionAfter(aSubscription(), quoteSeats(9, { vatTreatment: FRENCH_VAT }));
    expect(first).toMatchObject({ seats: 9, anchorDay: 11, period: { start: '2023-06-11', end: '2023-07-11' } });
    const second = quoteSeats(10, { at: '2023-06-21T08:00:00Z' }, first);
    // 20 of 30 days of the 270.00 billed ten days before; the June line is spent.
    expect(second.lines.map(({ net }) => net)).toEqual(['-180.00', '300.00']);
  });

  it('the subscription after a quote keeps the lines billed before when only added seats are billed, and takes removed ones out of them', () => {
    const policy = { ...STRIPE_BILLED_PRICE, timeUnit: 'local-day' as const, seatChange: 'difference' as const };
    const added = quoteSeats(10, { policy });
    expect(added.lines.map(({ kind, net }) => [kind, net])).toEqual([['charge', '40.00']]);
    const ten = subscriptionAfter(aSubscription(), added);
    expect(ten.billedLines.map(({ amount, period }) => [amount, period.start])).toEqual([
      ['240.00', '2023-06-01'],
      ['40.00', '2023-06-11'],
    ]);
    const removed = quoteSeats(5, { policy, at: '2023-06-21T08:00:00Z' }, ten);
    // Half of each line: 120.00 x 10/30 and 20.00 x 10/20.
    expect(removed.lines.map(({ net }) => net)).toEqual(['-40.00', '-10.00']);
    const five = subscriptionAfter(ten, removed);
    expect(five.billedLines.map(({ amount }) => amount)).toEqual(['120.00', '20.00']);
  });

  it('a quote is refused for a subscription that it does not change', () => {
    expect(() => subscriptionAfter(aSubscription({ subscriptionId: 'other' }), quoteSeats(9))).toThrow(
      expect.objectContaining({ field: 'quote.changes' }),
    );
  });
});
