import type { Page } from 'playwright-core';
import { chooseReason } from './desk-acts';

/** The page of a bulk as somebody works it. */

/** Pauses it, lets it go on, approves it or cancels it. */
export async function steerBulk(page: Page, way: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: way, exact: true }).click();
  await chooseReason(page.getByRole('region', { name: way }), reason, way);
}

/** What the bar says, in words: the number of orders by outcome. Read at one moment, because it moves. */
export async function outcomesTold(page: Page): Promise<Record<string, number>> {
  const lines = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.outcome-words > li')].map((line) => line.textContent)`,
  );
  return Object.fromEntries(lines.map((line) => [line.replace(/^\s*\d+\s*/, ''), Number.parseInt(line, 10)]));
}
