import { DAY } from '../../billing/calendar/durations';
import type { Accepted } from '../../machines/subscription-change/steps';
import type { CheckFactInput, CheckFactOutput } from '../contract';
import type { Tools } from '../shared/dependencies';

/** Whether what the system tells an order is so: anybody who reaches Temporal could tell it. */
export async function checkFact(tools: Tools, input: CheckFactInput): Promise<CheckFactOutput> {
  return { isSo: await (input.event.type === 'EXPIRE' ? isIdle(tools, input) : isSuperseded(tools, input)) };
}

/** It has waited for longer than its seller lets orders idle, and support has not kept it open. */
async function isIdle({ store, clock }: Tools, { tenantId, changeId }: CheckFactInput): Promise<boolean> {
  const [order, { idleDays }] = await Promise.all([
    store.orders.findDoc(tenantId, changeId),
    store.settings.read(tenantId),
  ]);
  if (order === null || order.idleSince === null) return false;
  const now = clock();
  const isKeptOpen = order.keptOpenUntil !== null && order.keptOpenUntil > now;
  // Being asked to expire starts the counting of `idleSince` anew; its latest move does not.
  return !isKeptOpen && now.getTime() - order.updatedAt.getTime() > idleDays * DAY;
}

/**
 * The other order was accepted, took over from this one, and this one holds none of what it is told to lose: a subscription is of
 * one account, and whoever asked earlier cannot take over.
 */
async function isSuperseded({ store }: Tools, { tenantId, changeId, event, subscriptionIds }: CheckFactInput) {
  if (event.type !== 'SUPERSEDED') return false;
  const lost = subscriptionIds.filter((id) => event.subscriptionIds?.includes(id) ?? true);
  if (lost.length === 0) return false;
  const answers = await store.answers.listOf<Partial<Accepted>>({ tenantId, changeId: event.by, step: 'assess' });
  if (!answers.some(({ supersedes = [] }) => supersedes.includes(changeId))) return false;
  const held = await Promise.all(
    lost.map((subscriptionId) => store.subscriptions.findHeld({ tenantId, subscriptionId })),
  );
  return held.every((subscription) => subscription?.openChange?.changeId !== changeId);
}
