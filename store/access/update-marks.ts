import { MARK_SIGN, unmarked } from '../../workflows/contract';
import type { KeyRing } from './key-ring';

/** Names an order; the tenant is part of every name. */
interface OrderKey {
  tenantId: string;
  changeId: string;
}

const namesOf = ({ tenantId, changeId }: OrderKey, id: string) => ['update', tenantId, changeId, id] as const;

/** The id of an update as API and bulks send it to an order: with a mark that says it is theirs. Without a ring it goes without one. */
export const marked = (ring: KeyRing | null | undefined, order: OrderKey, id: string): string =>
  idsSentUnder(ring, order, id)[0];

/**
 * The ids under which an update may have been sent: with a mark by each key of the ring, the one that writes now first. The order takes
 * it once, whichever it was; only who asks Temporal for its answer has to name the right one.
 */
export function idsSentUnder(ring: KeyRing | null | undefined, order: OrderKey, id: string): [string, ...string[]] {
  const [mark, ...others] = ring ? ring.marks(namesOf(order, id)).map((mark) => `${id}${MARK_SIGN}${mark}`) : [];
  return mark === undefined ? [id] : [mark, ...others];
}

/** Whether somebody with the ring has sent the update to this very order. */
export function isMarked(ring: KeyRing, order: OrderKey, update: string): boolean {
  const id = unmarked(update);
  // All that follows: whoever adds something to a mark that was seen has made another id.
  return ring.isMark(update.slice(id.length + MARK_SIGN.length), namesOf(order, id));
}

/** Whether the mark is of a key that the ring does not have: nobody can tell any more whose it is. */
export function isOfLostKey(ring: KeyRing, update: string): boolean {
  const [, mark] = update.split(MARK_SIGN);
  const [keyId] = (mark ?? '').split('.');
  return keyId !== undefined && keyId !== '' && !ring.keyIds.includes(keyId);
}
