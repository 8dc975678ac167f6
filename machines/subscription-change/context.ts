import { type DeliveryContext, newDelivery } from './delivery/context';
import type { OrderInput } from './input';
import { newPayment, type PaymentContext } from './payment/context';
import { newPlacing, type PlacingContext } from './placing/context';
import { newPrice, type PriceContext } from './price/context';
import { newSupport, type SupportContext } from './support/context';
import { newUndoing, type UndoingContext } from './undoing/context';
import { newVat, type VatContext } from './vat/context';
import { newWaiting, type WaitingContext } from './waiting/context';
import { newWish, type WishContext } from './wish/context';

/**
 * The visits of each step: a new decision enters a step with a new visit, a retry or a crash does not. `place` is one
 * attempt to place the order: reserving, charging, applying and undoing share its visit.
 */
export interface Visits {
  assess: number;
  quote: number;
  capturePayment: number;
  checkVat: number;
  place: number;
}
export type Step = keyof Visits;

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
export interface OrderContext extends Chapters, Omit<OrderInput, 'actor' | 'changes' | 'effective'> {}

export const newOrder = ({ actor, changes, effective = 'now', ...ids }: OrderInput): OrderContext => ({
  ...ids,
  wish: newWish(actor, changes, effective),
  price: newPrice(),
  vat: newVat(),
  payment: newPayment(),
  placing: newPlacing(),
  delivery: newDelivery(),
  undoing: newUndoing(),
  waiting: newWaiting(),
  support: newSupport(),
  visits: { assess: 1, quote: 1, capturePayment: 0, checkVat: 0, place: 0 },
});
