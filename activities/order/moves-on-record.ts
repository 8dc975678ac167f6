import { SENT_EVENTS } from '../../machines/events';
import type { KeyRing } from '../../store/access/key-ring';
import { isMarked, isOfLostKey } from '../../store/access/update-marks';
import type { ProjectedOrder } from '../../workflows/contract';
import type { Tools } from '../shared/dependencies';

/** Ids of updates that the API and bulks send: all there is to go by without a ring, as in tests of other things. */
const DOORS = /^(?:upd_[0-9a-f]{40}|bulk:)/;

type RecordTools = Pick<Tools, 'store' | 'keyRing'>;
type Move = ProjectedOrder['transitions'][number];

/**
 * Puts on the audit trail what moved an order past the API: an event that came straight through Temporal, or a cancellation of its
 * workflow. Who sent it nobody can prove, so it is Temporal's deed. Each is written once, however often its view is.
 */
export async function putMovesOnRecord({ store, keyRing }: RecordTools, view: ProjectedOrder): Promise<void> {
  const { tenantId, changeId } = view.details;
  const past = view.transitions.filter((move) => isSent(move) && !isOfTheDoor(move, view.details, keyRing));
  if (past.length === 0) return;
  const known = await store.audit.listOfChange(tenantId, changeId, MOST_KNOWN);
  const entryIds = new Set(known.map(({ entryId }) => entryId));
  const looked = past.some((move) => isUndecided(move, keyRing)) ? await movesBefore(store, view) : new Set();
  for (const move of past) {
    const { sequence, at, event, from, to, update } = move;
    if (isUndecided(move, keyRing) && looked.has(nameOf(move))) continue;
    // Its sender chooses the update's id, and may choose the same one twice: for an order that remembers it no more.
    const entryId = `move:${changeId}:${sequence}:${update ?? ''}`;
    if (entryIds.has(entryId)) continue;
    await store.audit.append({
      ...{ tenantId, entryId, changeId, at: new Date(at), actorId: 'temporal', role: 'system', action: event },
      ...{ before: { state: from, sequence: sequence - 1 }, after: { state: to, sequence } },
      facts: update === undefined ? {} : { update },
    });
  }
}

const MOST_KNOWN = 200;

/** Its key has left the ring. While the key was there it was decided whose the move is; one that is new has no such excuse. */
const isUndecided = ({ update = '' }: Move, ring: KeyRing | undefined): boolean =>
  ring !== undefined && isOfLostKey(ring, update);

/** A view is stored after its moves were put on record. */
async function movesBefore({ orders }: RecordTools['store'], { details }: ProjectedOrder): Promise<Set<string>> {
  const before = await orders.find(details.tenantId, details.changeId);
  return new Set(before?.transitions.map(nameOf));
}

const nameOf = ({ sequence, at, event, update }: Move): string => JSON.stringify([sequence, at, event, update]);

const isSent = ({ event }: Move): boolean => SENT_EVENTS.some((type) => type === event);

/** What the API has sent, or a bulk, is on record at the door, where it has to be. */
const isOfTheDoor = ({ update = '' }: Move, order: ProjectedOrder['details'], ring: KeyRing | undefined): boolean =>
  ring === undefined ? DOORS.test(update) : isMarked(ring, order, update);
