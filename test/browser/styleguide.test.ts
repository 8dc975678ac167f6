import type { ServerStand } from '../server/stand';
import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { faultsOf, openAs, startPagesStand } from '../support/pages';

/** Everything that screens are made of, in a real browser under the real content policy. */

let browser: TestBrowser;
let stand: ServerStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startPagesStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

const NAMES = {
  fr: {
    country: 'Pays',
    germany: 'Allemagne',
    cancel: 'Annuler la commande…',
    keep: 'La garder',
    how: 'Comment il est',
  },
  en: { country: 'Country', germany: 'Germany', cancel: 'Cancel the order…', keep: 'Keep it', how: 'How it is' },
};

describe.each(COVERING_LOOKS)('the styleguide in $locale, $colorScheme, $width pixels wide', (look) => {
  it(`every component can be read, reached and used in ${look.locale}, ${look.colorScheme}, ${look.width} wide`, async () => {
    const names = NAMES[look.locale];
    const { page, context, complaints } = await openAs(browser, stand, { path: '/styleguide', look });
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: names.how }).first().click();
    await page.getByRole('button', { name: names.country }).click();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('option', { name: names.germany }).click();
    expect(await page.getByRole('button', { name: names.country }).textContent()).toContain(names.germany);
    await page.getByRole('button', { name: names.cancel }).click();
    expect(await page.getByRole('dialog').getAttribute('aria-labelledby')).not.toBeNull();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: names.keep }).click();
    // Focus is where it was.
    expect(await page.evaluate('document.activeElement.textContent')).toBe(names.cancel);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('the components', () => {
  it('a number is changed by its buttons, by arrow keys and by typing, and stays within its bounds', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/styleguide' });
    const seats = page.getByRole('textbox', { name: 'Number of seats' }).first();
    await page.getByRole('button', { name: 'Increase Number of seats' }).first().click();
    expect(await seats.inputValue()).toBe('9');
    await seats.press('ArrowDown');
    await seats.press('ArrowDown');
    expect(await seats.inputValue()).toBe('7');
    expect(await page.getByText('2 seats more').isVisible()).toBe(true);
    await seats.fill('9999');
    await seats.press('Tab');
    expect(await seats.inputValue()).toBe('500');
    await context.close();
  });

  it('each line of the summary of errors leads to its field', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/styleguide' });
    await page
      .getByRole('alert')
      .getByRole('link', { name: /VAT number/ })
      .click();
    expect(await page.evaluate('document.activeElement.value')).toBe('FR 303 265 045');
    await page
      .getByRole('alert')
      .getByRole('link', { name: /5 seats/ })
      .click();
    expect(await page.evaluate('document.activeElement.value')).toBe('3');
    await page
      .getByRole('alert')
      .getByRole('link', { name: /how often/ })
      .click();
    expect(await page.evaluate('document.activeElement.type')).toBe('radio');
    await context.close();
  });

  it('a button that cannot be pressed can be reached, and says why', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/styleguide' });
    const button = page
      .locator('button[aria-disabled=true][aria-describedby]')
      .filter({ hasText: 'Check out' })
      .first();
    await button.focus();
    expect(
      await page.evaluate(
        'document.getElementById(document.activeElement.getAttribute("aria-describedby")).textContent',
      ),
    ).toContain('already holds items');
    await context.close();
  });

  it('a page with forced colours and reduced motion keeps its borders, its choices and no movement', async () => {
    const { page, context, complaints } = await openAs(browser, stand, { path: '/styleguide' });
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const border = (selector: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).borderTopStyle`);
    expect(await Promise.all(['.tag', '.notice', '.button', '.choice', '.sheet'].map(border))).toEqual(
      Array.from({ length: 5 }, () => 'solid'),
    );
    const ticks = page.locator('.checkbox .icon');
    expect([await ticks.first().isVisible(), await ticks.last().isVisible()]).toEqual([true, false]);
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
