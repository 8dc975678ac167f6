import { DAY } from '../../billing/calendar/durations';
import { COLLEAGUE_FOR } from '../../store/access/staff';
import type { IdleOrder } from '../../store/orders/orders';
import { BULK_WORKFLOW, bulkStart } from '../../workflows/contract';
import type { SweepInput, SweepOutput } from '../contract';
import type { Tools } from '../shared/dependencies';
import { nudge } from './supersede';

type Needed = Pick<Tools, 'store' | 'clock' | 'temporalClient'>;

/** Gateways repeat an event for days; after a month none comes back. */
const EVENTS_KEPT_MS = 30 * DAY;

/** Longer than any order waits untouched. */
const BESIDE_ORDERS_KEPT_MS = 400 * DAY;

/**
 * Removes what has expired and tells idle orders so. MongoDB's own expiry is not relied on: not every engine has it.
 */
export async function sweep(tools: Needed, { batch }: SweepInput): Promise<SweepOutput> {
  const { store, clock } = tools;
  const now = clock();
  const monthAgo = new Date(now.getTime() - EVENTS_KEPT_MS);
  const longAgo = new Date(now.getTime() - BESIDE_ORDERS_KEPT_MS);
  const removed = [
    await store.idempotency.removeExpired(now, batch),
    await store.inboundEvents.removeOlderThan(monthAgo, batch),
    await store.answers.removeOlderThan(monthAgo, batch),
    await store.paymentSetups.removeOlderThan(longAgo, batch),
    await store.quoteLinks.removeOlderThan(longAgo, batch),
    await store.usage.removeExpired(now, batch),
    await store.staff.removeOlderThan(new Date(now.getTime() - COLLEAGUE_FOR), batch),
  ];
  await expireRequests(tools, now, batch);
  await expireBulks(tools, now, batch);
  await attendBulks(tools, batch);
  const expired = await expireIdle(tools, now, batch);
  return { removed: removed.reduce((sum, count) => sum + count, 0), expired };
}

/**
 * A request that nobody approved in time is over, on the record of the order it was about. Written down first: what is
 * closed is not found again, should this process die in between.
 */
async function expireRequests({ store }: Needed, at: Date, batch: number): Promise<void> {
  for (const { tenantId, grantId, changeId, eventType, requestedBy } of await store.grants.listOverdue(at, batch)) {
    await store.audit.append({
      tenantId,
      entryId: `expired:${grantId}`,
      at,
      actorId: 'housekeeping',
      role: 'system',
      action: `${eventType}:expired`,
      changeId,
      facts: { grantId, requestedBy },
    });
    await store.grants.expire({ tenantId, grantId });
  }
}

async function expireBulks({ store }: Needed, at: Date, batch: number): Promise<void> {
  for (const { tenantId, bulkId } of await store.bulks.listOverdue(at, batch)) {
    await store.audit.append({
      tenantId,
      entryId: `bulk:${bulkId}:expired`,
      at,
      actorId: 'housekeeping',
      role: 'system',
      action: 'BULK:expired',
      changeId: null,
      facts: { bulkId },
    });
    await store.bulks.move({ tenantId, bulkId }, ['waiting_for_second_person'], 'expired', { endedAt: at });
  }
}

/** Starts the workflow of each running bulk, in case the process that kept it died before it did; one that runs is only nudged. */
async function attendBulks({ store, temporalClient }: Needed, batch: number): Promise<void> {
  for (const bulk of await store.bulks.listRunning(batch)) {
    await temporalClient.workflow.signalWithStart(BULK_WORKFLOW, bulkStart(bulk));
  }
}

/** Sellers differ in how long an order may idle, so the idle ones are walked through, the longest idle first. */
async function expireIdle(tools: Needed, now: Date, batch: number): Promise<number> {
  const { store, clock } = tools;
  const idleDays = new Map<string, number>();
  let expired = 0;
  let last: IdleOrder | undefined;
  while (expired < batch) {
    const page = await store.orders.listIdle(new Date(now.getTime() - DAY), batch, last);
    for (const order of page) {
      const { tenantId, changeId } = order;
      const days = idleDays.get(tenantId) ?? (await store.settings.read(tenantId)).idleDays;
      idleDays.set(tenantId, days);
      if (
        now.getTime() - order.idleSince.getTime() <= days * DAY ||
        (order.keptOpenUntil !== null && order.keptOpenUntil > now)
      )
        continue;
      await nudge(tools, tenantId, changeId, { type: 'EXPIRE' });
      await store.orders.noteAskedToExpire(order, clock());
      expired += 1;
    }
    last = page.at(-1);
    if (page.length < batch) break;
  }
  return expired;
}
