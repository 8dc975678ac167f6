import type { OrderDocument } from '../../schemas/orders/order';
import type { DeskStand } from './desk-stand';

/** A way for an order to become stuck, which is mended before support tries again. */
export interface StuckCause {
  step: string;
  code: string;
  /** Makes an order stuck by it. */
  make(stand: DeskStand): Promise<OrderDocument>;
  /** Whatever was wrong is right again. */
  mend(stand: DeskStand): Promise<void>;
}

type Makes = (stand: DeskStand) => Promise<OrderDocument>;

const buys: Makes = async ({ customer }) => (await customer()).buy({ seats: 8 });
const starts: Makes = async ({ customer }) => (await customer()).start({ seats: 8 });

const givesCard: Makes = async ({ customer }) => {
  const claire = await customer({ paymentMethod: null });
  const { changeId } = await claire.checkOut({ seats: 8 });
  return claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
};

const givesVatNumber: Makes = async ({ customer }) => {
  const bernd = await customer({ country: 'DE', paymentMethod: null });
  const { changeId } = await bernd.checkOut({ seats: 8 });
  return bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' });
};

const cancels: Makes = async ({ customer }) => {
  const claire = await customer();
  const { changeId } = await claire.checkOut({ seats: 8 });
  return claire.send(changeId, { type: 'CANCEL' });
};

const ordersDelivery: Makes = async ({ customer, shop: { agent } }) => {
  const kim = await customer({ kind: 'corporate' });
  const { changeId } = await kim.start({ seats: 8 });
  await agent.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-117' });
  return kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
};

/** A step that fails with a code until it is mended. */
const failingAt = (step: string, activity: string, code: string, make: Makes): StuckCause => ({
  ...{ step, code },
  make(stand) {
    stand.failing.add(`${activity}:${code}`);
    return make(stand);
  },
  async mend({ failing }) {
    failing.clear();
  },
});

/** Ten causes, each of a step of its own, in the order in which an order meets them. */
export const TEN_CAUSES: readonly StuckCause[] = [
  failingAt('assessing', 'assess', 'StoreUnavailable', starts),
  failingAt('quoting', 'quote', 'UnknownPolicy', starts),
  failingAt('capturingPayment', 'capturePayment', 'PaymentGatewayUnavailable', givesCard),
  failingAt('checkingVat', 'checkVat', 'timeout', givesVatNumber),
  failingAt('reserving', 'reserve', 'StaleAttempt', buys),
  failingAt('applying', 'apply', 'TemporalUnavailable', buys),
  failingAt('confirming', 'confirm', 'unexpected', buys),
  failingAt('fulfilling', 'fulfil', 'FulfilmentUnavailable', ordersDelivery),
  {
    ...{ step: 'compensating', code: 'RefundDeclined' },
    async make(stand) {
      const { customer, failing, shop } = stand;
      const claire = await customer();
      failing.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      failing.clear();
      const decline = { fault: 'decline', code: 'account_closed', operation: 'refund', untilCleared: true } as const;
      await shop.stand.payments().script(decline);
      return claire.send(changeId, { type: 'CANCEL' });
    },
    mend: ({ shop }) => shop.stand.payments().clearScript(),
  },
  failingAt('releasing', 'release', 'cancelled', cancels),
];
