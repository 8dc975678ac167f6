import { z } from 'zod';
import { MailAddressSchema } from '../../schemas/values/addresses';
import { InstantSchema } from '../../schemas/values/dates';
import { jsonOf } from '../http';
import { openSigned, type WebhookHeaders, WebhookRefused } from '../webhooks/delivery';
import type { SignatureCheck } from '../webhooks/signature';

export const MAIL_SIGNATURE_HEADER = 'mail-signature';

const EVENT = { id: z.string().min(1).max(190), at: InstantSchema };
const MAIL = { messageId: z.string().min(1).max(400), mailAddress: MailAddressSchema };

/** What may follow from; everything else that a carrier tells, such as that a letter arrived, is taken and left at that. */
const EventSchema = z.discriminatedUnion('type', [
  z.object({ ...EVENT, type: z.literal('mail.bounced'), mail: z.object({ ...MAIL, isPermanent: z.boolean() }) }),
  z.object({ ...EVENT, type: z.literal('mail.complained'), mail: z.object(MAIL) }),
]);
const OtherSchema = z.object({ type: z.string().min(1).max(100) });
const KNOWN: readonly string[] = ['mail.bounced', 'mail.complained'];

/** What a carrier of mail told of a letter. */
export interface MailEvent {
  eventId: string;
  type: string;
  /** As in {@link Letter}; null for a letter whose id has not the form of ours. */
  letterId: string | null;
  /** Where it did not arrive, or who complained. */
  mailAddress: string;
  /** The instant that it tells of, however late it comes. */
  at: Date;
  /** `passing`: the carrier tries again by itself. */
  trouble: 'bounced' | 'passing' | 'complained';
}

const OUR_MESSAGE_ID = /^<?([0-9a-f]{40})@[^\s<>@]{1,255}>?$/;

/** An instant ahead of us by more cannot be told of; in seconds. */
const MOST_AHEAD = 24 * 60 * 60;

/**
 * Verifies and reads what a carrier of mail delivers.
 *
 * @returns null for a type from which nothing follows
 * @throws WebhookRefused
 */
export function parseMailEvent(rawBody: Buffer, headers: WebhookHeaders, check: SignatureCheck): MailEvent | null {
  const body = openSigned(rawBody, headers, MAIL_SIGNATURE_HEADER, check);
  const type = OtherSchema.safeParse(body).data?.type;
  if (type !== undefined && !KNOWN.includes(type)) return null;
  const event = readMailEvent(rawBody.toString('utf8'));
  if (event === null || event.at.getTime() / 1_000 > check.nowSeconds + MOST_AHEAD)
    throw new WebhookRefused('malformed');
  return event;
}

/** The same of a body that was verified before; null for one that cannot be read. */
export function readMailEvent(rawBody: string): MailEvent | null {
  const { data } = EventSchema.safeParse(jsonOf(rawBody));
  if (data === undefined) return null;
  const { messageId, mailAddress } = data.mail;
  const [, letterId = null] = OUR_MESSAGE_ID.exec(messageId) ?? [];
  const told = { eventId: data.id, type: data.type, letterId, mailAddress, at: new Date(data.at) };
  if (data.type === 'mail.complained') return { ...told, trouble: 'complained' };
  return { ...told, trouble: data.mail.isPermanent ? 'bounced' : 'passing' };
}
