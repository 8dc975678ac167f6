import type { Page } from 'playwright-core';
import { COVERING_LOOKS, type Look, startBrowser, type TestBrowser, type Visitor } from '../support/browser';
import { ownComplaints } from '../support/change-page';
import type { Buyer } from '../support/flow-shop';
import { holdNext, openWatchedShop, type WatchedShop } from '../support/order-watch';
import { faultsOf, isRead, openAs } from '../support/pages';

/** An order as its customer watches it: under way, at the bank, confirmed, while processes are killed. */

let browser: TestBrowser;
let shop: WatchedShop;

beforeAll(async () => {
  [browser, shop] = await Promise.all([startBrowser(), openWatchedShop()]);
});
afterAll(async () => {
  await browser.close();
  await shop.stop();
});

const opened = (path: string, look: Partial<Look> = {}): Promise<Visitor> =>
  openAs(browser, shop.api(), { path, look });
const orderPath = (changeId: string): string => `/billing/orders/${changeId}`;
const title = (page: Page) => page.getByRole('heading', { level: 1 });
const arrives = (page: Page, words: RegExp) => page.getByRole('heading', { level: 1, name: words }).waitFor();
/** "Payment: under way" of the step that the order is at. */
const atStep = (page: Page, words: RegExp) => page.locator('[aria-current=step]', { hasText: words }).waitFor();
const markedAsLoaded = (page: Page) => page.evaluate('window.wasLoadedOnce = true');
const wasLoadedAgain = async (page: Page) => (await page.evaluate('window.wasLoadedOnce')) !== true;

const COMPLETE = /Your order is complete|Votre commande est terminée/;
const AT_BANK = /confirm the payment with your bank|confirmez le paiement auprès de votre banque/i;

/** An order that waits at the customer's bank. */
async function atTheBank(buyer: Buyer, more = {}): Promise<{ changeId: string; link: string }> {
  await shop.stand.payments().script({ fault: 'three_d_secure', operation: 'charge', ...more });
  const { changeId, payment } = await buyer.buy({ seats: 8 });
  return { changeId, link: payment?.link ?? '' };
}

