import { z } from 'zod';
import { ORDER_BYTES, withMaxBytes } from '../api/answer-bounds';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { ChangePathSchema, OrderDocumentSchema } from './order';

/** Payment details by the gateway's own page, as the API shows them. */

export const SetupPathSchema = ChangePathSchema.extend({ setupId: IdSchema });

const UrlSchema = z.string().max(4_000);

export const PaymentSetupPageSchema = z
  .strictObject({
    setupId: IdSchema,
    /** Where to send the customer. */
    url: UrlSchema,
    expiresAt: InstantSchema,
  })
  .meta({
    id: 'PaymentSetupPage',
    description:
      'A page of the gateway. It sends its customer back to `/orders/{changeId}?paymentSetup={setupId}`, whatever they did there.',
  });

export const PaymentSetupOutcomeSchema = z
  .strictObject({
    setupId: IdSchema,
    status: z.enum(['open', 'completed', 'expired', 'cancelled']),
    /** What it means and what to do next, in the language of the caller. */
    text: z.string(),
    /** While it is open: the page once more. */
    url: UrlSchema.nullable(),
    /** As it stands now. */
    order: OrderDocumentSchema,
  })
  .meta({ id: 'PaymentSetupOutcome', ...withMaxBytes(ORDER_BYTES) });
