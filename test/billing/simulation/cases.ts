/** Changes at the edges of periods, prices and lines, each with the amounts worked out by hand. */
export interface EdgeCase {
  title: string;
  input: object;
  expected: { net?: string; vat?: string; total: string; nextBill?: { date: string; net: string } };
}

const JUNE = { start: '2023-06-01', end: '2023-07-01' };
const AGREED = { at: '2023-06-11T08:00:00Z', effectiveDate: '2023-07-01' };
const eight = { subscription: { seats: 8, unitPrice: '30', period: JUNE } };
const five = { subscription: { seats: 5, unitPrice: '30', period: JUNE } };
const nextBill = { date: '2023-08-01', net: '150.00' };
const dollars = { currency: 'USD', country: 'US' };

const atPeriodEnd: EdgeCase[] = [
  ...[
    'recurly',
    'recurly-full-credit',
    'lago-units-in-full',
    { basedOn: 'kill-bill', seatChange: 'difference' },
  ].flatMap((policy): EdgeCase[] => [
    {
      title: `fewer seats from the next period on: ${JSON.stringify(policy)}`,
      input: { ...AGREED, ...eight, policy, change: { seats: 5 } },
      expected: { total: '150.00', nextBill },
    },
    {
      title: `more seats from the next period on: ${JSON.stringify(policy)}`,
      input: { ...AGREED, ...five, policy, change: { seats: 8 } },
      expected: { total: '240.00', nextBill: { date: '2023-08-01', net: '240.00' } },
    },
  ]),
  {
    title: 'fewer seats on the day after the period, counted in days',
    input: { ...eight, at: '2023-07-01T08:00:00Z', policy: 'lago-units-in-full', change: { seats: 5 } },
    expected: { total: '150.00', nextBill },
  },
  {
    title: 'fewer seats in the first second after the period',
    input: { ...eight, at: '2023-07-01T00:00:00Z', policy: 'recurly', change: { seats: 5 } },
    expected: { total: '150.00', nextBill },
  },
  {
    // 8 x 30.00 x 8/744 hours and 5 x 30.00 x 736/744 hours.
    title: 'fewer seats eight hours after the period',
    input: { ...eight, at: '2023-07-01T08:00:00Z', policy: 'recurly', change: { seats: 5 } },
    expected: { total: '150.97', nextBill },
  },
  {
    title: 'fewer seats from the next period on, in dollars',
    input: {
      at: '2026-06-10T09:00:00Z',
      effectiveDate: '2026-07-01',
      policy: 'recurly',
      account: dollars,
      subscription: { seats: 8, unitPrice: '10.00', period: { start: '2026-06-01', end: '2026-07-01' } },
      change: { seats: 5 },
    },
    expected: { total: '50.00', nextBill: { date: '2026-08-01', net: '50.00' } },
  },
  {
    title: 'more seats from the next period on, in dollars',
    input: {
      at: '2026-06-10T09:00:00Z',
      effectiveDate: '2026-07-01',
      policy: 'recurly',
      account: dollars,
      subscription: { seats: 8, unitPrice: '10.00', period: { start: '2026-06-01', end: '2026-07-01' } },
      change: { seats: 12 },
    },
    expected: { total: '120.00' },
  },
  {
    title: 'fewer seats from the next year on',
    input: {
      at: '2026-06-10T09:00:00Z',
      effectiveDate: '2026-07-01',
      policy: 'recurly',
      subscription: {
        seats: 40,
        unitPrice: '550.00',
        period: { start: '2025-07-01', end: '2026-07-01' },
        frequency: 'year',
      },
      change: { seats: 38 },
      vat: { percent: '20' },
    },
    expected: {
      net: '20900.00',
      vat: '4180.00',
      total: '25080.00',
      nextBill: { date: '2027-07-01', net: '20900.00' },
    },
  },
  {
    title: 'a policy that charges nothing begins no period',
    input: { ...AGREED, ...eight, policy: { basedOn: 'recurly', charge: 'none' }, change: { seats: 5 } },
    expected: { total: '0.00', nextBill: { date: '2023-07-01', net: '150.00' } },
  },
];

