import { ANCHOR_RESET } from '../../billing/facts/policy-types';
import type { Account, Price, Product, Subscription, VatTreatment } from '../../billing/facts/types';
import type { ChangeToQuote, QuoteInput } from '../../billing/quotes/input';

export const NO_VAT: VatTreatment = { rule: 'R8', kind: 'out_of_scope', country: 'US', percent: '0' };
export const FRENCH_VAT: VatTreatment = { rule: 'R1', kind: 'domestic', country: 'FR', percent: '20' };

export function anAccount(parts: Partial<Account> = {}): Account {
  return {
    tenantId: 'tenant',
    accountId: 'account',
    kind: 'standard',
    currency: 'EUR',
    timeZone: 'Europe/Paris',
    locale: 'fr',
    country: 'FR',
    billingContactIds: ['contact'],
    seatAdminIds: [],
    pastDue: false,
    version: 1,
    ...parts,
  };
}

export function aPrice(unitPrice: string, parts: Partial<Price> = {}): Price {
  return {
    frequency: 'month',
    currency: 'EUR',
    bands: [{ fromSeats: 1, unitPrice }],
    validFrom: '2000-01-01',
    ...parts,
  };
}

/** Two tiers: Standard at 30.00 a month or 300.00 a year, Professional at 55.00 or 550.00. */
export function aProduct(parts: Partial<Product> = {}): Product {
  return {
    tenantId: 'tenant',
    productId: 'product',
    name: 'Webinar',
    tiers: [
      {
        tierId: 'standard',
        name: 'Standard',
        rank: 1,
        minSeats: 1,
        maxSeats: 1000,
        prices: [aPrice('30.00'), aPrice('300.00', { frequency: 'year' })],
      },
      {
        tierId: 'professional',
        name: 'Professional',
        rank: 2,
        minSeats: 2,
        maxSeats: 500,
        prices: [aPrice('55.00'), aPrice('550.00', { frequency: 'year' })],
      },
    ],
    version: 1,
    ...parts,
  };
}

/** Eight Standard seats by the month, billed and paid for June 2023: 240.00. */
export function aSubscription(parts: Partial<Subscription> = {}): Subscription {
  const period = parts.period ?? { start: '2023-06-01', end: '2023-07-01' };
  return {
    tenantId: 'tenant',
    subscriptionId: 'subscription',
    accountId: 'account',
    productId: 'product',
    status: 'active',
    currency: 'EUR',
    tierId: 'standard',
    seats: 8,
    frequency: 'month',
    assignedSeats: 0,
    period,
    anchorDay: 1,
    billedLines: [{ lineId: 'june', period, amount: '240.00', credited: '0.00', paid: true, vatPercent: '20' }],
    version: 1,
    ...parts,
  };
}

export function aChange(parts: Partial<ChangeToQuote> = {}): ChangeToQuote {
  return {
    subscription: aSubscription(),
    product: aProduct(),
    change: { subscriptionId: 'subscription', seats: 5 },
    ...parts,
  };
}

export function aQuoteInput(parts: Partial<QuoteInput> = {}): QuoteInput {
  return {
    quoteId: 'quote',
    version: 1,
    at: '2023-06-11T08:00:00Z',
    validForSeconds: 1800,
    policy: ANCHOR_RESET,
    account: anAccount(),
    changes: [aChange()],
    vatTreatment: FRENCH_VAT,
    balance: '0.00',
    ...parts,
  };
}
