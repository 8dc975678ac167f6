import { ApiClient } from '../../dev/stack/api-client';
import { SAMPLE } from '../../dev/stack/sample-data';
import { SHOP } from '../../dev/stack/sample-shop';
import { startBillingStand } from '../support/billing-stand';
import { faultsOnTheWay } from '../support/billing-walk';
import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import type { FlowStand } from '../support/flow-stand';
import { lostInForcedColours } from '../support/forced-colours';
import { faultsOf, openAs } from '../support/pages';

/** The first screens of the billing centre, on the real stack: what one has, what is under way, and what was paid. */

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

describe('the screens of a billing contact', () => {
  it.each(COVERING_LOOKS)('a billing contact sees every screen without a fault: %o', async (look) => {
    expect(await faultsOnTheWay(browser, stand, look)).toEqual([]);
  });

  it('all screens still show what can be pressed and what is chosen where colours are forced upon them', async () => {
    const look = { locale: 'en', colorScheme: 'light', width: 1_280, forcedColors: 'active' } as const;
    expect(await faultsOnTheWay(browser, stand, look, lostInForcedColours)).toEqual([]);
  });

  it('a subscription tells its seats, its period, its next bill with the tax said, and what is under way', async () => {
    const { page, context } = await openAs(browser, stand, { path: `/billing${OF_SHOP}`, look: { locale: 'fr' } });
    const sheet = (name: string) => page.getByRole('article', { name });
    const webinar = await sheet('Webinar').textContent();
    expect(webinar).toMatch(/12\s+postes/);
    expect(webinar).toMatch(/7\s+attribués, 5\s+libres/);
    // 12 x 55.00 = 660.00, x 1.2 = 792.00
    expect(webinar).toMatch(/792,00\s+€\s*dont 132,00\s+€ de TVA \(20\s+%\)/);
    expect(await sheet('Meeting').textContent()).toMatch(/À vous\s:/);
    expect(await sheet('Training').textContent()).toMatch(/Convenu pour le/);
    expect(await sheet('Rooms').first().textContent()).toMatch(/Suspendu, reprise le/);
    await context.close();
  });

  it('an order that took effect has its receipt in the language of the page', async () => {
    const { page, context } = await openAs(browser, stand, {
      path: `/billing/orders${OF_SHOP}`,
      look: { locale: 'fr' },
    });
    const receipts = page.getByRole('link', { name: /^Reçu/ });
    await receipts.first().waitFor();
    expect(await receipts.count()).toBe(2);
    const opened = context.waitForEvent('page');
    await receipts.first().click();
    const receipt = await opened;
    await receipt.waitForLoadState();
    expect(await receipt.locator('html').getAttribute('lang')).toBe('fr');
    await context.close();
  });

  it('a list that cannot be read keeps its place, then says so, and is read by a press once it can be', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/billing' });
    await page.route('**/v1/subscriptions?*', (route) => route.abort());
    await page.goto(`${stand.url}/billing${OF_SHOP}`);
    await page.getByText('Next bill').first().waitFor();
    await page.getByRole('alert').filter({ hasText: 'We cannot be reached' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.unroute('**/v1/subscriptions?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('article', { name: 'Webinar' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await context.close();
  });

  it('whoever chooses another account is shown that one alone, and its address can be kept', async () => {
    const { page, context } = await openAs(browser, stand, { path: `/billing${OF_SHOP}` });
    await page.getByRole('article', { name: 'Webinar' }).waitFor();
    await page.getByRole('button', { name: /Atelier Nord · Claire Martin/ }).click();
    await page.getByRole('menuitemradio', { name: 'Maison Bellecour' }).click();
    await page.waitForURL('**/billing?account=acc_lyon');
    await page.getByRole('article', { name: 'Webinar' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
    await page.reload();
    await page.getByRole('article', { name: 'Webinar' }).waitFor();
    await context.close();
  });

  it('what an account whose cart holds items buys joins them there, and is not checked out alone', async () => {
    const { account, subscription } = SAMPLE.crash;
    const service = new ApiClient(stand.url, await stand.key('service'));
    const items = [{ itemId: 'headset', description: 'Headset', amount: '49.00' }];
    await service.put(`/v1/carts/${account}`, { currency: 'EUR', items, version: 1 });
    const path = `/billing/subscriptions/${subscription}/change?seats=9`;
    const { page, context } = await openAs(browser, stand, { path });
    const go = page.locator('.go button').filter({ hasText: 'Add to cart' });
    await go.waitFor();
    expect(await page.getByRole('button', { name: 'Check out' }).count()).toBe(0);
    await go.click();
    await page.waitForURL('**/billing/orders/*');
    const changeId = new URL(page.url()).pathname.split('/').at(-1);
    expect((await service.get(`/v1/changes/${changeId}?wait=settled`)).body).toMatchObject({ state: 'inCart' });
    await context.close();
  });

  it('an account of somebody else is not found, whether it exists or not', async () => {
    const { page, context } = await openAs(browser, stand, { path: '/billing?account=acc_berlin' });
    const said = async () => {
      await page.getByRole('alert').waitFor();
      return ((await page.getByRole('alert').textContent()) ?? '').replace(/Reference.*/, '');
    };
    const other = await said();
    // An id may be of figures alone.
    for (const nowhere of ['acc_nowhere', '0012', '1200', '12345678901234567890']) {
      await page.goto(`${stand.url}/billing?account=${nowhere}`);
      expect(await said()).toBe(other);
    }
    expect(await page.getByRole('article').count()).toBe(0);
    await page.getByRole('link', { name: 'See your own subscriptions' }).click();
    await page.getByRole('heading', { name: 'Choose an account' }).waitFor();
    await context.close();
  });

  it('whoever looks after one account is not asked which, and whoever looks after none is told so', async () => {
    const kim = await openAs(browser, stand, { path: '/billing', person: 'kim' });
    await kim.page.getByRole('article', { name: 'Webinar' }).waitFor();
    await kim.page.waitForURL('**/billing?account=*');
    await kim.context.close();
    const nobody = await openAs(browser, stand, { path: '/billing', person: 'nobody' });
    await nobody.page.getByRole('heading', { name: 'You look after no account' }).waitFor();
    expect(await faultsOf(nobody.page)).toEqual([]);
    await nobody.context.close();
  });
});
