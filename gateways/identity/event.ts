import { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import { PERSON_FACTS } from '../../schemas/facts/people';
import { InstantSchema } from '../../schemas/values/dates';
import { IdSchema } from '../../schemas/values/ids';
import { jsonOf } from '../http';
import { openSigned, type WebhookHeaders, WebhookRefused } from '../webhooks/delivery';

export const IDENTITY_SIGNATURE_HEADER = 'identity-signature';

const EVENT = { id: z.string().min(1).max(190), at: InstantSchema };

/** A person is told of as a whole each time: of events that come late or not at all nothing is missing then. */
const EventSchema = z.discriminatedUnion('type', [
  z.object({
    ...EVENT,
    type: z.enum(['person.created', 'person.renamed']),
    person: z.object({ id: IdSchema, ...PERSON_FACTS }),
  }),
  z.object({ ...EVENT, type: z.literal('person.left'), person: z.object({ id: IdSchema }) }),
]);

/** What an identity system told of somebody. */
export interface IdentityEvent {
  eventId: string;
  type: string;
  personId: string;
  /** The instant that it tells of, however late it comes. */
  at: Date;
  hasLeft: boolean;
  name: string | null;
  mailAddress: string | null;
  locale: Locale | null;
}

/** Of each tenant the secrets of its identity system, the newest first; whose secret signs an event, of theirs it tells. */
export type IdentitySecrets = Readonly<Record<string, readonly string[]>>;

/** An instant ahead of us by more would be the last: nothing could be told of anybody after it. */
const MOST_AHEAD = 24 * 60 * 60;

/** Verifies and reads what an identity system delivers. Throws WebhookRefused. */
export function parseIdentityEvent(
  rawBody: Buffer,
  headers: WebhookHeaders,
  { secrets, nowSeconds }: { secrets: IdentitySecrets; nowSeconds: number },
): IdentityEvent & { tenantId: string } {
  const tenantId = signerOf(rawBody, headers, secrets, nowSeconds);
  const event = readIdentityEvent(rawBody.toString('utf8'));
  if (event === null || event.at.getTime() / 1_000 > nowSeconds + MOST_AHEAD) throw new WebhookRefused('malformed');
  return { ...event, tenantId };
}

/** The same of a body that was verified before; null for one that cannot be read. */
export function readIdentityEvent(rawBody: string): IdentityEvent | null {
  const { data } = EventSchema.safeParse(jsonOf(rawBody));
  if (data === undefined) return null;
  const told = { eventId: data.id, type: data.type, personId: data.person.id, at: new Date(data.at) };
  if (data.type === 'person.left') return { ...told, hasLeft: true, name: null, mailAddress: null, locale: null };
  const { name, mailAddress, locale } = data.person;
  return { ...told, hasLeft: false, name, mailAddress, locale };
}

function signerOf(rawBody: Buffer, headers: WebhookHeaders, secrets: IdentitySecrets, nowSeconds: number): string {
  for (const [tenantId, theirs] of Object.entries(secrets)) {
    try {
      openSigned(rawBody, headers, IDENTITY_SIGNATURE_HEADER, { secrets: theirs, nowSeconds });
      return tenantId;
    } catch (error) {
      if (!(error instanceof WebhookRefused) || error.code !== 'bad_signature') throw error;
    }
  }
  throw new WebhookRefused('bad_signature');
}
