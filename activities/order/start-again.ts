import type { OrderDoc } from '../../store/orders/orders';
import { type StoredGrant, startingAgainFrom } from '../../store/support/grants';
import { START_AGAIN } from '../../workflows/contract';
import type { CheckGrantOutput, CheckStartAgainInput } from '../contract';
import type { Tools } from '../shared/dependencies';
import { isOver } from './grants';
import { lastVisit } from './last-visit';

/** Why it is not started: two persons have to end it instead, or a developer has to look at it. */
type Because = 'not_agreed' | 'is_over' | 'other_machine' | 'claim_lost' | 'moved_on';

/**
 * Whether an order may be started again from a state that was kept: two persons have agreed on exactly this one, for one start, and
 * it is what the order has come to. Its payment the order looks up itself, as soon as it runs.
 */
export async function checkStartAgain(
  tools: Tools,
  { tenantId, changeId, carried, fits, runId }: CheckStartAgainInput,
): Promise<CheckGrantOutput> {
  const { store, clock } = tools;
  const { sentAs } = startingAgainFrom(carried);
  const [grant, order] = await Promise.all([
    store.grants.findUsable({ tenantId, changeId, sentAs, usedFor: runId }),
    store.orders.findDoc(tenantId, changeId),
  ]);
  if (grant === null || order === null || grant.eventType !== START_AGAIN) return { granted: false };
  const because = isAgreed(grant, clock()) ? await whyNot(tools, order, fits) : 'not_agreed';
  const granted = because === null && (await store.grants.use(grant, runId, clock()));
  await note(tools, order, grant, because ?? (granted ? null : 'not_agreed'));
  return { granted };
}

function isAgreed(grant: StoredGrant, now: Date): boolean {
  return !isOver(grant, now) && grant.approvedBy !== null && grant.approvedBy !== grant.requestedBy;
}

async function whyNot(tools: Tools, order: OrderDoc, fits: boolean): Promise<Because | null> {
  if (!fits) return 'other_machine';
  if (order.isDone) return 'is_over';
  if (!(await tools.store.subscriptions.areKept(order, order.subscriptionIds))) return 'claim_lost';
  // It placed, reserved or charged once more after it had rested last: from there it would do that again, and as something else.
  const { placing = 0 } = order.view.details;
  return (await lastVisit(tools, order)) > placing ? 'moved_on' : null;
}

/** The outcome, on the record of the order; the door has written who agreed on it, and why. */
async function note(
  { store, clock }: Tools,
  { tenantId, changeId, view: { state, sequence } }: OrderDoc,
  { grantId }: StoredGrant,
  because: Because | null,
): Promise<void> {
  await store.audit.append({
    tenantId,
    entryId: `start-again:${grantId}:${because ?? 'started'}`,
    at: clock(),
    actorId: 'lost-order',
    role: 'system',
    action: because === null ? `${START_AGAIN}:outcome` : `${START_AGAIN}:refused`,
    changeId,
    before: { state, sequence },
    facts: because === null ? { grantId } : { grantId, because },
  });
}
