import type { BilledLine, Period } from '../../billing/facts/types';
import { present } from '../../billing/present';

/** A customer in the words of the API, as a system of record would bring it in. Prices are chosen to divide by 31. */

export const PRODUCT = 'meeting';

/** Per seat: the arithmetic of every scenario starts from these. */
const PRICES = {
  starter: { month: '15.50', year: '155.00' },
  professional: { month: '31.00', year: '310.00' },
  premium: { month: '62.00', year: '620.00' },
} as const;

const tier = (tierId: keyof typeof PRICES, rank: number) => ({
  tierId,
  name: tierId,
  rank,
  minSeats: 1,
  maxSeats: 100,
  prices: Object.entries(PRICES[tierId]).map(([frequency, unitPrice]) => ({
    frequency,
    currency: 'EUR',
    bands: [{ fromSeats: 1, unitPrice }],
    validFrom: '2020-01-01',
  })),
});

export const PRODUCT_BODY = {
  name: 'Meeting',
  tiers: [tier('starter', 1), tier('professional', 2), tier('premium', 3)],
  version: 1,
};

export interface Customer {
  kind?: 'standard' | 'corporate';
  country?: string;
  /** As on invoices; compared with what a VAT register discloses. */
  companyName?: string;
  vatNumber?: string;
  locale?: 'fr' | 'en';
  currency?: string;
  /** Gateway token on file; null: nothing is on file. */
  paymentMethod?: string | null;
  pastDue?: boolean;
  tierId?: string;
  seats?: number;
  frequency?: 'month' | 'year';
  status?: string;
  endsOn?: string;
  pausesOn?: string;
  resumesOn?: string;
  /** Five seats for 31 days at 31.00 unless said otherwise. */
  billed?: string;
  period?: Period;
}

export const CONTACT = 'claire';
export const SEAT_ADMIN = 'sam';

/** Five professional seats, paid from 10 March to 10 April 2026: 31 days. */
const PERIOD: Period = { start: '2026-03-10', end: '2026-04-10' };
/** 16 of the 31 days are left on this day: 25 March to 9 April. */
export const MORNING = '2026-03-25T09:00:00Z';

export function accountBody(customer: Customer) {
  const { kind = 'standard', country = 'FR', locale = 'fr', currency = 'EUR', pastDue = false } = customer;
  const { paymentMethod = 'pm_ok' } = customer;
  return {
    ...{ kind, currency, country, locale, pastDue },
    timeZone: 'Europe/Paris',
    billingContactIds: [CONTACT],
    seatAdminIds: [SEAT_ADMIN],
    ...(paymentMethod === null ? {} : { paymentMethod }),
    ...(customer.companyName === undefined ? {} : { companyName: customer.companyName }),
    ...(customer.vatNumber === undefined ? {} : { vatNumber: customer.vatNumber }),
    version: 1,
  };
}

export function subscriptionBody(accountId: string, customer: Customer, version = 1) {
  const { tierId = 'professional', seats = 5, frequency = 'month', status = 'active' } = customer;
  const { billed = '155.00', period = PERIOD, currency = 'EUR', endsOn, pausesOn, resumesOn } = customer;
  const line: BilledLine = { lineId: 'line_1', period, amount: billed, credited: '0', paid: true, vatPercent: '20' };
  return present({
    ...{
      accountId,
      productId: PRODUCT,
      tierId,
      seats,
      frequency,
      status,
      endsOn,
      pausesOn,
      resumesOn,
      currency,
      period,
    },
    anchorDay: Number(period.start.slice(-2)),
    // Nobody has billed a trial.
    billedLines: status === 'trial' ? [] : [line],
    version,
  });
}
