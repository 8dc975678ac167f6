import { sealToken } from '../../store/access/payment-tokens';
import { orderWorkflowId } from '../../workflows/contract';
import type { FlowApi, Problem } from '../support/flow-api';
import { MORNING } from '../support/flow-facts';
import { oneRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { type FlowStand, PAGES_URL, TENANT } from '../support/flow-stand';
import { TEST_RING } from '../support/key-rings';
import { browsed, type Page } from '../support/payment-page';

interface Opened {
  setupId: string;
  url: string;
  expiresAt: string;
}

interface Outcome {
  setupId: string;
  status: string;
  text: string;
  url: string | null;
  order: { state: string; hasPaymentMethod: boolean; missing: string[] };
}

const [GOOD, DECLINED, CONFIRMED, DECLINED_LATER] = [
  '4242 4242 4242 4242',
  '4000 0000 0000 0002',
  '4000 0027 6000 3184',
  '4000 0000 0000 0341',
];

const pathOf = (changeId: string): string => `/v1/changes/${changeId}/payment-setup`;

const open = async (buyer: FlowApi, changeId: string, idempotencyKey?: string): Promise<Opened> => {
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return (await buyer.ask<Opened>('POST', pathOf(changeId), { expect: [201], ...key })).body;
};

const comeBack = async (buyer: FlowApi, changeId: string, setupId: string): Promise<Outcome> =>
  (await buyer.ask<Outcome>('POST', `${pathOf(changeId)}/${setupId}`)).body;

const refused = async (buyer: FlowApi, path: string): Promise<Problem> =>
  (await buyer.ask<Problem>('POST', path, { expect: [403, 404, 409, 503] })).body;

const type = (number: string): Record<string, string> => ({ act: 'save', number });

/** Gives a card on a page of its own, and comes back. */
async function give(buyer: Buyer, changeId: string, number = GOOD): Promise<Outcome> {
  const { setupId, url } = await open(buyer, changeId);
  await browsed(url, type(number));
  return comeBack(buyer, changeId, setupId);
}

/** Everything that stands in the history of an order, as text. */
async function historyOf({ temporal }: FlowStand, changeId: string): Promise<string> {
  const { events } = await temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId)).fetchHistory();
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('utf8'));
    else if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) walk(inner);
  };
  walk(events);
  return texts.join('\n');
}

