import type { Page } from 'playwright-core';
import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { totalOn } from '../support/change-page';
import {
  customerOfToday,
  fillCart,
  inTheMiddle,
  onPage,
  openOrder,
  payingNothingToday,
  startCheckoutStand,
  typeCard,
} from '../support/checkout-stand';
import { faultsUntilPlaced } from '../support/checkout-walk';
import type { Buyer, Shop } from '../support/flow-shop';

/** From the order summary to the placed order, in a real browser on the real stack with the pages of the gateway. */

let browser: TestBrowser;
let shop: Shop;

beforeAll(async () => {
  [browser, shop] = await Promise.all([startBrowser(), startCheckoutStand()]);
});
afterAll(async () => {
  await browser.close();
  await shop.stand.stop();
});
afterEach(() => shop.stand.vies.script(null));

const [GOOD, DECLINED, DECLINED_LATER] = ['4242 4242 4242 4242', '4000 0000 0000 0002', '4000 0000 0000 0341'];
const DOWN = { kind: 'error', code: 'MS_UNAVAILABLE' } as const;

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const placing = (page: Page) => button(page, /^(Place the order|Passer la commande)/);
const vatField = (page: Page) => page.getByRole('textbox', { name: /^(VAT number|Numéro de TVA)/ });
const addressOf = (page: Page): URL => new URL(page.url());

/** The button that places, for as long as nobody can have read what it says now. */
const resting = (page: Page) => page.locator('.quote-summary .button.busy');

