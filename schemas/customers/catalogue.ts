import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { FrequencyNameSchema } from '../values/changes';
import { CivilDateSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { CurrencySchema, MoneySchema } from '../values/money';

/** The catalogue as customers may buy from it today. */

export const CatalogueQuerySchema = z.strictObject({
  accountId: IdSchema.describe('Whose currency and day the prices are of.'),
  subscriptionId: IdSchema.exactOptional().describe('Its tier is what the others are compared with.'),
});

const CataloguePriceSchema = z
  .strictObject({
    frequency: FrequencyNameSchema,
    bands: z
      .array(
        z.strictObject({
          fromSeats: z.int(),
          /** Of one seat for one period, before VAT; it may be finer than its currency. */
          unitPrice: MoneySchema,
        }),
      )
      .describe('From this many seats on, every seat has this price.'),
    endsOn: CivilDateSchema.nullable().describe('The first day on which it is not sold any more.'),
  })
  .meta({ id: 'CataloguePrice' });

const CatalogueTierSchema = z
  .strictObject({
    tierId: IdSchema,
    name: z.string(),
    rank: z.int(),
    comparison: z
      .enum(['lower', 'present', 'higher'])
      .nullable()
      .describe('Against the tier of the subscription; null where none was named. A lower one is sold by support.'),
    seats: z.strictObject({ min: z.int(), max: z.int(), step: z.int() }),
    prices: z.array(CataloguePriceSchema).describe('On sale today, one a frequency.'),
  })
  .meta({ id: 'CatalogueTier' });

export const CatalogueProductSchema = z
  .strictObject({
    productId: IdSchema,
    name: z.string(),
    currency: CurrencySchema,
    date: CivilDateSchema.describe('Today, in the zone of the account.'),
    tiers: z.array(CatalogueTierSchema).max(50),
  })
  .meta({ id: 'CatalogueProduct', ...withMaxBytes(LIST_BYTES) });
