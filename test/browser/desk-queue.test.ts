import type { Page } from 'playwright-core';
import { COVERING_LOOKS, startBrowser, type TestBrowser, type Visitor } from '../support/browser';
import { ownComplaints } from '../support/change-page';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { lostInForcedColours } from '../support/forced-colours';
import { faultsOf, isRead } from '../support/pages';
import { PATIENCE, until } from '../support/within';

/** The queue as people of support work with it: with the keyboard, beside each other, while orders come and go. */

let browser: TestBrowser;
let desk: DeskStand;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
});
afterEach(() => desk.failing.clear());
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

/** An order that is stuck while its subscription is reserved. */
async function stuckOrder(facts: Parameters<DeskStand['customer']>[0] = {}): Promise<string> {
  const buyer = await desk.customer(facts);
  desk.failing.add('reserve');
  const { changeId } = await buyer.buy({ seats: 8 });
  await buyer.reaches(changeId, 'reserving.stuck.waiting');
  return changeId;
}

/** So that each test finds the orders that it has made, and no others. */
const inCountry = (country: string): string => `/desk?country=${country}&sort=age`;

const opened = (path: string, { person = 'agnes', look = {} } = {}): Promise<Visitor> =>
  openDesk(browser, desk, { person, path, look });
const row = (page: Page, place: number) => page.locator(`[data-row="${place - 1}"]`);
const holdsFocus = (page: Page, place: number) => page.locator(`[data-row="${place - 1}"]:focus`).waitFor();
/** The button, or the words that are read out. */
const news = (page: Page, words: RegExp) => page.getByRole('button', { name: words });
const isAt = (page: Page, path: RegExp) => page.waitForURL(path);

