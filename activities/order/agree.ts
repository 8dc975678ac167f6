import type { AgreeInput, AgreeOutput } from '../../machines/subscription-change/steps';
import type { Tools } from '../shared/dependencies';
import { changesInOrder } from '../shared/placing';

/** The order waits for its day: it lets the place of the open order go, and ends what was agreed before it. */
export async function agree({ store, pauseAt }: Tools, input: AgreeInput): Promise<AgreeOutput> {
  const { tenantId, changeId, visit, quote, changes } = input;
  await pauseAt('agree:started');
  for (const { subscriptionId, agreed: replaces } of changesInOrder(quote)) {
    const change = changes.find((one) => one.subscriptionId === subscriptionId) ?? { subscriptionId };
    const request = { tenantId, subscriptionId, changeId, visit, change, replaces };
    const result = await store.subscriptions.agree(request);
    if (result.status === 'superseded') return { ...result, subscriptionId };
    if (result.status === 'moved') return result;
    await pauseAt('agree:agreed');
  }
  return { status: 'agreed' };
}
