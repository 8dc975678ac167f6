import { z } from 'zod';
import { jsonOf } from '../http';
import { type GatewayEvent, type WebhookHeaders, WebhookRefused, type WebhookTrust } from './port';
import { verifyTimestamped } from './webhook-signature';

export const SANDBOX_SIGNATURE_HEADER = 'sandbox-signature';
const MAX_BYTES = 64 * 1024;

const EventBody = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(100),
  created: z.number().int().nonnegative().max(253_402_300_799),
  mode: z.enum(['test', 'live']),
  data: z.object({ reference: z.string().min(1).max(255).optional() }),
});

/**
 * Verifies and reads one delivery of the sandbox gateway: `{id, type, created, mode, data: {reference, paymentId}}`,
 * signed over the raw bytes. Unknown types come through; the caller counts them. Throws {@link WebhookRefused}.
 */
export function parseSandboxWebhook(rawBody: Buffer, headers: WebhookHeaders, trust: WebhookTrust): GatewayEvent[] {
  if (rawBody.byteLength > MAX_BYTES) throw new WebhookRefused('malformed');
  const verdict = verifyTimestamped(rawBody, signatureOf(headers), trust);
  if (verdict !== 'valid') throw new WebhookRefused(verdict);
  const parsed = EventBody.safeParse(jsonOf(rawBody.toString('utf8')));
  if (!parsed.success) throw new WebhookRefused('malformed');
  const event = parsed.data;
  if (event.mode !== trust.mode) throw new WebhookRefused('wrong_mode');
  return [
    {
      eventId: event.id,
      type: event.type,
      reference: event.data.reference ?? null,
      occurredAt: new Date(event.created * 1000).toISOString(),
    },
  ];
}

function signatureOf(headers: WebhookHeaders): string {
  const named = Object.entries(headers).filter(([name]) => name.toLowerCase() === SANDBOX_SIGNATURE_HEADER);
  const values = named.flatMap(([, value]) => value ?? []);
  const [value, ...more] = values;
  if (value === undefined) throw new WebhookRefused('bad_signature');
  if (more.length > 0) throw new WebhookRefused('malformed');
  return value;
}
