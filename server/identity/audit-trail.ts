import { HOUR } from '../../billing/calendar/durations';
import type { AuditEntry } from '../../store/audit/audit';
import { type Caller, isStaff } from '../api/principal';
import { newRequestId } from '../http/identifiers';
import type { ServerStore } from '../ports';

/** Personal data that somebody of ours may look at. */
export type ReadOf =
  | ('order' | 'receipt' | 'tax_record' | 'payments' | 'audit')
  | ('subscription' | 'seats' | 'ledger' | 'cart' | 'quote' | 'mails' | 'person' | 'people');

/** An entry without what follows from its caller. */
export interface Deed extends Pick<AuditEntry, 'entryId' | 'action' | 'facts' | 'before' | 'after'> {
  /** The order it is about, where there is one. */
  changeId?: string | null;
}

/** The one way a request comes on record: who it was made for, in which role, when, and what they did or looked at. */
export class AuditTrail {
  readonly #audit: ServerStore['audit'];
  readonly #now: () => Date;

  constructor(parts: { audit: ServerStore['audit']; now(): Date }) {
    this.#audit = parts.audit;
    this.#now = parts.now;
  }

  async note(caller: Caller, { changeId = null, ...deed }: Deed): Promise<void> {
    const { tenantId, role } = caller.principal;
    await this.#audit.append({ ...deed, changeId, tenantId, at: this.#now(), actorId: actorIn(caller), role });
  }

  /** That somebody of ours looked at a customer's data is on record: once an hour for each of it, however often they look. */
  async noteRead(
    caller: Caller,
    { of, id, changeId = null }: { of: ReadOf; id: string; changeId?: string | null },
  ): Promise<void> {
    if (!isStaff(caller.principal)) return;
    const hour = Math.floor(this.#now().getTime() / HOUR);
    const entryId = `read:${of}:${id}:${actorIn(caller)}:${hour}`;
    if ((await this.#audit.find(caller.principal.tenantId, entryId)) !== null) return;
    await this.note(caller, { entryId, action: 'READ', changeId, facts: { of, id } });
  }

  /** An order, as the most of our staff look at customers' data. */
  noteOrderRead(caller: Caller, changeId: string, of: ReadOf = 'order'): Promise<void> {
    return this.noteRead(caller, { of, id: changeId, changeId });
  }

  /** That somebody of ours searched or took data out is on record each time. */
  async noteTaking(caller: Caller, deed: Omit<Deed, 'entryId'> & { action: 'SEARCH' | 'EXPORT_AUDIT' }): Promise<void> {
    if (!isStaff(caller.principal)) return;
    await this.note(caller, { ...deed, entryId: `${deed.action.toLowerCase()}:${newRequestId()}` });
  }
}

const actorIn = ({ person, principal }: Caller): string => person ?? principal.id;
