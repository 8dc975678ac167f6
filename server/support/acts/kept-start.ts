import { CannotOpen, type KeyRing, type Sealed } from '../../../store/access/key-ring';
import { type KeptStart, keptAs, type OrderView } from '../../../workflows/contract';
import { Problem } from '../../http/problem';
import type { ServerStore } from '../../ports';

/**
 * What was kept of an order with the view of it that is stored.
 *
 * @throws Problem 409 where that is nothing, or is not what the order has written
 */
export async function keptStart(
  orders: Pick<ServerStore['orders'], 'findKept'>,
  ring: KeyRing | null,
  { details: { tenantId, changeId }, sequence }: OrderView,
): Promise<KeptStart> {
  const kept = await orders.findKept(tenantId, changeId);
  if (kept === null) throw new Problem('nothing_kept');
  if (kept.sequence !== sequence) throw new Problem('kept_not_genuine');
  return JSON.parse(opened(ring, kept, keptAs({ tenantId, changeId }, sequence))) as KeptStart;
}

function opened(ring: KeyRing | null, { keyId, box }: Sealed, about: ReturnType<typeof keptAs>): string {
  try {
    if (ring === null) throw new CannotOpen('key_unknown');
    return ring.open({ keyId, box }, about);
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    if (error.because === 'not_genuine') throw new Problem('kept_not_genuine');
    throw new Problem('kept_key_unknown', { facts: { keyId } });
  }
}
