import type { Locator } from 'playwright-core';
import { inboundEvent } from '../store/test-store';
import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { chooseReason } from '../support/desk-acts';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { TENANT } from '../support/flow-stand';
import { keyboardHands } from '../support/hands';
import { faultsOf, isRead } from '../support/pages';
import { focusIsSeen } from '../support/seen-focus';
import { PATIENCE, until } from '../support/within';

/** The lists of the desk, each with its story in short. */

let browser: TestBrowser;
let desk: DeskStand;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
});
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

const open = (person: string, path: string) => openDesk(browser, desk, { person, path });

/** An order of a corporate account that nobody delivers: its result may be entered by hand. */
async function undelivered(): Promise<string> {
  const { agent } = desk.shop;
  desk.failing.add('fulfil');
  const buyer = await desk.customer({ kind: 'corporate' });
  const { changeId } = await buyer.start({ seats: 8 });
  await agent.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-1' });
  await buyer.place(await buyer.send(changeId, { type: 'CHECKOUT' }));
  await buyer.reaches(changeId, 'finishing.fulfilling.stuck.waiting');
  desk.failing.delete('fulfil');
  return changeId;
}

const EVIDENCE = 'Ticket 4711: delivered by hand on 26 March.';

describe('requests for a second person', () => {
  it('a request shows what it would do at this moment, is no business of whoever asked, and is approved by somebody else', async () => {
    const { lead } = desk.shop;
    const changeId = await undelivered();
    const { grantId } = await lead.request(changeId, { type: 'OVERRIDE', evidence: EVIDENCE });
    const own = await open('lea', '/desk/requests');
    await own.page.getByRole('button', { name: /^Look at it/ }).click();
    await own.page.getByText(EVIDENCE).waitFor();
    await own.page.getByText('Nothing: the order is as it was then.').waitFor();
    expect(await own.page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    await own.page.getByRole('button', { name: /^Take it back/ }).waitFor();
    await own.context.close();
    const { page, context, complaints } = await open('louis', `/desk/requests?request=${grantId}`);
    const whole = page.getByRole('region', { name: 'Look at it' });
    await whole.getByRole('heading', { name: 'What it would do at this moment' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: /^Approve/ }).click();
    await chooseReason(page.getByRole('region', { name: 'Approve' }), 'Done by hand', 'Approve');
    await page.getByText('Approved: Enter the result by hand').waitFor();
    await page.getByRole('heading', { name: 'Nothing waits for a second person' }).waitFor();
    await page.goto(`${desk.shop.stand.url}/desk/requests?request=${grantId}`);
    await page.getByText('It was approved and done').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a request that was turned down says so, by whom and why', async () => {
    const { lead } = desk.shop;
    const changeId = await undelivered();
    const { grantId } = await lead.request(changeId, { type: 'OVERRIDE', evidence: EVIDENCE });
    const { page, context } = await open('louis', `/desk/requests?request=${grantId}`);
    await page.getByRole('button', { name: /^Turn it down/ }).click();
    const form = page.getByRole('region', { name: 'Turn it down' });
    await form.getByLabel(/^In your own words/).fill('The evidence is of another order.');
    await chooseReason(form, 'A mistake was made', 'Turn it down');
    await page.getByText('Turned down:').waitFor();
    await context.close();
    const own = await open('lea', `/desk/requests?request=${grantId}`);
    await own.page.getByText('It was turned down').waitFor();
    await own.page.getByText('The evidence is of another order.').waitFor();
    await own.context.close();
  });
});

describe('hand-overs', () => {
  it('orders that somebody of ours decides say who wishes what and until when, by team', async () => {
    const buyer = await desk.customer();
    const { changeId } = await buyer.start({ tierId: 'starter' });
    expect((await buyer.settled(changeId)).state).toBe('handedOver.waiting');
    const { page, context, complaints } = await open('agnes', '/desk/hand-overs');
    const row = page.getByRole('listitem').filter({ hasText: 'Answer expected by' });
    await row.waitFor();
    expect(await row.getByRole('link').getAttribute('href')).toBe(`/desk/orders/${changeId}`);
    expect(await row.textContent()).toContain('nobody yet');
    await page.getByRole('button', { name: /Who decides/ }).click();
    await page.getByRole('option', { name: 'Advisors' }).click();
    await page.getByRole('heading', { name: 'Nobody waits' }).waitFor();
    expect(new URL(page.url()).search).toBe('?team=advisor');
    await page.reload();
    await page.getByRole('heading', { name: 'Nobody waits' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('support items', () => {
  it('an item comes with what the runbook says, and is closed with how', async () => {
    const { store } = desk.shop.stand;
    await store.supportItems.open({
      ...{ tenantId: TENANT, key: 'chg_sample:refund', kind: 'refund_request', subscriptionId: 'sub_1' },
      ...{ facts: { changeId: 'chg_sample', amount: '12.50', currency: 'EUR' }, openedAt: new Date() },
    });
    const { page, context, complaints } = await open('agnes', '/desk/items');
    await page.locator('.row-title', { hasText: 'Money is set aside to be paid back to the customer.' }).waitFor();
    await page.getByText('€12.50').waitFor();
    await page.getByRole('button', { name: /^What the runbook says/ }).click();
    await page.getByRole('heading', { name: 'What it means' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: /^Close it/ }).click();
    await chooseReason(page.getByRole('region', { name: 'Close it' }), 'Done by hand', 'Close it');
    await page.getByText('It is closed.').waitFor();
    await page.getByRole('heading', { name: 'Nothing to look at' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('an act without a reason is not sent, and says what is missing', async () => {
    const { store } = desk.shop.stand;
    await store.supportItems.open({
      ...{ tenantId: TENANT, key: 'chg_other:refund', kind: 'refund_by_hand', subscriptionId: 'sub_1' },
      ...{ facts: { changeId: 'chg_other' }, openedAt: new Date() },
    });
    const { page, context } = await open('agnes', '/desk/items');
    await page.getByRole('button', { name: /^Close it Money came/ }).click();
    await page.getByRole('region', { name: 'Close it' }).getByRole('button', { name: 'Close it' }).click();
    await page.getByText('Choose why you do it.').waitFor();
    await context.close();
  });
});

describe('events from outside', () => {
  it('an event that was given up is acted on again, and says what came of it', async () => {
    await receiveNobodys();
    const { page, context, complaints } = await open('olga', '/desk/inbound');
    await page.getByRole('button', { name: /^Act on it again/ }).click();
    await page
      .getByRole('status')
      .getByText(/^payment\.succeeded: /)
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** An event of a payment that nobody knows, given up. */
async function receiveNobodys(): Promise<void> {
  const { inboundEvents } = desk.shop.stand.store;
  const event = inboundEvent({ eventId: 'evt_nobodys' });
  await inboundEvents.receive(event, new Date(Date.now() + 86_400_000));
  await inboundEvents.settle(event, 'dead');
}

describe('the audit trail', () => {
  it('the trail tells who did what and why, the latest first, holds together, and is a file', async () => {
    const { page, context, complaints } = await open('lea', '/desk/audit');
    await page.getByText('Each entry follows on the one before it').waitFor();
    await isRead(page);
    const first = page.locator('.desk-row').first();
    await first.getByRole('button', { name: /^Entry/ }).click();
    await first.getByText('Hash of the entry before').waitFor();
    const file = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    expect((await file).suggestedFilename()).toBe('audit.csv');
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('an agent is led to no audit trail', async () => {
    const { page, context } = await open('agnes', '/desk/items');
    await isRead(page);
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).count()).toBe(0);
    await context.close();
  });
});

describe('the operators’ page', () => {
  it('the page tells whether the service is ready, its settings with who changed them, and its keys', async () => {
    const { page, context, complaints } = await open('olga', '/desk/operators');
    await page.getByText('Reaches its database').waitFor();
    await page.getByText('Address of the billing centre').first().waitFor();
    await page.getByRole('region', { name: 'API keys' }).getByText('Last used').first().waitFor();
    await isRead(page);
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('the page says that there are more keys than it shows', async () => {
    const { page, context } = await open('olga', '/desk/operators');
    await page.getByRole('region', { name: 'API keys' }).getByText('Last used').first().waitFor();
    expect(await page.getByText('There are more keys').count()).toBe(0);
    await context.route(/\/v1\/keys$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), more: true } });
    });
    await page.reload();
    await page.getByText(/^There are more keys: the first \d+ are shown\.$/).waitFor();
    await context.close();
  });

  it('the page tells who works for orders and when they were last seen, and warns where nobody does', async () => {
    const { page, context, complaints } = await open('olga', '/desk/operators');
    const workers = page.getByRole('region', { name: 'Workers' });
    for (const kind of ['Moving orders on', 'Doing their steps']) {
      const row = workers.getByRole('row', { name: kind });
      await row.getByRole('cell', { name: '1', exact: true }).waitFor();
      await row.getByText('ago').waitFor();
    }
    expect(await workers.getByText(/^No worker/).count()).toBe(0);
    await workers.getByRole('button', { name: 'Each worker' }).click();
    expect(await workers.getByRole('listitem').count()).toBe(2);
    expect(await faultsOf(page)).toEqual([]);
    await context.route(/\/v1\/task-queues$/, async (route) => {
      const response = await route.fetch();
      const { items } = await response.json();
      const gone = items.map((queue: object) => ({ ...queue, asking: 0, lastSeenAt: null, workers: [] }));
      await route.fulfill({ response, json: { items: gone } });
    });
    await page.reload();
    await workers.getByText(/^No worker moves orders on/).waitFor();
    await workers.getByText(/^No worker does the steps/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('an agent is told of no workers', async () => {
    const { page, context } = await open('agnes', '/desk/operators');
    await page.getByText('Reaches its database').waitFor();
    await isRead(page);
    expect(await page.getByRole('region', { name: 'Workers' }).count()).toBe(0);
    await context.close();
  });
});

describe('new seats', () => {
  it('seats that nobody uses yet are reminded of at once', async () => {
    const buyer = await desk.customer({ companyName: 'Atelier Nord' });
    await buyer.buy({ seats: 8 });
    await until(PATIENCE, 'the seats to be followed up', async () => {
      const { status } = await buyer.ask('GET', `/v1/subscriptions/${buyer.subscription}/seat-follow-up`, {
        expect: [200, 204],
      });
      return status === 200;
    });
    const { page, context, complaints } = await open('agnes', '/desk/seats');
    const row = page.getByRole('listitem').filter({ hasText: 'Atelier Nord' });
    await row.getByText('8 seats free of 8').waitFor();
    await row.getByRole('button', { name: /^Remind now/ }).click();
    await chooseReason(row.getByRole('region', { name: 'Remind now' }), 'The customer asked for it', 'Remind now');
    await page.getByText(/^Reminded:/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('the desk by keyboard alone, with the focus never lost and always seen', () => {
  const hands = keyboardHands(focusIsSeen);

  const pickReason = (form: Locator, reason: string) => hands.choose(form.getByRole('radio', { name: reason }));

  /** A reason in a form that is open, and the button that does it. */
  async function giveReason(form: Locator, reason: string, press: string): Promise<void> {
    await pickReason(form, reason);
    await hands.press(form.getByRole('button', { name: press }));
  }

  const holdsFocus = (what: Locator) => what.and(what.page().locator(':focus')).waitFor();

  it('a hand-over is found, opened, and answered', async () => {
    const buyer = await desk.customer();
    const { changeId } = await buyer.start({ tierId: 'starter' });
    await buyer.settled(changeId);
    const { page, context, complaints } = await open('agnes', '/desk/hand-overs');
    await hands.press(page.locator(`a[href="/desk/orders/${changeId}"]`));
    await page.waitForURL(/\/desk\/orders\//);
    await page.locator('.act-button').first().waitFor();
    await holdsFocus(page.getByRole('heading', { level: 1 }));
    await page.keyboard.press('.');
    await holdsFocus(page.locator('.act-button').first());
    await hands.press(page.getByRole('button', { name: 'Decline the request', expanded: false }));
    const form = page.locator('form.act-panel');
    await hands.choose(form.getByRole('radio', { name: 'Not possible on these terms' }));
    await hands.press(form.getByRole('button', { name: 'Decline the request' }));
    await page.getByRole('heading', { level: 3, name: /^Decline the request: / }).waitFor();
    await holdsFocus(page.locator('.act-outcome'));
    expect((await buyer.look(changeId)).state).toBe('cancelled');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a request of somebody else is read, left, and approved', async () => {
    const { grantId } = await desk.shop.lead.request(await undelivered(), { type: 'OVERRIDE', evidence: EVIDENCE });
    const { page, context, complaints } = await open('louis', '/desk/requests');
    const look = page.getByRole('button', { name: /^Look at it/ });
    await hands.press(look);
    await page.getByText(EVIDENCE).waitFor();
    expect(new URL(page.url()).searchParams.get('request')).toBe(grantId);
    const approve = page.getByRole('button', { name: /^Approve/ }).first();
    await hands.press(approve);
    await hands.press(page.getByRole('button', { name: 'Leave it' }));
    await holdsFocus(approve);
    await hands.press(approve);
    await giveReason(page.getByRole('region', { name: 'Approve' }), 'Done by hand', 'Approve');
    await page.getByText('Approved: Enter the result by hand').waitFor();
    await focusIsSeen(page);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('one support item after the other is read up on and closed', async () => {
    const { supportItems } = desk.shop.stand.store;
    for (const key of ['chg_first:refund', 'chg_second:refund']) {
      await supportItems.open({
        ...{ tenantId: TENANT, key, kind: 'refund_request', subscriptionId: 'sub_1' },
        ...{ facts: { amount: '12.50', currency: 'EUR' }, openedAt: new Date() },
      });
    }
    const { page, context, complaints } = await open('agnes', '/desk/items');
    const rows = page.locator('.desk-row').filter({ hasText: 'Money is set aside' });
    for (const left of [1, 0]) {
      const row = rows.first();
      const help = row.getByRole('button', { name: /^What the runbook says/ });
      await hands.press(help);
      await row.getByRole('heading', { name: 'What it means' }).waitFor();
      await page.keyboard.press('Enter');
      await row.getByRole('heading', { name: 'What it means' }).waitFor({ state: 'detached' });
      await holdsFocus(help);
      await hands.press(row.getByRole('button', { name: /^Close it/ }));
      await giveReason(row.getByRole('region', { name: 'Close it' }), 'Done by hand', 'Close it');
      await until(PATIENCE, 'the item to be gone', async () => (await rows.count()) === left);
      await holdsFocus(page.locator('[tabindex="-1"]', { has: page.getByText('It is closed.') }).last());
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('the audit trail is narrowed to a span and to an order, and an entry is opened', async () => {
    const changeId = await undelivered();
    const { page, context, complaints } = await open('lea', '/desk/audit');
    const span = page.getByRole('button', { name: /Span of time/ });
    await hands.press(span);
    await hands.press(page.getByRole('option', { name: 'All there is' }));
    await holdsFocus(span);
    await hands.type(page.getByLabel('Number of an order'), changeId);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.search === `?span=all&order=${changeId}`);
    await page.getByText('Each entry follows on the one before it').waitFor();
    await hands.press(page.getByRole('button', { name: /^Entry/ }).first());
    await page.getByText('Hash of the entry before').waitFor();
    const before = page.getByRole('button', { name: /^Entry/ }).first();
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await keys.waitFor();
    await focusIsSeen(page);
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await holdsFocus(before);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('a bulk is begun from its cause, sent slowly, and cancelled', async () => {
    await undelivered();
    const { page, context, complaints } = await open('lea', '/desk');
    await hands.press(page.locator('.cause').getByRole('link', { name: /^Retry/ }));
    await page.waitForURL(/\/desk\/bulk\?/);
    await holdsFocus(page.getByRole('heading', { level: 1 }));
    const form = page.getByRole('region', { name: 'Why, and how fast' });
    await pickReason(form, 'The outage is over');
    await hands.type(form.getByRole('textbox', { name: /^Pace/ }), '1');
    await hands.press(form.getByRole('button', { name: /: send to/ }));
    await page.waitForURL(/\/desk\/bulk\/[^?]+$/);
    await holdsFocus(page.getByRole('heading', { level: 1 }));
    await hands.press(page.getByRole('button', { name: 'Cancel', exact: true }));
    await giveReason(page.getByRole('region', { name: 'Cancel' }), 'Done by hand', 'Cancel');
    await page.getByText('It is cancelled.').waitFor();
    await page.getByText('Cancelled', { exact: true }).waitFor();
    await focusIsSeen(page);
    const box = page.getByRole('checkbox', { name: 'Only those that were not healed' });
    await hands.tick(box);
    await holdsFocus(box);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

const PATHS = ['hand-overs', 'requests', 'items', 'seats', 'inbound', 'mails', 'audit', 'operators'];

it.each(COVERING_LOOKS)('the lists are without fault in $locale, $colorScheme, $width px', async (look) => {
  const { page, context, complaints } = await openDesk(browser, desk, {
    person: 'lea',
    path: '/desk/hand-overs',
    look,
  });
  for (const path of PATHS) {
    await page.goto(`${desk.shop.stand.url}/desk/${path}`);
    await isRead(page);
    expect([path, await faultsOf(page)]).toEqual([path, []]);
  }
  expect(complaints).toEqual([]);
  await context.close();
});
