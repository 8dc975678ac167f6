import { z } from 'zod';
import { ReasonCodeSchema, ReasonSchema } from '../orders/events';
import { IdSchema } from '../values/ids';

/** VAT that support gives back by hand, on evidence of its own. */
export const VatCreditingSchema = z
  .strictObject({
    reasonCode: ReasonCodeSchema,
    reason: ReasonSchema,
    /** What shows that the customer is a taxable person, and where it is kept. */
    evidence: z.string().trim().min(1).max(2_000),
    /** Of the request that a second person approves. */
    grantId: IdSchema.exactOptional(),
  })
  .meta({ id: 'VatCrediting' });
export type VatCrediting = z.output<typeof VatCreditingSchema>;

export const VatCreditUnderWaySchema = z
  .strictObject({ changeId: IdSchema, status: z.literal('under_way') })
  .meta({ id: 'VatCreditUnderWay' });
