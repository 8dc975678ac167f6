import type { z } from 'zod';
import type { SimulationRequestSchema } from '../../schemas/orders/simulation';

/** What is said of a preset, and a change it is tried on. */
export interface Chapter {
  rule: string;
  source: string;
  /** The change in a sentence. */
  example: string;
  /** The same for the engine; its policy is the preset. */
  body: z.input<typeof SimulationRequestSchema>;
  /**
   * Net amounts worked out by hand, or printed by the source: a test compares the engine with them. Nothing is what a
   * policy does not credit or charge.
   */
  credit: string;
  charge: string;
}

const usd = { currency: 'USD', country: 'US' } as const;
const february = { start: '2021-02-01', end: '2021-03-01' };
const firstQuarter = { start: '2018-01-01', end: '2018-04-01' };

/** A quarter at 300.00 that becomes one at 450.00 on 16 January 2018. */
const quarterly: Chapter['body'] = {
  at: '2018-01-16T12:00:00Z',
  account: usd,
  subscription: { seats: 1, frequency: 'quarter', unitPrice: '300.00', period: firstQuarter },
  change: { tierId: 'professional', unitPrice: '450.00' },
};

/** Twenty dollars a month from 1 April 2023, of which only ten were billed, become ten on the 21st. */
const halfBilled: Chapter['body'] = {
  at: '2023-04-21T00:00:00Z',
  account: usd,
  subscription: {
    seats: 1,
    unitPrice: '20.00',
    period: { start: '2023-04-01', end: '2023-05-01' },
    billedLines: [{ amount: '10.00' }],
  },
  change: { tierId: 'smaller', unitPrice: '10.00' },
};

