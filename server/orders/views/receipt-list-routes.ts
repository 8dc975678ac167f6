import type { z } from 'zod';
import { explain } from '../../../billing/explanation/explanation';
import { present } from '../../../billing/present';
import { ROLES, type Role } from '../../../machines/events';
import { orderReference } from '../../../receipts/order-reference';
import { PageQuerySchema } from '../../../schemas/api/requests';
import { AccountPathSchema } from '../../../schemas/facts/documents';
import { ReceiptListSchema } from '../../../schemas/orders/receipts';
import type { OrderDoc, OrderPosition } from '../../../store/orders/orders';
import { type Answer, type Call, type MountedOperation, operation } from '../../api/operation';
import type { Cursors } from '../../http/cursors';
import { textsOf } from '../../http/texts';
import type { Access } from '../../identity/access';
import type { AuditTrail } from '../../identity/audit-trail';
import type { ServerStore } from '../../ports';
import type { QuoteReader } from '../quotes/to-api';

const BUYERS: readonly Role[] = ROLES.filter((role) => role !== 'seat_admin');

/** So many orders are looked through for a page; one that has fewer receipts goes on behind them. */
const MOST_LOOKED_AT = 100;

interface ReceiptListParts extends Pick<ServerStore, 'orders'> {
  access: Access;
  trail: AuditTrail;
  cursors: Cursors;
}

type ListCall = Call<z.output<typeof AccountPathSchema>, z.output<typeof PageQuerySchema>>;

/** The receipts of an account. */
export const receiptListRoutes = (parts: ReceiptListParts): MountedOperation[] => [
  operation('Accounts', 'GET /v1/accounts/{accountId}/receipts', {
    id: 'listReceipts',
    summary: 'List the receipts of an account, the latest first',
    description:
      `A page comes of at most ${MOST_LOOKED_AT} orders: where many had no effect it has fewer receipts than asked for, ` +
      'or none, and `next` leads on.',
    roles: BUYERS,
    params: AccountPathSchema,
    query: PageQuerySchema,
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: ReceiptListSchema } },
    handle: (call) => listReceipts(parts, call),
  }),
];

async function listReceipts({ orders, access, trail, cursors }: ReceiptListParts, call: ListCall): Promise<Answer> {
  const { accountId } = call.params;
  const { limit, cursor } = call.query;
  const { tenantId, timeZone } = await access.account(call, accountId, 'buy');
  await trail.noteRead(call, { of: 'receipts', id: accountId });
  const binding = `receipts:${tenantId}:${accountId}`;
  const [at, changeId = ''] = cursors.read(binding, cursor);
  const from: OrderPosition | undefined = at === undefined ? undefined : { at: new Date(at), changeId };
  const list = { tenantId, filters: { accountId }, sorting: 'updated' } as const;
  const found = await orders.list({ ...list, ...present({ from }) }, MOST_LOOKED_AT + 1);
  const { shown, following } = firstWithReceipt(found, limit);
  const next = following === undefined ? null : cursors.write(binding, placeOf(following));
  const reader = { locale: call.locale, timeZone };
  return { status: 200, body: { items: shown.flatMap((order) => receiptItem(order, reader)), next } };
}

/** As many of the orders as have a receipt, and the order that the next page starts at. */
function firstWithReceipt(found: readonly OrderDoc[], limit: number): { shown: OrderDoc[]; following?: OrderDoc } {
  const shown: OrderDoc[] = [];
  for (const [place, order] of found.entries()) {
    if (shown.length === limit || place === MOST_LOOKED_AT) return { shown, following: order };
    if (hasReceipt(order.view)) shown.push(order);
  }
  return { shown };
}

const hasReceipt = ({ tags, details }: OrderDoc['view']): boolean =>
  tags.includes('committed') && details.quote !== null;

const placeOf = ({ updatedAt, changeId }: OrderDoc): string[] => [updatedAt.toISOString(), changeId];

function receiptItem({ view, changeId, updatedAt }: OrderDoc, { locale, timeZone }: QuoteReader) {
  const { quote } = view.details;
  if (quote === null) return [];
  const { currency, total, dueToday, effectiveDate } = quote;
  const item = {
    changeId,
    reference: orderReference(changeId),
    date: effectiveDate,
    writtenAt: updatedAt.toISOString(),
    total: { amount: total, currency },
    dueToday: { amount: dueToday, currency },
    changes: explain(quote, { locale, timeZone, texts: textsOf(locale) }).changes,
    href: `/v1/changes/${changeId}/receipt`,
  };
  return [item];
}
