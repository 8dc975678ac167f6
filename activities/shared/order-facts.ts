import type { Account, Cart, Change, Product, Subscription } from '../../billing/facts/types';
import type { Amount } from '../../billing/money/types';
import type { Home, Visit } from '../../machines/subscription-change/steps';
import type { Settings } from '../../store/facts/settings';
import type { HeldSubscription } from '../../store/facts/subscriptions';
import type { Store } from '../../store/index';
import { lasting } from './failures';

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

type AccountKey = Pick<Visit, 'tenantId' | 'accountId'>;

/** Who buys, and by the rules of which seller. */
export interface BuyingAccount {
  account: Account | null;
  settings: Settings;
}

export async function customerOf(
  { accounts, settings }: Store,
  { tenantId, accountId }: AccountKey,
): Promise<BuyingAccount> {
  const [account, read] = await Promise.all([accounts.find(tenantId, accountId), settings.read(tenantId)]);
  return { account, settings: read };
}

/** @throws ApplicationFailure `AccountGone` when there is no such account any more */
export async function buyerOf(store: Store, of: AccountKey): Promise<BuyingAccount & { account: Account }> {
  const { account, settings } = await customerOf(store, of);
  if (!account) throw lasting('AccountGone', 'The account of the order does not exist any more.');
  return { account, settings };
}

export const homeOf = ({ country, timeZone }: Account): Home => ({ country, timeZone });

export async function loadOrderFacts(
  store: Store,
  { tenantId, accountId }: AccountKey,
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

/** The subscriptions that the order is about, as far as they exist. */
export const subscriptionsOf = ({ changes }: Pick<OrderFacts, 'changes'>): Subscription[] =>
  changes.flatMap(({ held }) => (held ? [held.subscription] : []));
