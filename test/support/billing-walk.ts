import type { Page } from 'playwright-core';
import { SHOP } from '../../dev/stack/sample-shop';
import type { Look, TestBrowser } from './browser';
import type { FlowStand } from './flow-stand';
import { faultsOf, isRead, openAs } from './pages';

const WORDS = {
  fr: {
    choose: 'Choisissez un compte',
    home: 'Abonnements',
    orders: 'Commandes',
    balance: 'Solde',
    seats: 'Attribuer les postes',
    change: 'Modifier l’abonnement',
    seeOrder: 'Voir la commande',
  },
  en: {
    choose: 'Choose an account',
    home: 'Subscriptions',
    orders: 'Orders',
    balance: 'Balance',
    seats: 'Assign seats',
    change: 'Modify subscription',
    seeOrder: 'See the order',
  },
};

/**
 * Walks through every screen of a billing contact.
 *
 * @param faultsOn a screen as it stands
 * @returns what was wrong on the way, by screen; nothing when all is well
 */
export async function faultsOnTheWay(
  browser: TestBrowser,
  stand: FlowStand,
  look: Look,
  faultsOn: (page: Page) => Promise<string[]> = faultsOf,
): Promise<string[]> {
  const words = WORDS[look.locale];
  const { page, context, complaints } = await openAs(browser, stand, { path: '/billing', look });
  const faults: string[] = [];
  const note = async (screen: string): Promise<void> => {
    await isRead(page);
    faults.push(...(await faultsOn(page)).map((fault) => `${screen}: ${fault}`));
  };
  const arrives = async (title: string): Promise<void> => {
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await note(title);
  };
  const goesTo = async (link: string): Promise<void> => {
    await page.getByRole('link', { name: link, exact: true }).click();
    await arrives(link);
  };
  await arrives(words.choose);
  await page.getByRole('link', { name: SHOP.name }).click();
  await arrives(words.home);
  await page.getByRole('button', { name: 'Options Webinar Professional' }).click();
  await page.getByRole('menuitem', { name: words.change }).waitFor();
  await note('options');
  await page.getByRole('menuitem', { name: words.seats }).click();
  await arrives(words.seats);
  await goesTo(words.orders);
  await goesTo(words.balance);
  await goesTo(words.home);
  await page.getByRole('link', { name: words.seeOrder }).first().click();
  await page.waitForURL('**/billing/orders/*');
  await note('order');
  await context.close();
  return [...faults, ...complaints];
}
