import type { ServerStand } from '../server/stand';
import { startBrowser, type TestBrowser } from '../support/browser';
import { faultsOf, openAs, startPagesStand } from '../support/pages';

/** The end of a session, told before it comes. The browser and the API are given the same hour. */

let browser: TestBrowser;
let stand: ServerStand;
let now = new Date();

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startPagesStand({ app: { now: () => now } })]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

const MINUTE = 60_000;

describe('the end of a session', () => {
  it('two minutes before its end a session is prolonged by one press, and once it is over that is said', async () => {
    now = new Date();
    const { page, context, complaints } = await openAs(browser, stand, { path: '/billing' });
    await page.clock.install({ time: now });
    await page.reload();
    await page.locator('h1').waitFor();
    const later = async (minutes: number): Promise<void> => {
      now = new Date(now.getTime() + minutes * MINUTE);
      await page.clock.runFor(minutes * MINUTE);
    };
    await later(27);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await later(1.5);
    const dialog = page.getByRole('dialog', { name: /Your session ends at/ });
    await dialog.waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await later(27);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await later(1.5);
    await dialog.waitFor();
    expect(complaints).toEqual([]);
    await later(3);
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await context.close();
  });
});
