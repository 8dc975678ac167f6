import type { Account, Cart, Change, Product } from '../billing/types';
import type { Home, Visit } from '../machines/subscription-change/steps';
import type { Store } from '../store/connection';
import type { Settings } from '../store/settings';
import type { HeldSubscription } from '../store/subscriptions';

export interface ChangeFacts {
  change: Change;
  /** Null when the tenant has no such subscription. */
  held: HeldSubscription | null;
  product: Product | null;
}

/** What assessing and quoting look at, read from the store. */
export interface OrderFacts {
  account: Account | null;
  cart: Cart | null;
  settings: Settings;
  changes: ChangeFacts[];
}

export const homeOf = ({ country, timeZone }: Account): Home => ({ country, timeZone });

export async function loadOrderFacts(
  store: Store,
  { tenantId, accountId }: Pick<Visit, 'tenantId' | 'accountId'>,
  changes: readonly Change[],
): Promise<OrderFacts> {
  const products = new Map<string, Promise<Product | null>>();
  const productOf = (productId: string): Promise<Product | null> => {
    const known = products.get(productId) ?? store.products.find(tenantId, productId);
    products.set(productId, known);
    return known;
  };
  const changeFacts = async (change: Change): Promise<ChangeFacts> => {
    const held = await store.subscriptions.findHeld({ tenantId, subscriptionId: change.subscriptionId });
    return { change, held, product: held && (await productOf(held.subscription.productId)) };
  };
  const [account, cart, settings, facts] = await Promise.all([
    store.accounts.find(tenantId, accountId),
    store.carts.find(tenantId, accountId),
    store.settings.read(tenantId),
    Promise.all(changes.map(changeFacts)),
  ]);
  return { account, cart, settings, changes: facts };
}
