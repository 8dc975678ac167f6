import type { Kept, ListingFacts } from '../../store/orders/orders';
import { KEPT_AT_MOST, type KeptStart, keptAs, type OrderView } from '../../workflows/contract';
import type { ProjectInput } from '../contract';
import { tellOfMoves } from '../mail/moves';
import type { Tools } from '../shared/dependencies';
import { putMovesOnRecord } from './moves-on-record';

export type ListingTools = Pick<Tools, 'store' | 'paymentGateway' | 'hashVatNumber'>;

/**
 * Writes the view of an order where lists read it, with what lists are narrowed by and the order does not know, and what it can be
 * started again with; what moved it past the API is put on record, and its customer is told of what no step tells.
 */
export async function project(tools: Tools, { view, kept }: ProjectInput): Promise<void> {
  await putMovesOnRecord(tools, view);
  await tools.store.orders.project(view, await listingFacts(tools, view), sealed(tools, view, kept));
  await tellOfMoves(tools, view);
}

function sealed(
  { keyRing }: Tools,
  { details, sequence }: OrderView,
  start: KeptStart | null | undefined,
): Kept | null {
  if (keyRing === undefined || !start) return null;
  const text = JSON.stringify(start);
  if (Buffer.byteLength(text) > KEPT_AT_MOST) return null;
  return { sequence, ...keyRing.seal(text, keptAs(details, sequence)) };
}

export async function listingFacts(
  { store, paymentGateway, hashVatNumber }: ListingTools,
  { details }: OrderView,
): Promise<ListingFacts> {
  const { tenantId, accountId, vat, home } = details;
  const { country = null } = home ?? (await store.accounts.find(tenantId, accountId)) ?? {};
  return {
    country,
    gateway: paymentGateway.name,
    vatHash: vat === null || hashVatNumber === undefined ? null : hashVatNumber(tenantId, vat.number),
  };
}
