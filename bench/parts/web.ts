import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { browserOnThisMachine, NO_BROWSER } from '../../dev/browser';
import { ApiClient } from '../../dev/stack/api-client';
import { newSecrets } from '../../dev/stack/local-secrets';
import { putSampleData } from '../../dev/stack/sample-data';
import { placeSampleOrders, putSampleShop, SHOP } from '../../dev/stack/sample-shop';
import { startStack } from '../../dev/stack/stack';
import { buildPages } from '../../dev/web/build';
import { FIRST_VISIT_LIMITS, firstVisitOf } from '../../dev/web/sizes';
import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median } from '../report/statistics';
import { quotesOnScreen } from '../web/quote';

const USABLE_WITHIN = 1_000;
const SHIFTS_AT_MOST = 0.05;
const KILO = 1_000;

/** One visit by a browser that has none of our files yet. */
interface Visit {
  /** From the address to the last subscription on the screen, in milliseconds. */
  usable: number;
  /** How much of the page moved while it came (CLS). */
  shift: number;
}

/** What somebody waits for who opens the billing centre for the first time, and for a price while they type. */
export async function measureWeb({ rounds }: BenchOptions): Promise<PartReport[]> {
  const executablePath = browserOnThisMachine();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  await buildPages();
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-bench-'));
  const stack = await startStack({ secrets: newSecrets(), dataDir });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const service = new ApiClient(stack.url, stack.keys.service);
    await putSampleData(service);
    await putSampleShop(service);
    await placeSampleOrders(service, new ApiClient(stack.url, stack.keys.support_agent));
    // The first one warms the server, which everybody shares.
    await visit(browser, stack.url);
    const visits: Visit[] = [];
    for (let round = 0; round < rounds; round += 1) visits.push(await visit(browser, stack.url));
    return [await report(visits), await quotesOnScreen(browser, stack.url, rounds)];
  } finally {
    await browser.close();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const signedIn = await browser.newContext({ locale: 'fr' });
  const cookies = await signIn(signedIn, url);
  await signedIn.close();
  const context = await browser.newContext({ locale: 'fr', viewport: { width: 1_280, height: 800 } });
  try {
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.addInitScript(WATCH_SHIFTS);
    const began = performance.now();
    await page.goto(`${url}/billing?account=${SHOP.account}`);
    await page
      .getByRole('button', { name: /^Options/ })
      .first()
      .waitFor();
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

async function report(visits: Visit[]): Promise<PartReport> {
  const { script, style } = await firstVisitOf('billing');
  const usable = median(visits.map((one) => one.usable));
  const shift = median(visits.map((one) => one.shift));
  return {
    title: 'The billing centre on a first visit',
    columns: ['visit', 'usable after ms', 'layout shift'],
    rows: visits.map((one, place) => [String(place + 1), one.usable.toFixed(0), one.shift.toFixed(3)]),
    notes: [
      'A browser without any of our files opens the subscriptions of an account that has five, on the embedded stack of this machine; ' +
        'script and style are those of that visit, gzipped.',
    ],
    verdicts: [
      atMost('script of a first visit', FIRST_VISIT_LIMITS.script / KILO, script / KILO, ' kB'),
      atMost('style of a first visit', FIRST_VISIT_LIMITS.style / KILO, style / KILO, ' kB'),
      atMost('subscriptions usable, median', USABLE_WITHIN, usable, ' ms', `${usable.toFixed(0)} ms`),
      atMost('layout shift, median', SHIFTS_AT_MOST, shift, '', shift.toFixed(3)),
    ],
  };
}
