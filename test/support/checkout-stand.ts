import type { Page } from 'playwright-core';
import { Temporal as civil } from 'temporal-polyfill';
import { writtenAmount } from '../../billing/explanation/writing';
import type { Locale } from '../../billing/facts/types';
import { exponentOf } from '../../billing/money/currency';
import type { Money } from '../../billing/money/types';
import { changeSettings } from '../../dev/stack/change-settings';
import type { Look, TestBrowser, Visitor } from './browser';
import { CONTACT, type Customer } from './flow-facts';
import { type Buyer, openShop, type Shop } from './flow-shop';
import { startFlowStand, TENANT } from './flow-stand';
import { openAs } from './pages';

const PEOPLE = [{ tenantId: TENANT, userId: CONTACT, role: 'billing_contact', name: 'Claire Martin' }] as const;

/** Avenant on its real parts with its pages, to which the gateway leads back; it is today, as it is for a browser. */
export async function startCheckoutStand(): Promise<Shop> {
  const stand = await startFlowStand({ app: { signIn: { way: { kind: 'sample', people: PEOPLE }, isSecure: false } } });
  await changeSettings(stand.store, TENANT, { billingCentreUrl: `${stand.url}/billing` });
  const shop = await openShop(stand);
  stand.clock.set(new Date().toISOString());
  return shop;
}

/** A customer in the middle of their billing period. */
export const customerOfToday = (shop: Shop, facts: Customer = {}): Promise<Buyer> => shop.customer(inTheMiddle(facts));

/** A subscription in the middle of its billing period. */
export function inTheMiddle({ frequency = 'month', ...facts }: Customer = {}): Customer {
  const start = civil.Now.plainDateISO('Europe/Paris').subtract({ days: 10 });
  const end = start.add(frequency === 'month' ? { months: 1 } : { years: 1 });
  const period = { start: start.toString(), end: end.toString() };
  return { frequency, billed: frequency === 'month' ? '155.00' : '1550.00', period, ...facts };
}

/** German, without anything on file: a higher rate, and nothing to pay today, so that a VAT number stands in for a card. */
export const payingNothingToday = (shop: Shop): Promise<Buyer> =>
  customerOfToday(shop, { country: 'DE', paymentMethod: null, frequency: 'year' });

/** Puts other things into somebody's cart. */
export const fillCart = (shop: Shop, { account }: Buyer, ...descriptions: string[]): Promise<void> =>
  shop.service.put(`/v1/carts/${account}`, {
    currency: 'EUR',
    items: descriptions.map((description, index) => ({ itemId: `item_${index + 1}`, description, amount: '90.00' })),
    version: 1,
  });

/** Opens an order as its billing contact. */
export const openOrder = (
  browser: TestBrowser,
  { stand }: Shop,
  { changeId, look = {} }: { changeId: string; look?: Partial<Look> },
): Promise<Visitor> => openAs(browser, stand, { path: `/billing/orders/${changeId}`, look });

/** An amount as a page writes it. */
export const onPage = ({ amount, currency }: Money, locale: Locale = 'en'): string =>
  writtenAmount(locale, currency, amount, exponentOf(currency));

/** Types a card on the page of the gateway, and sends it. */
export async function typeCard(page: Page, number: string): Promise<void> {
  await page.locator('#number').fill(number);
  await page.locator('button[value=save]').first().click();
}
