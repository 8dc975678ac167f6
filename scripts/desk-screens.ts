import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser } from '../test/support/browser';
import { type DeskStand, openDesk, startDeskStand } from '../test/support/desk-stand';
import setUp from '../test/support/global-setup';
import tearDown from '../test/support/global-teardown';
import { isRead } from '../test/support/pages';
import { TEN_CAUSES } from '../test/support/stuck-causes';

/**
 * The second part of `npm run screens`: pictures of the desk for the README and `docs/support-desk.md`, of a queue with orders of
 * every kind on a stack of its own.
 */

const FOLDER = join(__dirname, '..', 'docs', 'pictures');
const LOOK = { locale: 'en', width: 1_280 } as const;

async function main(): Promise<void> {
  await setUp();
  try {
    const [browser, stand] = await Promise.all([startBrowser(), startDeskStand()]);
    try {
      await fill(stand);
      await take(browser, stand);
    } finally {
      await browser.close();
      await stand.shop.stand.stop();
    }
  } finally {
    await tearDown();
  }
}

/** Orders that wait for people of all kinds, some of them stuck by the same cause. */
async function fill(stand: DeskStand): Promise<void> {
  for (const cause of TEN_CAUSES.slice(3)) {
    await cause.make(stand);
    await cause.mend(stand);
  }
  stand.failing.add('apply:TemporalUnavailable');
  for (const seats of [6, 9, 12, 7]) await (await stand.customer()).buy({ seats });
  stand.failing.clear();
  await (await stand.customer()).start({ tierId: 'starter' });
  await (await stand.customer({ kind: 'corporate' })).start({ seats: 20 });
  await (await stand.customer()).start({ seats: 8 });
}

async function picture(page: Page, name: string): Promise<void> {
  await isRead(page);
  await page.screenshot({ path: join(FOLDER, `desk-en-${name}.png`), fullPage: name !== 'queue' });
  process.stderr.write(`desk: ${name}\n`);
}

async function take(browser: TestBrowser, stand: DeskStand): Promise<void> {
  const { page, context } = await openDesk(browser, stand, { look: LOOK });
  const { url } = stand.shop.stand;
  await page.goto(`${url}/desk?waits=stuck&sort=age`);
  await page.getByRole('row').nth(1).waitFor();
  await picture(page, 'queue');
  const { items } = await stand.shop.agent.get<{ items: { changeId: string }[] }>(
    '/v1/changes?code=TemporalUnavailable&sort=age',
  );
  await page.goto(`${url}/desk/orders/${items.at(-1)?.changeId}`);
  await page.locator('form.act-panel .reason').first().click();
  await picture(page, 'order');
  await context.close();
  await takeBulk(browser, stand);
}

/** A lead retries the orders of one cause, and sees what became of each. */
async function takeBulk(browser: TestBrowser, stand: DeskStand): Promise<void> {
  const path = '/desk/bulk?event=RETRY&code=TemporalUnavailable';
  const { page, context } = await openDesk(browser, stand, { person: 'lea', path, look: LOOK });
  await isRead(page);
  await picture(page, 'bulk');
  await context.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
