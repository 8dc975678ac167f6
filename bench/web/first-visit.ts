import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { SHOP } from '../../dev/stack/sample-shop';

/** One visit by a browser that has none of our files yet. */
export interface FirstVisit {
  /** From the address until what one waits for is on the screen, in milliseconds. */
  usable: number;
  /** How much of the page moved while it came (CLS). */
  shift: number;
}

interface Destination {
  path: string;
  waitsFor(page: Page): Locator;
}

/** Opens a page as the contact of the sample shop, who has signed in before with another browser. */
export async function firstVisit(browser: Browser, url: string, { path, waitsFor }: Destination): Promise<FirstVisit> {
  const signedIn = await browser.newContext({ locale: 'fr' });
  const cookies = await signIn(signedIn, url);
  await signedIn.close();
  const context = await browser.newContext({ locale: 'fr', viewport: { width: 1_280, height: 800 } });
  try {
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.addInitScript(WATCH_SHIFTS);
    const began = performance.now();
    await page.goto(`${url}${path}`);
    await waitsFor(page).waitFor();
    const usable = performance.now() - began;
    await page.waitForLoadState('networkidle');
    return { usable, shift: await page.evaluate<number>('window.shifted') };
  } finally {
    await context.close();
  }
}

const WATCH_SHIFTS = `window.shifted = 0; new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
}).observe({ type: 'layout-shift', buffered: true })`;

async function signIn(context: BrowserContext, url: string) {
  const page = await context.newPage();
  await page.goto(`${url}/auth/sign-in?returnTo=/docs`);
  await page.locator(`button[value=${SHOP.contact}]`).click();
  await page.waitForURL('**/docs');
  return context.cookies();
}
