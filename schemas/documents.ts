import { z } from 'zod';
import { SUBSCRIPTION_STATUSES } from '../billing/types';
import { FrequencyName, Seats } from './change';
import { Country } from './countries';
import { CivilDate, Period, TimeZone } from './dates';
import { formed } from './forms';
import { Id } from './ids';
import { Amount, CREDITED_WITHIN, Currency, isCreditedWithin, Percent } from './money';

/**
 * The facts that a system of record brings in with PUT. Tenant and id come from the key and the path, so a body can
 * never name somebody else's document.
 */

/** Grows with every write at the system of record. */
const Version = z.int().min(1);
const Name = z.string().trim().min(1).max(200);
const Day = z.int().min(1).max(31);

export const AccountBody = z
  .strictObject({
    kind: z.enum(['standard', 'corporate']),
    currency: Currency,
    timeZone: TimeZone,
    locale: z.enum(['fr', 'en']),
    country: Country,
    postalCode: z.string().trim().min(1).max(16).exactOptional(),
    billingContactIds: z.array(Id).max(100),
    seatAdminIds: z.array(Id).max(100),
    pastDue: z.boolean(),
    vatNumber: formed('vatNumber').exactOptional(),
    companyName: Name.exactOptional(),
    street: Name.exactOptional(),
    city: Name.exactOptional(),
    paymentMethod: formed('token').nullable().exactOptional().meta({
      description: 'On file at the gateway. Null removes it; left out, what Avenant saved in an order stays.',
    }),
    version: Version,
  })
  .meta({ id: 'Account' });

const LineVatTreatment = z
  .strictObject({
    kind: z.enum(['domestic', 'destination', 'reverse_charge', 'out_of_scope', 'hold']),
    country: Country,
    rule: z.string().min(1).max(8).exactOptional(),
    mention: Name.exactOptional(),
    evidenceId: z.string().min(1).max(200).exactOptional(),
  })
  .meta({ id: 'LineVatTreatment', description: 'How the VAT of a billed line was decided; credits carry the same.' });

const BilledLine = z
  .strictObject({
    lineId: Id,
    period: Period,
    amount: Amount,
    credited: Amount,
    paid: z.boolean(),
    vatPercent: Percent,
    vatTreatment: LineVatTreatment.exactOptional(),
  })
  .refine(isCreditedWithin, CREDITED_WITHIN)
  .meta({ id: 'BilledLine' });

export const SubscriptionBody = z
  .strictObject({
    accountId: Id,
    productId: Id,
    tierId: Id,
    seats: Seats,
    frequency: FrequencyName,
    status: z.enum(SUBSCRIPTION_STATUSES),
    currency: Currency,
    period: Period,
    anchorDay: Day,
    anchorDate: CivilDate.exactOptional(),
    billedLines: z.array(BilledLine).max(200),
    version: Version,
  })
  .meta({ id: 'Subscription' });

const PriceBand = z
  .strictObject({ fromSeats: Seats, unitPrice: Amount })
  .meta({ id: 'PriceBand', description: 'From this many seats on, every seat has this price.' });

const Price = z
  .strictObject({
    frequency: FrequencyName,
    currency: Currency,
    bands: z.array(PriceBand).min(1).max(50),
    validFrom: CivilDate,
    validTo: CivilDate.exactOptional(),
  })
  .meta({ id: 'Price' });

const Tier = z
  .strictObject({
    tierId: Id,
    name: Name,
    rank: z.int().min(0).max(1000),
    minSeats: z.int().min(0).max(1_000_000),
    maxSeats: Seats,
    prices: z.array(Price).max(200),
  })
  .refine(({ minSeats, maxSeats }) => minSeats <= maxSeats, { path: ['maxSeats'] })
  .meta({ id: 'Tier' });

export const ProductBody = z
  .strictObject({ name: Name, tiers: z.array(Tier).min(1).max(50), version: Version })
  .meta({ id: 'Product' });

export const CartItem = z.strictObject({ itemId: Id, description: Name, amount: Amount }).meta({ id: 'CartItem' });

export const CartBody = z
  .strictObject({
    currency: Currency,
    /** An item is bought under its id, so an id stands for one item. */
    items: z
      .array(CartItem)
      .max(100)
      .refine((items) => new Set(items.map(({ itemId }) => itemId)).size === items.length, {
        error: 'field.itemTwice',
      }),
    version: Version,
  })
  .meta({ id: 'Cart' });
