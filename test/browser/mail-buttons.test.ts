import type { Activities } from '../../activities/contract';
import { MAILS, type MailKind, mail } from '../../activities/mail/outbox';
import { changeSettings } from '../../dev/stack/change-settings';
import { orderPage, seatsPage } from '../../store/facts/pages';
import { newLogger } from '../../telemetry/logs/logger';
import { startBrowser, type TestBrowser } from '../support/browser';
import { ownComplaints } from '../support/change-page';
import { aroundNow } from '../support/flow-processes';
import { type Buyer, openShop, type Shop } from '../support/flow-shop';
import { startFlowStand, TENANT } from '../support/flow-stand';
import { isRead } from '../support/pages';

/** The buttons of all mails to customers, pressed by somebody who is signed in and by somebody who is not. */

const PEOPLE = [{ tenantId: TENANT, userId: 'claire', role: 'billing_contact', name: 'Claire Martin' }] as const;

/** Where the bank of a payment asks its customer: no page of ours. */
const BANK = 'https://bank.example/confirm';

const FACTS = {
  ...{ hasPurchaseOrder: 'no', by: 'K7QM-2XHD', taken: 'part', who: 'support', way: 'balance', kind: 'domestic' },
};

let browser: TestBrowser;
let shop: Shop;
let steps: Activities;
let claire: Buyer;
let changeId: string;
let mails: Map<string, string>;

beforeAll(async () => {
  const signIn = { way: { kind: 'sample', people: PEOPLE }, isSecure: false } as const;
  const capture = (real: Activities) => {
    steps = real;
    return {};
  };
  browser = await startBrowser();
  shop = await openShop(await startFlowStand({ app: { signIn }, steps: capture }));
  const { stand } = shop;
  stand.clock.set(new Date().toISOString());
  await changeSettings(stand.store, TENANT, { billingCentreUrl: `${stand.url}/billing` });
  claire = await shop.customer({ period: aroundNow() });
  changeId = (await claire.checkOut({ seats: 8 })).changeId;
  for (const kind of MAILS) await write(kind);
  mails = new Map((await claire.mails()).map(({ kind, body }) => [kind, body]));
});
afterAll(async () => {
  await browser.close();
  await shop.stand.stop();
});

/** By the step that writes it where its button leads elsewhere than to its order, and else as every step does. */
async function write(kind: MailKind): Promise<void> {
  const { store, clock } = shop.stand;
  const { account: accountId, subscription: subscriptionId } = claire;
  const about = { tenantId: TENANT, accountId, changeId, visit: 1, until: null };
  switch (kind) {
    case 'reminder':
      return steps.remind({ tenantId: TENANT, subscriptionId, reminder: 1, unassigned: 3, stream: 'sample' });
    case 'orderWaiting':
      return steps.remindCustomer({ ...about, reminder: 1, link: null });
    case 'paymentWaiting':
      return steps.remindCustomer({ ...about, reminder: 2, link: BANK });
    default: {
      const account = await store.accounts.find(TENANT, accountId);
      if (account === null) throw new Error('The customer is gone.');
      const tools = { store, clock: clock.now, log: newLogger({ name: 'api', level: 'silent' }) };
      return mail(tools, account, { key: `sample:${kind}`, kind, changeId, facts: () => FACTS });
    }
  }
}

const buttonIn = (kind: MailKind): string => /https?:\/\/\S+/.exec(mails.get(kind) ?? '')?.[0] ?? '';

const NOT_FOUND = 'There is no such page';

describe('the button of a mail', () => {
  it('every mail has a button: the bank’s for a payment that waits, the seats’ for a reminder, and its order’s else', () => {
    const of = (kind: MailKind): string => {
      if (kind === 'paymentWaiting') return BANK;
      return `${shop.stand.url}/billing${kind === 'reminder' ? seatsPage(claire.subscription) : orderPage(changeId)}`;
    };
    expect(MAILS.map((kind) => [kind, buttonIn(kind)])).toEqual(MAILS.map((kind) => [kind, of(kind)]));
  });

  it.each(['confirmed', 'reminder'] as const)(
    'the button of %s opens its page after signing in, and at once for whoever is',
    async (kind) => {
      const link = buttonIn(kind);
      const { page, context, complaints } = await browser.visit();
      const isOpened = async (): Promise<void> => {
        await page.waitForURL((url) => url.href.startsWith(link));
        await isRead(page);
        expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe(NOT_FOUND);
        expect(await page.getByRole('alert').count()).toBe(0);
      };
      await page.goto(link);
      await page.locator('button[value=claire]').click();
      await isOpened();
      await page.goto('about:blank');
      await page.goto(link);
      await isOpened();
      expect(ownComplaints(complaints)).toEqual([]);
      await context.close();
    },
  );

  it('the page of a mail is found only where there is one', async () => {
    const { page, context } = await browser.visit();
    await page.goto(`${shop.stand.url}/billing/no-such-page?account=${claire.account}`);
    await page.locator('button[value=claire]').click();
    await page.getByRole('heading', { level: 1, name: NOT_FOUND }).waitFor();
    expect(new URL(page.url()).search).toBe(`?account=${claire.account}`);
    await context.close();
  });
});
