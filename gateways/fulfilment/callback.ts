import { z } from 'zod';
import { openSigned, type WebhookHeaders, WebhookRefused } from '../webhooks/delivery';
import type { SignatureCheck } from '../webhooks/signature';

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
  check: SignatureCheck,
): FulfilmentEvent {
  const parsed = CallbackSchema.safeParse(openSigned(rawBody, headers, FULFILMENT_SIGNATURE_HEADER, check));
  if (!parsed.success) throw new WebhookRefused('malformed');
  return { eventId: parsed.data.id, reference: parsed.data.reference };
}
