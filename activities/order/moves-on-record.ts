import { SENT_EVENTS } from '../../machines/events';
import type { ProjectedOrder } from '../../workflows/contract';
import type { Tools } from '../shared/dependencies';

/** Ids of the updates that the API sends and a bulk: what they brought is on record at the door, where it has to be. */
const DOORS: readonly RegExp[] = [/^upd_[0-9a-f]{40}$/, /^bulk:/];

type Move = ProjectedOrder['transitions'][number];

/**
 * Puts on the audit trail what moved an order past the API: an event that came straight through Temporal, or a cancellation of its
 * workflow. Who sent it nobody can prove, so it is Temporal's deed. Each is written once, however often its view is.
 */
export async function putMovesOnRecord({ store }: Pick<Tools, 'store'>, view: ProjectedOrder): Promise<void> {
  const { tenantId, changeId } = view.details;
  const past = view.transitions.filter(isPastTheDoor);
  if (past.length === 0) return;
  const known = await store.audit.listOfChange(tenantId, changeId, MOST_KNOWN);
  const entryIds = new Set(known.map(({ entryId }) => entryId));
  for (const { sequence, at, event, from, to, update } of past) {
    const entryId = `move:${changeId}:${update ?? `#${sequence}`}`;
    if (entryIds.has(entryId)) continue;
    await store.audit.append({
      ...{ tenantId, entryId, changeId, at: new Date(at), actorId: 'temporal', role: 'system', action: event },
      ...{ before: { state: from, sequence: sequence - 1 }, after: { state: to, sequence } },
      facts: update === undefined ? {} : { update },
    });
  }
}

const MOST_KNOWN = 200;

const isPastTheDoor = ({ event, update }: Move): boolean =>
  SENT_EVENTS.some((type) => type === event) && !DOORS.some((door) => update !== undefined && door.test(update));
