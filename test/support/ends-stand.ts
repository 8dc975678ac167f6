import type { OrderDocument } from '../../schemas/orders/order';
import type { Look, TestBrowser } from './browser';
import { ownComplaints } from './change-page';
import { failingSteps } from './failing-steps';
import { accountBody } from './flow-facts';
import { aroundNow } from './flow-processes';
import { type Buyer, openShop, type Shop } from './flow-shop';
import { startFlowStand } from './flow-stand';
import { faultsOf, isRead, openAs } from './pages';

/** Claire is a contact of every customer of the stand, so an address names the account. */
const PEOPLE = [{ tenantId: 'acme', userId: 'claire', role: 'billing_contact', name: 'Claire Martin' }] as const;

export const ACCEPTED_FOR_LATER = { type: 'ACCEPT_HANDOVER', effective: 'period_end', purchaseOrder: null };

/** What system of record and customer support do while a customer looks at an order. */
export interface EndsStand {
  shop: Shop;
  /** Steps that fail while they are named here. */
  failing: Set<string>;
  /** A customer in the middle of their billing period. */
  customer(facts?: Parameters<Shop['customer']>[0]): Promise<Buyer>;
  /** An invoice of theirs becomes overdue, or is paid. */
  becomesPastDue(buyer: Buyer): Promise<void>;
  pays(buyer: Buyer): Promise<void>;
  /** Nobody touches an order for longer than one is kept open. */
  expires(buyer: Buyer, order: OrderDocument): Promise<void>;
}

/** Avenant on its real parts with the pages, for orders that do not go straight on. */
export async function startEndsStand(): Promise<EndsStand> {
  const { failing, options } = failingSteps();
  const signIn = { way: { kind: 'sample', people: PEOPLE }, isSecure: false } as const;
  const shop = await openShop(await startFlowStand({ ...options, app: { signIn } }));
  const { clock, temporal } = shop.stand;
  const present = (): void => clock.set(new Date().toISOString());
  present();
  let version = 1;
  const bringIn = (buyer: Buyer, facts: object): Promise<void> => {
    version += 1;
    return shop.service.put(`/v1/accounts/${buyer.account}`, { ...accountBody({}), ...facts, version });
  };
  return {
    shop,
    failing,
    customer: (facts = {}) => shop.customer({ period: aroundNow(), ...facts }),
    becomesPastDue: (buyer) =>
      bringIn(buyer, {
        pastDue: true,
        openInvoicesUrl: 'https://pay.example/open',
        openInvoices: [
          { reference: 'F-2026-0118', amount: '1284.50', dueOn: '2026-10-31' },
          { reference: 'F-2026-0131', amount: '96.00', dueOn: '2026-11-15' },
        ],
      }),
    pays: (buyer) => bringIn(buyer, { pastDue: false }),
    async expires(buyer, { changeId }) {
      clock.advance({ days: 31 });
      const workflowId = `housekeeping-${changeId}`;
      await temporal.client.workflow.execute('housekeeping', { taskQueue: 'avenant', workflowId });
      await buyer.reaches(changeId, 'expired');
      present();
    },
  };
}

/** An address of every screen of an order that does not go straight on, and of those that tell what is overdue. */
export async function addressesOfEnds({ shop, customer, becomesPastDue }: EndsStand) {
  const { agent } = shop;
  const pageOf = ({ changeId }: { changeId: string }): string => `/billing/orders/${changeId}`;
  const [bernd, kim, claire, late] = [
    await customer(),
    await customer({ kind: 'corporate' }),
    await customer(),
    await customer(),
  ];
  const waiting = await claire.start({ tierId: 'starter' });
  const declined = await bernd.start({ tierId: 'starter' });
  await agent.act(declined.changeId, { type: 'DECLINE_HANDOVER', message: 'Ask us again in May.' });
  const { changeId } = await kim.start({ tierId: 'starter' });
  await agent.act(changeId, { ...ACCEPTED_FOR_LATER, purchaseOrder: 'PO-117' });
  const agreed = await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
  const held = await bernd.checkOut({ seats: 8 });
  await agent.act(held.changeId, { type: 'HOLD' });
  await becomesPastDue(late);
  await late.refusedStart({ seats: 6 });
  const { items } = await late.get<{ items: { changeId: string }[] }>(`/v1/changes?accountId=${late.account}`);
  return {
    ...{ waiting: pageOf(waiting), declined: pageOf(declined), agreed: pageOf(agreed), held: pageOf(held) },
    refused: items.map(pageOf).join(),
    home: `/billing?account=${late.account}`,
    change: `/billing/subscriptions/${late.subscription}/change`,
  };
}

/** Looks at each of the addresses. @returns what is wrong, by address; nothing when all is well */
export async function faultsAt(
  browser: TestBrowser,
  { shop: { stand } }: EndsStand,
  addresses: readonly string[],
  look: Look,
): Promise<string[]> {
  const { page, context, complaints } = await openAs(browser, stand, { path: '/billing', look });
  const faults: string[] = [];
  for (const address of addresses) {
    await page.goto(`${stand.url}${address}`);
    await page.locator('h1').waitFor();
    await isRead(page);
    faults.push(...(await faultsOf(page)).map((fault) => `${address}: ${fault}`));
  }
  await context.close();
  return [...faults, ...ownComplaints(complaints)];
}
