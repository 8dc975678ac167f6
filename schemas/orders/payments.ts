import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { InstantSchema } from '../values/dates';
import { MoneySchema } from '../values/money';

/** The money side of an order, as the API shows it. */

export const PaymentLinkSchema = z
  .strictObject({ url: z.string(), expiresAt: InstantSchema })
  .meta({ id: 'PaymentLink', description: 'Where the customer confirms the payment with the bank.' });

const PaymentCallSchema = z
  .strictObject({
    kind: z.enum(['charge', 'refund', 'setup']),
    /** Ours; also the idempotency key at the gateway. */
    reference: z.string(),
    status: z.enum([
      ...(['intended', 'not_sent', 'unknown', 'pending', 'requires_action', 'expired'] as const),
      ...(['declined', 'voided', 'paid', 'reversed'] as const),
    ]),
    code: z.string().nullable(),
    amount: MoneySchema.nullable().describe(
      'Null where payment details were saved, and of a gateway whose units are not known here.',
    ),
    /** As the gateway counts them; 0 where payment details were saved. */
    minorUnits: z.int(),
    currency: z.string(),
    gatewayReference: z.string().nullable(),
    /** Given back past the gateway: the request on which two persons agreed. */
    grantId: z.string().exactOptional(),
    /** When the gateway last said so. */
    at: InstantSchema,
  })
  .meta({ id: 'PaymentCall' });

export const PaymentCallsSchema = z
  .strictObject({ items: z.array(PaymentCallSchema).max(200) })
  .meta({ id: 'PaymentCalls', ...withMaxBytes(LIST_BYTES) });
export type PaymentCalls = z.output<typeof PaymentCallsSchema>;
