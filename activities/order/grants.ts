import { ORDER_EVENTS } from '../../machines/events';
import type { CheckGrantInput, CheckGrantOutput, OrderSteps } from '../../machines/subscription-change/steps';
import type { StoredGrant } from '../../store/support/grants';
import type { Tools } from '../shared/dependencies';

/** Whether a support event may take effect: being able to send it is not a permission. A grant is used once. */
export function grantActivities(tools: Tools): Pick<OrderSteps, 'checkGrant'> {
  return { checkGrant: (input) => checkGrant(tools, input) };
}

async function checkGrant({ store, clock }: Tools, input: CheckGrantInput): Promise<CheckGrantOutput> {
  const { tenantId, changeId, sentAt, grantId, eventType } = input;
  const grant = await store.grants.find(tenantId, grantId);
  if (!grant || !covers(grant, input)) return { granted: false };
  const usedFor = `${changeId}:${eventType}:${sentAt}`;
  if (grant.usedFor !== usedFor && isOver(grant, clock())) return { granted: false };
  return { granted: await store.grants.use(grant, usedFor, clock()) };
}

/** What was approved and not used in its time is asked for anew. */
const isOver = ({ closedAs, expiresAt }: StoredGrant, now: Date): boolean =>
  closedAs != null || (expiresAt != null && expiresAt <= now);

function covers(grant: StoredGrant, { changeId, eventType, evidence, subject }: CheckGrantInput): boolean {
  if (grant.changeId !== changeId || grant.eventType !== eventType) return false;
  // A grant is for what it was approved on.
  if (grant.evidence != null && grant.evidence !== evidence) return false;
  if (grant.subject != null && grant.subject !== subject) return false;
  const { needsSecondPerson } = ORDER_EVENTS[eventType];
  return !needsSecondPerson || (grant.approvedBy !== null && grant.approvedBy !== grant.requestedBy);
}