const one = { seats: 1, unitPrice: '31', period: JUNE };
const dearer = { tierId: 'p', unitPrice: '62' };

const onTheEndDate: EdgeCase[] = [
  {
    // 18 hours of 744 at 31.00, the other 726 at 62.00.
    title: 'the hours before a change are billed at the old price where seconds count',
    input: { at: '2023-07-01T18:00:00Z', policy: 'stripe-billed-price', subscription: one, change: dearer },
    expected: { total: '61.25', nextBill: { date: '2023-08-01', net: '62.00' } },
  },
  {
    title: 'the day of a change is billed at the old price where it belongs to the old terms',
    input: {
      at: '2023-07-01T18:00:00Z',
      policy: { basedOn: 'lago-upgrade', changeDayOwner: 'old' },
      subscription: one,
      change: dearer,
    },
    // A day of 31 at 31.00, the other 30 at 62.00.
    expected: { total: '61.00', nextBill: { date: '2023-08-01', net: '62.00' } },
  },
  {
    title: 'the hours before a change are billed at the old price where a full period starts with it',
    input: {
      at: '2023-07-01T18:00:00Z',
      policy: { basedOn: 'stripe-billed-price', anchor: 'reset' },
      subscription: one,
      change: dearer,
    },
    expected: { total: '62.75', nextBill: { date: '2023-08-01', net: '62.00' } },
  },
  {
    title: 'a change that was agreed for the end date begins with it, at whatever hour it is priced',
    input: {
      at: '2023-07-01T18:00:00Z',
      effectiveDate: '2023-07-01',
      policy: 'stripe-billed-price',
      subscription: one,
      change: dearer,
    },
    expected: { total: '62.00', nextBill: { date: '2023-08-01', net: '62.00' } },
  },
];

const twoRates = (lines: object[], policy: unknown = 'lago-upgrade') => ({
  at: '2023-06-16T00:00:00Z',
  policy,
  subscription: { seats: 2, unitPrice: '50', period: JUNE, billedLines: lines },
  change: dearer,
  vat: { percent: '0', kind: 'reverse_charge' },
});
const [taxed, untaxed] = [
  { amount: '50', vatPercent: '20' },
  { amount: '50', vatPercent: '0' },
];

const linesWithVat: EdgeCase[] = [
  ...[
    [taxed, untaxed],
    [untaxed, taxed],
  ].flatMap((lines): EdgeCase[] =>
    ['lago-upgrade', 'flexprice-day', 'stripe-list-price', 'woocommerce-switch'].map((policy) => ({
      title: `VAT goes back line by line as it was billed, ${lines.map(({ vatPercent }) => vatPercent).join(' then ')}: ${policy}`,
      input: twoRates(lines, policy),
      expected: { net: '12.00', vat: '-5.00', total: '7.00' },
    })),
  ),
  {
    title: 'a list price gives back no more than was billed for the seats that go',
    input: {
      at: '2023-06-01T00:00:00Z',
      policy: { basedOn: 'recurly', creditBasis: 'list-up-to-billed' },
      subscription: { seats: 10, unitPrice: '10', period: JUNE, billedLines: [{ amount: '20.00' }] },
      change: { seats: 1 },
    },
    expected: { total: '-18.00' },
  },
  {
    title: 'a list price gives back no more than was unused of what was billed for the seats that go',
    input: {
      at: '2023-06-16T00:00:00Z',
      policy: { basedOn: 'recurly', creditBasis: 'list-up-to-unused' },
      subscription: {
        seats: 10,
        unitPrice: '10',
        period: JUNE,
        billedLines: [{ amount: '20.00', credited: '5.00' }],
      },
      change: { seats: 1 },
    },
    // Nine tenths of 10.00 unused less nine tenths of 5.00 credited.
    expected: { total: '-4.50' },
  },
];

