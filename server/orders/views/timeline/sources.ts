import type { Transition } from 'statechart-host/contract';
import type { AuditEntry } from '../../../../store/audit/audit';
import type { InboundEvent } from '../../../../store/messages/inbound';
import type { ListedMail } from '../../../../store/messages/outbox';
import type { StoredPayment } from '../../../../store/money/payments';
import type { OrderNote } from '../../../../store/support/notes';
import type { OrderView } from '../../../../workflows/contract';
import type { ServerStore } from '../../../ports';

/** What is written down of an order. */
export interface Happenings {
  /** The payment gateway in use; null where it was never charged. */
  gateway: string | null;
  moves: readonly Transition[];
  payments: readonly StoredPayment[];
  inbound: readonly InboundEvent[];
  mails: readonly ListedMail[];
  /** Of the seats that it has bought, by the subscription. */
  reminders: readonly (ListedMail & { subscriptionId: string })[];
  deeds: readonly AuditEntry[];
  notes: readonly OrderNote[];
}

export type TimelineStore = Pick<
  ServerStore,
  'orders' | 'audit' | 'payments' | 'inboundEvents' | 'outbox' | 'orderNotes'
>;

/** Of each source. */
const MOST = 500;
const MOST_OF_OTHERS = 200;
/** Subscriptions of one order whose seats are looked at. */
const MOST_SEATED = 20;
/** Later orders of a subscription that are looked at. */
const MOST_PURCHASES = 50;

/** The moves alone, as customers see them. */
export async function movesOf(store: Pick<TimelineStore, 'orders'>, view: OrderView): Promise<readonly Transition[]> {
  return (await written(store, view)).moves;
}

/** What is stored beside the view, which has the latest moves only. */
async function written(
  { orders }: Pick<TimelineStore, 'orders'>,
  { transitions, details: { tenantId, changeId } }: OrderView,
): Promise<Pick<Happenings, 'gateway' | 'moves'>> {
  const { moves = transitions, gateway = null } = (await orders.findDoc(tenantId, changeId)) ?? {};
  return { moves, gateway };
}

/** What support has written down, the latest first. */
export const notesOn = (
  { orderNotes }: Pick<TimelineStore, 'orderNotes'>,
  { details: { tenantId, changeId } }: OrderView,
): Promise<OrderNote[]> => orderNotes.listOfChange(tenantId, changeId, MOST);

/** Everything, as our staff see it. References of ours begin with the tenant and the order, and keys of its mails with the order. */
export async function happeningsOf(store: TimelineStore, view: OrderView): Promise<Happenings> {
  const { tenantId, changeId } = view.details;
  const ofOrder = `${tenantId}:${changeId}:`;
  const [ofDoc, deeds, notes, payments, inbound, mails, ofLinks, ...reminders] = await Promise.all([
    written(store, view),
    store.audit.listOfChange(tenantId, changeId, MOST),
    notesOn(store, view),
    store.payments.listOfChange(tenantId, changeId),
    store.inboundEvents.listUnder(ofOrder, MOST_OF_OTHERS),
    store.outbox.listUnder(tenantId, `${changeId}:`, MOST_OF_OTHERS),
    store.outbox.listUnder(tenantId, ofOrder, MOST_OF_OTHERS),
    ...seatsBought(view).map((seats) => remindersOf(store, view, seats)),
  ]);
  const { gateway } = ofDoc;
  // Of another gateway the same id would be something else.
  const names = gateway === null ? [] : payments.flatMap(nameAtGateway);
  const from = { source: `payments:${gateway}`, tenantId };
  const byGateway = await store.inboundEvents.listAbout(from, names, MOST_OF_OTHERS);
  return {
    ...ofDoc,
    deeds,
    notes,
    payments,
    inbound: [...inbound, ...byGateway.filter(({ reference }) => reference === null)],
    mails: [...mails, ...ofLinks],
    reminders: reminders.flat(),
  };
}

/** Saved details are a token, which no event names. */
const nameAtGateway = ({ kind, gatewayReference }: StoredPayment): string[] =>
  kind === 'setup' || gatewayReference === null ? [] : [gatewayReference];

interface SeatsBought {
  subscriptionId: string;
  /** Seats of the subscription after the order. */
  seats: number;
}

const seatsBought = ({ details: { quote } }: OrderView): SeatsBought[] =>
  (quote?.changes ?? [])
    .filter(({ seatsAdded }) => seatsAdded > 0)
    .slice(0, MOST_SEATED)
    .map(({ subscriptionId, after }) => ({ subscriptionId, seats: after.seats }));

/** Their keys begin with the subscription and how many seats it has: a later purchase that comes to others begins others. */
async function remindersOf(
  store: Pick<TimelineStore, 'outbox' | 'orders'>,
  { details: { tenantId }, startedAt }: OrderView,
  { subscriptionId, seats }: SeatsBought,
): Promise<Happenings['reminders']> {
  const mails = await store.outbox.listUnder(tenantId, `${subscriptionId}:${seats}:`, MOST_OF_OTHERS);
  const since = new Date(startedAt);
  const later = mails.filter(({ at }) => at >= since);
  const until = later.length === 0 ? null : await nextPurchase(store, tenantId, { subscriptionId, seats }, since);
  return later.filter(({ at }) => until === null || at < until).map((mail) => ({ ...mail, subscriptionId }));
}

/** When the next order was begun that came to the same number of seats, after some were given back: their reminders are its own. */
async function nextPurchase(
  { orders }: Pick<TimelineStore, 'orders'>,
  tenantId: string,
  { subscriptionId, seats }: SeatsBought,
  since: Date,
): Promise<Date | null> {
  const list = { tenantId, filters: { subscriptionId }, sorting: 'updated', until: since } as const;
  const found = await orders.list(list, MOST_PURCHASES);
  const begun = found
    .filter(({ view }) => seatsBought(view).some((one) => one.subscriptionId === subscriptionId && one.seats === seats))
    .map(({ view }) => new Date(view.startedAt))
    .filter((startedAt) => startedAt > since)
    .sort((one, other) => one.getTime() - other.getTime());
  return begun[0] ?? null;
}
