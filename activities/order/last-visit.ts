import type { OrderDoc } from '../../store/orders/orders';
import type { Tools } from '../shared/dependencies';

/** The latest visit of placing of which anything was written: by the order, its charges or its reservations. */
export async function lastVisit({ store }: Pick<Tools, 'store'>, order: OrderDoc): Promise<number> {
  const { tenantId, changeId, subscriptionIds, view } = order;
  const calls = await store.payments.listOfChange(tenantId, changeId);
  const held = await Promise.all(
    subscriptionIds.map((subscriptionId) => store.subscriptions.findHeld({ tenantId, subscriptionId })),
  );
  // References of ours end with the visit that they are of.
  const charged = calls
    .filter(({ kind, code }) => kind === 'charge' && code !== 'never_sent')
    .map(({ reference }) => Number(reference.split(':').at(-1)));
  const reserved = held.flatMap((one) => (one?.reservation?.changeId === changeId ? [one.reservation.visit] : []));
  const agreed = held.flatMap((one) => (one?.agreed?.changeId === changeId ? [one.agreed.visit] : []));
  return Math.max(view.details.placing ?? 0, ...charged, ...reserved, ...agreed);
}