const standard = (...prices: object[]) => ({
  tierId: 'standard',
  name: 'Standard',
  rank: 1,
  minSeats: 1,
  maxSeats: 100,
  prices: prices.map((price) => ({ frequency: 'month', currency: 'EUR', ...price })),
});
const price = (unitPrice: string, validFrom: string, validTo?: string) => ({
  bands: [{ fromSeats: 1, unitPrice }],
  validFrom,
  ...(validTo && { validTo }),
});

/** December 2025 with two seats at 10.00. */
const december = (tiers: object[]) => ({
  catalog: [{ productId: 'webinar', name: 'Webinar', tiers }],
  subscription: { seats: 2, period: { start: '2025-12-01', end: '2026-01-01' } },
});
const rising = standard(price('10.00', '2020-01-01'), price('12.00', '2026-01-01'));
const newTier = { ...standard(price('25.00', '2026-01-01')), tierId: 'plus', name: 'Plus', rank: 2 };

const datedPrices: EdgeCase[] = [
  {
    title: 'a tier whose price begins on the day that the change takes effect is sold at it',
    input: {
      ...december([rising, newTier]),
      at: '2025-12-20T09:00:00Z',
      effectiveDate: '2026-01-01',
      policy: 'lago-upgrade',
      change: { tierId: 'plus' },
    },
    expected: { total: '50.00', nextBill: { date: '2026-02-01', net: '50.00' } },
  },
  {
    title: 'seats that are agreed for the day on which their price rises are sold at the new price',
    input: {
      ...december([rising]),
      at: '2025-12-20T09:00:00Z',
      effectiveDate: '2026-01-01',
      policy: 'recurly',
      change: { seats: 3 },
    },
    expected: { total: '36.00' },
  },
  {
    // A seat for 16 of 31 days at the price of today, and two at that of January.
    title: 'the next bill asks the price of its own day',
    input: {
      ...december([rising]),
      subscription: { seats: 1, period: { start: '2025-12-01', end: '2026-01-01' } },
      at: '2025-12-16T09:00:00Z',
      policy: { basedOn: 'lago-upgrade', seatChange: 'difference' },
      change: { seats: 2 },
    },
    expected: { total: '5.16', nextBill: { date: '2026-01-01', net: '24.00' } },
  },
  {
    // A day of 31 at the price that the renewal asks, not at that of December.
    title: 'the old terms go on at the price of their renewal until a change on the end date',
    input: {
      ...december([rising, newTier]),
      at: '2026-01-01T12:00:00Z',
      policy: { basedOn: 'lago-upgrade', changeDayOwner: 'old' },
      change: { tierId: 'plus' },
    },
    // 24.00 x 1/31 and 50.00 x 30/31.
    expected: { total: '49.16' },
  },
];

const anchored = (facts: object) => ({
  policy: 'lago-upgrade',
  at: '2023-03-10T09:00:00Z',
  subscription: { seats: 1, unitPrice: '31', period: { start: '2023-02-28', end: '2023-03-31' }, ...facts },
  change: { frequency: 'year', unitPrice: '365' },
});

const anchors: EdgeCase[] = [
  ...[{ anchorDate: '2023-01-31' }, { anchorDate: '2023-01-31', anchorDay: 31 }].map((facts) => ({
    // 21 of 31 days come back; 327 of 365 are left of the year from 31 January on.
    title: `the anchor day is that of the anchor date: ${JSON.stringify(facts)}`,
    input: anchored(facts),
    expected: { total: '306.00', nextBill: { date: '2024-01-31', net: '365.00' } },
  })),
  {
    // The year runs from 28 February, remembered as the 31st: 356 of 366 days.
    title: 'the anchor day of a period that ends on a later day than it began on is that day',
    input: anchored({}),
    expected: { total: '334.03', nextBill: { date: '2024-02-29', net: '365.00' } },
  },
  {
    // The first period began between two anchor days: 346 of the 366 days from 1 June on are left.
    title: 'a year counts from the anchor day before a first period that began after it',
    input: {
      policy: { basedOn: 'lago-upgrade', credit: 'none' },
      at: '2023-06-21T09:00:00Z',
      subscription: { seats: 1, unitPrice: '30', period: { start: '2023-06-11', end: '2023-07-01' }, anchorDay: 1 },
      change: { frequency: 'year', unitPrice: '366' },
    },
    expected: { total: '346.00', nextBill: { date: '2024-06-01', net: '366.00' } },
  },
];

