import { type DeliveryContext, newDelivery } from './delivery/delivery';
import type { OrderInput } from './input';
import { newPayment, type PaymentContext } from './payment/payment';
import { newPlacing, type PlacingContext } from './placing/placing';
import { newPrice, type PriceContext } from './price/price';
import { newSupport, type SupportContext } from './support/support';
import { newUndoing, type UndoingContext } from './undoing/undoing';
import { newVat, type VatContext } from './vat/vat';
import { newVisits, type Visits } from './visits';
import { newWaiting, type WaitingContext } from './waiting/waiting';
import { newWish, type WishContext } from './wish/wish';

/** The chapters of an order, each described beside its states. */
export interface Chapters {
  wish: WishContext;
  price: PriceContext;
  vat: VatContext;
  payment: PaymentContext;
  placing: PlacingContext;
  delivery: DeliveryContext;
  undoing: UndoingContext;
  waiting: WaitingContext;
  support: SupportContext;
  visits: Visits;
}

/** Everything an order knows, as plain JSON: no Decimal, no Date; absent is null. */
export interface OrderContext extends Chapters, Omit<OrderInput, 'actor' | 'changes'> {}

export const newOrder = ({ actor, changes, ...ids }: OrderInput): OrderContext => ({
  ...ids,
  wish: newWish(actor, changes),
  price: newPrice(),
  vat: newVat(),
  payment: newPayment(),
  placing: newPlacing(),
  delivery: newDelivery(),
  undoing: newUndoing(),
  waiting: newWaiting(),
  support: newSupport(),
  visits: newVisits(),
});
