import { FIRST_VISIT_LIMITS, firstVisitOf } from '../../dev/web/sizes';
import type { ServerStand } from '../server/stand';
import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { faultsOf, openAs, startPagesStand } from '../support/pages';

/** The shell around every screen: who one is, in which language and theme, and what happens when nobody is anybody any more. */

let browser: TestBrowser;
let stand: ServerStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startPagesStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

const theme = `[document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]`;

describe('the shell', () => {
  it.each(COVERING_LOOKS)('a person sees their page and one that does not exist without a fault: %o', async (look) => {
    const { page, context, complaints } = await openAs(browser, stand, { path: '/billing', look });
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: /claire/ }).click();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${stand.url}/billing/nowhere`);
    await page
      .getByRole('heading', { name: { en: 'There is no such page', fr: 'Cette page n’existe pas' }[look.locale] })
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('somebody who is not signed in is sent to do so and comes back to the very address', async () => {
    const { page, context, complaints } = await browser.visit();
    await page.goto(`${stand.url}/styleguide?seen=1`);
    await page.waitForURL('**/auth/sign-in?returnTo=*');
    await page.locator('button[value=claire]').click();
    await page.waitForURL('**/styleguide?seen=1');
    await page.locator('h1').waitFor();
    expect(complaints).toEqual([]);
    await page.getByRole('button', { name: /claire/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/auth/sign-in?returnTo=*');
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('page, kit and API change their language together, and what was typed stays', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/styleguide', look: { locale: 'fr' } });
    await page.getByLabel('Raison sociale').fill('Chez Léa');
    const asked = page.waitForRequest('**/v1/session');
    await page.getByRole('button', { name: 'Langue : français' }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    expect((await asked).headers()['accept-language']).toBe('en');
    expect(await page.getByLabel('Company name').inputValue()).toBe('Chez Léa');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.getByRole('button', { name: 'Increase Number of seats' }).count()).toBeGreaterThan(0);
    await page.reload();
    await page.getByLabel('Company name').waitFor();
    await context.close();
  });

  it('a theme that was chosen wins over that of the machine, also after the page is loaded again', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/billing' });
    expect(await page.evaluate(theme)).toEqual([undefined, 'rgb(250, 248, 244)']);
    await page.getByRole('button', { name: /claire/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    expect(await page.evaluate(theme)).toEqual(['dark', 'rgb(20, 23, 26)']);
    await page.reload();
    await page.locator('h1').waitFor();
    expect(await page.evaluate(theme)).toEqual(['dark', 'rgb(20, 23, 26)']);
    await context.close();
  });

  it('a session that ends while somebody types is told, and leads back to where they were with all they typed', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/styleguide?kept=1' });
    await page.getByLabel('Company name').fill('Chez Léa');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Language: English' }).click();
    await page.getByRole('menuitemradio', { name: 'Français' }).click();
    await page.getByRole('heading', { name: 'Votre session a pris fin' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Se connecter' }).click();
    await page.locator('button[value=claire]').click();
    await page.waitForURL('**/styleguide?kept=1');
    expect(await page.getByLabel('Raison sociale').inputValue()).toBe('Chez Léa');
    await context.close();
  });

  it('the first stop of the keyboard leads past the header', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/billing' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Go to the content');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    await context.close();
  });

  it.each(['billing', 'desk'] as const)('a first visit of /%s downloads no more than it may', async (area) => {
    const { script, style } = await firstVisitOf(area);
    expect(script).toBeLessThan(FIRST_VISIT_LIMITS[area].script);
    expect(style).toBeLessThan(FIRST_VISIT_LIMITS[area].style);
  });
});