oneRun('payment pages', (shop, live) => {
  live('a card given on the gateway’s page pays the order, and its token is nowhere in the history', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId, missing } = await claire.checkOut({ seats: 8 });
    expect(missing).not.toEqual([]);
    const opened = await open(claire, changeId);
    const page = await browsed(opened.url);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Payment details') });
    const left = await browsed(opened.url, type(GOOD));
    expect(left).toMatchObject({
      status: 303,
      location: `${PAGES_URL}/orders/${changeId}?paymentSetup=${opened.setupId}`,
    });
    const back = await comeBack(claire, changeId, opened.setupId);
    expect(back).toMatchObject({
      status: 'completed',
      url: null,
      order: { state: 'verifying', hasPaymentMethod: true, missing: [] },
    });
    const bought = await claire.place(await claire.look(changeId));
    expect(bought).toMatchObject({ state: 'completed', payment: { status: 'paid' } });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    const account = await stand.store.accounts.find(TENANT, claire.account);
    const token = account?.paymentMethod ?? '';
    expect(token).toMatch(/^pm_[0-9a-f]{24}$/);
    const history = await historyOf(stand, changeId);
    expect(history).toContain(opened.setupId);
    expect(history).not.toContain(token);
    expect(history).not.toContain('4242');
    const kept = await stand.store.paymentSetups.find({ tenantId: TENANT, changeId, setupId: opened.setupId });
    expect(kept).toMatchObject({ status: 'completed', isGiven: true, token: null });
  });

  live(
    'a token that a service sends is kept sealed until the order has it, and is nowhere in the history',
    async () => {
      const { stand } = shop();
      const claire = await shop().customer({ paymentMethod: null });
      const { changeId } = await claire.checkOut({ seats: 8 });
      const ready = await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
      expect(await claire.place(ready)).toMatchObject({ state: 'completed' });
      expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
      const history = await historyOf(stand, changeId);
      expect(history).not.toMatch(/pm_ok/);
      expect(history).toMatch(/pst_[0-9a-f]{40}/);
    },
  );

  live('a card that the page declines is followed by another one on the same page', async () => {
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId } = await claire.checkOut({ seats: 8 });
    const { setupId, url } = await open(claire, changeId);
    const declined = await browsed(url, type(DECLINED));
    expect(declined).toMatchObject({ status: 422, text: expect.stringContaining('This card was declined') });
    expect(await comeBack(claire, changeId, setupId)).toMatchObject({ status: 'open', url });
    await browsed(url, type(GOOD));
    expect(await comeBack(claire, changeId, setupId)).toMatchObject({ status: 'completed' });
  });

  live('a card that is declined when it is charged leads back to checkout, where another one pays', async () => {
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId } = await claire.checkOut({ seats: 8 });
    await give(claire, changeId, DECLINED_LATER);
    const back = await claire.place(await claire.look(changeId));
    expect(back).toMatchObject({ state: 'verifying', askAgain: { code: 'card_declined' } });
    expect(await give(claire, changeId)).toMatchObject({ status: 'completed', order: { state: 'verifying' } });
    expect(await claire.place(await claire.look(changeId))).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
  });

  live('3-D Secure sends its customer back to the page of the very order, whatever they answer', async () => {
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId } = await claire.checkOut({ seats: 8 });
    await give(claire, changeId, CONFIRMED);
    const answered = async (outcome: 'accept' | 'refuse'): Promise<[Page, Page]> => {
      const { payment } = await claire.place(await claire.look(changeId));
      const asking = await browsed(payment?.link ?? '', undefined, 'fr');
      return [asking, await browsed(payment?.link ?? '', { outcome }, 'fr')];
    };
    const here = { status: 303, location: `${PAGES_URL}/orders/${changeId}` };
    const [asking, refusing] = await answered('refuse');
    expect(asking.text).toContain('Confirmez-vous ce paiement\u202f?');
    expect(asking.text).toContain('201,60');
    expect(refusing).toMatchObject(here);
    expect(await claire.reaches(changeId, 'verifying')).toMatchObject({ askAgain: { code: 'authentication_failed' } });
    const [, accepting] = await answered('accept');
    expect(accepting).toMatchObject(here);
    await claire.reaches(changeId, 'completed');
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
  });

  live('whoever leaves the page, or lets it expire, is told so and opens another one', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId } = await claire.checkOut({ seats: 8 });
    const first = await open(claire, changeId);
    expect(await browsed(first.url, { act: 'cancel' })).toMatchObject({
      status: 303,
      location: `${PAGES_URL}/orders/${changeId}?paymentSetup=${first.setupId}`,
    });
    expect(await comeBack(claire, changeId, first.setupId)).toMatchObject({
      status: 'cancelled',
      text: expect.stringMatching(/nothing was saved/),
      order: { state: 'verifying', hasPaymentMethod: false },
    });
    const second = await open(claire, changeId);
    expect(second.setupId).not.toBe(first.setupId);
    stand.clock.set(new Date(Date.parse(second.expiresAt) + 1_000).toISOString());
    expect(await browsed(second.url, type(GOOD))).toMatchObject({ status: 410 });
    expect(await comeBack(claire, changeId, second.setupId)).toMatchObject({ status: 'expired' });
    stand.clock.set(MORNING);
    expect(await give(claire, changeId)).toMatchObject({ status: 'completed' });
  });

  live(
    'a page comes back twice, from two tabs and through two persons, and the order has one event of it',
    async () => {
      const { stand } = shop();
      const claire = await shop().customer({ paymentMethod: null });
      const { changeId } = await claire.checkOut({ seats: 8 });
      const key = 'one-intention-of-opening';
      const { setupId, url } = await open(claire, changeId, key);
      expect(await open(claire, changeId, key)).toMatchObject({ setupId, url });
      await browsed(url, type(GOOD));
      expect(await browsed(url)).toMatchObject({ status: 200, text: expect.stringContaining('are saved') });
      const backs = await Promise.all([
        comeBack(claire, changeId, setupId),
        comeBack(claire, changeId, setupId),
        comeBack(shop().agent, changeId, setupId),
      ]);
      backs.push(await comeBack(claire, changeId, setupId));
      expect(backs.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed', 'completed']);
      const calls = await stand.store.payments.listOfChange(TENANT, changeId);
      expect(calls.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['setup paid']);
    },
  );

  live('whoever comes back when the order is over hears so, and the order stays as it is', async () => {
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId } = await claire.checkOut({ seats: 8 });
    const { setupId, url } = await open(claire, changeId);
    await browsed(url, type(GOOD));
    await claire.send(changeId, { type: 'CANCEL' });
    expect(await refused(claire, `${pathOf(changeId)}/${setupId}`)).toMatchObject({
      code: 'event_not_allowed',
      state: 'cancelled',
    });
    expect(await refused(claire, pathOf(changeId))).toMatchObject({ code: 'event_not_allowed' });
  });

  live('a stranger, and whoever names the page of another order or tenant, finds nothing', async () => {
    const { stand } = shop();
    const [claire, other] = [await shop().customer({ paymentMethod: null }), await shop().customer()];
    const { changeId } = await claire.checkOut({ seats: 8 });
    const { setupId, url } = await open(claire, changeId);
    await browsed(url, type(GOOD));
    const stranger = claire.as('somebody-else');
    for (const path of [pathOf(changeId), `${pathOf(changeId)}/${setupId}`]) {
      expect(await refused(stranger, path)).toMatchObject({ status: 404 });
    }
    const { changeId: theirs } = await other.checkOut({ seats: 8 });
    expect(await refused(other, `${pathOf(theirs)}/${setupId}`)).toMatchObject({ code: 'not_found' });
    // The reference alone opens nothing in another order either.
    const back = await other.send(theirs, { type: 'PROVIDE_PAYMENT', paymentToken: setupId });
    expect(back).toMatchObject({ state: 'verifying', askAgain: { code: 'unknown_payment_method' } });
    // What stands under the same name at another tenant is sealed for that one.
    const name = { tenantId: 'other', changeId: theirs, setupId: `pst_${'0'.repeat(40)}` };
    const foreign = {
      accountId: 'a',
      way: 'page',
      status: 'completed',
      closesAt: null,
      gatewayReference: null,
    } as const;
    const token = sealToken(TEST_RING, name, 'pm_foreign');
    await stand.store.paymentSetups.begin({ ...name, ...foreign, url: null, token, isGiven: false, at: new Date() });
    expect(await refused(other, `${pathOf(theirs)}/${name.setupId}`)).toMatchObject({ code: 'not_found' });
  });

  live('nothing that a caller sends decides where the page sends its customer', async () => {
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId } = await claire.checkOut({ seats: 8 });
    const elsewhere = 'https://evil.example/';
    for (const [path, body] of [
      [pathOf(changeId), { returnUrl: elsewhere }],
      [`${pathOf(changeId)}?returnUrl=${encodeURIComponent(elsewhere)}`, undefined],
      [`${pathOf(changeId)}?returnTo=//evil.example`, undefined],
    ] as const) {
      const reply = await claire.ask<Problem>('POST', path, { body, expect: [400, 422] });
      expect(reply.body.code).toMatch(/^invalid_/);
    }
  });

  live('a gateway that says nothing is asked again by the same request, and loses nothing', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ paymentMethod: null });
    const { changeId } = await claire.checkOut({ seats: 8 });
    await stand.payments().script({ fault: 'drop_after_commit', operation: 'setup_page' });
    const key = 'a-page-whose-answer-was-lost';
    const lost = await claire.ask<Problem>('POST', pathOf(changeId), { idempotencyKey: key, expect: [503] });
    expect(lost.body).toMatchObject({ code: 'payment_page_unavailable' });
    const { setupId, url } = await open(claire, changeId, key);
    await browsed(url, type(GOOD));
    await stand.payments().script({ fault: 'drop_before_commit', operation: 'lookup' });
    expect(await refused(claire, `${pathOf(changeId)}/${setupId}`)).toMatchObject({ code: 'payment_page_unavailable' });
    expect(await comeBack(claire, changeId, setupId)).toMatchObject({ status: 'completed' });
  });
});