const startsOfLines: EdgeCase[] = [
  {
    // 14.25 of the 14.5 days of the line that began at noon.
    title: 'a line that began within its first day is credited from that hour on',
    input: {
      policy: 'stripe-billed-price',
      at: '2023-06-16T18:00:00Z',
      subscription: {
        seats: 1,
        unitPrice: '60',
        period: JUNE,
        billedLines: [
          { amount: '29.00', period: { start: '2023-06-16', end: '2023-07-01' }, startsAt: '2023-06-16T12:00:00Z' },
        ],
      },
      change: { tierId: 'p', unitPrice: '0' },
    },
    expected: { total: '-28.50' },
  },
];

const endsAndTrials: EdgeCase[] = [
  {
    // 12 x 30.00 from 11 June to 10 July, with 20 % VAT.
    title: 'a trial that is ended in its course, with more seats',
    input: {
      at: '2023-06-11T08:00:00Z',
      subscription: { status: 'trial', seats: 8, unitPrice: '30', period: JUNE },
      change: { seats: 12, endTrial: true },
      vat: { percent: '20' },
    },
    expected: { net: '360.00', vat: '72.00', total: '432.00', nextBill: { date: '2023-07-11', net: '360.00' } },
  },
  {
    title: 'a trial that is ended on its first day',
    input: {
      at: '2023-06-01T08:00:00Z',
      subscription: { status: 'trial', seats: 8, unitPrice: '30', period: JUNE },
      change: { endTrial: true },
    },
    expected: { total: '240.00', nextBill: { date: '2023-07-01', net: '240.00' } },
  },
  {
    // The anchor day 31 comes back after February.
    title: 'a trial that is ended on the day after it, which is an anchor day of a shorter month',
    input: {
      at: '2023-02-28T08:00:00Z',
      subscription: { status: 'trial', seats: 8, unitPrice: '30', period: { start: '2023-01-31', end: '2023-02-28' } },
      change: { endTrial: true },
    },
    expected: { total: '240.00', nextBill: { date: '2023-03-31', net: '240.00' } },
  },
  {
    title: 'a trial that is ended by a policy that charges nothing in the course of a period',
    input: {
      at: '2023-06-11T08:00:00Z',
      policy: { basedOn: 'kill-bill', charge: 'none' },
      subscription: { status: 'trial', seats: 8, unitPrice: '30', period: JUNE },
      change: { endTrial: true },
    },
    expected: { total: '240.00', nextBill: { date: '2023-07-11', net: '240.00' } },
  },
  {
    // Whole days only: the hour of the change is in the period that is charged whole.
    title: 'a trial that is ended where seconds are counted',
    input: {
      at: '2023-06-11T18:00:00Z',
      policy: 'stripe-billed-price',
      subscription: { status: 'trial', seats: 8, unitPrice: '30', period: JUNE },
      change: { endTrial: true },
    },
    expected: { total: '240.00', nextBill: { date: '2023-07-11', net: '240.00' } },
  },
  {
    title: 'an end in the course of the period that is lifted',
    input: {
      at: '2023-06-11T08:00:00Z',
      subscription: { seats: 8, unitPrice: '30', period: JUNE, endsOn: '2023-06-20' },
      change: { liftEnd: true },
    },
    expected: { total: '0.00', nextBill: { date: '2023-07-01', net: '240.00' } },
  },
  {
    title: 'the end of a trial that is lifted leaves the trial as it is',
    input: {
      at: '2023-06-11T08:00:00Z',
      subscription: { status: 'trial', seats: 8, unitPrice: '30', period: JUNE, endsOn: '2023-07-01' },
      change: { liftEnd: true },
    },
    expected: { total: '0.00', nextBill: { date: '2023-07-01', net: '240.00' } },
  },
];

