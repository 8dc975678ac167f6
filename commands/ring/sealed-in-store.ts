import type { KeyRing, Sealed } from '../../store/access/key-ring';
import { openToken, sealToken } from '../../store/access/payment-tokens';
import type { Store } from '../../store/index';
import type { TokenOfSetup } from '../../store/money/payment-setups';
import type { KeptOfOrder } from '../../store/orders/orders';
import { keptAs } from '../../workflows/contract';

const PAGE = 200;

/** Something in the database that is sealed with a key of the ring. */
interface SealedFact {
  what: 'kept states' | 'payment tokens';
  keyId: string;
  /**
   * Seals it with the key that writes. Where an order writes its own meanwhile, that stays, and is sealed with the same key already.
   *
   * @throws CannotOpen where its key is not in the ring, or it is not genuine
   */
  reseal(ring: KeyRing): Promise<void>;
}

/** Everything in the database that is sealed, page by page: what is written meanwhile is sealed with the key that writes. */
export async function* sealedInStore({ orders, paymentSetups }: Pick<Store, 'orders' | 'paymentSetups'>) {
  for await (const { kept, ...order } of pages((after?: KeptOfOrder) => orders.listKept(PAGE, after))) {
    if (kept === null) continue;
    const { sequence, keyId } = kept;
    const about = keptAs(order, sequence);
    const reseal = async (ring: KeyRing): Promise<void> => {
      await orders.reseal(order, kept, { sequence, ...ring.seal(ring.open(sealedOf(kept), about), about) });
    };
    yield { what: 'kept states', keyId, reseal } satisfies SealedFact;
  }
  for await (const { token, ...setup } of pages((after?: TokenOfSetup) => paymentSetups.listTokens(PAGE, after))) {
    if (token === null) continue;
    const reseal = async (ring: KeyRing): Promise<void> => {
      await paymentSetups.reseal(setup, token, sealToken(ring, setup, openToken(ring, setup, token)));
    };
    yield { what: 'payment tokens', keyId: token.keyId, reseal } satisfies SealedFact;
  }
}

const sealedOf = ({ keyId, box }: Sealed): Sealed => ({ keyId, box });

async function* pages<One>(list: (after?: One) => Promise<One[]>): AsyncGenerator<One> {
  let page = await list();
  for (; page.length > 0; page = await list(page.at(-1))) yield* page;
}
