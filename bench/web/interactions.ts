import type { Browser, Page } from 'playwright-core';
import { SHOP } from '../../dev/stack/sample-shop';
import { atMost, type PartReport } from '../report/report';
import { median } from '../report/statistics';
import { everythingIsRead, signedInContext } from './visits';

const WITHIN = 200;
/** The browser tells of no interaction that is painted sooner. */
const LEAST = 16;

const WATCH = `window.interactions = []; new PerformanceObserver((list) => {
  for (const { duration, interactionId } of list.getEntries()) if (interactionId > 0) window.interactions.push(duration);
}).observe({ type: 'event', durationThreshold: ${LEAST}, buffered: true })`;

interface Asked {
  url: string;
  /** The path of an order at checkout. */
  checkout: string;
}

/**
 * From a press or a key until the page is painted next (INP): whatever can be opened and chosen where a subscription is changed and
 * an order is checked, one after the other.
 */
export async function interactionsOf(browser: Browser, { url, checkout }: Asked, rounds: number): Promise<PartReport> {
  const change = `/billing/subscriptions/${SHOP.webinar}/change?account=${SHOP.account}&seats=14`;
  const worst = { change: [] as number[], checkout: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    worst.change.push(await slowestOn(browser, url, change, useChange));
    worst.checkout.push(await slowestOn(browser, url, checkout, openLines));
  }
  return {
    title: 'From an interaction to the next paint',
    columns: ['round', 'change: slowest ms', 'checkout: slowest ms'],
    rows: worst.change.map((slowest, round) => [
      String(round + 1),
      slowest.toFixed(0),
      (worst.checkout[round] ?? Number.NaN).toFixed(0),
    ]),
    notes: [
      `The slowest of all interactions of a visit, as the browser tells them (in steps of 8 ms, from ${LEAST} ms on).`,
    ],
    verdicts: (['change', 'checkout'] as const).map((page) => {
      const found = median(worst[page]);
      return atMost(`interaction to next paint (${page}), median`, WITHIN, found, ' ms', `${found.toFixed(0)} ms`);
    }),
  };
}

async function slowestOn(
  browser: Browser,
  url: string,
  path: string,
  act: (page: Page) => Promise<void>,
): Promise<number> {
  const context = await signedInContext(browser, url);
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await page.goto(`${url}${path}`);
    await page.locator('.opening-button').first().waitFor();
    await act(page);
    await everythingIsRead(page);
    const told = await page.evaluate<number[]>('window.interactions');
    return Math.max(LEAST, ...told);
  } finally {
    await context.close();
  }
}

async function openLines(page: Page): Promise<void> {
  for (const line of await page.locator('.opening-button').all()) await line.click();
}

async function useChange(page: Page): Promise<void> {
  for (const choice of await page.locator('#tier label, #frequency label').all()) await choice.click();
  await page.locator('#seats input, input#seats').first().focus();
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('ArrowUp');
  await page.locator('.total .amount.large:not(.old)').waitFor();
  await openLines(page);
}
