import { SHOP } from '../../dev/stack/sample-shop';
import { startBillingStand } from '../support/billing-stand';
import { startBrowser, type TestBrowser } from '../support/browser';
import type { FlowStand } from '../support/flow-stand';
import { faultsOf, openAs, takesPresses } from '../support/pages';

/** Who uses the seats of a subscription: found, chosen, given and taken back, by whoever may. */

let browser: TestBrowser;
let stand: FlowStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startBillingStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

const OF_SHOP = `?account=${SHOP.account}`;
const SEATS = `/billing/subscriptions/${SHOP.webinar}/seats${OF_SHOP}`;

describe('the seats of a subscription', () => {
  it('a billing contact goes from signing in to an assigned seat by the keyboard alone', async () => {
    const { page, context, complaints } = await browser.visit({ locale: 'fr' });
    await page.goto(`${stand.url}/auth/sign-in?returnTo=/billing`);
    const focused = (): Promise<string> =>
      page.evaluate('document.activeElement.textContent + (document.activeElement.ariaLabel ?? "")');
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let stops = 0; stops < 60; stops += 1) {
        await page.keyboard.press('Tab');
        if (name.test(await focused())) return;
      }
      throw new Error(`The keyboard does not come to ${name}; it is at ${await focused()}`);
    };
    await tabTo(/Claire/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choisissez un compte' }).waitFor();
    await page.getByRole('link', { name: SHOP.name }).waitFor();
    await tabTo(/Atelier NordVous/);
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Webinar' }).waitFor();
    // Whoever listens hears where they are.
    expect(await focused()).toBe('Abonnements');
    await tabTo(/OptionsWebinar/);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Modifier' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Attribuer les postes' }).waitFor();
    await page.getByRole('button', { name: 'Attribuer Hugo Fontaine' }).waitFor();
    expect(await page.title()).toContain('Attribuer les postes');
    expect(await focused()).toBe('Attribuer les postes');
    await tabTo(/AttribuerHugo/);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Hugo Fontaine a maintenant un poste' }).waitFor();
    await page.getByRole('button', { name: 'Retirer Hugo Fontaine' }).waitFor();
    // The press did not lose the place.
    expect(await focused()).toBe('RetirerHugo Fontaine');
    await takesPresses(page);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Attribuer Hugo Fontaine' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('many who were chosen are given seats at once, each with a result, and more than are free are not', async () => {
    const { page, context } = await openAs(browser, stand, { path: SEATS });
    const choose = (name: string) => page.getByRole('checkbox', { name }).click({ force: true });
    for (const name of ['Hugo', 'Inês', 'Julien', 'Karim', 'Louise', 'Sam']) await choose(name);
    await page.getByText('5 seats are free for 6 people').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await choose('Sam');
    await choose('Louise');
    await page.getByRole('button', { name: 'Assign 4 seats' }).click();
    const outcome = page.getByRole('status').filter({ hasText: '4 seats were assigned' });
    await outcome.waitFor();
    expect(await outcome.getByRole('listitem').count()).toBe(4);
    expect(await faultsOf(page)).toEqual([]);
    // Presses that follow upon each other are done one after the other, and none of them is lost.
    const whoGiveBack = ['Hugo Fontaine', 'Inês Carvalho', 'Julien Mercier', 'Karim Haddad'];
    for (const name of whoGiveBack) {
      await page
        .getByRole('button', { name: `Take back ${name}` })
        .first()
        .click();
    }
    for (const name of whoGiveBack) await page.getByRole('button', { name: `Assign ${name}` }).waitFor();
    await context.close();
  });

  it('a seat that could not be given is told of still when somebody who waited behind it has theirs', async () => {
    const { page, context } = await openAs(browser, stand, { path: SEATS });
    const assign = (name: string) => page.getByRole('button', { name: `Assign ${name}` });
    const takeBack = page.getByRole('button', { name: 'Take back Inês Carvalho' }).first();
    let bothArePressed = (): void => {};
    const pressed = new Promise<void>((resolve) => {
      bothArePressed = resolve;
    });
    let lost: string | undefined;
    await page.route('**/seats/*', async (route) => {
      lost ??= route.request().url();
      if (route.request().url() !== lost) return route.continue();
      await pressed;
      await route.abort();
    });
    await assign('Hugo Fontaine').click();
    await assign('Inês Carvalho').click();
    bothArePressed();
    await page.getByRole('status').filter({ hasText: 'Inês Carvalho now has a seat' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'We cannot be reached' }).waitFor();
    await takeBack.waitFor();
    await takesPresses(page);
    await takeBack.click();
    await assign('Inês Carvalho').waitFor();
    // The next press is about something else.
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
  });

  it('somebody is found by a part of their name, and a name that nobody has is said so', async () => {
    const { page, context } = await openAs(browser, stand, { path: SEATS });
    await page.getByLabel('Search').fill('le goff');
    await page.getByRole('button', { name: 'Take back Gaëlle Le Goff' }).first().waitFor();
    await page.getByText('1 person found').waitFor({ state: 'attached' });
    await page.getByLabel('Search').fill('xyz');
    await page.getByText('Nobody of this account is called so.').waitFor();
    await context.close();
  });

  it('new seats that wait for people are told with their next reminder, and where there are none nothing is', async () => {
    const { page, context, complaints } = await openAs(browser, stand, { path: SEATS });
    const told = page.getByText('We remind you of them on');
    await told.waitFor();
    await page.goto(`${stand.url}/billing/subscriptions/${SHOP.rooms}/seats${OF_SHOP}`);
    await page.getByRole('button', { name: 'Assign Hugo Fontaine' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect([await told.count(), complaints]).toEqual([0, []]);
    await context.close();
  });

  it('what was sought and chosen is still there after the session ended and somebody signed in again', async () => {
    const { page, context } = await openAs(browser, stand, { path: SEATS });
    await page.getByRole('checkbox', { name: 'Hugo' }).click({ force: true });
    await page.getByLabel('Search').fill('hug');
    await context.clearCookies();
    await page.getByLabel('Search').fill('hugo');
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.locator('button[value=claire]').click();
    await page.getByRole('button', { name: 'Assign 1 seat' }).waitFor();
    expect(await page.getByLabel('Search').inputValue()).toBe('hugo');
    // Whoever signs in after them in the same tab finds none of it.
    await context.clearCookies();
    await page.goto(`${stand.url}/auth/sign-in?${new URLSearchParams({ returnTo: SEATS })}`);
    await page.locator('button[value=sam]').click();
    await page.getByRole('button', { name: 'Assign Hugo Fontaine' }).waitFor();
    expect(await page.getByLabel('Search').inputValue()).toBe('');
    await context.close();
  });
});

describe('whoever looks after seats', () => {
  it('a seat administrator gives seats and is shown nothing of money, of orders or of bills', async () => {
    const { page, context, complaints } = await openAs(browser, stand, { path: '/billing', person: 'sam' });
    await page.getByRole('article', { name: 'Webinar' }).waitFor();
    const told = await page.locator('body').textContent();
    expect(told).not.toMatch(/€|bill|order|balance/i);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Assign seats Webinar Professional' }).click();
    await page.getByRole('button', { name: 'Assign Hugo Fontaine' }).click();
    await page.getByRole('status').filter({ hasText: 'Hugo Fontaine now has a seat' }).waitFor();
    await takesPresses(page);
    await page.getByRole('button', { name: 'Take back Hugo Fontaine' }).first().click();
    await page.getByRole('button', { name: 'Assign Hugo Fontaine' }).waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/€|bill|order|balance/i);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
