import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { SHOP } from '../../dev/stack/sample-shop';

/** One visit by a browser that has none of our files yet. */
export interface PageVisit {
  /** From the address until what one came for is on the screen, in milliseconds. */
  usable: number;
  /** How much of the page moved while it came (CLS). */
  shift: number;
}

/** Where somebody goes, and what they can then do. */
export interface Destination {
  url: string;
  path: string;
  thereIs(page: Page): Locator;
  /** Who goes there; a billing contact where it is not said. */
  person?: string;
}

/** The first visit warms the server, which everybody shares, and does not count. */
export async function visitsOf(browser: Browser, there: Destination, rounds: number): Promise<PageVisit[]> {
  await visit(browser, there);
  const visits: PageVisit[] = [];
  for (let round = 0; round < rounds; round += 1) visits.push(await visit(browser, there));
  return visits;
}

async function visit(browser: Browser, { url, path, thereIs, person }: Destination): Promise<PageVisit> {
  const context = await signedInContext(browser, url, person);
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH_SHIFTS);
    const began = performance.now();
    await page.goto(`${url}${path}`);
    await thereIs(page).first().waitFor();
    const usable = performance.now() - began;
    await everythingIsRead(page);
    return { usable, shift: await page.evaluate<number>('window.shifted') };
  } finally {
    await context.close();
  }
}

const WATCH_SHIFTS = `window.shifted = 0; new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
}).observe({ type: 'layout-shift', buffered: true })`;

/** Until everything is there that is read; a page that watches an order never stops listening. */
export const everythingIsRead = (page: Page): Promise<void> =>
  page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });

/** Somebody who has signed in, with a browser that has kept nothing of our pages. */
export async function signedInContext(
  browser: Browser,
  url: string,
  person: string = SHOP.contact,
): Promise<BrowserContext> {
  const before = await browser.newContext({ locale: 'fr' });
  const page = await before.newPage();
  await page.goto(`${url}/auth/sign-in?returnTo=/docs`);
  await page.locator(`button[value=${person}]`).click();
  await page.waitForURL('**/docs');
  const cookies = await before.cookies();
  await before.close();
  const context = await browser.newContext({ locale: 'fr', viewport: { width: 1_280, height: 800 } });
  await context.addCookies(cookies);
  return context;
}
