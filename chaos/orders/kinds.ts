import type { Change } from '../../billing/facts/types';
import { present } from '../../billing/present';
import type { OrderDocument } from '../../schemas/orders/order';
import type { Kind, PlannedOrder } from './plan';

/** What somebody does next about an order. */
export type NextAct =
  | {
      by: 'customer' | 'agent';
      event: { type: string } & Record<string, unknown>;
      /** Whether an order shows that the event was taken. */
      shows(order: OrderDocument): boolean;
      /** Seconds that the answer is waited for; as usual when left out. */
      wait?: number;
    }
  /** The customer confirms at the bank's page. */
  | { by: 'bank'; link: string };

/** How a kind of order differs from one that is simply bought. */
export interface OrderConduct {
  /** Token of the payment details on file; one that pays when left out. */
  card?(planned: PlannedOrder): string;
  isGerman?: boolean;
  tierId?: string;
  /** Number of subscriptions in the order. */
  subscriptions?: number;
  wish?(planned: PlannedOrder): Omit<Change, 'subscriptionId'>;
  /** What is done in place of the usual; `done` counts the deeds so far, by the type of their events. */
  next?(order: OrderDocument, planned: PlannedOrder, done: ReadonlyMap<string, number>): NextAct | null;
}

const VAT_NUMBER = 'DE 811 115 368';

export const CONDUCTS: Record<Kind, OrderConduct> = {
  golden: {},
  edited: {
    wish: ({ seats }) => ({ seats: seats + 1 }),
    next: ({ state, changes }, { seats }, done) =>
      state === 'reviewing' && !done.has('EDIT') ? edit(changes, seats) : null,
  },
  declined: {
    card: () => 'pm_declined',
    next: ({ state, askAgain }, _, done) =>
      state === 'verifying' && askAgain?.reason === 'payment_declined' && !done.has('PROVIDE_PAYMENT')
        ? pays('pm_ok')
        : null,
  },
  three_d_secure: { card: () => 'pm_3ds' },
  silent_gateway: {},
  vat_register_down: {
    isGerman: true,
    next: ({ state, vat }, _, done) =>
      state === 'verifying' && vat === null && !done.has('PROVIDE_VAT')
        ? customer({ type: 'PROVIDE_VAT', vatNumber: VAT_NUMBER }, (order) => order.vat !== null)
        : null,
  },
  cancelled: {
    card: ({ cancelledAt }) => (cancelledAt === 'bank' ? 'pm_3ds' : 'pm_ok'),
    next: (order, { cancelledAt }, done) => {
      const { state, allowedEvents } = order;
      if (cancelledAt === 'placing' && state === 'verifying' && !done.has('PLACE_ORDER')) return places(order, 0);
      const isTheMoment = {
        checkout: state === 'verifying',
        bank: state === 'settlingPayment.waiting',
        placing: done.has('PLACE_ORDER'),
      }[cancelledAt];
      // A wish that was taken while the gateway is silent is remembered: what helps then is support, not a second wish.
      return isTheMoment && allowedEvents.includes('CANCEL') && !done.has('CANCEL') ? cancels : null;
    },
  },
  handed_over: { tierId: 'premium', wish: () => ({ tierId: 'professional' }) },
  several: { subscriptions: 3 },
};

const customer = (
  event: { type: string } & Record<string, unknown>,
  shows: (order: OrderDocument) => boolean,
): NextAct => ({
  by: 'customer',
  event,
  shows,
});

const edit = (changes: OrderDocument['changes'], seats: number): NextAct =>
  customer({ type: 'EDIT', changes: changes.map(({ subscriptionId }) => ({ subscriptionId, seats })) }, (order) =>
    order.changes.every((change) => change.seats === seats),
  );

const pays = (paymentToken: string): NextAct =>
  customer(
    { type: 'PROVIDE_PAYMENT', paymentToken },
    ({ hasPaymentMethod, askAgain }) => hasPaymentMethod && askAgain === null,
  );

const places = ({ quote, sequence: before }: OrderDocument, wait?: number): NextAct => ({
  ...customer(
    { type: 'PLACE_ORDER', quoteHash: quote?.hash },
    ({ state, askAgain, sequence }) => state !== 'verifying' || (askAgain !== null && sequence > before),
  ),
  ...present({ wait }),
});

const cancels = customer({ type: 'CANCEL' }, ({ ending, done }) => ending === 'cancelled' || done);

/** What is usually done to buy it; null where the order goes on by itself, or waits for support. */
export function usualDeed(order: OrderDocument): NextAct | null {
  const { state, missing, payment } = order;
  switch (state) {
    case 'reviewing':
      return customer({ type: 'CHECKOUT' }, (later) => later.state === 'verifying');
    case 'verifying':
      return missing.length > 0 ? pays('pm_ok') : places(order);
    case 'handedOver.waiting':
      return {
        by: 'agent',
        event: { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: null },
        shows: ({ agreement }) => agreement !== null,
      };
    case 'settlingPayment.waiting':
      return payment?.link ? { by: 'bank', link: payment.link } : null;
    default:
      return null;
  }
}
