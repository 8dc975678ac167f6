import type { Page } from 'playwright-core';
import type { Look, TestBrowser } from './browser';
import { ownComplaints } from './change-page';
import { customerOfToday, fillCart, openOrder, payingNothingToday } from './checkout-stand';
import type { Shop } from './flow-shop';
import { faultsOf, isRead } from './pages';

const WORDS = {
  fr: {
    cart: 'Panier',
    add: 'Ajouter au panier',
    check: 'Vérifier le numéro',
    number: 'Numéro de TVA',
    pay: 'Continuer et payer la TVA',
    place: /^Passer la commande/,
    cancel: 'Annuler la commande',
  },
  en: {
    cart: 'Cart',
    add: 'Add to cart',
    check: 'Check the number',
    number: 'VAT number',
    pay: 'Go on and pay the VAT',
    place: /^Place the order/,
    cancel: 'Cancel the order',
  },
};

/**
 * Walks through cart and checkout: other items, a wrong VAT number, a register without an answer, an order that was changed
 * meanwhile, and giving it up. @returns what was wrong on the way, by screen; nothing when all is well
 */
export async function faultsUntilPlaced(browser: TestBrowser, shop: Shop, look: Look): Promise<string[]> {
  const words = WORDS[look.locale];
  const inCart = await customerOfToday(shop);
  await fillCart(shop, inCart, 'Onboarding session', 'Support for a year');
  const { changeId } = await inCart.start({ tierId: 'premium', seats: 8, frequency: 'year' });
  const { page, context, complaints } = await openOrder(browser, shop, { changeId, look });
  const faults: string[] = [];
  const note = async (screen: string): Promise<void> => {
    await isRead(page);
    faults.push(...(await faultsOf(page)).map((fault) => `${screen}: ${fault}`));
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const goTo = (order: { changeId: string }) => page.goto(`${shop.stand.url}/billing/orders/${order.changeId}`);

  await note('summary');
  await button(words.add).click();
  await page.getByRole('heading', { level: 1, name: words.cart }).waitFor();
  await note('cart');

  await goTo(await (await payingNothingToday(shop)).checkOut({ frequency: 'month' }));
  await button(words.check).click();
  await page.locator('.error-summary:focus').waitFor();
  await note('wrong number');
  shop.stand.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
  await page.getByRole('textbox', { name: words.number }).fill('DE 811 115 368');
  await button(words.check).click();
  await button(words.pay).waitFor();
  shop.stand.vies.script(null);
  await note('register without an answer');

  await changedMeanwhile(shop, page, goTo);
  await note('changed meanwhile');
  await button(words.cancel).click();
  await page.getByRole('dialog').waitFor();
  await note('giving up');
  await context.close();
  return [...faults, ...ownComplaints(complaints)];
}

/** Looks at an order while somebody else changes it. */
async function changedMeanwhile(
  shop: Shop,
  page: Page,
  goTo: (order: { changeId: string }) => Promise<unknown>,
): Promise<void> {
  const buyer = await customerOfToday(shop);
  const seen = await buyer.checkOut({ seats: 8 });
  await goTo(seen);
  await page.locator('.quote-summary').waitFor();
  await buyer.edit(seen.changeId, { seats: 11 });
  await buyer.send(seen.changeId, { type: 'CHECKOUT' });
  await page.locator('.notice .side-by-side').waitFor();
}
