import type { KeyRing } from './key-ring';

/** Names an order; the tenant is part of every name. */
interface OrderKey {
  tenantId: string;
  changeId: string;
}

/** Followed by the mark. */
const SIGN = '~';

const namesOf = ({ tenantId, changeId }: OrderKey, id: string) => ['update', tenantId, changeId, id] as const;

/** The id of an update as API and bulks send it to an order: with a mark that says it is theirs. Without a ring it goes without one. */
export const marked = (ring: KeyRing | null | undefined, order: OrderKey, id: string): string =>
  ring ? `${id}${SIGN}${ring.mark(namesOf(order, id))}` : id;

/** Whether somebody with the ring has sent the update to this very order. */
export function isMarked(ring: KeyRing, order: OrderKey, update: string): boolean {
  const id = unmarked(update);
  // All that follows: whoever adds something to a mark that was seen has made another id.
  return ring.isMark(update.slice(id.length + SIGN.length), namesOf(order, id));
}

/** Whether the mark is of a key that the ring does not have: nobody can tell any more whose it is. */
export function isOfLostKey(ring: KeyRing, update: string): boolean {
  const [, mark] = update.split(SIGN);
  const [keyId] = (mark ?? '').split('.');
  return keyId !== undefined && keyId !== '' && !ring.keyIds.includes(keyId);
}

/** The id without its mark. */
export const unmarked = (update: string): string => update.split(SIGN)[0] ?? '';
