import type { Page } from 'playwright-core';
import { COVERING_LOOKS, startBrowser, type TestBrowser, type Visitor } from '../support/browser';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import type { Buyer } from '../support/flow-shop';
import { faultsOf, isRead } from '../support/pages';

/** An order as people of support work at it: seen, foreseen, acted on, and told what became of it. */

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

const orderPath = (changeId: string): string => `/desk/orders/${changeId}`;
const opened = (changeId: string, person = 'agnes', look = {}): Promise<Visitor> =>
  openDesk(browser, desk, { person, path: orderPath(changeId), look });
/** The button that does it, not the one that opens it. */
const does = (page: Page, name: string) => page.locator('form').getByRole('button', { name, exact: true });
const opens = (page: Page, name: string) => page.getByRole('button', { name, expanded: false });
const told = (page: Page, words: RegExp) => page.getByRole('heading', { level: 3, name: words }).waitFor();
const hasHeadline = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const more = (page: Page) => page.getByLabel('In your own words (optional)');

/** An order whose step fails whenever it is tried. */
async function stuckAt(step: string): Promise<{ changeId: string; buyer: Buyer }> {
  const buyer = await desk.customer();
  desk.failing.add(step);
  const { changeId } = await buyer.buy({ seats: 8 });
  return { changeId, buyer };
}

/** An order of a Corporate customer that is made and cannot be delivered. */
async function undelivered(): Promise<string> {
  const buyer = await desk.customer({ kind: 'corporate' });
  const { changeId } = await buyer.start({ seats: 6 });
  await desk.shop.agent.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-1' });
  desk.failing.add('fulfil');
  await buyer.place(await buyer.send(changeId, { type: 'CHECKOUT' }));
  await buyer.reaches(changeId, 'finishing.fulfilling.stuck.waiting');
  return changeId;
}

describe('a stuck order', () => {
  it('an agent understands it, foresees a retry, heals it by two presses and is told that it helped', async () => {
    const { changeId, buyer } = await stuckAt('apply');
    const { page, context, complaints } = await opened(changeId);
    await page.getByText('Yes, until the change is made').waitFor();
    await page.getByText(/^Taken: /).waitFor();
    await page.getByText(/What is done, in this order: applying the change/).waitFor();
    await page.getByRole('heading', { name: 'Where it is, and where “Retry” would lead' }).waitFor();
    desk.failing.clear();
    await page.getByText('The outage is over').click();
    await does(page, 'Retry').click();
    await told(page, /it helped, the order has left where it was stuck/);
    await hasHeadline(page, 'The order is completed.');
    await page.getByText('No: the change is made, it only goes forward').waitFor();
    expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a retry in vain is told as stuck again, also after a reload', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await page.getByText('The outage is over').click();
    await does(page, 'Retry').click();
    await told(page, /stuck again, same cause/);
    await page.getByText('2 attempts', { exact: true }).waitFor();
    await page.reload();
    await told(page, /stuck again, same cause/);
    desk.failing.clear();
    await desk.shop.lead.act(changeId, { type: 'RETRY' });
    await hasHeadline(page, 'The order is completed.');
    await told(page, /stuck again, same cause/);
    await context.close();
  });

  it('what the line tells before the answer is not told as somebody else’s doing, and the outcome has the focus', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await page.getByText('The outage is over').click();
    desk.failing.clear();
    let answer = (): void => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await context.route(/\/events$/, async (route) => {
      const response = await route.fetch();
      await isAnswered;
      await route.fulfill({ response });
    });
    await does(page, 'Retry').click();
    await hasHeadline(page, 'The order is completed.');
    await page.locator('form .busy').waitFor();
    expect(await page.getByRole('heading', { level: 3, name: /has moved/ }).count()).toBe(0);
    answer();
    await told(page, /it helped/);
    await page.locator('.act-outcome:focus').waitFor();
    await context.close();
  });

  it('an act whose answer is lost is told as unanswered although the order has moved, and pressed again it is the same one', async () => {
    const { changeId, buyer } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await page.getByText('The outage is over').click();
    desk.failing.clear();
    await context.route(/\/events$/, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await does(page, 'Retry').click();
    await hasHeadline(page, 'The order is completed.');
    await page.locator('form .notice.error').waitFor();
    expect(await page.getByRole('heading', { level: 3, name: /has moved/ }).count()).toBe(0);
    await context.unrouteAll();
    await does(page, 'Retry').click();
    await told(page, /it helped/);
    expect(await buyer.gatewayBook(changeId)).toHaveLength(1);
    await context.close();
  });

  it('the act that the address names is open', async () => {
    const { changeId } = await stuckAt('apply');
    const path = `${orderPath(changeId)}?act=HOLD`;
    const { page, context } = await openDesk(browser, desk, { path });
    await page.getByRole('button', { name: 'Put on hold', expanded: true }).waitFor();
    expect(await page.getByRole('button', { name: /^Retry/, expanded: true }).count()).toBe(0);
    await context.close();
  });

  it('calls of the gateway that could not be read are not told as none', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await page.getByText(/^Taken: /).waitFor();
    await context.route(/\/payments$/, (route) => route.abort());
    await page.reload();
    await page.getByText('It could not be read').waitFor();
    expect(await page.getByText('The payment provider was asked nothing so far.').count()).toBe(0);
    await context.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/^Taken: /).waitFor();
    await context.close();
  });

  it('an order is followed by its own line alone', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await openDesk(browser, desk);
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/v1/live/changes'));
    await page
      .locator('.desk-bar')
      .getByText(/^(Up to date|Checked)/)
      .waitFor();
    await page.evaluate(`history.pushState(null, '', ${JSON.stringify(orderPath(changeId))})`);
    await ended;
    await does(page, 'Retry').waitFor();
    await page
      .locator('.desk-bar')
      .getByText(/^(Up to date|Checked)/)
      .waitFor();
    await context.close();
  });

  it('an agent heals it by keyboard alone', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await does(page, 'Retry').waitFor();
    desk.failing.clear();
    const keys = page.keyboard;
    await keys.press('.');
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^Retry/);
    await keys.press('Tab');
    await keys.press('Space');
    await keys.press('Tab');
    await keys.type('The database is back.');
    await keys.press('Tab');
    await keys.press('Enter');
    await told(page, /it helped/);
    await context.close();
  });

  it('an order that moves on while somebody writes keeps what was written, shows what moved and asks again', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await page.getByText('The outage is over').click();
    await more(page).fill('Seen in the log at noon.');
    await desk.shop.lead.act(changeId, { type: 'RETRY' });
    await told(page, /The order has moved since you opened this: nothing was sent/);
    expect(await does(page, 'Retry').count()).toBe(0);
    expect(await more(page).inputValue()).toBe('Seen in the log at noon.');
    await page.getByRole('button', { name: 'Yes, with the order as it is now' }).click();
    expect(await more(page).inputValue()).toBe('Seen in the log at noon.');
    await does(page, 'Retry').click();
    await told(page, /stuck again, same cause/);
    await page.getByText('3 attempts', { exact: true }).waitFor();
    await context.close();
  });

  it('an order that moved on unseen refuses what is sent (412), and nothing written is lost', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await more(page).fill('Seen in the log at noon.');
    await page.getByText('The outage is over').click();
    await context.route(new RegExp(`/v1/changes/${changeId}(/live)?$`), (route) => route.abort());
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await desk.shop.lead.act(changeId, { type: 'RETRY' });
    await does(page, 'Retry').click();
    await told(page, /The order has moved since you opened this/);
    await page.getByText(/^No connection since/).waitFor();
    await context.unrouteAll();
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await page.getByText('2 attempts', { exact: true }).waitFor();
    expect(await more(page).inputValue()).toBe('Seen in the log at noon.');
    await context.close();
  });
});

