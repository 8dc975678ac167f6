import type { Page } from 'playwright-core';
import { until } from './within';

/** For what a key has done, in milliseconds, on a busy machine too. */
const LATE = 10_000;

/**
 * In the page: what is wrong with where the focus is, or null. What a script has put it on, such as a heading, is read out and need not be
 * drawn; all that a key acts on has to be seen, with a line around it or around the label that stands for it, and nothing over it.
 */
const FAULT = `(() => {
  const holder = document.activeElement;
  if (holder === null || holder === document.body) return 'lost';
  if (holder.matches('[tabindex="-1"]:not([role=option], [role=menuitemradio])')) return null;
  const name = holder.tagName + ' ' + (holder.getAttribute('aria-label') || holder.id || holder.textContent).slice(0, 60);
  const shown = holder.closest('label') || holder;
  const isLined = (one) => getComputedStyle(one).outlineStyle !== 'none';
  if (![shown, ...shown.querySelectorAll('*')].some(isLined)) return 'not drawn: ' + name;
  const { left, right, top, bottom } = shown.getBoundingClientRect();
  if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return 'out of sight: ' + name;
  const middle = (from, to, end) => (Math.max(0, from) + Math.min(end, to)) / 2;
  const above = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
  return above === null || shown.contains(above) || above.contains(shown) ? null : 'covered: ' + name;
})()`;

/** Waits until the focus is somewhere and can be seen. @throws Error with what is wrong with it */
export async function focusIsSeen(page: Page): Promise<void> {
  let fault: string | null = null;
  const isSeen = async () => {
    fault = await page.evaluate<string | null>(FAULT);
    return fault === null;
  };
  await until(LATE, 'the focus to be seen', isSeen).catch(() => {
    throw new Error(`The focus is ${fault}.`);
  });
}
