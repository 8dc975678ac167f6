import { z } from 'zod';
import type { MethodKind } from './port';

/** The parts of Stripe's objects that we rely on, read before they are believed: the SDK checks nothing. */

const MinorUnits = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const Metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((metadata) => metadata ?? {});

const LastError = z
  .object({
    code: z.string().default(''),
    decline_code: z.string().default(''),
    advice_code: z.string().default(''),
  })
  .transform(({ code, decline_code, advice_code }) => ({ code, declineCode: decline_code, adviceCode: advice_code }));

const NextAction = z.object({
  // The link is shown to a customer, so nothing but the web schemes may get through.
  redirect_to_url: z.object({ url: z.url({ protocol: /^https?$/ }) }).optional(),
});

const Charge = z.object({ id: z.string(), disputed: z.boolean() });

export const StripeIntent = z.object({
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
  amount: MinorUnits,
  amount_received: MinorUnits,
  currency: z.string().transform((currency) => currency.toUpperCase()),
  created: MinorUnits,
  metadata: Metadata,
  payment_method_types: z.array(z.string()),
  last_payment_error: LastError.nullish(),
  next_action: NextAction.nullish(),
  latest_charge: z.union([z.string(), Charge]).nullish(),
});
export type StripeIntent = z.infer<typeof StripeIntent>;

/** Undefined when the value is no payment intent that can be understood. */
export const fromStripeIntent = (value: unknown): StripeIntent | undefined => StripeIntent.safeParse(value).data;

const Method = z.object({
  id: z.string().regex(/^pm_\w{1,250}$/),
  type: z.string(),
  customer: z.union([z.string(), z.object({ id: z.string(), metadata: Metadata })]).nullish(),
});
export type StripeMethod = z.infer<typeof Method>;

export const fromStripeMethod = (value: unknown): StripeMethod | undefined => Method.safeParse(value).data;

const Setup = z.object({
  id: z.string().regex(/^seti_\w{1,250}$/),
  status: z.string(),
  created: MinorUnits,
  metadata: Metadata,
  payment_method: z.union([z.string(), Method]).nullish(),
  last_setup_error: LastError.nullish(),
  next_action: NextAction.nullish(),
});
export type StripeSetup = z.infer<typeof Setup>;

export const fromStripeSetup = (value: unknown): StripeSetup | undefined => Setup.safeParse(value).data;

const Refund = z.object({
  id: z.string(),
  amount: MinorUnits,
  status: z.string().nullable(),
  failure_reason: z.string().nullish(),
  metadata: Metadata,
});
export type StripeRefund = z.infer<typeof Refund>;

export const fromStripeRefund = (value: unknown): StripeRefund | undefined => Refund.safeParse(value).data;

const Dispute = z.object({ status: z.string(), reason: z.string(), amount: MinorUnits });
export type StripeDispute = z.infer<typeof Dispute>;

export const fromStripeDispute = (value: unknown): StripeDispute | undefined => Dispute.safeParse(value).data;

/** Kinds of payment details that may be used; others need a customer at the screen each time. */
export const METHOD_TYPES = new Map<string, MethodKind>([
  ['card', 'card'],
  ['sepa_debit', 'bank_debit'],
]);
