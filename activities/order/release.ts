import type { ReleaseInput } from '../../machines/subscription-change/steps';
import type { Tools } from '../shared/dependencies';
import { lasting } from '../shared/failures';
import { endPlacing } from '../shared/placing';
import { chargeReference } from '../shared/references';

/** Lets go of the subscriptions and of the balance held; an order that ends gives up its claims as well. */
export async function release(tools: Tools, input: ReleaseInput): Promise<void> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, accountId, subscriptionIds, keepsClaim } = input;
  const account = await store.accounts.find(tenantId, accountId);
  if (!account) throw lasting('AccountGone', 'The account of the order does not exist any more.');
  await endPlacing(tools, input, subscriptionIds, account.currency);
  // Where two persons have said that it took nothing, the gateway may never say so itself.
  await store.payments.noteDecided(tenantId, chargeReference(input), clock());
  await pauseAt('release:ended');
  if (input.vatItem) await store.supportItems.close(tenantId, input.vatItem);
  if (!keepsClaim) await store.subscriptions.endClaims(input, subscriptionIds);
}
