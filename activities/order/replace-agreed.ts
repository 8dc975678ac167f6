import { present } from '../../billing/present';
import type { Replaced } from '../../billing/quotes/agreed-change';
import type { ReplaceAgreedInput } from '../../machines/subscription-change/steps';
import { mail } from '../mail/outbox';
import type { Tools } from '../shared/dependencies';
import { orderPage } from '../shared/pages';
import { agreedReplaced, openItem } from '../shared/support-items';
import { nudge } from './supersede';

/**
 * Tells the agreed orders that this one takes something of, their people by mail, and support. An order that has ended meanwhile
 * needs no telling. Doing it again changes nothing.
 */
export async function replaceAgreed(tools: Tools, input: ReplaceAgreedInput): Promise<void> {
  const { tenantId } = input;
  for (const [changeId, replaced] of byOrder(input.replaced)) {
    const order = await tools.store.orders.findDoc(tenantId, changeId);
    if (order === null || order.isDone) continue;
    const { changes } = order.view.details;
    const isWhole = changes.every(({ subscriptionId }) =>
      replaced.some((one) => one.subscriptionId === subscriptionId && one.kept.length === 0),
    );
    const taken = replaced.some(({ takenOut }) => takenOut.length > 0) ? 'part' : 'nothing';
    await tellPeople(tools, input, changeId, isWhole ? 'all' : taken);
    await openItem(tools, tenantId, agreedReplaced(changeId, input.changeId, replaced, isWhole));
    for (const { subscriptionId, takenOut, kept } of replaced) {
      const fields = kept.length === 0 ? undefined : takenOut;
      const subscriptionIds = [subscriptionId];
      await nudge(
        tools,
        tenantId,
        changeId,
        present({ type: 'SUPERSEDED', by: input.changeId, subscriptionIds, fields }),
      );
    }
  }
}

const byOrder = (replaced: readonly Replaced[]): Map<string, Replaced[]> => {
  const orders = new Map<string, Replaced[]>();
  for (const one of replaced) orders.set(one.changeId, [...(orders.get(one.changeId) ?? []), one]);
  return orders;
};

async function tellPeople(
  tools: Tools,
  { tenantId, accountId, changeId: by }: ReplaceAgreedInput,
  changeId: string,
  taken: 'all' | 'part' | 'nothing',
): Promise<void> {
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (!account) return;
  await mail(tools, account, {
    key: `${changeId}:replaced:${by}`,
    kind: taken === 'all' ? 'agreedReplaced' : 'agreedReduced',
    facts: { changeId, by, taken },
    page: orderPage(changeId),
  });
}
