import type { Page } from 'playwright-core';
import { COVERING_LOOKS, startBrowser, type TestBrowser, type Visitor } from '../support/browser';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import type { Buyer } from '../support/flow-shop';
import { faultsOf, isRead } from '../support/pages';

/** An order as people of support work at it: seen, foreseen, acted on, and told what became of it. */

let browser: TestBrowser;
let desk: DeskStand;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
});
afterEach(() => desk.failing.clear());
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

const orderPath = (changeId: string): string => `/desk/orders/${changeId}`;
const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const opened = (changeId: string, person = 'agnes', look = {}): Promise<Visitor> =>
  openDesk(browser, desk, { person, path: orderPath(changeId), look });
const told = (page: Page, words: RegExp) => page.getByRole('heading', { level: 3, name: words }).waitFor();

/** An order whose step fails whenever it is tried. */
async function stuckAt(step: string): Promise<{ changeId: string; buyer: Buyer }> {
  const buyer = await desk.customer();
  desk.failing.add(step);
  const { changeId } = await buyer.buy({ seats: 8 });
  return { changeId, buyer };
}

describe('a stuck order', () => {
  it('is understood, foreseen and healed by three presses, and its agent is told that it helped', async () => {
    const { changeId, buyer } = await stuckAt('apply');
    const { page, context, complaints } = await opened(changeId);
    await page.waitForTimeout(4000); await page.screenshot({path:'/tmp/do/t1.png',fullPage:true}); console.log(await page.locator('body').innerText());
    await page.getByText('Yes, until the change is made').waitFor();
    await page.getByText(/Taken: /).waitFor();
    await page.getByText(/What is done, in this order: applying the change/).waitFor();
    await page.getByRole('heading', { name: 'Where it is, and where “Retry” would lead' }).waitFor();
    desk.failing.clear();
    await page.getByText('The outage is over').click();
    await act(page, 'Retry').last().click();
    await told(page, /it helped, the order has left where it was stuck/);
    await page.getByRole('heading', { level: 1, name: 'The order is completed.' }).waitFor();
    await page.getByText('No: the change is made, it only goes forward').waitFor();
    expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
