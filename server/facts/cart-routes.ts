import { ORDER_EVENTS, ROLES, type Role } from '../../machines/events';
import { AccountPathSchema, CartItemPathSchema } from '../../schemas/facts/documents';
import { CartViewSchema } from '../../schemas/facts/views';
import { type MountedOperation, operation } from '../api/operation';
import { actorOf, isSupport } from '../api/principal';
import { newRequestId } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { Access } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

const MONEY_READERS: readonly Role[] = ROLES.filter((role) => role !== 'seat_admin');

interface CartParts extends Pick<ServerStore, 'carts'> {
  access: Access;
  trail: AuditTrail;
}

/** What a customer has put aside: looked at, and put back by who would buy it. */
export const cartRoutes = ({ carts, access, trail }: CartParts): MountedOperation[] => [
  operation('Accounts', 'GET /v1/carts/{accountId}', {
    id: 'getCart',
    summary: 'See what a customer has put aside; empty once an order has bought it',
    roles: MONEY_READERS,
    params: AccountPathSchema,
    answers: { 200: { description: 'The cart.', schema: CartViewSchema } },
    async handle(call) {
      const { accountId } = call.params;
      const { currency, tenantId } = await access.account(call, accountId, 'buy');
      await trail.noteRead(call, { of: 'cart', id: accountId });
      return { status: 200, body: await cartOf(carts, { tenantId, accountId, currency }) };
    },
  }),
  operation('Accounts', 'DELETE /v1/carts/{accountId}/items/{itemId}', {
    id: 'removeCartItem',
    summary: 'Take an item out of the cart; one that is not there is out already',
    description:
      'Counts the version of the cart up, so an order that was priced with it is priced anew and asked about before it is ' +
      'placed. The system of record sends its next version above that one.',
    roles: ORDER_EVENTS.EDIT.senders,
    params: CartItemPathSchema,
    answers: { 200: { description: 'The cart without it.', schema: CartViewSchema } },
    async handle(call) {
      const { accountId, itemId } = call.params;
      actorOf(call);
      const { currency, tenantId } = await access.account(call, accountId, 'buy');
      if (isSupport(call.principal)) {
        const facts = { accountId, itemId };
        await trail.note(call, { entryId: `cart:${newRequestId()}`, action: 'REMOVE_CART_ITEM', facts });
      }
      const { heldBy } = await carts.putBack(tenantId, accountId, itemId);
      if (heldBy !== null) {
        throw new Problem('cart_reserved', { extra: { changeId: heldBy }, headers: { 'Retry-After': '2' } });
      }
      return { status: 200, body: await cartOf(carts, { tenantId, accountId, currency }) };
    },
  }),
];

interface CartOwner {
  tenantId: string;
  accountId: string;
  currency: string;
}

/** An account that never had a cart has an empty one. */
async function cartOf(carts: ServerStore['carts'], { tenantId, accountId, currency }: CartOwner) {
  const cart = await carts.find(tenantId, accountId);
  const { tenantId: _, ...shown } = cart ?? { tenantId, accountId, currency, items: [], version: 0 };
  return shown;
}
