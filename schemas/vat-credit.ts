import { z } from 'zod';
import { Reason, ReasonCode } from './events';
import { Id } from './ids';

/** VAT that support gives back by hand, on evidence of its own. */
export const VatCrediting = z
  .strictObject({
    reasonCode: ReasonCode,
    reason: Reason,
    /** What shows that the customer is a taxable person, and where it is kept. */
    evidence: z.string().trim().min(1).max(2_000),
    /** Of the request that a second person approves. */
    grantId: Id.exactOptional(),
  })
  .meta({ id: 'VatCrediting' });
export type VatCrediting = z.output<typeof VatCrediting>;

export const VatCreditUnderWay = z
  .strictObject({ changeId: Id, status: z.literal('under_way') })
  .meta({ id: 'VatCreditUnderWay' });
