import type { Browser, Page } from 'playwright-core';
import { PEOPLE, SAMPLE } from '../../dev/stack/sample-data';
import { atMost, type PartReport } from '../report/report';
import { median, percentile } from '../report/statistics';

const CHANGE = `/billing/subscriptions/${SAMPLE.gatewayDown.subscription}/change`;
const WARM_UP = 5;
const QUOTES = 20;
/** A person looks at a number before they change it again. */
const PAUSE = 400;

/** From the last key until the new total is painted. @param url of a stack with the sample data */
export async function quotesOnScreen(browser: Browser, url: string, rounds: number): Promise<PartReport> {
  const page = await browser.newPage({ locale: 'en' });
  try {
    await page.goto(`${url}/auth/sign-in?${new URLSearchParams({ returnTo: `${CHANGE}?seats=3` })}`);
    await page.locator(`button[value=${PEOPLE.claire}]`).click();
    await page.locator('.total .amount.large').waitFor();
    await timesOf(page, WARM_UP);
    const byRound: number[][] = [];
    for (let round = 0; round < rounds; round += 1) byRound.push(await timesOf(page, QUOTES));
    return report(byRound);
  } finally {
    await page.close();
  }
}

/** Told by the page itself: how long after the key another total was there and painted. */
const ARM = `window.painted = new Promise((resolve) => {
  const shown = () => document.querySelector('.total .amount.large:not(.old)')?.textContent;
  const before = shown();
  let pressed;
  addEventListener('keydown', () => { pressed = performance.now(); }, { once: true, capture: true });
  const watch = new MutationObserver(() => {
    const now = shown();
    if (now === undefined || now === before) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
  });
  watch.observe(document.querySelector('.summary'), { subtree: true, childList: true, characterData: true, attributes: true });
}); undefined`;

async function timesOf(page: Page, count: number): Promise<number[]> {
  const times: number[] = [];
  await page.locator('#seats input, input#seats').first().focus();
  for (let quote = 0; quote < count; quote += 1) {
    await page.evaluate(ARM);
    await page.keyboard.press('ArrowUp');
    times.push(await page.evaluate<number>('window.painted'));
    await page.waitForTimeout(PAUSE);
  }
  return times;
}

function report(byRound: number[][]): PartReport {
  const p50 = median(byRound.map(median));
  return {
    title: 'A quote on screen (Chromium, embedded stack, one person)',
    columns: ['round', 'quotes', 'p50 ms', 'p95 ms'],
    rows: byRound.map((times, round) => [
      String(round + 1),
      String(times.length),
      ...[0.5, 0.95].map((share) => percentile(times, share).toFixed(0)),
    ]),
    notes: ['From the last key until the new total is painted; 150 ms of it the page waits for another key.'],
    verdicts: [atMost('p50 of a quote on screen', 300, p50, ' ms', `${p50.toFixed(0)} ms`)],
  };
}
