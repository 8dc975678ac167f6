import { changeSettings } from '../../dev/stack/change-settings';
import type { Look, TestBrowser, Visitor } from './browser';
import { failingSteps } from './failing-steps';
import { aroundNow } from './flow-processes';
import { type Buyer, openShop, type Shop } from './flow-shop';
import { startFlowStand, TENANT } from './flow-stand';
import { openAs } from './pages';

/** Who signs in by a press: the customer of every account, an agent, two leads, and an operator. */
const PEOPLE = [
  { tenantId: TENANT, userId: 'claire', role: 'billing_contact', name: 'Claire Martin' },
  { tenantId: TENANT, userId: 'agnes', role: 'support_agent', name: 'Agnès Roy' },
  { tenantId: TENANT, userId: 'lea', role: 'support_lead', name: 'Léa Dumas' },
  { tenantId: TENANT, userId: 'louis', role: 'support_lead', name: 'Louis Weber' },
  { tenantId: TENANT, userId: 'olga', role: 'operator', name: 'Olga Prost' },
] as const;

/** Avenant on its real parts with its pages, for people of support and the customers they look after. */
export interface DeskStand {
  shop: Shop;
  /** Steps that fail while they are named here, e.g. "reserve". */
  failing: Set<string>;
  /** A customer in the middle of their billing period. */
  customer(facts?: Parameters<Shop['customer']>[0]): Promise<Buyer>;
}

export async function startDeskStand(): Promise<DeskStand> {
  const { failing, options } = failingSteps();
  const signIn = { way: { kind: 'sample', people: PEOPLE }, isSecure: false } as const;
  const stand = await startFlowStand({ ...options, app: { signIn } });
  await changeSettings(stand.store, TENANT, { billingCentreUrl: `${stand.url}/billing` });
  const shop = await openShop(stand);
  stand.clock.set(new Date().toISOString());
  return { shop, failing, customer: (facts = {}) => shop.customer({ period: aroundNow(), ...facts }) };
}

/** Opens the desk as one of its people. @param path "/desk" where none is named */
export const openDesk = (
  browser: TestBrowser,
  { shop: { stand } }: DeskStand,
  { person = 'agnes', path = '/desk', look = {} }: { person?: string; path?: string; look?: Partial<Look> } = {},
): Promise<Visitor> => openAs(browser, stand, { person, path, look });
