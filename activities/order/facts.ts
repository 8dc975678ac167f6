import { DAY } from '../../billing/calendar/durations';
import type { TermsField } from '../../billing/facts/types';
import type { Accepted } from '../../machines/subscription-change/steps';
import type { HeldSubscription } from '../../store/facts/subscriptions';
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
 * The other order took over from this one, which holds none of what it is told to lose: a subscription is of one account, and whoever
 * asked earlier cannot take over. An open order loses to one that was accepted, an agreed one to one that was made, or agreed itself.
 */
async function isSuperseded({ store }: Tools, input: CheckFactInput): Promise<boolean> {
  const { tenantId, changeId, event, subscriptionIds } = input;
  if (event.type !== 'SUPERSEDED') return false;
  const { by, subscriptionIds: named, fields } = event;
  const lost = subscriptionIds.filter((id) => named?.includes(id) ?? true);
  if (lost.length === 0) return false;
  const held = await Promise.all(
    lost.map((subscriptionId) => store.subscriptions.findHeld({ tenantId, subscriptionId })),
  );
  if (held.some((one) => one === null || one.openChange?.changeId === changeId)) return false;
  if (held.every((one) => one !== null && hasTaken(one, { by, from: changeId, fields }))) return true;
  if (held.some((one) => one?.agreed?.changeId === changeId)) return false;
  const answers = await store.answers.listOf<Partial<Accepted>>({ tenantId, changeId: by, step: 'assess' });
  return answers.some(({ supersedes = [] }) => supersedes.includes(changeId));
}

/** Whether an order that was made, or is agreed itself, has taken these fields of an agreed change, or all of it. */
export function hasTaken(
  { agreed, appliedChangeIds }: HeldSubscription,
  { by, from, fields }: { by: string; from: string; fields?: readonly TermsField[] | undefined },
): boolean {
  if (agreed?.changeId !== from) return by !== from && (agreed?.changeId === by || appliedChangeIds.includes(by));
  return agreed.changedBy === by && fields?.every((field) => agreed.change[field] === undefined) === true;
}