describe('an order under way', () => {
  it.each(COVERING_LOOKS)(
    'an order is confirmed at the bank, and its seats are assigned, without a fault: %o',
    async (look) => {
      const buyer = await shop.buyer();
      const { changeId, link } = await atTheBank(buyer);
      const { page, context, complaints } = await opened(orderPath(changeId), look);
      await arrives(page, AT_BANK);
      await atStep(page, /your turn|à vous/);
      expect(await faultsOf(page)).toEqual([]);
      await page.locator(`a[href="${link}"]`).click();
      await page.locator('button[value=accept]').click();
      await arrives(page, COMPLETE);
      expect(page.url()).toContain(orderPath(changeId));
      await page.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      const toSeats = page.getByRole('link', { name: /\(8 free\)|\(8 libres\)/ });
      await toSeats.waitFor();
      await page.goto(`${shop.api().url}/billing/orders?account=${buyer.account}`);
      const banner = page.getByRole('listitem').filter({ hasText: /3\s(new seats|nouveaux postes)/ });
      await banner.waitFor();
      expect(await faultsOf(page)).toEqual([]);
      for (let person = 1; person <= 8; person += 1) await buyer.assign(`u_${person}`);
      await page.reload();
      await banner.waitFor({ state: 'detached' });
      await isRead(page);
      expect(await banner.count()).toBe(0);
      expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
      expect(ownComplaints(complaints)).toEqual([]);
      await context.close();
    },
  );

  it('each step is told as it is done, and going back leads to what is so now', async () => {
    const buyer = await shop.buyer();
    const change = `/billing/subscriptions/${buyer.subscription}/change`;
    const { page, context } = await opened(`${change}?seats=8`);
    await page.locator('.total').waitFor();
    const checkout = await buyer.checkOut({ seats: 8 });
    await page.goto(`${shop.api().url}${orderPath(checkout.changeId)}`);
    await title(page).waitFor();
    await markedAsLoaded(page);
    const charge = await holdNext('charge', shop);
    const placed = buyer.place(checkout);
    await charge.done;
    await atStep(page, /Payment.*under way/);
    expect(await page.locator('.order-steps li.done').count()).toBe(1);
    expect(await page.locator('.order-steps li.not_yet').count()).toBe(2);
    expect(await faultsOf(page)).toEqual([]);
    charge.answer();
    await placed;
    await arrives(page, COMPLETE);
    expect(await wasLoadedAgain(page)).toBe(false);
    await page.goBack();
    await page
      .getByText('You have 8 seats')
      .or(page.locator('.summary', { hasText: 'Nothing is changed' }))
      .first()
      .waitFor();
    expect(await page.locator('.total').count()).toBe(0);
    await context.close();
  });

  it('the page says that nobody knows while the gateway has not said whether it took the money, and nothing is taken twice', async () => {
    const buyer = await shop.buyer();
    const checkout = await buyer.checkOut({ seats: 8 });
    const { page, context } = await opened(orderPath(checkout.changeId));
    await shop.stand.payments().script({ fault: 'drop_after_commit', operation: 'charge' });
    const lookUp = await holdNext('lookup', shop);
    const placed = buyer.place(checkout);
    await lookUp.done;
    await arrives(page, /We do not know yet whether your payment went through.*Nothing is charged twice/);
    await atStep(page, /Payment.*not known yet/);
    expect(await faultsOf(page)).toEqual([]);
    lookUp.answer();
    await placed;
    await arrives(page, COMPLETE);
    expect(await buyer.gatewayBook(checkout.changeId)).toHaveLength(1);
    await context.close();
  });

  it('a payment that the bank refuses leads back to the checkout, with why', async () => {
    const buyer = await shop.buyer();
    const { changeId, link } = await atTheBank(buyer);
    const { page, context } = await opened(orderPath(changeId));
    await page.locator(`a[href="${link}"]`).click();
    await page.locator('button[value=refuse]').click();
    await page.getByText(/^The payment was declined/).waitFor();
    expect(await title(page).textContent()).not.toMatch(COMPLETE);
    expect(await buyer.gatewayBook(changeId)).toEqual([]);
    await context.close();
  });

  it('a link to the bank that was not used in time is said to be over, and another one is asked for in place', async () => {
    const buyer = await shop.buyer();
    const { changeId, link } = await atTheBank(buyer, { expiresInSeconds: 2 });
    const { page, context } = await opened(orderPath(changeId));
    await page.getByText('The payment was not confirmed in time; nothing was charged.').waitFor();
    await shop.stand.payments().script({ fault: 'three_d_secure', operation: 'charge' });
    await page.getByRole('button', { name: 'Ask for a new payment link' }).click();
    await arrives(page, AT_BANK);
    const another = page.getByRole('link', { name: /Confirm the payment/ });
    expect(await another.getAttribute('href')).not.toBe(link);
    await another.click();
    await page.locator('button[value=accept]').click();
    await arrives(page, COMPLETE);
    expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
    await context.close();
  });

  it('an order that waits at the bank is called off in place, once its customer was asked', async () => {
    const buyer = await shop.buyer();
    const { changeId } = await atTheBank(buyer);
    const { page, context } = await opened(orderPath(changeId));
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByRole('dialog').getByText('What was paid is given back').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();
    await arrives(page, /cancelled/);
    expect(await buyer.gatewayBook(changeId)).toEqual([]);
    await context.close();
  });

  it('a worker, then the API is killed while the customer watches: nothing is said to be done that is not, and nothing happens twice', async () => {
    const buyer = await shop.buyer();
    const checkout = await buyer.checkOut({ seats: 8 });
    const { changeId } = checkout;
    const { page, context } = await opened(orderPath(changeId));
    await markedAsLoaded(page);
    const charge = await holdNext('charge', shop);
    const order = { body: { type: 'PLACE_ORDER' }, expect: [200, 202] };
    const placed = buyer.ask('POST', `/v1/changes/${changeId}/events`, order);
    await charge.done;
    await atStep(page, /Payment.*under way/);
    await shop.killWorker();
    await shop.killApi();
    const lost = page.getByText(/No connection since/);
    await lost.waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await shop.startWorkerAnew();
    charge.answer();
    await placed;
    await buyer.reaches(changeId, 'completed');
    // It is complete, and the page, which cannot know, does not say so.
    expect(await title(page).textContent()).not.toMatch(COMPLETE);
    await shop.startApiAnew();
    await arrives(page, COMPLETE);
    expect(await lost.count()).toBe(0);
    expect(await wasLoadedAgain(page)).toBe(false);
    expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
    expect((await buyer.mails()).map(({ kind }) => kind)).toEqual(['confirmed']);
    await context.close();
  });
});
