import { changeSettings } from '../../dev/stack/change-settings';
import type { OrderDocument } from '../../schemas/orders/order';
import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { ACCEPTED_FOR_LATER, addressesOfEnds, type EndsStand, faultsAt, startEndsStand } from '../support/ends-stand';
import type { Buyer } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { openAs } from '../support/pages';

/** Orders that do not go straight on, in a real browser on the real stack: each says what happens next, and none is a dead end. */

let browser: TestBrowser;
let stand: EndsStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startEndsStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.shop.stand.stop();
});

const pageOf = ({ changeId }: Pick<OrderDocument, 'changeId'>): string => `/billing/orders/${changeId}`;
const open = (path: string) => openAs(browser, stand.shop.stand, { path });

/** A lower tier, which is not sold online. */
const handedOver = async (facts = {}): Promise<[Buyer, OrderDocument]> => {
  const claire = await stand.customer(facts);
  return [claire, await claire.start({ tierId: 'starter' })];
};

describe('an order that somebody of ours decides', () => {
  it('a hand-over tells who decides by when and what was sent, and is called off once its effect was read', async () => {
    const [claire, order] = await handedOver();
    const { page, context } = await open(pageOf(order));
    await page.getByRole('heading', { name: 'Customer support decides' }).waitFor();
    const answerBy = page.getByText('Answer expected by').locator('xpath=following-sibling::dd');
    expect(await answerBy.locator('time').getAttribute('datetime')).toBe(order.handOver?.answerBy);
    await page.getByRole('listitem').filter({ hasText: '5 starter seats' }).waitFor();
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByRole('dialog').getByText('your subscription stays as it is').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByRole('heading', { level: 1, name: 'Order cancelled' }).waitFor();
    expect(await claire.look(order.changeId)).toMatchObject({ ending: 'cancelled' });
    // The same wish is in the fields of the page that it leads to.
    await page.getByRole('link', { name: 'Take the request up again' }).click();
    await page.waitForURL(`**/change?account=${claire.account}&tier=starter`);
    await page.getByRole('heading', { level: 1, name: 'Modify the subscription' }).waitFor();
    await context.close();
  });

  it('an answer that is late is said to be, with what to do', async () => {
    const { store } = stand.shop.stand;
    await changeSettings(store, TENANT, { answerHours: 0 });
    const [, order] = await handedOver();
    const { page, context } = await open(pageOf(order));
    await page.getByRole('heading', { name: 'Our answer is late' }).waitFor();
    await changeSettings(store, TENANT, { answerHours: 48 });
    await context.close();
  });

  it('what support declines ends with the words that it chose, and leads to another change', async () => {
    const [claire, order] = await handedOver();
    const { page, context } = await open(pageOf(order));
    await page.getByRole('heading', { level: 1, name: 'Request sent' }).waitFor();
    const message = 'Your contract runs until June: ask us again in May.';
    await stand.shop.agent.act(order.changeId, { type: 'DECLINE_HANDOVER', message });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Request not accepted' }).waitFor();
    await page.getByText(message).waitFor();
    await page.getByRole('link', { name: 'Choose another change' }).click();
    await page.waitForURL(`**/subscriptions/${claire.subscription}/change?account=${claire.account}`);
    await context.close();
  });

  it('what was agreed for the end of the period tells its day, its terms, and that nothing is due until then', async () => {
    const [claire, { changeId }] = await handedOver({ kind: 'corporate' });
    await stand.shop.agent.act(changeId, { ...ACCEPTED_FOR_LATER, purchaseOrder: 'PO-117' });
    const placed = await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
    expect(placed.state).toBe('scheduled');
    const { page, context } = await open(pageOf(placed));
    await page.getByRole('heading', { level: 1, name: /^Agreed for / }).waitFor();
    await page.getByText('Nothing is due today').waitFor();
    await page.getByText('Purchase order: PO-117').waitFor();
    await page.getByRole('link', { name: 'Modify the Meeting subscription' }).waitFor();
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await page
      .getByRole('dialog')
      .getByText(/will not be made/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByRole('heading', { level: 1, name: 'Order cancelled' }).waitFor();
    await context.close();
  });
});

describe('an order that support has to see to', () => {
  it('an order that is stuck says who takes care of it and where the money is, and goes on before one’s eyes', async () => {
    const claire = await stand.customer();
    const checkout = await claire.checkOut({ seats: 8 });
    stand.failing.add('apply');
    const stuck = await claire.place(checkout);
    expect(stuck.stuck).toMatchObject({ step: 'applying' });
    const { page, context } = await open(pageOf(stuck));
    await page.getByRole('heading', { level: 1, name: 'Order interrupted' }).waitFor();
    await page.getByText('Your payment is recorded. Whatever happens, nothing is charged twice.').waitFor();
    stand.failing.delete('apply');
    await stand.shop.agent.act(stuck.changeId, { type: 'RETRY' });
    await claire.reaches(stuck.changeId, 'completed');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Order interrupted' }).waitFor({ state: 'detached' });
    await context.close();
  });

  it('an order that support holds says so, since when, and that nothing was charged', async () => {
    const claire = await stand.customer();
    const checkout = await claire.checkOut({ seats: 8 });
    await stand.shop.agent.act(checkout.changeId, { type: 'HOLD' });
    const { page, context } = await open(pageOf(checkout));
    await page.getByRole('heading', { level: 1, name: 'Order on hold' }).waitFor();
    await page.getByText('Nothing was charged.').waitFor();
    await context.close();
  });
});

describe('an order that ended without effect', () => {
  it('an expired order leads to its wish, and a replaced one to the order that took its place', async () => {
    const claire = await stand.customer();
    const older = await claire.checkOut({ seats: 8, frequency: 'year' });
    stand.shop.stand.clock.advance({ seconds: 5 });
    const newer = await claire.checkOut({ seats: 6 });
    await claire.reaches(older.changeId, 'superseded');
    await stand.expires(claire, newer);
    const { page, context } = await open(pageOf(older));
    await page.getByRole('heading', { level: 1, name: 'Order replaced' }).waitFor();
    await page.getByRole('link', { name: 'See the order that replaces it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Order expired' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(pageOf(newer));
    await page.getByRole('link', { name: 'Take the request up again' }).click();
    await page.waitForURL(`**/change?account=${claire.account}&seats=6`);
    expect(await page.getByRole('textbox', { name: 'Number of seats' }).inputValue()).toBe('6');
    await context.close();
  });

  it('what is overdue is named where a change is refused, and once it is paid the same is asked for again', async () => {
    const claire = await stand.customer();
    await stand.becomesPastDue(claire);
    await claire.refusedStart({ seats: 6 });
    const { items } = await claire.get<{ items: OrderDocument[] }>(`/v1/changes?accountId=${claire.account}`);
    const { page, context } = await open(pageOf(items[0] as OrderDocument));
    await page.getByText('F-2026-0118').waitFor();
    await page.getByText('€1,284.50').waitFor();
    const pay = page.getByRole('link', { name: 'Pay the overdue invoices' });
    expect(await pay.getAttribute('href')).toBe('https://pay.example/open');
    await page.getByRole('button', { name: 'I have paid: check again' }).click();
    await page.getByText('The payment has not reached us yet.').waitFor();
    await stand.pays(claire);
    await page.getByRole('button', { name: 'I have paid: check again' }).click();
    await page.getByText('Nothing is overdue any more').waitFor();
    await page.getByRole('link', { name: 'Take the request up again' }).click();
    await page.waitForURL(`**/change?account=${claire.account}&seats=6`);
    await page.locator('.total .amount.large').waitFor();
    await context.close();
  });

  it('an invoice that became overdue stops an order at checkout, and once it is paid the order is placed there', async () => {
    const claire = await stand.customer();
    const order = await claire.checkOut({ seats: 8 });
    const { page, context } = await open(pageOf(order));
    const place = page.getByRole('button', { name: /^Place the order/ });
    await place.waitFor();
    await stand.becomesPastDue(claire);
    await place.click();
    await page.getByText('F-2026-0118').waitFor();
    await stand.pays(claire);
    await page.getByRole('button', { name: 'I have paid: check again' }).click();
    await page.locator(':focus').filter({ hasText: 'Nothing is overdue any more' }).waitFor();
    expect(await page.getByText(/overdue/).count()).toBe(1);
    await place.click();
    await claire.reaches(order.changeId, 'completed');
    await context.close();
  });

  it('the page of a change names what is overdue too, and shows its price as soon as that is paid', async () => {
    const claire = await stand.customer();
    await stand.becomesPastDue(claire);
    const { page, context } = await open(`/billing/subscriptions/${claire.subscription}/change?seats=6`);
    await page.getByText('F-2026-0131').waitFor();
    await stand.pays(claire);
    await page.getByRole('button', { name: 'I have paid: check again' }).click();
    await page.locator('.total .amount.large').waitFor();
    expect(await page.getByText('F-2026-0131').count()).toBe(0);
    await context.close();
  });
});

describe('the screens of these', () => {
  let addresses: Awaited<ReturnType<typeof addressesOfEnds>>;
  beforeAll(async () => {
    addresses = await addressesOfEnds(stand);
  });

  // Each of the others has what these have; all of them in every look are in test/long.
  it.each(COVERING_LOOKS)('the screens that hold the most are without a fault: %o', async (look) => {
    const { waiting, agreed, refused } = addresses;
    expect(await faultsAt(browser, stand, [waiting, agreed, refused], look)).toEqual([]);
  });
});