/** Eight seats at 31.00 that were billed for the 20 days up to 1 July, which is not the day that they are billed from. */
const firstPeriod = {
  at: '2023-06-20T12:00:00Z',
  effective: 'period_end',
  subscription: {
    seats: 8,
    unitPrice: '31',
    period: { start: '2023-06-11', end: '2023-07-01' },
    billedLines: [{ amount: '165.33' }],
  },
  change: { seats: 5 },
};

const endsOffTheAnchor: EdgeCase[] = [
  {
    // 5 x 31.00; nothing of June, which was billed.
    title: 'what was billed up to the end of a short first period is not billed again: a full period starts',
    input: { ...firstPeriod, policy: 'anchor-reset' },
    expected: { total: '155.00', nextBill: { date: '2023-08-01', net: '155.00' } },
  },
  ...['lago-upgrade', 'recurly', 'stripe-billed-price', 'kill-bill'].map(
    (policy): EdgeCase => ({
      // 10 of the 30 days up to the next anchor day, 11 July.
      title: `what was billed up to the end of a short first period is not billed again: ${policy}`,
      input: { ...firstPeriod, policy },
      expected: { total: '51.67', nextBill: { date: '2023-07-11', net: '155.00' } },
    }),
  ),
  {
    // 31 of 92 days at 184.00; May and June were billed.
    title: 'two months of a quarter that were billed are not billed again',
    input: {
      ...{ at: '2023-06-20T12:00:00Z', effective: 'period_end', policy: 'chargebee-day', change: { seats: 2 } },
      subscription: {
        ...{ seats: 1, frequency: 'quarter', unitPrice: '92' },
        period: { start: '2023-05-01', end: '2023-07-01' },
        billedLines: [{ amount: '61.00' }],
      },
    },
    expected: { total: '62.00' },
  },
  {
    // As Kill Bill's day of the month leaves a month from 1 March on that became a year on 1 July.
    title: 'a year that ends off its anchor date is not billed again from that date on',
    input: {
      ...{ at: '2023-06-20T12:00:00Z', effective: 'period_end', policy: 'kill-bill', change: { seats: 2 } },
      subscription: {
        ...{ seats: 1, frequency: 'year', unitPrice: '366', anchorDate: '2022-03-01' },
        period: { start: '2022-07-01', end: '2023-07-01' },
      },
    },
    expected: { total: '732.00', nextBill: { date: '2024-07-01', net: '732.00' } },
  },
];

const untilAChangeInFull: EdgeCase[] = [
  {
    // A day of 31 at 31.00, and 62.00 from 2 July on.
    title: 'the day of a change is billed at the old price where a full charge begins on the day after',
    input: {
      at: '2023-07-01T18:00:00Z',
      policy: { basedOn: 'anchor-reset', charge: 'full', changeDayOwner: 'old' },
      subscription: one,
      change: dearer,
    },
    expected: { total: '63.00', nextBill: { date: '2023-08-02', net: '62.00' } },
  },
  {
    title: 'a trial that is ended on the day after it is paid for from that day on, whoever owns the day of a change',
    input: {
      at: '2023-07-01T08:00:00Z',
      policy: 'lago-termination',
      subscription: { status: 'trial', seats: 8, unitPrice: '31', period: JUNE },
      change: { endTrial: true },
    },
    expected: { total: '248.00', nextBill: { date: '2023-08-01', net: '248.00' } },
  },
];

export const EDGE_CASES: readonly EdgeCase[] = [
  ...atPeriodEnd,
  ...onTheEndDate,
  ...linesWithVat,
  ...datedPrices,
  ...anchors,
  ...startsOfLines,
  ...endsAndTrials,
  ...endsOffTheAnchor,
  ...untilAChangeInFull,
];