/** Has the page remember whether it rests from now on, however shortly. @returns what it remembers */
async function watchForRest(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(`window.hasRested = false; new MutationObserver(() => {
    if (document.querySelector('.quote-summary .button.busy')) window.hasRested = true;
  }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
  return () => page.evaluate('window.hasRested');
}

/** An amount as it was and as it is. */
const compared = (page: Page, name: string) =>
  page.locator('.notice .side-by-side tbody').filter({ hasText: name }).textContent();

/** Nothing is asked of anybody, and what is due is on the button. */
const readyToPay = async (buyer: Buyer, seats = 8) => buyer.checkOut({ seats });

const reaches = (buyer: Buyer, changeId: string) => buyer.reaches(changeId, 'completed');

describe('the cart', () => {
  it('a cart that holds items takes the change in, and checkout buys all of it', async () => {
    const buyer = await customerOfToday(shop);
    await fillCart(shop, buyer, 'Onboarding session');
    const { changeId } = await buyer.start({ seats: 8 });
    const { page, context } = await openOrder(browser, shop, { changeId });
    await title(page, 'Your order');
    expect(await button(page, 'Check out').count()).toBe(0);
    await button(page, 'Add to cart').click();
    await title(page, 'Cart');
    expect(await button(page, 'Add to cart').count()).toBe(0);
    await button(page, 'Check out').click();
    await title(page, 'Checkout');
    await page.getByRole('button', { name: /Onboarding session/ }).waitFor();
    await context.close();
  });

  it('an item that is taken out leaves an empty cart, and the order goes straight to checkout', async () => {
    const buyer = await customerOfToday(shop);
    await fillCart(shop, buyer, 'Onboarding session');
    const { changeId } = await buyer.start({ seats: 8 });
    const { page, context } = await openOrder(browser, shop, { changeId });
    await button(page, 'Remove Onboarding session from the cart').click();
    await button(page, 'Check out').waitFor();
    expect(await button(page, 'Add to cart').count()).toBe(0);
    await page.getByText('There is nothing else in the cart.').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Already in the cart');
    await button(page, 'Check out').click();
    await title(page, 'Checkout');
    await context.close();
  });

  it('a cart that was emptied elsewhere is not said to hold other items', async () => {
    const buyer = await customerOfToday(shop);
    await fillCart(shop, buyer, 'Onboarding session');
    const { changeId } = await buyer.start({ seats: 8 });
    await buyer.ask('DELETE', `/v1/carts/${buyer.account}/items/item_1`);
    const { page, context } = await openOrder(browser, shop, { changeId });
    await page.getByText('The other items are no longer in your cart').waitFor();
    await button(page, 'Add to cart').click();
    await button(page, 'Check out').click();
    await title(page, 'Checkout');
    await context.close();
  });

  it('an order is given up after it was said what that means', async () => {
    const buyer = await customerOfToday(shop);
    const { changeId } = await buyer.start({ seats: 8 });
    const { page, context } = await openOrder(browser, shop, { changeId });
    await button(page, 'Cancel the order').click();
    const asked = page.getByRole('dialog', { name: 'Cancel this order?' });
    await asked.getByRole('button', { name: 'Keep the order' }).click();
    await asked.waitFor({ state: 'detached' });
    expect((await buyer.look(changeId)).state).toBe('reviewing');
    await button(page, 'Cancel the order').click();
    await asked.getByRole('button', { name: 'Cancel the order' }).click();
    await buyer.reaches(changeId, 'cancelled');
    await context.close();
  });
});

describe('checkout', () => {
  it('everything to check is listed with the way to change it, which comes back to this very order', async () => {
    const buyer = await customerOfToday(shop);
    const { changeId } = await readyToPay(buyer);
    const { page, context } = await openOrder(browser, shop, { changeId });
    await title(page, 'Checkout');
    const answers = await page.getByRole('region', { name: 'Check your order' }).textContent();
    expect(answers).toMatch(/5 seats → 8 seats/);
    await page.getByRole('link', { name: 'Change Number of seats of Meeting' }).click();
    await title(page, 'Modify the subscription');
    const seats = page.getByRole('textbox', { name: 'Number of seats' });
    expect(await seats.inputValue()).toBe('8');
    await seats.fill('9');
    await totalOn(page);
    await button(page, 'Check out').click();
    await page.waitForURL(`**/billing/orders/${changeId}?*`);
    await page.getByText('5 seats → 9 seats').waitFor();
    expect(await buyer.look(changeId)).toMatchObject({ state: 'verifying', changes: [{ seats: 9 }] });
    await context.close();
  });

  it('an order of several subscriptions is changed with the price of all of it, and keeps what it asks of the others', async () => {
    const buyer = await customerOfToday(shop);
    const other = await buyer.anotherSubscription(inTheMiddle());
    const wishes = [buyer.subscription, other].map((subscriptionId) => ({ subscriptionId, seats: 8 }));
    const { changeId } = await buyer.startSeveral(wishes);
    await buyer.send(changeId, { type: 'CHECKOUT' });
    const { page, context } = await openOrder(browser, shop, { changeId });
    await page.getByRole('link', { name: 'Change Number of seats of Meeting' }).last().click();
    const seats = page.getByRole('textbox', { name: 'Number of seats' });
    await seats.fill('101');
    await page.locator('.fault').waitFor();
    await seats.fill('9');
    const total = await totalOn(page);
    await button(page, 'Check out').click();
    await title(page, 'Checkout');
    const { changes, quote } = await buyer.look(changeId);
    expect(changes).toMatchObject([{ seats: 8 }, { seats: 9 }]);
    expect(total).toBe(onPage(quote?.dueToday ?? { amount: '', currency: '' }));
    // An order that asks nothing of a subscription is not the one that its page changes.
    const apart = await customerOfToday(shop);
    await page.goto(`${shop.stand.url}/billing/subscriptions/${apart.subscription}/change?order=${changeId}&seats=9`);
    await totalOn(page);
    expect(await page.getByText('You are editing an open order').count()).toBe(0);
    await context.close();
  });

  it('a card is given on the page of the gateway, and one comes back to the order to pay it', async () => {
    const buyer = await customerOfToday(shop, { paymentMethod: null });
    const order = await readyToPay(buyer);
    const { page, context } = await openOrder(browser, shop, order);
    await page.getByText(/is due today: give payment details/).waitFor();
    expect(await placing(page).getAttribute('aria-disabled')).toBe('true');
    await button(page, 'Give payment details').click();
    await page.locator('#number').waitFor();
    await page.goBack();
    await button(page, 'Give payment details').click();
    await page.locator('#number').waitFor();
    await typeCard(page, DECLINED);
    await page.getByText('This card was declined').waitFor();
    await typeCard(page, GOOD);
    await page.getByText('The payment details are saved. You can place the order.').waitFor();
    await page.waitForURL((url) => !url.searchParams.has('paymentSetup'));
    expect(addressOf(page).pathname).toBe(`/billing/orders/${order.changeId}`);
    const due = onPage(order.quote?.dueToday ?? { amount: '', currency: '' });
    await button(page, `Place the order and pay ${due}`).click();
    await reaches(buyer, order.changeId);
    await context.close();
  });

  it('a card that is declined when it is charged leads back to checkout, where another one pays', async () => {
    const buyer = await customerOfToday(shop, { paymentMethod: null });
    const { changeId } = await readyToPay(buyer);
    const { page, context } = await openOrder(browser, shop, { changeId });
    await button(page, 'Give payment details').click();
    await typeCard(page, DECLINED_LATER);
    await placing(page).and(page.locator(':not([aria-disabled])')).click();
    await page.getByRole('heading', { name: /^The payment was declined/ }).waitFor();
    expect(await page.getByText('The payment details are saved.').count()).toBe(0);
    await button(page, 'Use other payment details').click();
    await typeCard(page, GOOD);
    await page.getByText('The payment details are saved.').waitFor();
    await placing(page).click();
    await reaches(buyer, changeId);
    expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
    await context.close();
  });

  it('a card page that was left open for an hour is over, and the next press opens another one', async () => {
    const buyer = await customerOfToday(shop, { paymentMethod: null });
    const { changeId } = await readyToPay(buyer);
    const { page, context } = await openOrder(browser, shop, { changeId });
    await button(page, 'Give payment details').click();
    await page.locator('#number').waitFor();
    const setupPage = page.url();
    shop.stand.clock.advance({ minutes: 61 });
    await typeCard(page, GOOD);
    await page.getByRole('link', { name: /back/i }).click();
    await page.getByText('The page has expired and nothing was saved.').waitFor();
    shop.stand.clock.set(new Date().toISOString());
    await button(page, 'Give payment details').click();
    await page.locator('#number').waitFor();
    expect(page.url()).not.toBe(setupPage);
    const asked = page.waitForRequest(/\/payment-setup\/[^/]+$/);
    await typeCard(page, GOOD);
    const setupId = (await asked).url().split('/').at(-1);
    await page.getByText('The payment details are saved.').waitFor();
    const other = await context.newPage();
    await other.goto(`${shop.stand.url}/billing/orders/${changeId}?paymentSetup=${setupId}`);
    await other.getByText('The payment details are saved.').waitFor();
    await context.close();
  });

  it('a VAT number stands in for a card, also when its register gives no answer at first', async () => {
    const buyer = await payingNothingToday(shop);
    const { changeId } = await buyer.checkOut({ frequency: 'month' });
    const { page, context } = await openOrder(browser, shop, { changeId });
    await page.getByText('Your subscription rate goes up: give payment details or a VAT number').waitFor();
    shop.stand.vies.script(DOWN);
    await vatField(page).fill('de 811.115 368\u200b');
    await button(page, 'Check the number').click();
    await page
      .getByText(/register DE gives no answer yet; we ask again by ourselves/)
      .first()
      .waitFor();
    await button(page, 'Go on and pay the VAT').click();
    await button(page, 'Go on and pay the VAT').waitFor({ state: 'detached' });
    shop.stand.vies.script(null);
    await button(page, 'Check the number').click();
    await page.getByText('Confirmed by the register').waitFor();
    await page.locator('h2:focus').filter({ hasText: 'VAT number' }).waitFor();
    await button(page, 'Place the order (nothing to pay today)').click();
    await reaches(buyer, changeId);
    expect(await buyer.gatewayBook(changeId)).toEqual([]);
    await context.close();
  });

  it('a VAT number that is nothing, absurd or mistyped is told beside the field and on top', async () => {
    const buyer = await payingNothingToday(shop);
    const { changeId } = await buyer.checkOut({ frequency: 'month' });
    const { page, context } = await openOrder(browser, shop, { changeId });
    const wrong = [
      ['', 'No VAT number was given.'],
      ['call me', 'A VAT number begins with the two letters of its country'],
      ['DE\u200b 811 115 369', 'The check digits do not match'],
    ] as const;
    for (const [typed, said] of wrong) {
      await vatField(page).fill(typed);
      await button(page, 'Check the number').click();
      await page.locator('.error-summary:focus').filter({ hasText: said }).waitFor();
      expect(await page.locator('.fault').textContent()).toContain(said);
      expect(await page.title()).toMatch(/^Error/);
      await page.getByRole('alert').getByRole('link').click();
      expect(await page.evaluate('document.activeElement.value')).toBe(typed);
    }
    await context.close();
  });

  it('a mistyped VAT number is told on top also while the one on file waits for its register, and there is no price yet', async () => {
    shop.stand.vies.script(DOWN);
    const buyer = await customerOfToday(shop, { country: 'DE', vatNumber: 'DE811115368' });
    const { changeId } = await buyer.start({ seats: 8 });
    const { page, context } = await openOrder(browser, shop, { changeId });
    await vatField(page).fill('call me');
    await button(page, 'Check the number').click();
    await page.locator('.error-summary:focus').filter({ hasText: 'two letters of its country' }).waitFor();
    expect(await page.title()).toMatch(/^Error/);
    await context.close();
  });

  it('an order that was changed in another tab shows both totals, and is placed by the new one', async () => {
    const buyer = await customerOfToday(shop);
    const seen = await readyToPay(buyer);
    const { page, context } = await openOrder(browser, shop, seen);
    await placing(page).waitFor();
    const hasRested = await watchForRest(page);
    await buyer.edit(seen.changeId, { seats: 11 });
    const now = await buyer.send(seen.changeId, { type: 'CHECKOUT' });
    const [before, after] = [seen, now].map(({ quote }) => onPage(quote?.dueToday ?? { amount: '', currency: '' }));
    expect(await compared(page, 'Total due')).toBe(`Total due${before}${after}`);
    expect(await compared(page, '11 seats')).toContain('none');
    expect(await buyer.gatewayBook(seen.changeId)).toEqual([]);
    expect(await hasRested()).toBe(true);
    await resting(page).waitFor({ state: 'detached' });
    await button(page, `Place the order and pay ${after}`).click();
    await reaches(buyer, seen.changeId);
    await context.close();
  });

  it('a cart that moved under the hand is asked about again, with both totals side by side', async () => {
    const buyer = await customerOfToday(shop);
    await fillCart(shop, buyer, 'Onboarding session');
    const { changeId } = await buyer.start({ seats: 8 });
    await buyer.send(changeId, { type: 'ADD_TO_CART' });
    const seen = await buyer.send(changeId, { type: 'CHECKOUT' });
    const { page, context } = await openOrder(browser, shop, { changeId });
    await placing(page).waitFor();
    await buyer.ask('DELETE', `/v1/carts/${buyer.account}/items/item_1`);
    await placing(page).click();
    await page.getByRole('heading', { name: /^The cart has changed meanwhile/ }).waitFor();
    const now = await buyer.look(changeId);
    const [before, after] = [seen, now].map(({ quote }) => onPage(quote?.dueToday ?? { amount: '', currency: '' }));
    expect(await compared(page, 'Total due')).toBe(`Total due${before}${after}`);
    await resting(page).waitFor({ state: 'detached' });
    await button(page, `Place the order and pay ${after}`).click();
    await reaches(buyer, changeId);
    await context.close();
  });

  it('two tabs and a double click place one order, and it is charged once', async () => {
    const buyer = await customerOfToday(shop);
    const { changeId } = await readyToPay(buyer);
    const { page, context } = await openOrder(browser, shop, { changeId });
    const other = await context.newPage();
    await other.goto(page.url());
    await placing(other).waitFor();
    // Without waiting for the buttons to rest, because the order moves on in both tabs as soon as one is pressed.
    const pressTwice = async (tab: Page): Promise<void> => {
      const place = await placing(tab).elementHandle();
      await Promise.all([place?.dispatchEvent('click'), place?.dispatchEvent('click')]);
    };
    await Promise.all([pressTwice(page), pressTwice(other)]);
    await reaches(buyer, changeId);
    expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
    await context.close();
  });

  it('a price that ran out is told without a reload', async () => {
    const { changeId } = await readyToPay(await customerOfToday(shop));
    const { page, context } = await openOrder(browser, shop, { changeId });
    await page.getByText(/^This price holds until/).waitFor();
    await page.clock.install();
    await page.reload();
    await page.getByText(/^This price holds until/).waitFor();
    await page.clock.fastForward('01:00:00');
    await page.getByText(/^This price held until/).waitFor();
    await context.close();
  });
});

describe('for everybody', () => {
  it.each(COVERING_LOOKS)('cart and checkout are without a fault: %o', async (look) => {
    expect(await faultsUntilPlaced(browser, shop, look)).toEqual([]);
  });
});
