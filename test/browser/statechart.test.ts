import type { Locator, Page } from 'playwright-core';
import type { ServerStand } from '../server/stand';
import { type Look, startBrowser, type TestBrowser, type Visitor } from '../support/browser';
import { openAs, startPagesStand } from '../support/pages';

/** Orders on the chart of their machine, as the styleguide shows them. */

let browser: TestBrowser;
let stand: ServerStand;
/** In English, with room for a chart, which nobody changes. */
let wide: Visitor;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startPagesStand()]);
  wide = await open();
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

async function open(look: Partial<Look> = {}): Promise<Visitor> {
  const visitor = await openAs(browser, stand, { path: '/styleguide', look });
  await visitor.page.locator('[data-chart] .state-box').first().waitFor();
  return visitor;
}

const chartIn = (page: Page, name: string): Locator => page.locator(`[data-chart=${name}]`);
const box = (chart: Locator, state: string): Locator => chart.locator(`li[data-state=${state}]`);
const textOf = async (place: Locator): Promise<string> =>
  (await place.allInnerTexts()).join(' ').replaceAll(/\s+/g, ' ');
const selector = (name: string, state: string): string => `[data-chart=${name}] li[data-state=${state}]`;
const borderOf = (page: Page, name: string, state: string): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector(name, state)}')).borderTopStyle`);
/** States of a chart, in the order of its list. */
const statesIn = (page: Page, name: string, which = 'true'): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('[data-chart=${name}] li[data-state]')]
      .filter((item) => ${which}).map((item) => item.dataset.state)`,
  );
/** How far the ends of the first line of a look are from the lower edge of one box and the upper edge of another, in pixels. */
const gapsOf = (page: Page, look: string, from: string, to: string): Promise<[number, number]> =>
  page.evaluate(`(() => {
    const placeOf = (selector) => document.querySelector(selector).getBoundingClientRect();
    const line = placeOf('[data-chart=middle] .way.${look}');
    const [start, end] = [placeOf('${selector('middle', from)}'), placeOf('${selector('middle', to)}')];
    return [line.top - start.bottom, end.top - line.bottom];
  })()`);

describe('an order on its chart', () => {
  it('a chart is a list in the order of the flow, of which one item is where the order is', async () => {
    const { page, complaints } = wide;
    for (const name of ['fresh', 'middle', 'stuck', 'committed', 'over', 'replayed', 'narrow']) {
      const list = chartIn(page, name).getByRole('list', { name: 'Where the order is, and how it goes on' });
      expect([name, await list.locator('[aria-current=step]').count()]).toEqual([name, 1]);
    }
    const stuck = chartIn(page, 'stuck');
    const states = await stuck
      .locator('li[data-state]')
      .evaluateAll((items) => items.map((item) => item.dataset.state));
    expect(states.slice(0, 4)).toEqual(['assessing', 'refused', 'superseding', 'quoting']);
    expect(await stuck.locator('[aria-current]').getAttribute('data-state')).toBe('settlingPayment');
    expect(complaints).toEqual([]);
  });

  it('a chart says where it is and what it does there, where it was and when, and names the ways out of each state', async () => {
    const { page } = wide;
    const middle = chartIn(page, 'middle');
    expect(await textOf(box(middle, 'verifying'))).toContain('is here: waits for the customer');
    expect(await textOf(box(middle, 'quoting'))).toContain('Stops 3 and 8 of the way.');
    expect(await box(middle, 'quoting').locator('time').getAttribute('datetime')).toBe('2026-11-30T12:48:00Z');
    expect(await textOf(box(middle, 'vatPending'))).toContain(
      'Ways out: Subscription freed, Checked, VAT number, Priced and On hold.',
    );
    expect(await textOf(box(middle, 'cancelled'))).not.toContain('Ways out');
  });

  it('stuck, it says why; the act in focus lights where money would move and what an answer may lead to', async () => {
    const { page } = wide;
    const stuck = chartIn(page, 'stuck');
    const here = await textOf(box(stuck, 'settlingPayment'));
    for (const words of [
      'is here: stuck',
      'The gateway does not answer',
      'money would move here',
      'an answer decides',
    ]) {
      expect(here).toContain(words);
    }
    expect(await textOf(box(stuck, 'applying'))).toContain('perhaps: it is paid');
    expect(await borderOf(page, 'stuck', 'applying')).toBe('dotted');
    const middle = chartIn(page, 'middle');
    expect(await textOf(box(middle, 'reserving'))).toContain('would go on here');
    expect(await borderOf(page, 'middle', 'reserving')).toBe('dashed');
    expect(await textOf(box(middle, 'reserving'))).not.toContain('money would move');
    expect(await textOf(box(middle, 'settlingPayment'))).toContain('money would move here');
    expect(await textOf(box(chartIn(page, 'committed'), 'completed'))).toContain('would be here then');
  });

  it('all ways out of where it is are told when they are asked for, with what leads along them', async () => {
    const { page } = wide;
    const stuck = chartIn(page, 'stuck');
    const button = stuck.getByRole('button', { name: 'All ways out of “Payment” (3)' });
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    await button.press('Enter');
    const ways = await textOf(stuck.locator('.ways-out'));
    expect(ways).toContain('Change made it is paid');
    expect(ways).toContain('End the order, once it is stuck');
    expect(await chartIn(page, 'over').getByRole('button').count()).toBe(0);
  });

  it('gone back to an earlier moment, it is as it was then, and no act is foreseen', async () => {
    const { page } = wide;
    const replayed = chartIn(page, 'replayed');
    expect(await replayed.locator('[aria-current]').getAttribute('data-state')).toBe('verifying');
    expect(await textOf(box(replayed, 'finishing'))).not.toContain('Stop');
    expect(await replayed.locator('.foreseen, .perhaps').count()).toBe(0);
  });

  it('an order of a version without a chart has its moves told', async () => {
    const { page } = wide;
    const unknown = chartIn(page, 'unknown');
    expect(await textOf(unknown)).toContain('There is no chart of the version');
    expect(await unknown.getByRole('listitem').count()).toBe(6);
    expect(await textOf(unknown.locator('[aria-current=step]'))).toContain('verifying');
  });
});

describe('the room that a chart has', () => {
  it('arrows lead from box to box where it is wide, follow when boxes move, and nobody reads them out', async () => {
    const { page, context } = await open();
    const arrows = chartIn(page, 'middle').locator('.chart-arrows');
    expect(await arrows.getAttribute('aria-hidden')).toBe('true');
    const ends = async (): Promise<boolean[]> =>
      (await gapsOf(page, 'foreseen', 'verifying', 'reserving')).map((gap) => Math.abs(gap) < 3);
    expect(await ends()).toEqual([true, true]);
    const before = await arrows.getAttribute('width');
    await page.setViewportSize({ width: 1_000, height: 800 });
    await page.locator(`[data-chart=middle] .chart-arrows:not([width="${before}"])`).waitFor();
    expect(await ends()).toEqual([true, true]);
    await context.close();
  });

  it.each(['en', 'fr'] as const)(
    'a chart is a list of the way so far, where it is and what may follow where it is narrow, in %s',
    async (locale) => {
      const { page, context } = await open({ locale, width: 320 });
      const narrow = chartIn(page, 'narrow');
      expect(await narrow.locator('.chart-arrows').isVisible()).toBe(false);
      const shown = await statesIn(page, 'narrow', 'item.checkVisibility()');
      expect(shown).toEqual([
        ...['assessing', 'superseding', 'quoting', 'presenting', 'reviewing', 'verifying', 'reserving'],
        ...['settlingPayment', 'applying', 'finishing', 'completed', 'compensating', 'releasing'],
      ]);
      const follows = { en: 'may follow', fr: 'peut suivre' };
      expect(await textOf(box(narrow, 'completed'))).toContain(follows[locale]);
      await context.close();
    },
  );

  it('a chart in a narrow place on a wide page is a list too', async () => {
    const { page } = wide;
    expect(await chartIn(page, 'narrow').locator('.chart-arrows').isVisible()).toBe(false);
    expect(await chartIn(page, 'stuck').locator('.chart-arrows').isVisible()).toBe(true);
  });

  it('each kind of box keeps a border of its own with forced colours, and lines are seen', async () => {
    const { page, context } = await open({ forcedColors: 'active' });
    const states = ['quoting', 'verifying', 'reserving', 'applying'];
    expect(await Promise.all(states.map((state) => borderOf(page, 'middle', state)))).toEqual([
      ...['solid', 'solid', 'dashed', 'dotted'],
    ]);
    const strokes = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[data-chart=middle] .way')].map((way) => getComputedStyle(way).stroke)`,
    );
    expect(new Set(strokes).size).toBe(2);
    await context.close();
  });
});
