import type { Change, TermsField } from '../../billing/facts/types';
import { present } from '../../billing/present';
import type { Replaced } from '../../billing/quotes/agreed-change';
import type { ReplaceAgreedInput } from '../../machines/subscription-change/steps';
import { orderReference } from '../../receipts/order-reference';
import { mail } from '../mail/outbox';
import type { Tools } from '../shared/dependencies';
import { agreedReplaced, openItem } from '../shared/support-items';
import { hasTaken } from './facts';
import { nudge } from './supersede';

/**
 * Tells the agreed orders that this one takes something of, their people by mail, and support. An order that has ended meanwhile
 * needs no telling. Doing it again changes nothing.
 */
export async function replaceAgreed(tools: Tools, input: ReplaceAgreedInput): Promise<void> {
  const { tenantId, changeId: by } = input;
  for (const [changeId, told] of byOrder(input.replaced)) {
    const order = await tools.store.orders.findDoc(tenantId, changeId);
    if (order === null || order.isDone) continue;
    const replaced = await reallyTaken(tools, input, told);
    if (replaced.length === 0) continue;
    const taken = takenOf(order.view.details.changes, replaced);
    await tellPeople(tools, input, changeId, taken);
    await openItem(tools, tenantId, agreedReplaced(changeId, input, replaced, taken));
    for (const { subscriptionIds, fields } of asTold(replaced)) {
      await nudge(tools, tenantId, changeId, present({ type: 'SUPERSEDED', by, subscriptionIds, fields }));
    }
  }
}

/** What is lost alike is told in one: an order that loses all of several subscriptions ends at once, and rests nowhere on the way. */
function asTold(replaced: readonly Replaced[]): { subscriptionIds: string[]; fields: TermsField[] | undefined }[] {
  const losses = new Map<string, { subscriptionIds: string[]; fields: TermsField[] | undefined }>();
  for (const { subscriptionId, takenOut, kept } of replaced) {
    const fields = kept.length === 0 ? undefined : takenOut;
    const alike = String(fields);
    const loss = losses.get(alike) ?? { subscriptionIds: [], fields };
    losses.set(alike, { ...loss, subscriptionIds: [...loss.subscriptionIds, subscriptionId] });
  }
  return [...losses.values()];
}

/** A quote tells beforehand; the older order may have let go meanwhile, or have been placed anew. */
async function reallyTaken(
  { store }: Tools,
  { tenantId, changeId: by }: ReplaceAgreedInput,
  told: readonly Replaced[],
): Promise<Replaced[]> {
  const isSo = await Promise.all(
    told.map(async ({ subscriptionId, changeId, takenOut }) => {
      const held = await store.subscriptions.findHeld({ tenantId, subscriptionId });
      return held !== null && hasTaken(held, { by, from: changeId, fields: takenOut });
    }),
  );
  return told.filter((_, index) => isSo[index]);
}

function takenOf(changes: readonly Change[], replaced: readonly Replaced[]): 'all' | 'part' | 'nothing' {
  const isGone = ({ subscriptionId }: Change): boolean =>
    replaced.some((one) => one.subscriptionId === subscriptionId && one.kept.length === 0);
  if (changes.every(isGone)) return 'all';
  return replaced.some(({ takenOut }) => takenOut.length > 0) ? 'part' : 'nothing';
}

const byOrder = (replaced: readonly Replaced[]): Map<string, Replaced[]> => {
  const orders = new Map<string, Replaced[]>();
  for (const one of replaced) orders.set(one.changeId, [...(orders.get(one.changeId) ?? []), one]);
  return orders;
};

async function tellPeople(
  tools: Tools,
  { tenantId, accountId, changeId: by, visit }: ReplaceAgreedInput,
  changeId: string,
  taken: 'all' | 'part' | 'nothing',
): Promise<void> {
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  await mail(tools, account, {
    key: `${changeId}:replaced:${by}:${visit}`,
    kind: taken === 'all' ? 'agreedReplaced' : 'agreedReduced',
    changeId,
    facts: () => ({ by: orderReference(by), taken }),
  });
}
