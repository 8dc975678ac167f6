import { z } from 'zod';
import type { MethodKind } from '../port';

/** The parts of Stripe's objects that we rely on, read before they are believed: the SDK checks nothing. */

const MinorUnitsSchema = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const MetadataSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((metadata) => metadata ?? {});

const LastErrorSchema = z
  .object({
    code: z.string().default(''),
    decline_code: z.string().default(''),
    advice_code: z.string().default(''),
  })
  .transform(({ code, decline_code, advice_code }) => ({ code, declineCode: decline_code, adviceCode: advice_code }));

const NextActionSchema = z.object({
  // The link is shown to a customer, so nothing but the web schemes may get through.
  redirect_to_url: z.object({ url: z.url({ protocol: /^https?$/ }) }).optional(),
});

const ChargeSchema = z.object({ id: z.string(), disputed: z.boolean() });

const StripeIntentSchema = z.object({
  id: z.string().regex(/^pi_\w{1,250}$/),
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'canceled',
    'succeeded',
  ]),
  amount: MinorUnitsSchema,
  amount_received: MinorUnitsSchema,
  currency: z.string().transform((currency) => currency.toUpperCase()),
  created: MinorUnitsSchema,
  metadata: MetadataSchema,
  payment_method_types: z.array(z.string()),
  last_payment_error: LastErrorSchema.nullish(),
  next_action: NextActionSchema.nullish(),
  latest_charge: z.union([z.string(), ChargeSchema]).nullish(),
});
export type StripeIntent = z.infer<typeof StripeIntentSchema>;

/** Undefined when the value is no payment intent that can be understood. */
export const fromStripeIntent = (value: unknown): StripeIntent | undefined => StripeIntentSchema.safeParse(value).data;

const MethodSchema = z.object({
  id: z.string().regex(/^pm_\w{1,250}$/),
  type: z.string(),
  customer: z.union([z.string(), z.object({ id: z.string(), metadata: MetadataSchema })]).nullish(),
});
export type StripeMethod = z.infer<typeof MethodSchema>;

export const fromStripeMethod = (value: unknown): StripeMethod | undefined => MethodSchema.safeParse(value).data;

const SetupSchema = z.object({
  id: z.string().regex(/^seti_\w{1,250}$/),
  status: z.string(),
  created: MinorUnitsSchema,
  metadata: MetadataSchema,
  payment_method: z.union([z.string(), MethodSchema]).nullish(),
  last_setup_error: LastErrorSchema.nullish(),
  next_action: NextActionSchema.nullish(),
});
export type StripeSetup = z.infer<typeof SetupSchema>;

export const fromStripeSetup = (value: unknown): StripeSetup | undefined => SetupSchema.safeParse(value).data;

const RefundSchema = z.object({
  id: z.string(),
  amount: MinorUnitsSchema,
  status: z.string().nullable(),
  failure_reason: z.string().nullish(),
  metadata: MetadataSchema,
});
export type StripeRefund = z.infer<typeof RefundSchema>;

export const fromStripeRefund = (value: unknown): StripeRefund | undefined => RefundSchema.safeParse(value).data;

const DisputeSchema = z.object({ status: z.string(), reason: z.string(), amount: MinorUnitsSchema });
export type StripeDispute = z.infer<typeof DisputeSchema>;

export const fromStripeDispute = (value: unknown): StripeDispute | undefined => DisputeSchema.safeParse(value).data;

/** Kinds of payment details that may be used; others need a customer at the screen each time. */
export const METHOD_TYPES = new Map<string, MethodKind>([
  ['card', 'card'],
  ['sepa_debit', 'bank_debit'],
]);
