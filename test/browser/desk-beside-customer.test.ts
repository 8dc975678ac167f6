import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser } from '../support/browser';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { openAs } from '../support/pages';

/** A customer and the people who look after them, each in a browser of their own, at the same order. */

let browser: TestBrowser;
let desk: DeskStand;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
});
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

const asCustomer = (changeId: string) =>
  openAs(browser, desk.shop.stand, { person: 'claire', path: `/billing/orders/${changeId}` });
const does = (page: Page, name: string) => page.locator('form').getByRole('button', { name, exact: true });
const isTitled = (page: Page, name: RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

/** From the list of hand-overs to the order, and there accepts it. */
async function accept(page: Page, purchaseOrder?: string): Promise<void> {
  await page.getByRole('listitem').filter({ hasText: 'Answer expected by' }).getByRole('link').first().click();
  await page.waitForURL('**/desk/orders/*');
  if (purchaseOrder !== undefined) await page.getByLabel('Purchase order number').fill(purchaseOrder);
  await page.getByText('Agreed with the customer').click();
  await does(page, 'Accept the request').click();
  await page.getByRole('heading', { level: 3, name: /^Accept the request: / }).waitFor();
}

it('a downgrade that support decides is accepted in the desk, goes on in front of its customer, and is placed by them', async () => {
  const claire = await desk.customer();
  const { changeId } = await claire.start({ tierId: 'starter' });
  const [customer, agent] = await Promise.all([
    asCustomer(changeId),
    openDesk(browser, desk, { path: '/desk/hand-overs' }),
  ]);
  await customer.page.getByRole('heading', { name: 'Customer support decides' }).waitFor();
  await accept(agent.page);
  await customer.page.getByRole('button', { name: 'Check out' }).click();
  await customer.page.getByRole('button', { name: /^Place the order/ }).click();
  await isTitled(customer.page, /Your order is complete/);
  await isTitled(agent.page, /The order is completed/);
  expect(await claire.look(changeId)).toMatchObject({ state: 'completed', done: true });
  expect([...customer.complaints, ...agent.complaints]).toEqual([]);
  await Promise.all([customer.context.close(), agent.context.close()]);
});

it('a Corporate change is accepted with its purchase order, which its customer sees when they place it', async () => {
  const kim = await desk.customer({ kind: 'corporate' });
  const { changeId } = await kim.start({ seats: 6 });
  const [customer, agent] = await Promise.all([
    asCustomer(changeId),
    openDesk(browser, desk, { path: '/desk/hand-overs' }),
  ]);
  await accept(agent.page, 'PO-2026-7');
  await customer.page.getByRole('button', { name: 'Check out' }).click();
  await customer.page.getByText('PO-2026-7').first().waitFor();
  await customer.page.getByRole('button', { name: /^Place the order/ }).click();
  await isTitled(agent.page, /delivery|completed/i);
  expect(await kim.look(changeId)).toMatchObject({ agreement: { purchaseOrder: 'PO-2026-7' } });
  await Promise.all([customer.context.close(), agent.context.close()]);
});
