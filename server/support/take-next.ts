import type { z } from 'zod';
import type { TakingNextSchema } from '../../schemas/support/requests';
import type { OrderDoc, SeenOrder } from '../../store/orders/orders';
import type { Call, Handled } from '../api/operation';
import { actorOf } from '../api/principal';
import { updateIdOf } from '../http/identifiers';
import { Problem } from '../http/problem';
import type { AuditTrail, Deed } from '../identity/audit-trail';
import { orderListItems } from '../orders/views/list-item';
import type { ServerStore } from '../ports';
import { listsToTakeFrom, waitingOrders } from './waiting-orders';

type TakeCall = Call<unknown, unknown, z.output<typeof TakingNextSchema>>;

interface TakeParts extends Pick<ServerStore, 'accounts' | 'orders' | 'audit'> {
  trail: AuditTrail;
}

/** Whoever is outrun so often comes again. */
const MOST_TRIES = 200;

/**
 * Gives its caller the order that waits for the longest. Each try is written down before, under its number: the same request
 * sent again, after an answer that was lost, gets the same order and no second one.
 *
 * @throws Problem 422 `filters_not_combined`, 503 `overloaded`
 */
export async function takeNext(parts: TakeParts, call: TakeCall): Promise<Handled> {
  const { orders, audit } = parts;
  const { tenantId } = call.principal;
  const { userId } = actorOf(call);
  const lists = listsToTakeFrom(tenantId, call.body.query);
  const seen = { assigneeId: null, inOneOf: lists.map(({ filters }) => filters) };
  let waiting: OrderDoc[] = [];
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const entryId = `take:${updateIdOf(call.requestKey, `next:${tried}`)}`;
    const begun = await audit.find(tenantId, entryId);
    if (begun === null && waiting.length === 0) waiting = await waitingOrders(orders, lists);
    const deed = begun ?? takingOf(waiting.shift(), { entryId, userId });
    if (deed === undefined) return { status: 200, body: { order: null } };
    const order = await taken(parts, call, { deed, seen, isBegun: begun !== null });
    if (order !== null) return answerWith(parts, order, call);
  }
  throw new Problem('overloaded', { headers: { 'Retry-After': '1' } });
}

function takingOf(order: OrderDoc | undefined, { entryId, userId }: { entryId: string; userId: string }) {
  if (order === undefined) return undefined;
  const { changeId, sequence, view } = order;
  const at = { state: view.state, sequence };
  const facts = { assigneeBefore: null, assignee: userId };
  return { entryId, action: 'ASSIGN', changeId, before: at, after: at, facts };
}

/** @returns null where somebody else was faster, or the order waits no more */
async function taken(
  { orders, trail }: TakeParts,
  call: TakeCall,
  { deed, seen, isBegun }: { deed: Deed; seen: SeenOrder; isBegun: boolean },
): Promise<OrderDoc | null> {
  const { tenantId } = call.principal;
  const { userId } = actorOf(call);
  const changeId = deed.changeId ?? '';
  if (!isBegun) await trail.note(call, deed);
  const wasTaken = isBegun && (await orders.findAtDesk(tenantId, changeId)).assigneeId === userId;
  if (wasTaken || (await orders.assign(tenantId, changeId, userId, seen))) return orders.findDoc(tenantId, changeId);
  await trail.note(call, { ...deed, entryId: `${deed.entryId}:outcome`, action: 'ASSIGN:refused' });
  return null;
}

async function answerWith({ accounts }: TakeParts, taken: OrderDoc, { principal, locale }: TakeCall): Promise<Handled> {
  const [order = null] = await orderListItems(accounts, principal.tenantId, [taken], { locale, isBuyer: false });
  return { status: 200, body: { order } };
}
