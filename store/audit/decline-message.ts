import type { AuditEntry } from './audit';

/** Deeds on an order that its decline is looked for among, the latest. */
export const MOST_DEEDS = 50;

/** What the customer is told about a hand-over that was declined, by the deed of whoever did it; null where they said nothing. */
export function declineMessageIn(deeds: readonly Pick<AuditEntry, 'action' | 'facts'>[]): string | null {
  const message = deeds.findLast(({ action }) => action === 'DECLINE_HANDOVER')?.facts.message;
  return typeof message === 'string' ? message : null;
}
