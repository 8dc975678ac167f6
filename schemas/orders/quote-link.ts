import { z } from 'zod';
import { InstantSchema } from '../values/dates';

/** A link to the quote of an order for whoever approves the spend, as the API shows it. */

export const QuoteLinkSchema = z
  .strictObject({
    /** Where the quote is read without signing in. */
    url: z.string().max(4_000),
    /** The end of the quote, and of the link with it. */
    expiresAt: InstantSchema,
    quoteId: z.string(),
  })
  .meta({
    id: 'QuoteLink',
    description:
      'Whoever has it reads this one quote, without signing in: no payment link, no people and no VAT number. It shows nothing any ' +
      'more once the quote has ended, another one has taken its place, the order is placed or the link is withdrawn.',
  });

export const QuoteLinkStateSchema = z
  .strictObject({
    mayBeMade: z.boolean().describe('Whether there is a quote on offer now that a link can show.'),
    link: QuoteLinkSchema.nullable(),
  })
  .meta({ id: 'QuoteLinkState' });

export type QuoteLinkView = z.input<typeof QuoteLinkSchema>;
