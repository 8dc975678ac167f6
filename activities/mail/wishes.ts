import { mayBeStopped, stopToken } from '../../store/access/stop-links';
import type { Person } from '../../store/facts/people';
import type { Mail } from '../../store/messages/outbox';
import type { Tools } from '../shared/dependencies';

/** What readers wish of mails, and where they say so. */

/** Why somebody is not sent a mail that they may stop; undefined for one that they want, and for whatever must be told. */
export function stoppedBy(person: Person, kind: string): 'reminders_stopped' | 'complained' | undefined {
  if (!mayBeStopped(kind)) return undefined;
  if (person.remindersStoppedAt !== null) return 'reminders_stopped';
  return person.complainedAt === null ? undefined : 'complained';
}

export interface StopLinkTools extends Partial<Pick<Tools, 'keyRing'>> {
  /** Where people reach our API. */
  publicUrl?: string;
}

/** Where its reader stops mails like this one; null for what must be told, and where nobody could reach us or be believed. */
export function stopLinkOf(
  { keyRing, publicUrl }: StopLinkTools,
  { tenantId, recipientId, kind, locale }: Pick<Mail, 'tenantId' | 'recipientId' | 'kind' | 'locale'>,
): string | null {
  if (keyRing === undefined || publicUrl === undefined || recipientId === null || !mayBeStopped(kind)) return null;
  const link = new URL('/unsubscribe', publicUrl);
  // In the query, because no log line has one.
  link.searchParams.set('token', stopToken(keyRing, { tenantId, personId: recipientId, kind }));
  // Its reader has been written to in this language; their browser may ask for another one.
  link.searchParams.set('lang', locale);
  return link.href;
}
