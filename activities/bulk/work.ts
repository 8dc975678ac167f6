import { MINUTE } from '../../billing/calendar/durations';
import type { Bulk } from '../../store/support/bulks';
import type { BulkRound } from '../contract';
import { actOnOrder, type BulkTools } from './order';

/** Orders worked on at the same time. */
const AT_ONCE = 10;

/** One event for many orders: a round works on the next few of the list, at the pace that was asked for. */
export async function workOnBulk(tools: BulkTools, { from, ...name }: BulkName & { from: number }): Promise<BulkRound> {
  const bulk = await tools.store.bulks.find(name, { from, count: AT_ONCE });
  if (bulk?.status === 'paused') return { status: 'paused', next: from };
  if (bulk?.status !== 'running') return { status: 'over', next: from };
  const began = performance.now();
  const orders = bulk.orders.slice(0, Math.min(AT_ONCE, bulk.perMinute));
  const known = await tools.store.bulks.results(
    name,
    orders.map(({ changeId }) => changeId),
  );
  const open = orders.filter(({ changeId }) => known.every((item) => item.changeId !== changeId));
  await settledAll(open.map((order) => actOnOrder(tools, bulk, order)));
  const next = from + orders.length;
  const pace = (orders.length * MINUTE) / bulk.perMinute;
  const restFor = Math.max(0, Math.ceil(pace - (performance.now() - began)));
  if (next < bulk.total) return { status: 'working', next, restFor };
  await end(tools, bulk);
  return { status: 'over', next };
}

type BulkName = Pick<Bulk, 'tenantId' | 'bulkId'>;

/** Nobody is left behind at work: a round that is tried again must not meet the one before it. */
async function settledAll(work: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function end({ store, clock }: BulkTools, { tenantId, bulkId, requestedBy }: Bulk): Promise<void> {
  const name = { tenantId, bulkId };
  const at = clock();
  const { done, refused, skipped, failed } = await store.bulks.counts(name);
  await store.audit.append({
    tenantId,
    entryId: `bulk:${bulkId}:done`,
    at,
    actorId: requestedBy.userId,
    role: requestedBy.role,
    action: 'BULK:done',
    changeId: null,
    facts: { bulkId, done, refused, skipped, failed },
  });
  await store.bulks.move(name, ['running', 'paused'], 'done', { endedAt: at });
}
