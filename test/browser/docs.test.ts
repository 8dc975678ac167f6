import type { ServerStand } from '../server/stand';
import { startServerStand } from '../server/stand';
import { startBrowser, type TestBrowser } from '../support/browser';
import { faultsOf } from '../support/pages';

/** The documentation of the API in a real browser: it has no script, so style and server do it all. */

let browser: TestBrowser;
let stand: ServerStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startServerStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

describe('the documentation', () => {
  it.each([
    { colorScheme: 'light', width: 320 },
    { colorScheme: 'dark', width: 1_280 },
  ] as const)('the documentation can be read without a fault: %o', async (look) => {
    const { page, context, complaints } = await browser.visit(look);
    await page.goto(`${stand.url}/docs?q=vat`);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'vat_format' }).click();
    await page.waitForURL('**/docs#problem-vat_format');
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('one choice by keyboard shows every example in another language', async () => {
    const { page, context } = await browser.visit();
    await page.goto(`${stand.url}/docs#previewQuote`);
    const example = (language: string) => page.locator(`#previewQuote .example-${language}`);
    const shown = (): Promise<boolean[]> =>
      Promise.all(['curl', 'typescript', 'python'].map((language) => example(language).isVisible()));
    expect(await shown()).toEqual([true, false, false]);
    await page.getByLabel('curl', { exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await shown()).toEqual([false, true, false]);
    await page.keyboard.press('ArrowRight');
    expect(await shown()).toEqual([false, false, true]);
    await context.close();
  });
});
