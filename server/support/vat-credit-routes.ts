import type { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { NoQuerySchema } from '../../schemas/api/requests';
import { ChangePathSchema, WaitingForSecondPersonSchema } from '../../schemas/orders/order';
import { type VatCrediting, VatCreditingSchema, VatCreditUnderWaySchema } from '../../schemas/support/vat-credit';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import { actorOf } from '../identity/principal';
import { permissionFor } from '../orders/commands/grants';
import { findOrder } from '../orders/commands/start-routes';
import type { RouteParts } from '../route-parts';

type CreditCall = Call<z.output<typeof ChangePathSchema>, unknown, VatCrediting>;

/** VAT that was charged on a number which no register ever answered for: two persons may give it back on evidence. */
export function vatCreditOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'creditVat',
      tag: 'Support',
      method: 'post',
      path: '/v1/changes/{changeId}/vat-credit',
      summary: 'Give back VAT of an order on evidence; the first call asks, a second person’s with the grantId does it',
      roles: DESK_ACTS.CREDIT_VAT.senders,
      params: ChangePathSchema,
      query: NoQuerySchema,
      body: VatCreditingSchema,
      needsIdempotencyKey: true,
      answers: {
        200: { description: 'It is being credited.', schema: VatCreditUnderWaySchema },
        202: { description: 'Waiting for a second person.', schema: WaitingForSecondPersonSchema },
      },
      handle: (call) => creditVat(parts, call),
    }),
  ];
}

async function creditVat(parts: RouteParts, call: CreditCall): Promise<Handled> {
  const { store, access, vatCredits, now } = parts;
  const { body, principal, requestKey, params } = call;
  const { changeId } = params;
  const { tenantId } = principal;
  const { details } = await access.order(call, changeId, await findOrder(parts, call, changeId), 'view');
  const { vat, quote, accountId } = details;
  const item = await store.supportItems.find(tenantId, `${changeId}:vat-follow-up`);
  if (item === null || vat === null || quote === null) throw new Problem('not_found');
  if (item.status === 'closed') throw new Problem('item_closed');
  const { userId, role } = actorOf(principal, call.person);
  const asked = { ...body, type: 'CREDIT_VAT' } as const;
  const permission = await permissionFor(store.grants, call, asked, { person: userId, at: now(), subject: null });
  const { reasonCode, reason, evidence } = body;
  await store.audit.append({
    ...{ tenantId, entryId: `credit-vat:${updateIdOf(requestKey, changeId)}`, at: now(), actorId: userId, role },
    ...{ action: permission.kind === 'waiting' ? 'CREDIT_VAT:requested' : 'CREDIT_VAT', changeId },
    facts: { reasonCode, reason, evidence, grantId: permission.grantId },
  });
  if (permission.kind === 'waiting') return permission.answer;
  const { grantId } = permission;
  const order = { tenantId, accountId, changeId, quoteId: quote.quoteId, vatNumber: vat.number, delays: [] };
  await vatCredits.start({ order, grantId, evidence });
  return { status: 200, body: { changeId, status: 'under_way' } };
}
