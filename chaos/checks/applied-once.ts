import { TENANT } from '../../dev/stack/prepare-store';
import { SEATS_BEFORE } from '../orders/facts';
import type { AtRest, ChaosCheck, OrderAtRest } from './check';

const VERSION_BEFORE = 1;

/** A change that was made stands in its subscriptions, once; any other has left them as they were, and none is held. */
export const APPLIED_ONCE: ChaosCheck = {
  name: 'changes applied once',
  async run(rest) {
    const problems: string[] = [];
    for (const order of rest.orders) problems.push(...(await problemsOf(rest, order)));
    return problems;
  },
};

async function problemsOf({ store }: AtRest, { story, changeId, view }: OrderAtRest): Promise<string[]> {
  const isMade = view.state === 'completed';
  const problems: string[] = [];
  // VAT that is given back later rewrites what was billed, which counts a version.
  const credits = (await store.taxAmendments.listOfChange(TENANT, changeId)).length;
  if (credits > 1) problems.push(`${changeId}: its VAT was given back ${credits} times`);
  const version = VERSION_BEFORE + (isMade ? 1 : 0) + credits;
  const expect = (what: string, found: unknown, expected: unknown): void => {
    if (found !== expected) problems.push(`${changeId}: ${what} is ${found}, not ${expected}`);
  };
  for (const { subscriptionId, seats, tierId } of story.wanted) {
    const held = await store.subscriptions.findHeld({ tenantId: TENANT, subscriptionId });
    expect(`the version of ${subscriptionId}`, held?.subscription.version, version);
    expect(`the number of seats of ${subscriptionId}`, held?.subscription.seats, (isMade && seats) || SEATS_BEFORE);
    if (isMade && tierId !== undefined) expect(`the tier of ${subscriptionId}`, held?.subscription.tierId, tierId);
    if (view.status !== 'active') expect(`the reservation of ${subscriptionId}`, held?.reservation ?? null, null);
  }
  return problems;
}
