import { ANCHOR_RESET, POLICY_AXES, type Policy } from '../../../billing/facts/policy-types';
import {
  findPreset,
  LAGO_TERMINATION,
  LAGO_UPGRADE,
  PRESETS,
  STRIPE_BILLED_PRICE,
} from '../../../billing/policies/presets';
import { alternativeTo, quoteSideBySide } from '../../../billing/quotes/anchor-alternative';
import { quoteHashOf } from '../../../billing/quotes/hash';
import { prorate } from '../../../billing/quotes/proration';
import { quoteChanges } from '../../../billing/quotes/quote';
import { aChange, aQuoteInput, aSubscription, NO_VAT } from '../samples';

function netOf(policy: Policy, seats = 9, parts: Parameters<typeof aSubscription>[0] = {}): string[] {
  const changes = [aChange({ subscription: aSubscription(parts), change: { subscriptionId: 'subscription', seats } })];
  return quoteChanges(aQuoteInput({ policy, changes, vatTreatment: NO_VAT })).lines.map(({ net }) => net);
}

describe('presets', () => {
  it('presets have names of their own and only known choices, the default first', () => {
    const names = PRESETS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, version, ...axes } of PRESETS) {
      expect([name !== '', version >= 1, Object.keys(axes).sort()]).toEqual([
        true,
        true,
        Object.keys(POLICY_AXES).sort(),
      ]);
      for (const [axis, choice] of Object.entries(axes)) expect(Reflect.get(POLICY_AXES, axis)).toContain(choice);
    }
    expect(PRESETS[0]).toBe(ANCHOR_RESET);
    expect(findPreset('lago-upgrade')).toBe(LAGO_UPGRADE);
    expect(findPreset('none')).toBeUndefined();
  });
});

