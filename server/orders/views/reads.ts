import { HOUR } from '../../../billing/calendar/durations';
import type { AuditEntry } from '../../../store/audit/audit';
import { newRequestId } from '../../http/identifiers';
import type { Caller } from '../../identity/access';
import type { RouteParts } from '../../route-parts';

/** Personal data that somebody of ours may look at. */
export type ReadOf =
  | ('order' | 'receipt' | 'tax_record' | 'payments' | 'audit')
  | ('subscription' | 'seats' | 'ledger' | 'cart' | 'quote' | 'mails');

type Parts = Pick<RouteParts, 'access' | 'store' | 'now'>;

/** That somebody of ours looked at a customer's data is on record: once an hour for each of it, however often they look. */
export async function noteRead(
  parts: Parts,
  caller: Caller,
  { of, id, changeId = null }: { of: ReadOf; id: string; changeId?: string | null },
): Promise<void> {
  const { access, store, now } = parts;
  const { principal } = caller;
  if (!access.isStaff(principal)) return;
  const hour = Math.floor(now().getTime() / HOUR);
  const entryId = `read:${of}:${id}:${actorIn(caller)}:${hour}`;
  if ((await store.audit.find(principal.tenantId, entryId)) !== null) return;
  await store.audit.append(entryOf(parts, caller, { entryId, action: 'READ', changeId, facts: { of, id } }));
}

/** An order, as the most of our staff look at customers' data. */
export const noteOrderRead = (parts: Parts, caller: Caller, changeId: string, of: ReadOf = 'order'): Promise<void> =>
  noteRead(parts, caller, { of, id: changeId, changeId });

/** That somebody of ours searched or took data out is on record each time. */
export async function noteTaking(
  parts: Parts,
  caller: Caller,
  {
    action,
    changeId,
    facts,
  }: { action: 'SEARCH' | 'EXPORT_AUDIT'; changeId: string | null; facts: AuditEntry['facts'] },
): Promise<void> {
  if (!parts.access.isStaff(caller.principal)) return;
  const entryId = `${action.toLowerCase()}:${newRequestId()}`;
  await parts.store.audit.append(entryOf(parts, caller, { entryId, action, changeId, facts }));
}

const actorIn = ({ person, principal }: Caller): string => person ?? principal.id;

function entryOf(
  { now }: Parts,
  caller: Caller,
  entry: Pick<AuditEntry, 'entryId' | 'action' | 'changeId' | 'facts'>,
): AuditEntry {
  const { tenantId, role } = caller.principal;
  return { ...entry, tenantId, at: now(), actorId: actorIn(caller), role };
}
