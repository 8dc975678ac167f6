import type { z } from 'zod';
import { sum } from '../../billing/money/amounts';
import { ROLES, type Role } from '../../machines/events';
import { NoQuerySchema, PageQuerySchema } from '../../schemas/api/requests';
import { AccountPathSchema, SubscriptionPathSchema } from '../../schemas/facts/documents';
import { CartViewSchema, LedgerPageSchema, SubscriptionViewSchema } from '../../schemas/facts/views';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { noteRead } from '../orders/views/reads';
import type { RouteParts } from '../route-parts';

type LedgerCall = Call<z.output<typeof AccountPathSchema>, z.output<typeof PageQuerySchema>, undefined>;
type CartCall = Call<z.output<typeof AccountPathSchema>, unknown, undefined>;
type SubscriptionCall = Call<z.output<typeof SubscriptionPathSchema>, unknown, undefined>;

const MONEY_READERS: readonly Role[] = ROLES.filter((role) => role !== 'seat_admin');

/** Facts to look at: a subscription and a cart as they are now, and the movements of an account's balance. */
export function factOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'getSubscription',
      tag: 'Subscriptions',
      method: 'get',
      path: '/v1/subscriptions/{subscriptionId}',
      summary: 'See a subscription as it is now',
      roles: ROLES,
      params: SubscriptionPathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'The subscription.', schema: SubscriptionViewSchema } },
      handle: (call) => getSubscription(parts, call),
    }),
    operation({
      id: 'getLedger',
      tag: 'Accounts',
      method: 'get',
      path: '/v1/accounts/{accountId}/ledger',
      summary: 'See the balance of an account and its movements, oldest first',
      roles: MONEY_READERS,
      params: AccountPathSchema,
      query: PageQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'The balance and one page of entries.', schema: LedgerPageSchema } },
      handle: (call) => getLedger(parts, call),
    }),
    operation({
      id: 'getCart',
      tag: 'Accounts',
      method: 'get',
      path: '/v1/carts/{accountId}',
      summary: 'See what a customer has put aside; empty once an order has bought it',
      roles: MONEY_READERS,
      params: AccountPathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'The cart.', schema: CartViewSchema } },
      handle: (call) => getCart(parts, call),
    }),
  ];
}

async function getSubscription(parts: RouteParts, call: SubscriptionCall): Promise<Answer> {
  const { subscriptionId } = call.params;
  const { tenantId: _, ...subscription } = await parts.access.subscription(call, subscriptionId, 'view');
  await noteRead(parts, call, { of: 'subscription', id: subscriptionId });
  return { status: 200, body: { ...subscription, freeSeats: subscription.seats - subscription.assignedSeats } };
}

async function getLedger(parts: RouteParts, call: LedgerCall): Promise<Answer> {
  const { store, access, cursors } = parts;
  const { accountId } = call.params;
  const { limit, cursor } = call.query;
  const { currency, tenantId } = await access.account(call, accountId, 'buy');
  await noteRead(parts, call, { of: 'ledger', id: accountId });
  const binding = `ledger:${tenantId}:${accountId}`;
  const [after = '0'] = cursor === undefined ? [] : cursors.read(binding, cursor);
  const head = await store.ledger.head({ tenantId, accountId });
  const found = await store.ledger.list({ tenantId, accountId }, Number(after), limit + 1);
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  const items = shown.map((entry) => ({
    sequence: entry.sequence,
    kind: entry.kind,
    reference: entry.reference,
    changeId: entry.changeId,
    amount: { amount: entry.amount, currency: entry.currency },
    balanceAfter: { amount: entry.balanceAfter, currency: entry.currency },
    at: entry.at.toISOString(),
  }));
  const next = last === undefined ? null : cursors.write(binding, [String(last.sequence)]);
  return {
    status: 200,
    body: { accountId, balance: { amount: sum([head.balance], currency), currency }, items, next },
  };
}

async function getCart(parts: RouteParts, call: CartCall): Promise<Answer> {
  const { store, access } = parts;
  const { accountId } = call.params;
  const { currency, tenantId } = await access.account(call, accountId, 'buy');
  await noteRead(parts, call, { of: 'cart', id: accountId });
  const cart = await store.carts.find(tenantId, accountId);
  const { tenantId: _, ...shown } = cart ?? { tenantId, accountId, currency, items: [], version: 0 };
  return { status: 200, body: shown };
}
