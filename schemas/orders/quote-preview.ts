import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { FrequencyNameSchema } from '../values/changes';
import { IdSchema } from '../values/ids';
import { MoneySchema } from '../values/money';
import { QuoteViewSchema, RouteNameSchema } from './quote';

/** A price without an order, and all that a page needs to go on from it. */

export const MissingSchema = z
  .strictObject({
    what: z.enum(['payment_details_or_vat_number', 'payment_details']),
    /** Two separate tests: a rate that increases, money that is due. */
    because: z.array(z.enum(['rate_increases', 'money_due'])),
    text: z.string(),
  })
  .meta({ id: 'Missing', description: 'Details that are asked for before an order can be placed, and why.' });

export type MissingView = z.input<typeof MissingSchema>;

const LimitsSchema = z
  .strictObject({
    subscriptionId: IdSchema,
    seats: z.strictObject({
      present: z.int(),
      min: z.int(),
      max: z.int(),
      step: z.int(),
      /** Users who have one: they are unassigned before there can be fewer seats. */
      assigned: z.int(),
      text: z.string(),
    }),
    tiers: z.strictObject({
      present: IdSchema,
      /** From the lowest to the highest. */
      offered: z.array(
        z.strictObject({
          tierId: IdSchema,
          name: z.string(),
          servedBy: RouteNameSchema,
          text: z.string().nullable().describe('Who takes care of it, where that is not the customer alone.'),
        }),
      ),
    }),
    frequencies: z.strictObject({
      present: FrequencyNameSchema,
      offered: z.array(FrequencyNameSchema),
      /** Of one period of the terms that are asked for, before VAT. */
      prices: z.array(z.strictObject({ frequency: FrequencyNameSchema, net: MoneySchema })),
    }),
  })
  .meta({ id: 'Limits', description: 'What may be asked for of one subscription, beside what it has now.' });

export type LimitsView = z.input<typeof LimitsSchema>;

export const PreviewViewSchema = z
  .strictObject({
    route: RouteNameSchema,
    quote: QuoteViewSchema,
    /** What else the customer has put aside. */
    cart: z.strictObject({ holdsItems: z.boolean(), items: z.int(), text: z.string().nullable() }),
    missing: z.array(MissingSchema),
    nextStep: z.strictObject({
      step: z.enum(['checkout', 'add_to_cart', 'hand_over']),
      /** For the button. */
      label: z.string(),
      /** What happens then. */
      text: z.string(),
    }),
    /** Of each change, in the order of the request. */
    limits: z.array(LimitsSchema),
  })
  .meta({ id: 'Preview', ...withMaxBytes(LIST_BYTES) });

export type PreviewView = z.input<typeof PreviewViewSchema>;
