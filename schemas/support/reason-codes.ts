import { z } from 'zod';
import { REASON_CODES, REASONED_ACTS } from '../../machines/reason-codes';

/** The reasons that a page offers. */

export const ReasonCodeQuerySchema = z.strictObject({ event: z.enum(REASONED_ACTS) });

export const ReasonCodeListSchema = z
  .strictObject({
    items: z
      .array(
        z
          .strictObject({ code: z.enum(REASON_CODES), text: z.string() })
          .meta({ id: 'ReasonCode', description: 'A reason, and what it is called.' }),
      )
      .max(REASON_CODES.length),
  })
  .meta({ id: 'ReasonCodeList' });
