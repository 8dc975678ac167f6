import { z } from 'zod';
import { openSigned, type WebhookHeaders, WebhookRefused } from '../../webhooks/delivery';
import type { GatewayEvent, WebhookTrust } from '../port';

export const SANDBOX_SIGNATURE_HEADER = 'sandbox-signature';

const EventBodySchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(100),
  created: z.number().int().nonnegative().max(253_402_300_799),
  mode: z.enum(['test', 'live']),
  data: z.object({ reference: z.string().min(1).max(255).optional() }),
});

const KNOWN = /^(?:payment|setup|refund)\./;
const AFTERWARDS = new Set(['payment.reversed', 'payment.restored', 'refund.declined']);

/**
 * Verifies and reads one delivery of the sandbox gateway: `{id, type, created, mode, data: {reference, paymentId}}`,
 * signed over the raw bytes. Unknown types come through; the caller counts them. Throws {@link WebhookRefused}.
 */
export function parseSandboxWebhook(rawBody: Buffer, headers: WebhookHeaders, trust: WebhookTrust): GatewayEvent[] {
  const parsed = EventBodySchema.safeParse(openSigned(rawBody, headers, SANDBOX_SIGNATURE_HEADER, trust));
  if (!parsed.success) throw new WebhookRefused('malformed');
  const event = parsed.data;
  if (event.mode !== trust.mode) throw new WebhookRefused('wrong_mode');
  return [
    {
      eventId: event.id,
      type: event.type,
      reference: event.data.reference ?? null,
      occurredAt: new Date(event.created * 1000).toISOString(),
      isKnownType: KNOWN.test(event.type),
      concernsPastPayment: AFTERWARDS.has(event.type),
    },
  ];
}