describe('the queue by keyboard', () => {
  it('keys alone lead to the oldest stuck order, take it, and open it', async () => {
    const oldest = await stuckOrder({ country: 'BE' });
    await stuckOrder({ country: 'BE' });
    const { page, context, complaints } = await opened(inCountry('BE'));
    await row(page, 2).waitFor();
    const { keyboard } = page;
    await keyboard.press('j');
    await holdsFocus(page, 1);
    await keyboard.press('j');
    await holdsFocus(page, 2);
    await keyboard.press('k');
    await holdsFocus(page, 1);
    await keyboard.press('e');
    await page.getByText(/^Yours now: /).waitFor();
    await row(page, 1)
      .getByText(/agn[eè]s/i)
      .waitFor();
    await keyboard.press('x');
    await keyboard.press('Shift+ArrowDown');
    await page.getByText('2 selected', { exact: true }).waitFor();
    const retry = page.getByRole('button', { name: 'Retry the 2 selected…' });
    expect(await retry.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('Support leads retry many orders at once; you can retry each by itself.').first().waitFor();
    await keyboard.press('Escape');
    await keyboard.press('ArrowUp');
    await holdsFocus(page, 1);
    await page.locator('.preview-acts a').first().waitFor();
    // The preview may be read anew at this moment.
    await until(PATIENCE, 'an act of the preview in focus', async () => {
      await keyboard.press('.');
      return (await page.locator('.preview-acts a:focus').count()) > 0;
    });
    await keyboard.press('Escape');
    await holdsFocus(page, 1);
    await keyboard.press('Enter');
    await isAt(page, new RegExp(`/desk/orders/${oldest}$`));
    expect((await desk.shop.agent.get<{ assignee: string }>(`/v1/changes/${oldest}`)).assignee).toBe('agnes');
    expect(ownComplaints(complaints)).toEqual([]);
    await context.close();
  });

  it('a lead retries what was selected and is stuck, and nothing else of it', async () => {
    const oldest = await stuckOrder({ country: 'SE' });
    desk.failing.clear();
    const buyer = await desk.customer({ country: 'SE' });
    const { changeId: idle } = await buyer.start({ seats: 8 });
    await buyer.settled(idle);
    const { page, context } = await opened(inCountry('SE'), { person: 'lea' });
    await row(page, 2).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    const hrefOf = (name: string) => page.getByRole('link', { name }).getAttribute('href');
    const one = await hrefOf('Retry the one selected…');
    expect(new URLSearchParams(one?.split('?')[1]).get('orders')).toBe(oldest);
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('2 selected', { exact: true }).waitFor();
    const stuckOnes = await hrefOf('Retry the one that is stuck…');
    expect(new URLSearchParams(stuckOnes?.split('?')[1]).get('orders')).toBe(oldest);
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('x');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await page.getByText('Only stuck orders are retried, and none of these is.').waitFor();
    await context.close();
  });

  it('the rows are one stop, and the tabulator leads on to what can be done', async () => {
    await stuckOrder({ country: 'LU' });
    await stuckOrder({ country: 'LU' });
    const { page, context } = await opened(inCountry('LU'));
    await row(page, 2).waitFor();
    await page.locator('.preview-acts a').first().waitFor();
    await page.keyboard.press('j');
    await holdsFocus(page, 1);
    await page.keyboard.press('Tab');
    await page.locator('.preview-acts a:focus').waitFor();
    await page.keyboard.press('Shift+Tab');
    await holdsFocus(page, 1);
    await context.close();
  });

  it('one-key shortcuts are told and switched off, and stay off for this browser', async () => {
    await stuckOrder({ country: 'AT' });
    const { page, context } = await opened(inCountry('AT'));
    await row(page, 1).waitFor();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await keys.getByText('Take the order').waitFor();
    await keys.getByText('Single-key shortcuts').click();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await page.reload();
    await row(page, 1).waitFor();
    await page.keyboard.press('?');
    await page.keyboard.press('/');
    await row(page, 1).focus();
    await page.keyboard.press('x');
    expect(await keys.count()).toBe(0);
    expect(await page.locator('[aria-selected=true]').count()).toBe(0);
    await page.keyboard.press('Space');
    await page.getByText('1 selected', { exact: true }).waitFor();
    await context.close();
  });
});

describe('work that is shared', () => {
  it('two agents who take the oldest at the same moment get different orders', async () => {
    const made = [await stuckOrder({ country: 'ES' }), await stuckOrder({ country: 'ES' })];
    const path = '/desk?code=StoreUnavailable&sort=age';
    const agents = await Promise.all([opened(path), opened(path, { person: 'lea' })]);
    const taken = await Promise.all(
      agents.map(async ({ page }) => {
        await page.getByRole('button', { name: 'Take the oldest of these' }).click();
        await isAt(page, /\/desk\/orders\//);
        return new URL(page.url()).pathname.split('/').at(-1) ?? '';
      }),
    );
    expect(new Set(taken).size).toBe(2);
    const owners = await Promise.all(
      taken.map(
        async (changeId) => (await desk.shop.agent.get<{ assignee: string }>(`/v1/changes/${changeId}`)).assignee,
      ),
    );
    expect(owners).toEqual(['agnes', 'lea']);
    expect(made).toHaveLength(2);
    await Promise.all(agents.map(({ context }) => context.close()));
  });

  it('an order that gets stuck or heals is told as a count, and no row moves until somebody asks', async () => {
    const first = await stuckOrder({ country: 'IT' });
    const { page, context } = await opened('/desk?waits=stuck&country=IT&sort=age');
    await row(page, 1).hover();
    const before = await row(page, 1).boundingBox();
    const second = await stuckOrder({ country: 'IT' });
    await news(page, /^1 new, 0 left/).waitFor();
    desk.failing.clear();
    await desk.shop.agent.act(first, { type: 'RETRY' });
    await news(page, /^1 new, 1 left/).waitFor();
    await row(page, 1).getByText('has left').waitFor();
    expect(await row(page, 1).boundingBox()).toEqual(before);
    expect(await page.locator('[data-row]').count()).toBe(1);
    await page
      .getByRole('status')
      .filter({ hasText: /^1 new, 1 left$/ })
      .waitFor();
    await news(page, /: show$/).click();
    await row(page, 1).locator(`a[href$="${second}"]`).waitFor();
    await holdsFocus(page, 1);
    expect(await page.locator('[data-row]').count()).toBe(1);
    await context.close();
  });
});

describe('views', () => {
  it('a view is saved by name and opened by its link, filters and sorting with it', async () => {
    await stuckOrder({ country: 'NL' });
    const { page, context } = await opened('/desk?waits=stuck&country=NL&sort=timer');
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByLabel('Name of the view').fill('Stuck in the Netherlands');
    await page.keyboard.press('Enter');
    const saved = page.getByRole('link', { name: 'Stuck in the Netherlands' });
    await saved.waitFor();
    await page.goto(`${desk.shop.stand.url}/desk`);
    await isAt(page, /\?waits=stuck&sort=age$/);
    await saved.click();
    await isAt(page, /\?waits=stuck&country=NL&sort=timer$/);
    await page.getByText('Country: Netherlands', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Forget the view Stuck in the Netherlands' }).click();
    await saved.waitFor({ state: 'detached' });
    await context.close();
  });

  it('filters that do not go together are explained, with the lists there are', async () => {
    await stuckOrder({ country: 'FI' });
    const { page, context } = await opened('/desk?code=StoreUnavailable&country=FI&gateway=sandbox&sort=age');
    await page.getByRole('heading', { name: 'These filters do not go together' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: /Cause: .* · Country: Finland/ }).click();
    await isAt(page, /\?code=StoreUnavailable&country=FI&sort=age$/);
    await row(page, 1).waitFor();
    await context.close();
  });

  it('an amount without its currency is told and not dropped', async () => {
    await stuckOrder({ country: 'HR' });
    const { page, context } = await opened(inCountry('HR'));
    await page.getByRole('button', { name: 'Narrow', exact: true }).click();
    const form = page.getByRole('dialog', { name: 'Narrow' });
    await form.getByRole('button', { name: /Due today/ }).click();
    await page.getByRole('option').nth(1).click();
    await form.getByRole('button', { name: 'Show' }).click();
    await form.getByText('Give the currency of the amount, or leave the amount out.').waitFor();
    await form.getByLabel('Currency, in three letters').fill('eur');
    await form.getByRole('button', { name: 'Show' }).click();
    await isAt(page, /currency=EUR&amount=nothing/);
    await context.close();
  });

  it('a state is told in words, and what waits by what it is', async () => {
    await stuckOrder({ country: 'GR' });
    const { page, context } = await opened('/desk?state=reserving&sort=age');
    await page.getByText('State: Reserved', { exact: true }).waitFor();
    await page.goto(`${desk.shop.stand.url}/desk?waits=stuck&country=GR&sort=age`);
    await page.locator('.chips').getByText('Stuck orders', { exact: true }).waitFor();
    await context.close();
  });

  it('each cause is one card: how many, since when, and one act for all its orders', async () => {
    await stuckOrder();
    const { page, context } = await opened('/desk', { person: 'lea' });
    const act = page.locator('.cause').getByRole('link', { name: /^Retry/ });
    await act.first().waitFor();
    expect(await act.first().getAttribute('href')).toBe('/desk/bulk?event=RETRY&code=StoreUnavailable');
    await page.locator('.cause time[title$=")"]').first().waitFor();
    await context.close();
    const agent = await opened('/desk');
    const unavailable = agent.page.locator('.cause').getByRole('button', { name: /^Retry/ });
    await unavailable.first().waitFor();
    expect(await unavailable.first().getAttribute('aria-disabled')).toBe('true');
    await agent.context.close();
  });
});

describe('the bar of the desk', () => {
  it('a slash leads to the search, which finds an order and says by what', async () => {
    const changeId = await stuckOrder({ country: 'PT', companyName: 'Azulejos do Porto' });
    const { page, context } = await opened(inCountry('PT'));
    await row(page, 1).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('azulejos');
    await page.keyboard.press('Enter');
    await page.getByText(/^Found by the company’s name/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(changeId);
    await page.keyboard.press('Enter');
    await page.getByText(/^Found by its id/).waitFor();
    await page.locator(`.search-results a[href$="${changeId}"]`).click();
    await isAt(page, new RegExp(`/desk/orders/${changeId}$`));
    await context.close();
  });

  it('it says how new what is shown is, and since when there is no connection', async () => {
    const { page, context } = await opened('/desk');
    await page.getByText(/^Checked \d+ s ago$/).waitFor();
    await context.setOffline(true);
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await page.getByText(/^No connection since \d\d:\d\d, showing what was true then$/).waitFor();
    await context.setOffline(false);
    await page.getByText(/^(Up to date|Checked)/).waitFor();
    await context.close();
  });

  it('hours are told in the zone that was chosen, and it is named', async () => {
    const changeId = await stuckOrder();
    const { page, context } = await opened('/desk');
    await page.getByRole('button', { name: /Choose whose hours are shown/ }).click();
    await page.getByRole('menuitemradio', { name: 'UTC' }).click();
    const zone = page.getByRole('button', { name: /Choose whose hours are shown/ });
    await page.getByRole('button', { name: /^UTC/ }).waitFor();
    await zone.click();
    await page.getByRole('menuitemradio', { name: 'The account’s' }).click();
    await page.getByRole('button', { name: /^Mine here: / }).waitFor();
    await page.getByText(/^The accounts’ time zones are not known here\./).waitFor();
    await page.goto(`${desk.shop.stand.url}/desk/orders/${changeId}`);
    await page.getByRole('button', { name: /^The account’s: / }).waitFor();
    await context.close();
  });
});

describe('looks', () => {
  it.each(COVERING_LOOKS)('the queue has no fault in %o', async (look) => {
    await stuckOrder({ country: 'IE', companyName: 'Harbour Lights Ltd' });
    const { page, context, complaints } = await opened(inCountry('IE'), { look });
    await row(page, 1).waitFor();
    await page.locator('.preview-acts a, .disclosure-button').first().waitFor();
    await isRead(page);
    expect(await faultsOf(page)).toEqual([]);
    await row(page, 1).focus();
    await page.keyboard.press('Space');
    await page.getByText(/^1\s(selected|sélectionnée)$/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('nothing is lost in the colours of the machine', async () => {
    await stuckOrder({ country: 'DK' });
    const { page, context } = await opened(inCountry('DK'), { look: { forcedColors: 'active' } });
    await row(page, 1).waitFor();
    await page.locator('.preview-acts a').first().waitFor();
    expect(await lostInForcedColours(page)).toEqual([]);
    await context.close();
  });
});
