import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { bodyOf } from '../orders/events';
import { IdSchema } from '../values/ids';

/** VAT that support gives back by hand, on evidence of its own. */
export const VatCreditingSchema = bodyOf(DESK_ACTS.CREDIT_VAT).meta({ id: 'VatCrediting' });
export type VatCrediting = z.output<typeof VatCreditingSchema>;

export const VatCreditUnderWaySchema = z
  .strictObject({ changeId: IdSchema, status: z.literal('under_way') })
  .meta({ id: 'VatCreditUnderWay' });
