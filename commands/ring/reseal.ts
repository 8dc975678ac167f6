import { CannotOpen, type KeyRing } from '../../store/access/key-ring';
import type { Store } from '../../store/index';
import { sealedInStore } from './sealed-in-store';

/** What came of sealing everything in the database with the key that writes. */
export interface Resealed {
  looked: number;
  resealed: number;
  /** By key and reason: what could not be opened stays as it is. */
  left: Record<string, number>;
}

const TELLS_EVERY = 1_000;

/**
 * Seals everything in the database with the key of the ring that writes. It may be stopped and begun again at any time, and beside
 * orders that run: what they write meanwhile stays.
 *
 * @param tell told how far it is, every so often
 */
export async function resealStore(
  store: Pick<Store, 'orders' | 'paymentSetups'>,
  ring: KeyRing,
  tell: (so: Resealed) => void,
): Promise<Resealed> {
  const [writing] = ring.keyIds;
  const so: Resealed = { looked: 0, resealed: 0, left: {} };
  for await (const { keyId, reseal } of sealedInStore(store)) {
    so.looked += 1;
    if (keyId !== writing) {
      const hindrance = await reseal(ring).then(() => null, hindranceIn);
      if (hindrance === null) so.resealed += 1;
      else so.left[`${keyId}: ${hindrance}`] = (so.left[`${keyId}: ${hindrance}`] ?? 0) + 1;
    }
    if (so.looked % TELLS_EVERY === 0) tell(so);
  }
  return so;
}

function hindranceIn(error: unknown): CannotOpen['because'] {
  if (error instanceof CannotOpen) return error.because;
  throw error;
}