describe('the axes of a policy', () => {
  const keep: Policy = { ...ANCHOR_RESET, anchor: 'keep' };

  it('the axes of a policy give the day of the change to the new terms, the old ones, or both', () => {
    // 20 of 30 days are left on 11 June when that day is counted, 19 when it is not.
    expect(netOf({ ...keep, changeDayOwner: 'new' })).toEqual(['-160.00', '180.00']);
    expect(netOf({ ...keep, changeDayOwner: 'old' })).toEqual(['-152.00', '171.00']);
    expect(netOf({ ...keep, changeDayOwner: 'both' })).toEqual(['-152.00', '180.00']);
  });

  it('the axes of a policy credit and charge prorated, in full, or not at all', () => {
    expect(netOf({ ...keep, credit: 'full', charge: 'full' })).toEqual(['-240.00', '270.00']);
    expect(netOf({ ...keep, credit: 'none' })).toEqual(['180.00']);
    expect(netOf({ ...keep, charge: 'none' })).toEqual(['-160.00']);
  });

  it('the axes of a policy credit what was billed, the list price, or the list price up to what was billed', () => {
    const billedLines = [
      {
        lineId: 'half',
        period: { start: '2023-06-01', end: '2023-07-01' },
        amount: '120.00',
        credited: '0',
        paid: true,
        vatPercent: '0',
      },
    ];
    const creditOf = (creditBasis: Policy['creditBasis']) => netOf({ ...keep, creditBasis }, 9, { billedLines })[0];
    expect([creditOf('billed'), creditOf('list'), creditOf('list-up-to-billed')]).toEqual([
      '-80.00',
      '-160.00',
      '-120.00',
    ]);
  });

  it('the axes of a policy credit the unused part of what was billed, less earlier credits, where the list price is only a bound', () => {
    const period = { start: '2022-10-01', end: '2022-11-01' };
    const moment = { date: '2022-10-15', at: '2022-10-15T10:00:00Z', timeZone: 'UTC' };
    const creditOf = (amount: string, credited = '0') => {
      const billedLines = [{ lineId: 'october', period, amount, credited, paid: true, vatPercent: '20' }];
      const old = { period, seats: 1, listPrice: '31.00', billedLines };
      const { credits } = prorate({ old, seatsOnly: false, moment, policy: LAGO_TERMINATION, currency: 'EUR' });
      return credits.map((line) => line.amount.toFixed(2));
    };
    // 16 of 31 days are left; an earlier credit of 10.00 is taken off; a coupon of 10.00 leaves 21.00 x 16/31.
    expect([creditOf('31.00'), creditOf('31.00', '10.00'), creditOf('21.00')]).toEqual([
      ['16.00'],
      ['6.00'],
      ['10.84'],
    ]);
    expect([creditOf('0.00'), creditOf('31.00', '20.00')]).toEqual([[], []]);
  });

  it('the axes of a policy bill the seats added or removed alone, when nothing else changes', () => {
    const difference: Policy = { ...keep, seatChange: 'difference' };
    expect(netOf(difference, 10)).toEqual(['40.00']);
    expect(netOf(difference, 6)).toEqual(['-40.00']);
  });

  it('the axes of a policy credit an unpaid line only where the policy says so', () => {
    const billedLines = aSubscription().billedLines.map((line) => ({ ...line, paid: false }));
    expect(netOf(keep, 9, { billedLines })).toEqual(['180.00']);
    expect(netOf({ ...keep, unpaidLines: 'credit' }, 9, { billedLines })).toEqual(['-160.00', '180.00']);
  });

  it.each([
    ['2023-10-29T00:30:00Z', 'Europe/Paris', '2023-10-01', '2023-11-01', 745],
    ['2023-03-26T00:30:00Z', 'Europe/Paris', '2023-03-01', '2023-04-01', 743],
  ])(
    'the axes of a policy count the hours that daylight saving adds or takes away: %s',
    (at, timeZone, start, end, hours) => {
      const subscription = aSubscription({ period: { start, end } });
      const input = aQuoteInput({ policy: STRIPE_BILLED_PRICE, at, changes: [aChange({ subscription })] });
      const [credit] = quoteChanges({ ...input, account: { ...input.account, timeZone } }).lines;
      expect(credit?.fraction.denominator).toBe(hours * 3600);
    },
  );

  it('the axes of a policy credit everything in the first hour of a period and one day in the last', () => {
    expect(quoteAt('2023-05-31T22:00:00Z')).toEqual({ numerator: 30, denominator: 30, unit: 'day' });
    expect(quoteAt('2023-06-30T21:59:59Z')).toEqual({ numerator: 1, denominator: 30, unit: 'day' });
  });
});

describe('the other choice of anchor', () => {
  it('the other choice of anchor is priced beside the quote', () => {
    const input = aQuoteInput({
      vatTreatment: NO_VAT,
      changes: [aChange({ change: { subscriptionId: 'subscription', seats: 9 } })],
    });
    // Kept, nine seats cost 270.00 x 20/30 until 1 July; reset, a whole month until 11 July.
    expect(quoteChanges(input).net).toBe('110.00');
    expect(alternativeTo(input)).toMatchObject({
      anchor: 'kept',
      net: '20.00',
      nextBills: [{ subscriptionId: 'subscription', date: '2023-07-01', net: '270.00' }],
    });
    expect(alternativeTo({ ...input, policy: { ...ANCHOR_RESET, anchor: 'keep' } })).toMatchObject({
      anchor: 'reset',
      net: '110.00',
    });
  });

  it('the other choice of anchor is part of what is agreed to: the hash covers it', () => {
    const quote = quoteSideBySide(aQuoteInput());
    expect(quote.otherAnchor).toEqual(alternativeTo(aQuoteInput()));
    expect(quoteHashOf(quote)).toBe(quote.hash);
    expect(quote.hash).not.toBe(quoteChanges(aQuoteInput()).hash);
  });
});

function quoteAt(at: string) {
  return quoteChanges(aQuoteInput({ at })).lines[0]?.fraction;
}
