import { replacedBy } from '../../billing/quotes/agreed-change';
import type { AgreeInput, AgreeOutput } from '../../machines/subscription-change/steps';
import type { Tools } from '../shared/dependencies';
import { changesInOrder } from '../shared/placing';
import { replaceAgreed } from './replace-agreed';

/**
 * The order waits for its day: it lets the place of the open order go, and ends what was agreed before it. All of its subscriptions are
 * looked at before the first is written, so that it ends nothing and is not agreed after all.
 */
export async function agree(tools: Tools, input: AgreeInput): Promise<AgreeOutput> {
  const { store, pauseAt } = tools;
  const requests = requestsOf(input);
  for (const request of requests) {
    const found = answerFor(request, await store.subscriptions.mayAgree(request));
    if (found.status !== 'agreed') return found;
  }
  await pauseAt('agree:started');
  for (const request of requests) {
    const answer = answerFor(request, await store.subscriptions.agree(request));
    if (answer.status !== 'agreed') {
      // Of two at one moment: what it has ended of others by then is ended, and they hear of it.
      await replaceAgreed(tools, { ...input, replaced: replacedBy(input.quote) });
      return answer;
    }
    await pauseAt('agree:agreed');
  }
  return { status: 'agreed' };
}

const requestsOf = ({ tenantId, changeId, visit, quote, changes }: AgreeInput) =>
  changesInOrder(quote).map(({ subscriptionId, subscriptionVersion: version, agreed: replaces }) => {
    const change = changes.find((one) => one.subscriptionId === subscriptionId) ?? { subscriptionId };
    return { tenantId, subscriptionId, changeId, visit, version, change, replaces };
  });

type Found = Exclude<AgreeOutput, { status: 'superseded' }> | { status: 'superseded'; by: string };

const answerFor = ({ subscriptionId }: { subscriptionId: string }, found: Found): AgreeOutput =>
  found.status === 'superseded' ? { ...found, subscriptionId } : found;
