import type { ServerStand } from '../server/stand';
import { startBrowser, type TestBrowser } from '../support/browser';
import { LONG, readAll, startLongQueue, toTheEnd } from '../support/long-queue';
import { openAs } from '../support/pages';

/** A queue of ten thousand orders; `test/long/desk-long-queue` measures it. */

let browser: TestBrowser;
let stand: ServerStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startLongQueue()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

it('ten thousand orders are read as one scrolls, and no more of them are on the page than can be seen', async () => {
  const { page, context, complaints } = await openAs(browser, stand, { person: 'lea', path: '/desk?sort=updated' });
  await page.locator('[data-row]').first().waitFor();
  await readAll(page);
  await toTheEnd(page);
  await page.locator(`[aria-rowindex="${LONG + 1}"]`).waitFor();
  // The first row has the tabulator's stop, and is there wherever one has scrolled to.
  expect(await page.locator('[data-row="0"]').count()).toBe(1);
  expect(await page.locator('[data-row]').count()).toBeLessThan(100);
  expect(complaints).toEqual([]);
  await context.close();
});