/** By the name of the preset. */
export const CHAPTERS: Readonly<Record<string, Chapter>> = {
  'anchor-reset': {
    rule: 'The unused days of what was billed are credited, and a full new period begins on the day of the change: the billing date moves to that day. The day of the change belongs to the new terms. What was never paid gives no credit.',
    source:
      'GoTo: its help pages say that the billing date moves to the date of the change, also for a change of seats. Dodo Payments moves it for every billed change too.',
    example:
      'A seat at 55.00 a month, billed from 10 March 2023 in Paris, becomes one at 90.00 on 25 March: 16 of 31 days are left.',
    body: {
      at: '2023-03-25T09:00:00Z',
      account: { timeZone: 'Europe/Paris' },
      subscription: { seats: 1, unitPrice: '55.00', period: { start: '2023-03-10', end: '2023-04-10' } },
      change: { tierId: 'professional', unitPrice: '90.00' },
    },
    credit: '28.39',
    charge: '90.00',
  },
  'kill-bill': {
    rule: 'Whole days over the real days of the period; the fraction is rounded to nine digits and the amount once more. The day of the month is kept: a new period ends on that day of this month if it is still ahead, otherwise a whole frequency after it. The credit is a part of what was billed and never more than earlier credits have left of it.',
    source: 'Kill Bill, module `invoice` (BillingIntervalDetail, InvoiceDateUtils and its tests of repairs).',
    example: 'A plan at 599.95 billed for May 2012 becomes one at 9.95 on 7 May: 25 of 31 days are left of both.',
    body: {
      at: '2012-05-07T12:00:00Z',
      account: usd,
      subscription: { seats: 1, unitPrice: '599.95', period: { start: '2012-05-01', end: '2012-06-01' } },
      change: { tierId: 'smaller', unitPrice: '9.95' },
    },
    credit: '483.83',
    charge: '8.02',
  },
  'kill-bill-30-days': {
    rule: 'As `kill-bill`, with months that all have 30 days: a slice that crosses the end of a month counts as if that month had 30.',
    source: 'Kill Bill, property `org.killbill.invoice.proration.fixed.days=30` and its tests.',
    example:
      'A plan at 19.95 billed from 15 May 2023 becomes one at 39.90 on 23 May: 22 of 30 days, where 23 of 31 are real.',
    body: {
      at: '2023-05-23T12:00:00Z',
      account: usd,
      subscription: { seats: 1, unitPrice: '19.95', period: { start: '2023-05-15', end: '2023-06-15' } },
      change: { tierId: 'professional', unitPrice: '39.90' },
    },
    credit: '14.63',
    charge: '29.26',
  },
  'stripe-list-price': {
    rule: 'Seconds over the seconds of the period. The credit is a part of the list price of the period’s first day, whatever was billed, so it can exceed that. The billing date is kept unless the frequency changes. An unpaid period is credited all the same.',
    source: 'Stripe, “Prorations” (classic billing mode).',
    example:
      'A plan at 20.00 of which only 10.00 were billed for April 2023 becomes one at 10.00 on 21 April: a third is left.',
    body: halfBilled,
    credit: '6.67',
    charge: '3.33',
  },
  'stripe-billed-price': {
    rule: 'As `stripe-list-price`, with the credit taken of what was billed.',
    source: 'Stripe, “Prorations” (flexible billing mode).',
    example: 'The same change: a third of the 10.00 that were billed comes back.',
    body: halfBilled,
    credit: '3.33',
    charge: '3.33',
  },
  'lago-upgrade': {
    rule: 'Whole local days over the real days of the period; the day of the change is the new plan’s, the anchor date stays. The credit is a part of the plan’s price, never more than the unused part of the fee that was billed, less earlier credit notes.',
    source: 'Lago, `multiple_upgrade_spec` and `create_from_termination_spec` (upgrade).',
    example: 'A plan at 10.00 billed for March 2024 becomes one at 15.00 on 12 March: 20 of 31 days are left.',
    body: {
      at: '2024-03-12T12:12:00Z',
      subscription: { seats: 1, unitPrice: '10.00', period: { start: '2024-03-01', end: '2024-04-01' } },
      change: { tierId: 'professional', unitPrice: '15.00' },
    },
    credit: '6.45',
    charge: '9.68',
  },
  'lago-termination': {
    rule: 'As `lago-upgrade`, but the day it ends on was used, and nothing new is charged.',
    source: 'Lago, `create_from_termination_spec`.',
    example: 'A plan at 31.00 billed for October 2022 ends on 15 October: 16 of 31 days are left.',
    body: {
      at: '2022-10-15T10:00:00Z',
      subscription: { seats: 1, unitPrice: '31.00', period: { start: '2022-10-01', end: '2022-11-01' } },
      change: { tierId: 'none', unitPrice: '0.00' },
    },
    credit: '16.00',
    charge: '0.00',
  },
  'lago-units-in-full': {
    rule: 'Only seats that are added are billed, at their full price however late in the period; removed ones give nothing back.',
    source: 'Lago, `pay_in_advance_units_change_spec`.',
    example: 'Ten seats at 10.00 for March 2024 become fifteen on 6 March: five are billed.',
    body: {
      at: '2024-03-06T12:00:00Z',
      account: usd,
      subscription: { seats: 10, unitPrice: '10.00', period: { start: '2024-03-01', end: '2024-04-01' } },
      change: { seats: 15 },
    },
    credit: '0.00',
    charge: '50.00',
  },
  recurly: {
    rule: 'Seconds over the seconds of the period. A change of seats bills only the seats that changed; the credit is a part of what was billed. Another frequency restarts the term.',
    source: 'Recurly, “Change subscription” (exact values: the page rounds the fraction to two decimals first).',
    example: 'Two seats at 15.00 for June 2023 become one on 21 June: a third of one seat comes back.',
    body: {
      at: '2023-06-21T00:00:00Z',
      account: usd,
      subscription: { seats: 2, unitPrice: '15.00', period: { start: '2023-06-01', end: '2023-07-01' } },
      change: { seats: 1 },
    },
    credit: '5.00',
    charge: '0.00',
  },
  'recurly-full-credit': {
    rule: 'As `recurly`, with the credit option “full”: a removed seat comes back whole, as it was billed after its discount.',
    source: 'Recurly, “Change subscription” (credit options).',
    example:
      'Ten seats at 1.00 with 20 % off, billed 8.00, become seven on 11 June 2023: three tenths of the 8.00 come back.',
    body: {
      at: '2023-06-11T00:00:00Z',
      account: usd,
      subscription: {
        seats: 10,
        unitPrice: '1.00',
        period: { start: '2023-06-01', end: '2023-07-01' },
        billedLines: [{ amount: '8.00' }],
      },
      change: { seats: 7 },
    },
    credit: '2.40',
    charge: '0.00',
  },
  'flexprice-day': {
    rule: 'Whole local days, both ends of a period counted (which are the days up to the first one of the next period). The credit is a part of today’s price, and never more than earlier credits have left of what was billed.',
    source: 'Flexprice, `internal/domain/proration` (day based) and its tests.',
    example: 'A plan at 10.00 for March 2024 becomes one at 20.00 on 15 March: 17 of 31 days.',
    body: {
      at: '2024-03-15T00:00:00Z',
      account: usd,
      subscription: { seats: 1, unitPrice: '10.00', period: { start: '2024-03-01', end: '2024-04-01' } },
      change: { tierId: 'professional', unitPrice: '20.00' },
    },
    credit: '5.48',
    charge: '10.97',
  },
  'flexprice-second': {
    rule: 'As `flexprice-day` by the second, with the end of the period taken one second earlier.',
    source: 'Flexprice, `internal/domain/proration` (second based) and its tests.',
    example:
      'A plan at 20.00 of which 5.00 were billed for April 2026 becomes one at 40.00 on 11 April: the credit is held down to the 5.00.',
    body: {
      at: '2026-04-11T00:00:00Z',
      account: usd,
      subscription: {
        seats: 1,
        unitPrice: '20.00',
        period: { start: '2026-04-01', end: '2026-05-01' },
        billedLines: [{ amount: '5.00' }],
      },
      change: { tierId: 'professional', unitPrice: '40.00' },
    },
    credit: '5.00',
    charge: '26.67',
  },
  'chargebee-day': {
    rule: 'Whole days over the real days of the period, of what was billed. The term restarts only when the frequency changes.',
    source: 'Chargebee, “Proration” (day based; the site setting by the millisecond is `stripe-billed-price`).',
    example: 'A plan at 30.00 for September 2023 becomes one at 60.00 on 16 September: 15 of 30 days.',
    body: {
      at: '2023-09-16T12:00:00Z',
      account: usd,
      subscription: { seats: 1, unitPrice: '30.00', period: { start: '2023-09-01', end: '2023-10-01' } },
      change: { tierId: 'professional', unitPrice: '60.00' },
    },
    credit: '15.00',
    charge: '30.00',
  },
  'zuora-actual-days': {
    rule: 'Whole months count as months; a month that is cut counts its days over its real length.',
    source: 'Zuora, “Prorating – 30 days or actual days” (use actual number of days) and its formula for quarters.',
    example: 'A quarter at 300.00 becomes one at 450.00 on 16 January 2018: 2 + 16/31 of 3 months are left.',
    body: quarterly,
    credit: '251.61',
    charge: '377.42',
  },
  'zuora-actual-360': {
    rule: 'As `zuora-actual-days`, with the days of a cut month over 30.',
    source: 'Zuora, “Prorating – 30 days or actual days” (assume 30 days, actual/360).',
    example: 'The same change: 2 + 16/30 of 3 months are left.',
    body: quarterly,
    credit: '253.33',
    charge: '380.00',
  },
  'zuora-strict-30-360': {
    rule: 'Every month has 30 days, and a slice that ends with its month ends on day 30, also in February.',
    source:
      'Zuora, “Prorating – 30 days or actual days” (assume 30 days, strict 30/360): its table has 4/30 for 27 to 28 February 2021.',
    example: 'A plan at 30.00 for February 2021 becomes one at 60.00 on the 27th: 4 of 30 days.',
    body: {
      at: '2021-02-27T12:00:00Z',
      account: usd,
      subscription: { seats: 1, unitPrice: '30.00', period: february },
      change: { tierId: 'professional', unitPrice: '60.00' },
    },
    credit: '4.00',
    charge: '8.00',
  },
  'woocommerce-switch': {
    rule: 'The days left times the difference of the two prices a day, rounded once: the charge takes up the rounding, so that the lines still add up.',
    source: 'WooCommerce Subscriptions, “Switching guide”, and issue 723 of woocommerce-subscriptions-core.',
    example:
      'A plan at 30.00 from 26 October 2024 becomes one at 40.00 on 5 November: 21 of 31 days of 10.00 are 6.77.',
    body: {
      at: '2024-11-05T12:00:00Z',
      account: usd,
      subscription: { seats: 1, unitPrice: '30.00', period: { start: '2024-10-26', end: '2024-11-26' } },
      change: { tierId: 'professional', unitPrice: '40.00' },
    },
    credit: '20.32',
    charge: '27.09',
  },
};
