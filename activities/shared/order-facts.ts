import type { Account, Cart, Change, Product } from '../../billing/facts/types';
import type { Amount } from '../../billing/money/types';
import type { Home, Visit } from '../../machines/subscription-change/steps';
import type { Settings } from '../../store/facts/settings';
import type { HeldSubscription } from '../../store/facts/subscriptions';
import type { Store } from '../../store/index';

export interface ChangeFacts {
  change: Change;
  /** Null when the tenant has no such subscription. */
  held: HeldSubscription | null;
  product: Product | null;
}

/** The facts that assessing and quoting look at, read from the store. */
export interface OrderFacts {
  account: Account | null;
  cart: Cart | null;
  settings: Settings;
  balance: Amount;
  changes: ChangeFacts[];
}

/** Who buys, and by the rules of which seller. */
export interface BuyingAccount {
  account: Account | null;
  settings: Settings;
}

export async function customerOf(
  { accounts, settings }: Store,
  { tenantId, accountId }: Pick<Visit, 'tenantId' | 'accountId'>,
): Promise<BuyingAccount> {
  const [account, read] = await Promise.all([accounts.find(tenantId, accountId), settings.read(tenantId)]);
  return { account, settings: read };
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
  const [customer, cart, { balance }, facts] = await Promise.all([
    customerOf(store, { tenantId, accountId }),
    store.carts.find(tenantId, accountId),
    store.ledger.head({ tenantId, accountId }),
    Promise.all(changes.map(changeFacts)),
  ]);
  return { ...customer, cart, balance, changes: facts };
}
