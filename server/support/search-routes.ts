import type { z } from 'zod';
import { type Role, STAFF } from '../../machines/events';
import { idBeginningOf } from '../../receipts/order-reference';
import { FOUND_BY, SearchRequestSchema, type SearchResult, SearchResultSchema } from '../../schemas/support/lists';
import { isId } from '../../schemas/values/ids';
import type { KeyedHashes } from '../../store/access/keyed-hash';
import { nameWordsOf } from '../../store/facts/name-words';
import type { OrderDoc } from '../../store/orders/orders';
import { parseVatNumber } from '../../tax/vat-number';
import { orderWorkflowId } from '../../workflows/contract';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import type { Caller } from '../api/principal';
import type { Access } from '../identity/access';
import { requireAllowance } from '../identity/allowances';
import type { AuditTrail } from '../identity/audit-trail';
import { orderListItems } from '../orders/views/list-item';
import type { ServerStore } from '../ports';

const MOST_FOUND = 25;
/** A company is found by so many letters of a word of its name, at least. */
const FEWEST_LETTERS = 3;
/** Companies of one name whose orders are looked at. */
const MOST_ACCOUNTS = 10;
const SEARCHERS: readonly Role[] = ['service', ...STAFF];

type FoundBy = (typeof FOUND_BY)[number];
type Found = (OrderDoc | null)[];
type Finder = (parts: SearchParts, tenantId: string, text: string) => Promise<Found | { orders: Found; more: boolean }>;

interface SearchParts extends Pick<ServerStore, 'accounts' | 'orders' | 'payments' | 'usage'> {
  access: Access;
  trail: AuditTrail;
  /** What a number may have been hashed to; null: orders cannot be found by one. */
  vatHashes: KeyedHashes | null;
  now(): Date;
}

export const searchRoutes = (parts: SearchParts): MountedOperation[] => [
  operation('Support', 'POST /v1/search', {
    id: 'searchChanges',
    summary: 'Find orders by a number of any kind, or by the name of the company',
    description:
      'A number is that of an order, a workflow, a subscription, a payment, its reference or a VAT number, the whole of it as it is ' +
      'known. A name is found by the beginning of its words, three letters at least, whatever their case and accents: the latest ' +
      'orders of ten companies. A body and not a query, so that no VAT number stands in an address or a log; the number itself is ' +
      'not compared, only a keyed hash of it.',
    roles: SEARCHERS,
    body: SearchRequestSchema,
    needsIdempotencyKey: false,
    answers: { 200: { description: 'Orders and by what they were found.', schema: SearchResultSchema } },
    handle: (call) => search(parts, call),
  }),
];

async function search(
  parts: SearchParts,
  call: Call<unknown, unknown, z.output<typeof SearchRequestSchema>>,
): Promise<Answer> {
  const { principal, body, locale } = call;
  // Whoever a service names sees what is theirs, and a search looks at everything.
  await parts.access.list(call, undefined);
  await requireAllowance(parts.usage, 'search', call, parts.now());
  const answers = await Promise.all(
    FOUND_BY.map(async (foundBy) => {
      const answer = await FINDERS[foundBy](parts, principal.tenantId, body.text);
      const { orders, more } = Array.isArray(answer) ? { orders: answer, more: false } : answer;
      return { more, lines: orders.filter((order) => order !== null).map((order) => ({ foundBy, order })) };
    }),
  );
  const found = answers.flatMap(({ lines }) => lines);
  const more = found.length > MOST_FOUND || answers.some((answer) => answer.more);
  const shown = found.slice(0, MOST_FOUND);
  const orders = shown.map(({ order }) => order);
  const lines = await orderListItems(parts.accounts, principal.tenantId, orders, { locale, isBuyer: false });
  const items = lines.map((order, index) => ({ foundBy: shown[index]?.foundBy ?? 'order', order }));
  const result: SearchResult = { items, more };
  await noteSearch(parts.trail, call, result);
  return { status: 200, body: result };
}

/** Notes the orders found, and never the text typed: that may be a VAT number. */
function noteSearch(trail: AuditTrail, caller: Caller, { items }: SearchResult): Promise<void> {
  const orders = [...new Set(items.map(({ order }) => order.changeId))];
  const [only] = orders;
  const foundBy = [...new Set(items.map((item) => item.foundBy))].join(' ');
  const changeId = orders.length === 1 && only !== undefined ? only : null;
  return trail.noteTaking(caller, { action: 'SEARCH', changeId, facts: { foundBy, orders: orders.join(' ') } });
}

/** One look-up in one index for each kind of number that a text can be; of a name, one more for each company. */
const FINDERS: Record<FoundBy, Finder> = {
  order: async ({ orders }, tenantId, text) => (isId(text) ? [await orders.findDoc(tenantId, text)] : []),
  reference: async ({ orders }, tenantId, text) => {
    const beginning = idBeginningOf(text);
    return beginning === undefined ? [] : orders.listByIdBeginning(tenantId, beginning, MOST_FOUND + 1);
  },
  workflow: async ({ orders }, tenantId, text) => {
    const changeId = text.split(':').at(-1) ?? '';
    const isOurs = isId(changeId) && text === orderWorkflowId(tenantId, changeId);
    return isOurs ? [await orders.findDoc(tenantId, changeId)] : [];
  },
  subscription: async ({ orders }, tenantId, text) =>
    isId(text) ? orders.list({ tenantId, filters: { subscriptionId: text }, sorting: 'updated' }, MOST_FOUND + 1) : [],
  payment: async ({ orders, payments }, tenantId, text) => {
    const payment = (await payments.findByReference(text)) ?? (await payments.findByGatewayReference(text));
    return payment?.tenantId === tenantId ? [await orders.findDoc(tenantId, payment.changeId)] : [];
  },
  vat_number: async ({ orders, vatHashes }, tenantId, text) => {
    const number = parseVatNumber(text);
    if (!number.ok || vatHashes === null) return [];
    return orders.listByVatHashes(tenantId, vatHashes(tenantId, number.canonical), MOST_FOUND + 1);
  },
  account: async ({ accounts, orders }, tenantId, text) => {
    if (!nameWordsOf(text).some(({ length }) => length >= FEWEST_LETTERS)) return [];
    const { ids, more } = await accounts.listIdsByName(tenantId, text, MOST_ACCOUNTS);
    const lists = ids.map((accountId) =>
      orders.list({ tenantId, filters: { accountId }, sorting: 'updated' }, MOST_FOUND + 1),
    );
    const found = (await Promise.all(lists)).flat();
    return { more, orders: found.sort((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime()) };
  },
};
