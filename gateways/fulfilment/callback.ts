import { z } from 'zod';
import { type WebhookHeaders, WebhookRefused, type WebhookTrust } from '../payment/port';
import { openSigned } from '../payment/signed-delivery';

export const FULFILMENT_SIGNATURE_HEADER = 'fulfilment-signature';

const CallbackSchema = z.object({ id: z.string().min(1).max(255), reference: z.string().min(1).max(255) });

/** A nudge to look the order up; it carries no state, so a late or repeated one does no harm. */
export interface FulfilmentEvent {
  eventId: string;
  /** Ours. */
  reference: string;
}

/** Verifies and reads `{id, reference}` of a fulfilment service. Throws WebhookRefused. */
export function parseFulfilmentCallback(
  rawBody: Buffer,
  headers: WebhookHeaders,
  trust: Omit<WebhookTrust, 'mode'>,
): FulfilmentEvent {
  const parsed = CallbackSchema.safeParse(openSigned(rawBody, headers, FULFILMENT_SIGNATURE_HEADER, trust));
  if (!parsed.success) throw new WebhookRefused('malformed');
  return { eventId: parsed.data.id, reference: parsed.data.reference };
}
