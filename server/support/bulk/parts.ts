import type { z } from 'zod';
import { ORDER_EVENTS, type Role } from '../../../machines/events';
import type { BulkPathSchema } from '../../../schemas/support/bulk';
import type { AuditEntry } from '../../../store/audit/audit';
import type { Bulk } from '../../../store/support/bulks';
import type { Answer, Call } from '../../api/operation';
import type { RouteParts } from '../../route-parts';
import { bulkToApi } from './to-api';

/** What the routes of bulks share. */

/** Who may give an order up may do so with many. */
export const BULK_SENDERS: readonly Role[] = ORDER_EVENTS.ABORT.senders;
export const BULK_READERS: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

export type BulkCall<Body = undefined> = Call<z.output<typeof BulkPathSchema>, unknown, Body>;

/** The bulk of a call, without its list. @throws Problem 404 */
export async function bulkOf({ store, access }: RouteParts, call: BulkCall<unknown>): Promise<Bulk> {
  const { bulkId } = call.params;
  const { tenantId } = call.principal;
  return access.bulk(call, bulkId, await store.bulks.find({ tenantId, bulkId }));
}

export async function bulkAnswer({ store, now }: RouteParts, bulk: Bulk, status: 200 | 202 = 200): Promise<Answer> {
  const headers = status === 202 ? { Location: `/v1/bulk-events/${bulk.bulkId}` } : {};
  return { status, headers, body: bulkToApi(bulk, await store.bulks.counts(bulk), now()) };
}

/** What was done with a bulk as a whole; each of its orders has entries of its own. */
export function bulkEntry(
  bulk: Pick<Bulk, 'tenantId' | 'bulkId'>,
  deed: { id: string; action: string; actor: { userId: string; role: string }; at: Date },
  facts: AuditEntry['facts'],
): AuditEntry {
  const { tenantId, bulkId } = bulk;
  return {
    ...{
      tenantId,
      entryId: `bulk:${bulkId}:${deed.id}`,
      at: deed.at,
      actorId: deed.actor.userId,
      role: deed.actor.role,
    },
    ...{ action: `BULK:${deed.action}`, changeId: null, facts: { bulkId, ...facts } },
  };
}
