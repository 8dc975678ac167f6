import type { z } from 'zod';
import { ORDER_EVENTS, type Role } from '../../../machines/events';
import type { BulkPathSchema } from '../../../schemas/support/bulk';
import type { Bulk } from '../../../store/support/bulks';
import { BULK_WORKFLOW, type BulkInput, bulkStart } from '../../../workflows/contract';
import type { Answer, Call } from '../../api/operation';
import type { Temporal } from '../../api/temporal';
import type { Access } from '../../identity/access';
import type { AuditTrail, Deed } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';
import { countProgress } from './effects';
import { bulkToApi } from './to-api';

/** The things that the routes of bulks share. */

/** Who may give an order up may do so with many. */
export const BULK_SENDERS: readonly Role[] = ORDER_EVENTS.ABORT.senders;

export interface BulkParts extends Pick<ServerStore, 'bulks' | 'orders'> {
  temporal: Temporal;
  access: Access;
  trail: AuditTrail;
  now(): Date;
}

export type BulkCall<Body = undefined, Query = unknown> = Call<z.output<typeof BulkPathSchema>, Query, Body>;

/** The bulk of a call, without its list. @throws Problem 404 */
export async function bulkOf({ bulks, access }: BulkParts, call: BulkCall<unknown>): Promise<Bulk> {
  const { bulkId } = call.params;
  const { tenantId } = call.principal;
  return access.bulk(call, bulkId, await bulks.find({ tenantId, bulkId }));
}

export async function bulkAnswer(
  parts: BulkParts,
  { locale }: Pick<BulkCall, 'locale'>,
  bulk: Bulk,
  status: 200 | 202 = 200,
): Promise<Answer> {
  const headers = status === 202 ? { Location: `/v1/bulk-events/${bulk.bulkId}` } : {};
  const progress = await countProgress(parts, bulk);
  return { status, headers, body: bulkToApi(bulk, progress, { now: parts.now(), locale }) };
}

/** Something done with a bulk as a whole; each of its orders has entries of its own. */
export const bulkDeed = ({ bulkId }: BulkInput, id: string, action: string, facts: Deed['facts']): Deed => ({
  entryId: `bulk:${bulkId}:${id}`,
  action: `BULK:${action}`,
  facts: { bulkId, ...facts },
});

/** Starts the work on a bulk, or has the one under way look at its status at once. @throws Problem 503 */
export const attend = (temporal: Temporal, bulk: BulkInput): Promise<void> =>
  // A bulk that is over is never worked on again.
  temporal.signalWithStart(BULK_WORKFLOW, { ...bulkStart(bulk), workflowIdReusePolicy: 'REJECT_DUPLICATE' });
