import { z } from 'zod';
import { openSigned, type WebhookHeaders, WebhookRefused } from '../../webhooks/delivery';
import type { GatewayEvent, WebhookTrust } from '../port';

export const STRIPE_SIGNATURE_HEADER = 'stripe-signature';

const TextSchema = z.string().min(1).max(255);
const MetadataSchema = z.looseObject({ reference: TextSchema.optional(), payment: TextSchema.optional() }).nullish();

const EventBodySchema = z.object({
  id: TextSchema,
  object: z.literal('event'),
  type: z.string().min(1).max(100),
  created: z.number().int().nonnegative().max(253_402_300_799),
  livemode: z.boolean(),
  /** Only on events of other Stripe accounts, which we have no business with. */
  account: z.string().optional(),
  data: z.object({
    object: z.object({
      object: z.string(),
      metadata: MetadataSchema.catch(null),
      payment_intent: z.union([TextSchema, z.object({ id: TextSchema }).transform(({ id }) => id)]).nullish(),
    }),
  }),
});
/** Of these we ask for the payment; docs.stripe.com/api/events/types. */
const KNOWN = /^(?:payment_intent|setup_intent|charge|refund)\./;
const AFTERWARDS = /^(?:charge\.dispute\.|charge\.refund\.|charge\.refunded$|refund\.)/;

/** Counts down while Stripe delivers, so that a repeated delivery is not the same text. */
const DELIVERIES_LEFT = /"pending_webhooks":\s*\d+/;

type StripeEvent = z.infer<typeof EventBodySchema>;

/**
 * Verifies and reads one delivery of Stripe. The SDK's own check believes any time in the future and none at all with a
 * tolerance of 0, so the signature is checked here, with a window either way. Unknown types come through; the caller
 * counts them. Throws {@link WebhookRefused}.
 */
export function parseStripeWebhook(rawBody: Buffer, headers: WebhookHeaders, trust: WebhookTrust): GatewayEvent[] {
  const parsed = EventBodySchema.safeParse(openSigned(rawBody, headers, STRIPE_SIGNATURE_HEADER, trust));
  if (!parsed.success) throw new WebhookRefused('malformed');
  const event = parsed.data;
  if (event.livemode !== (trust.mode === 'live') || event.account !== undefined) throw new WebhookRefused('wrong_mode');
  const occurredAt = new Date(event.created * 1000).toISOString();
  const { type } = event;
  const meaning = { isKnownType: KNOWN.test(type), concernsPastPayment: AFTERWARDS.test(type) };
  const content = rawBody.toString('utf8').replace(DELIVERIES_LEFT, '');
  return [{ eventId: event.id, type, ...subjectOf(event), occurredAt, content, ...meaning }];
}

/** A refund carries its own reference and that of its payment; a dispute is the bank's and carries only the intent. */
function subjectOf({ data: { object } }: StripeEvent): Pick<GatewayEvent, 'reference' | 'gatewayReference'> {
  const { metadata, payment_intent: intent } = object;
  const reference = (object.object === 'refund' ? metadata?.payment : metadata?.reference) ?? null;
  const isDispute = object.object === 'dispute' && reference === null;
  return isDispute && intent ? { reference, gatewayReference: intent } : { reference };
}
