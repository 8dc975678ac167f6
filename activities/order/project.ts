import type { ProjectInput } from '../contract';
import type { Tools } from '../shared/dependencies';

/** Writes the view of an order where lists read it, with what lists are narrowed by and the order does not know. */
export async function project({ store, paymentGateway, hashVatNumber }: Tools, { view }: ProjectInput): Promise<void> {
  const { tenantId, accountId, vat, home } = view.details;
  const { country = null } = home ?? (await store.accounts.find(tenantId, accountId)) ?? {};
  await store.orders.project(view, {
    country,
    gateway: paymentGateway.name,
    vatHash: vat === null || hashVatNumber === undefined ? null : hashVatNumber(tenantId, vat.number),
  });
}
