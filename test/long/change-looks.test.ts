import type { ServerStand } from '../server/stand';
import { LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import {
  CHANGE,
  CHANGE_OF_A_STRANGER,
  CHANGE_PAST_DUE,
  ownComplaints,
  startChangeStand,
  unfold,
} from '../support/change-page';
import { faultsOf, openAs } from '../support/pages';

/** Every state of the change of a subscription, in every language, theme and width. */

const STATES = [
  ...['', '?seats=8', '?seats=4&frequency=year', '?tier=premium&seats=8&frequency=year', '?tier=standard'],
  ...['?seats=2', '?seats=10000', '?tier=gold', '?seats=many'],
].map((wish) => CHANGE + wish);

let browser: TestBrowser;
let stand: ServerStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startChangeStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

it.each(LOOKS)('the change of a subscription has no fault in any of its states: %o', async (look) => {
  const { page, context, complaints } = await openAs(browser, stand, { path: CHANGE, look });
  const found: string[] = [];
  for (const path of [...STATES, CHANGE_PAST_DUE, CHANGE_OF_A_STRANGER]) {
    await page.goto(stand.url + path);
    await page.locator('.total .amount.large:not(.old), .summary-paper .second, .notice').first().waitFor();
    await unfold(page);
    found.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
  }
  expect(found).toEqual([]);
  expect(ownComplaints(complaints)).toEqual([]);
  await context.close();
});
