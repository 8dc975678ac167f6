import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { outcomesTold, steerBulk } from '../support/bulk-page';
import { chooseReason } from '../support/desk-acts';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { faultsOf, isRead } from '../support/pages';
import { stuckOrders } from '../support/stuck-orders';
import { PATIENCE, until } from '../support/within';

/** One act for many stuck orders: what it would come to, and what became of each. */

const MANY = 60;
/** So often a write that nobody answers is sent by itself. */
const ASKED_AT_MOST = 3;

let browser: TestBrowser;
let desk: DeskStand;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
});
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

/** Orders that are stuck because they could not be priced. */
const stuck = async (count: number): Promise<string[]> =>
  (await stuckOrders(desk, 'quote', count)).map(({ changeId }) => changeId);

describe('a bulk act', () => {
  it('a bulk shows what it would come to, is sent once, tells the same after a reload, and counts as healed only what left its state', async () => {
    const ids = await stuck(MANY);
    const { page, context, complaints } = await openDesk(browser, desk, {
      person: 'lea',
      path: '/desk/bulk?event=RETRY&code=StoreUnavailable',
    });
    await page.getByRole('heading', { name: `Retry: ${MANY} orders` }).waitFor();
    const foreseen = page.getByRole('region', { name: 'What it would come to' });
    expect(await foreseen.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(new RegExp(`^${MANY}\\s+would go on: We are preparing the quote\\.`)),
    ]);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('textbox', { name: /^Pace/ }).fill('200');
    const form = page.getByRole('region', { name: 'Why, and how fast' });
    await chooseReason(form, 'The outage is over', `Retry: send to ${MANY} orders`);
    await page.waitForURL(/\/desk\/bulk\/bulk_|\/desk\/bulk\/[^?]+$/);
    await until(
      PATIENCE,
      'the first orders to be worked on',
      async () => (await outcomesTold(page))['left the state'] !== undefined,
    );
    await steerBulk(page, 'Pause', 'It needs more time');
    await page.getByText('It is paused.').waitFor();
    await until(PATIENCE, 'the orders under way to be done', async () => {
      const before = await outcomesTold(page);
      await page.waitForResponse((response) => response.url().includes('/v1/bulk-events/'));
      return JSON.stringify(await outcomesTold(page)) === JSON.stringify(before);
    });
    const half = await outcomesTold(page);
    expect(half['not worked on yet']).toBeGreaterThan(0);
    await page.reload();
    await isRead(page);
    expect(await outcomesTold(page)).toEqual(half);
    expect(await page.getByText('Paused', { exact: true }).count()).toBe(1);
    // The cause is back, so that the rest is retried in vain.
    desk.failing.add('quote');
    await steerBulk(page, 'Go on', 'The checks are done');
    await page.getByText('Worked through').waitFor({ timeout: PATIENCE });
    const rest = MANY - (half['left the state'] ?? 0);
    await until(
      PATIENCE,
      'the effect of every order to be told',
      async () => (await outcomesTold(page))['stuck again'] === rest,
    );
    expect(await outcomesTold(page)).toEqual({ 'left the state': MANY - rest, 'stuck again': rest });
    await page.getByRole('heading', { name: `${MANY - rest} of ${MANY} orders left the state they were in` }).waitFor();
    await page.getByText('Only those that were not healed').click();
    const listed = page.getByRole('region', { name: 'The orders of the list' }).last();
    await until(
      PATIENCE,
      'all that went wrong to be listed',
      async () => (await listed.getByRole('listitem').count()) === rest,
    );
    expect(ids).toContain(await listed.getByRole('link').first().textContent());
    expect(await listed.getByRole('listitem').first().textContent()).toContain('The database did not answer in time');
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    desk.failing.delete('quote');
    await context.close();
  });

  it('another pace after a lost answer makes no second bulk, and the first one is told of', async () => {
    const ids = await stuck(2);
    const { page, context } = await openDesk(browser, desk, {
      person: 'lea',
      path: `/desk/bulk?${new URLSearchParams({ event: 'RETRY', orders: ids.join() })}`,
    });
    await page.route(
      '**/v1/bulk-events',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: ASKED_AT_MOST },
    );
    const form = page.getByRole('region', { name: 'Why, and how fast' });
    await chooseReason(form, 'The outage is over', 'Retry: send to 2 orders');
    await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: PATIENCE });
    await page.getByRole('textbox', { name: /^Pace/ }).fill('100');
    await page.getByRole('button', { name: 'Retry: send to 2 orders' }).click();
    await page.getByRole('heading', { name: 'This was sent before, with another reason or pace' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'See the bulk acts' }).click();
    const sent = page.getByRole('link', { name: 'Retry: 2 orders' });
    await sent.waitFor();
    expect(await sent.count()).toBe(1);
    await context.close();
  });

  it('a bulk that gives orders up waits for a second lead, who is somebody else', async () => {
    const ids = await stuck(2);
    const { page, context } = await openDesk(browser, desk, {
      person: 'lea',
      path: `/desk/bulk?${new URLSearchParams({ event: 'ABORT', orders: ids.join() })}`,
    });
    const form = page.getByRole('region', { name: 'Why, and how fast' });
    await chooseReason(form, 'The customer asked for it', 'End the order: ask for 2 orders');
    await page.getByText('You asked for it, so another support lead approves it.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    const { pathname } = new URL(page.url());
    await context.close();
    const other = await openDesk(browser, desk, { person: 'louis', path: pathname });
    await other.page.getByText(/asked for it\. Approve it, or cancel it\./).waitFor();
    await steerBulk(other.page, 'Approve', 'The checks are done');
    await other.page.getByText('Worked through').waitFor({ timeout: PATIENCE });
    await until(
      PATIENCE,
      'both orders to be over',
      async () => (await outcomesTold(other.page))['left the state'] === 2,
    );
    await other.context.close();
  });

  it('a bulk of everything is refused, and an agent is told that leads send bulks', async () => {
    const { page, context } = await openDesk(browser, desk, { person: 'lea', path: '/desk/bulk?event=RETRY' });
    await page.getByRole('heading', { name: 'Which orders?' }).waitFor();
    await context.close();
    const agent = await openDesk(browser, desk, { person: 'agnes', path: '/desk/bulk?event=RETRY&waits=stuck' });
    await agent.page.getByRole('heading', { name: 'A support lead sends bulk acts' }).waitFor();
    await agent.page.goto(`${desk.shop.stand.url}/desk/bulk`);
    await agent.page.getByRole('link', { name: `Retry: ${MANY} orders` }).click();
    await isRead(agent.page);
    await agent.page.getByRole('heading', { name: /orders left the state they were in/ }).waitFor();
    expect(await agent.page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
    await agent.context.close();
  });

  it.each(COVERING_LOOKS)('a bulk is without fault in $locale, $colorScheme, $width px', async (look) => {
    const list = await openDesk(browser, desk, { person: 'lea', path: '/desk/bulk', look });
    await isRead(list.page);
    expect(await faultsOf(list.page)).toEqual([]);
    await list.page.locator('.row-title a').last().click();
    await list.page.locator('.outcome-bar').waitFor();
    await isRead(list.page);
    expect(await faultsOf(list.page)).toEqual([]);
    expect(list.complaints).toEqual([]);
    await list.context.close();
  });
});