describe('an act that two persons agree on', () => {
  it('an override is asked for with evidence, refused to the wrong person with why, and approved by the right one', async () => {
    const changeId = await undelivered();
    const lea = await opened(changeId, 'lea');
    await opens(lea.page, 'Enter the result by hand').click();
    await lea.page.getByLabel('Evidence', { exact: true }).fill('Delivery note 118, in the archive.');
    await lea.page.getByText('Done by hand').first().click();
    await does(lea.page, 'Ask a second person: Enter the result by hand').click();
    await told(lea.page, /Waits for a second person: Enter the result by hand/);
    await lea.page.locator('.open-request-why').waitFor();
    const agnes = await opened(changeId, 'agnes');
    await agnes.page.locator('.open-request-why').waitFor();
    expect(await agnes.page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    const louis = await opened(changeId, 'louis');
    await louis.page.getByText('Delivery note 118, in the archive.').waitFor();
    await louis.page.getByText('The order has not moved since it was asked').waitFor();
    expect(await faultsOf(louis.page)).toEqual([]);
    await louis.page.locator('.open-request').getByText('Done by hand').last().click();
    await louis.page.getByRole('button', { name: /^Approve: / }).click();
    for (const { page, context } of [louis, lea, agnes]) {
      await hasHeadline(page, 'The order is completed.');
      if (page !== agnes.page) await told(page, /it helped, the order has left where it was stuck/);
      await context.close();
    }
  });

  it('a rejection is told to whoever asked, with its reason', async () => {
    const changeId = await undelivered();
    const lea = await opened(changeId, 'lea');
    await opens(lea.page, 'Enter the result by hand').click();
    await lea.page.getByLabel('Evidence', { exact: true }).fill('A phone call.');
    await lea.page.getByText('Done by hand').first().click();
    await does(lea.page, 'Ask a second person: Enter the result by hand').click();
    const louis = await opened(changeId, 'louis');
    await louis.page.getByLabel('In your own words', { exact: true }).fill('A phone call is no evidence.');
    await louis.page.getByRole('button', { name: 'Reject' }).click();
    await louis.page.locator('.open-request').waitFor({ state: 'detached' });
    await told(lea.page, /rejected by louis/);
    await lea.page.getByText('A phone call is no evidence.').waitFor();
    for (const { context } of [louis, lea]) await context.close();
  });
});

describe('notes on an order', () => {
  const notes = (page: Page) => page.getByRole('region', { name: 'Notes', exact: true });
  const field = (page: Page) => notes(page).getByLabel('New note');
  const add = (page: Page) => notes(page).getByRole('button', { name: 'Add the note' }).click();

  it('a note stays where it is typed until it is taken, whatever the order does, and a colleague reads it at once', async () => {
    const { changeId } = await stuckAt('apply');
    const [agnes, lea] = await Promise.all([opened(changeId), opened(changeId, 'lea')]);
    await notes(lea.page).getByText('Nobody has written anything down so far.').waitFor();
    await add(agnes.page);
    await notes(agnes.page).getByText('Write something first.').waitFor();
    await field(agnes.page).fill('Calls back on Monday.\nAsk for Claire.');
    await agnes.context.route(/\/notes$/, (route) => route.abort());
    await add(agnes.page);
    await notes(agnes.page).locator('.notice.error').waitFor();
    await agnes.context.unrouteAll();
    desk.failing.clear();
    await desk.shop.lead.act(changeId, { type: 'RETRY' });
    await hasHeadline(agnes.page, 'The order is completed.');
    expect(await field(agnes.page).inputValue()).toBe('Calls back on Monday.\nAsk for Claire.');
    await add(agnes.page);
    for (const { page } of [agnes, lea]) {
      await notes(page).getByText('agnes', { exact: true }).waitFor();
      expect(await notes(page).locator('.order-note').allInnerTexts()).toEqual([
        'Calls back on Monday.\nAsk for Claire.',
      ]);
    }
    await notes(agnes.page).getByText('The note was added.').waitFor();
    expect(await field(agnes.page).inputValue()).toBe('');
    await lea.page.getByText('agnes, support agent, has written a note.').waitFor();
    expect(lea.complaints).toEqual([]);
    for (const { context } of [agnes, lea]) await context.close();
  });

  it('a note on an order that has long been over is told to a colleague too, and an operator reads it and writes none', async () => {
    const buyer = await desk.customer();
    const { changeId } = await buyer.buy({ seats: 8 });
    await buyer.reaches(changeId, 'completed');
    const olga = await opened(changeId, 'olga');
    await olga.page.clock.install();
    await olga.page.reload();
    await notes(olga.page).getByText('Nobody has written anything down so far.').waitFor();
    await olga.page.clock.fastForward('00:20');
    const { page, context } = await opened(changeId);
    await field(page).fill('The customer is happy.');
    await add(page);
    await notes(olga.page).getByText('The customer is happy.').waitFor();
    expect(await field(olga.page).count()).toBe(0);
    for (const visitor of [context, olga.context]) await visitor.close();
  });
});

describe('the page of an order', () => {
  it('the order is taken by one press, and given back by another', async () => {
    const { changeId } = await stuckAt('apply');
    const { page, context } = await opened(changeId);
    await page.getByRole('button', { name: 'Take it' }).click();
    // While it is still at it, it takes no second press.
    await page.locator('.button:not(.busy)', { hasText: 'Give it back' }).click();
    await page.getByRole('button', { name: 'Take it' }).waitFor();
    await context.close();
  });

  it('a request of a Corporate customer is accepted in place, and placed for them on their recorded word', async () => {
    const buyer = await desk.customer({ kind: 'corporate' });
    const { changeId } = await buyer.start({ seats: 6 });
    const { page, context } = await opened(changeId);
    await page.getByLabel('Purchase order number').fill('PO-118');
    await page.getByText('Agreed with the customer').click();
    await does(page, 'Accept the request').click();
    await buyer.reaches(changeId, 'reviewing');
    await buyer.send(changeId, { type: 'CHECKOUT' });
    await opens(page, 'Place order').click();
    await does(page, 'Place order').click();
    await page.getByText('Write down what the customer said.').waitFor();
    await page.getByLabel('The customer’s consent').fill('Kim, by phone, today.');
    await does(page, 'Place order').click();
    await told(page, /^Place order: /);
    expect(await buyer.look(changeId)).toMatchObject({ consent: { text: 'Kim, by phone, today.' } });
    await context.close();
  });

  it.each(COVERING_LOOKS)('an order has no fault, stuck and completed, and tells what happened: %o', async (look) => {
    const { changeId } = await stuckAt('apply');
    const { page, context, complaints } = await opened(changeId, 'lea', look);
    await isRead(page);
    await page.locator('.timeline-row').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('.timeline-filter').nth(1).click();
    await page.locator('.timeline-row.failed').first().waitFor();
    expect(await page.locator('.timeline-row:not(.failed)').count()).toBe(0);
    desk.failing.clear();
    await desk.shop.agent.act(changeId, { type: 'RETRY' });
    await page.locator('.tag.done').first().waitFor();
    await isRead(page);
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
