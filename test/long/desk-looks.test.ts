import { LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { faultsOf, isRead } from '../support/pages';
import { TEN_CAUSES } from '../support/stuck-causes';

/** Every screen of the desk in every language, theme and width, with orders of ten causes. */

const SCREENS = ['hand-overs', 'requests', 'items', 'seats', 'inbound', 'mails', 'bulk', 'audit', 'operators'];

let browser: TestBrowser;
let desk: DeskStand;
let paths: string[];

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
  const orders: string[] = [];
  for (const cause of TEN_CAUSES) {
    orders.push((await cause.make(desk)).changeId);
    await cause.mend(desk);
  }
  await (await desk.customer()).start({ tierId: 'starter' });
  paths = [
    ...['/desk', '/desk?waits=stuck&sort=age', '/desk/bulk?event=RETRY&code=unexpected'],
    ...SCREENS.map((screen) => `/desk/${screen}`),
    ...orders.map((changeId) => `/desk/orders/${changeId}`),
  ];
});
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

it.each(LOOKS)('every screen of the desk is without a fault: %o', async (look) => {
  const { page, context, complaints } = await openDesk(browser, desk, { person: 'lea', look });
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(`${desk.shop.stand.url}${path}`);
    await isRead(page);
    faults.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
  }
  expect(faults).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});
