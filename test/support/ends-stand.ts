import type { OrderDocument } from '../../schemas/orders/order';
import { failingSteps } from './failing-steps';
import { accountBody } from './flow-facts';
import { aroundNow } from './flow-processes';
import { type Buyer, openShop, type Shop } from './flow-shop';
import { startFlowStand } from './flow-stand';
import { buildPages } from './pages';

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
  buildPages();
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
