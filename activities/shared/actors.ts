import type { Actor } from '../../machines/events';
import type { Visit } from '../../machines/subscription-change/steps';
import { startedBySupport } from '../../store/audit/audit';
import type { Store } from '../../store/index';

const SUPPORT: ReadonlySet<string> = new Set(['support_agent', 'support_lead']);

/**
 * Who acts, by what we know ourselves. What somebody decided who has left since goes on under another contact of the account. Support may serve any account, so that somebody is of support is believed where
 * the door has written it down and nowhere else: being able to reach Temporal is not a permission. Everybody else acts
 * as the user they name, who must be a billing contact.
 */
export async function knownActor(
  store: Pick<Store, 'accounts' | 'audit' | 'people'>,
  { tenantId, changeId, accountId }: Pick<Visit, 'tenantId' | 'changeId' | 'accountId'>,
  actor: Actor,
): Promise<Actor> {
  if (!SUPPORT.has(actor.role)) {
    const [left] = await store.people.listLeft(tenantId, [actor.userId]);
    const account = left === undefined ? null : await store.accounts.find(tenantId, accountId);
    const [another] = account?.billingContactIds ?? [];
    return another === undefined ? actor : { userId: another, role: 'billing_contact' };
  }
  const entry = await store.audit.find(tenantId, startedBySupport(changeId));
  const isKnown = entry?.changeId === changeId && entry.actorId === actor.userId && entry.role === actor.role;
  return isKnown ? actor : { ...actor, role: 'service' };
}
