import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser, type Visitor } from '../support/browser';
import { chooseReason } from '../support/desk-acts';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { TENANT } from '../support/flow-stand';
import { losesItsWorkflow } from '../support/lost-orders';
import { faultsOf, isRead } from '../support/pages';

/** What is no event of an order, from the desk: an act that two persons agree on, and a mail that is sent again. */

let browser: TestBrowser;
let desk: DeskStand;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
});
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

const opened = (changeId: string, person: string): Promise<Visitor> =>
  openDesk(browser, desk, { person, path: `/desk/orders/${changeId}` });
const told = (page: Page, words: RegExp) => page.getByRole('heading', { level: 3, name: words }).waitFor();
/** The button that does it, not the one that opens it. */
const does = (page: Page, name: string) => page.locator('form').getByRole('button', { name, exact: true });

/** An order that waited for its payment when it lost its workflow. */
async function lostOrder(): Promise<string> {
  const buyer = await desk.customer({ paymentMethod: 'pm_3ds' });
  const { changeId } = await buyer.buy({ seats: 8 });
  await losesItsWorkflow(desk.shop, changeId);
  return changeId;
}

const EVIDENCE = 'Ticket 4711: terminated by mistake.';

/** A lead asks on the page of the order for its end. */
async function askToEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^End the lost order/, expanded: false }).click();
  await page.getByText(/calling the payment off, letting go of the subscription, telling the customer/).waitFor();
  await page.getByLabel('Evidence', { exact: true }).fill(EVIDENCE);
  await page.locator('form .reason').getByText('The customer asked for it', { exact: true }).click();
  await does(page, 'Ask a second person: End the lost order').click();
  await told(page, /Waits for a second person: End the lost order/);
}

describe('an act of two persons that is no event', () => {
  it('a lost order shows what applies to it and why the rest does not, and is ended by two leads on its page', async () => {
    const changeId = await lostOrder();
    const lea = await opened(changeId, 'lea');
    await lea.page.getByRole('button', { name: /^Start the lost order again/, expanded: true }).waitFor();
    await lea.page
      .locator('.act-effect')
      .getByText(/It goes on where it last rested/)
      .waitFor();
    await lea.page.getByRole('button', { name: /^Not now/ }).click();
    await lea.page.getByText('This is for VAT that was charged on a number').waitFor();
    await askToEnd(lea.page);
    await lea.page.locator('.open-request-why').waitFor();
    const agnes = await opened(changeId, 'agnes');
    await agnes.page.locator('.open-request-why').waitFor();
    expect(await agnes.page.getByRole('button', { name: /^End the lost order/ }).count()).toBe(0);
    await agnes.context.close();
    const louis = await opened(changeId, 'louis');
    const request = louis.page.locator('.open-request');
    await request.getByText(EVIDENCE).waitFor();
    await request.getByText(/calling the payment off/).waitFor();
    expect(await faultsOf(louis.page)).toEqual([]);
    await request.getByText('The customer asked for it', { exact: true }).last().click();
    await louis.page.getByRole('button', { name: 'Approve: End the lost order' }).click();
    for (const { page, context, complaints } of [louis, lea]) {
      await told(page, /^End the lost order: done$/);
      await page.getByText('The order has been ended.').waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    }
    expect(await desk.shop.agent.look(changeId)).toMatchObject({ state: 'cancelled', done: true });
  });

  it('a request for one is decided in the list of requests, which goes on to tell what came of it', async () => {
    const changeId = await lostOrder();
    const lea = await opened(changeId, 'lea');
    await askToEnd(lea.page);
    await lea.context.close();
    const { page, context, complaints } = await openDesk(browser, desk, { person: 'louis', path: '/desk/requests' });
    await page.getByRole('button', { name: /^Look at it/ }).click();
    await page.getByRole('heading', { name: 'What it would do at this moment' }).waitFor();
    await page.getByText(/calling the payment off/).waitFor();
    await page.getByRole('button', { name: /^Approve/ }).click();
    const form = page.getByRole('region', { name: 'Approve' });
    await chooseReason(form, 'The customer asked for it', 'Approve');
    await page.getByText('Approved: End the lost order').waitFor();
    await page.getByRole('heading', { name: 'It was approved and done' }).waitFor();
    await page.getByText('The order has been ended.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('a mail that was given up', () => {
  /** The confirmation of an order, which its server refused. */
  async function givenUp(): Promise<{ changeId: string; mail: { tenantId: string; key: string } }> {
    const { outbox } = desk.shop.stand.store;
    const { changeId } = await (await desk.customer({ companyName: 'Atelier Nord' })).buy({ seats: 8 });
    const now = new Date();
    const claimed = await outbox.claimDue({ by: 'test', now, until: now, limit: 100 });
    const mail = claimed.find(({ key }) => key.startsWith(`${changeId}:confirmed`));
    if (mail === undefined) throw new Error('The order was not confirmed.');
    await outbox.giveUp(mail, 'test', 'smtp_550', now);
    await outbox.unclaim('test', claimed, now);
    return { changeId, mail: { tenantId: TENANT, key: mail.key } };
  }

  it('a mail of an order is sent again where it stands in what happened, and what became of that is told there', async () => {
    const { changeId, mail } = await givenUp();
    const { page, context, complaints } = await opened(changeId, 'agnes');
    const row = page.locator('.timeline-row', { hasText: 'Your subscription has been changed' });
    await row.getByRole('button', { name: /^Send again/ }).click();
    await chooseReason(row.getByRole('region', { name: 'Send again' }), 'Its cause is mended', 'Send again');
    await row.getByText('It is on its way again.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await desk.shop.stand.store.outbox.noteSent([mail], new Date());
    await row.getByText('It has been sent.').waitFor();
    expect(await row.getByRole('button', { name: /^Send again/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('mails that were given up are listed with their order and why, are counted beside the queue, and are sent again', async () => {
    const { changeId, mail } = await givenUp();
    const { page, context, complaints } = await openDesk(browser, desk);
    await page.getByRole('link', { name: /^Mails that were given up/ }).click();
    const row = page.getByRole('listitem').filter({ hasText: changeId });
    await row.getByText('The mail server refuses it.').waitFor();
    await row.getByText('Atelier Nord').waitFor();
    expect(await row.getByRole('link').getAttribute('href')).toBe(`/desk/orders/${changeId}`);
    await page.getByRole('button', { name: /^What the runbook says/ }).click();
    await page.getByRole('heading', { name: 'What it means' }).waitFor();
    await isRead(page);
    expect(await faultsOf(page)).toEqual([]);
    await row.getByRole('button', { name: /^Send again/ }).click();
    await chooseReason(row.getByRole('region', { name: 'Send again' }), 'Its cause is mended', 'Send again');
    await page.getByText('On its way again: Your subscription has been changed').waitFor();
    await page.getByRole('heading', { name: 'No mail was given up' }).waitFor();
    expect(await desk.shop.stand.store.outbox.find(mail)).toMatchObject({ status: 'waiting', code: null });
    expect(complaints).toEqual([]);
    await context.close();
  });
});
