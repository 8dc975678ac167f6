import { z } from 'zod';
import { ORDER_EVENTS, ROLES, type Role } from '../../../machines/events';
import { ChangePathSchema, NoPathSchema, NoQuerySchema, WaitQuerySchema } from '../../../schemas/api/requests';
import { changesIn, StartChangeSchema } from '../../../schemas/orders/change';
import { OrderDocumentSchema, OrderStartingSchema } from '../../../schemas/orders/order';
import { startedBySupport } from '../../../store/audit/audit';
import type { OrderView } from '../../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../../api/operation';
import { fingerprintOf } from '../../http/canonical';
import { changeIdOf, newRequestId } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import type { Caller } from '../../identity/access';
import { actorOf } from '../../identity/principal';
import type { RouteParts } from '../../route-parts';
import { readerOfOrder } from '../views/reader';
import { noteOrderRead } from '../views/reads';
import type { Reader } from '../views/to-api';
import { orderAnswer, refusalAnswer, startingAnswer } from './answers';

/** Whoever may send an order its first event may start one. */
const BUYERS: readonly Role[] = ORDER_EVENTS.EDIT.senders;

const ORDER = { description: 'The order, settled.', schema: OrderDocumentSchema };
const ORDER_NOW = { description: 'The order as it stands at this moment.', schema: OrderDocumentSchema };
const ORDER_UNDER_WAY = {
  description: 'Accepted; not settled yet.',
  schema: z.union([OrderDocumentSchema, OrderStartingSchema]),
};

export function changeOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'startChange',
      tag: 'Changes',
      method: 'post',
      path: '/v1/changes',
      summary: 'Start a change and get its quote',
      roles: BUYERS,
      params: NoPathSchema,
      query: NoQuerySchema,
      body: StartChangeSchema,
      needsIdempotencyKey: true,
      answers: { 201: ORDER, 202: ORDER_UNDER_WAY },
      handle: (call) => startChange(parts, call),
    }),
    operation({
      id: 'getChange',
      tag: 'Changes',
      method: 'get',
      path: '/v1/changes/{changeId}',
      summary: 'See an order; with wait=settled, once it has settled',
      roles: ROLES,
      params: ChangePathSchema,
      query: WaitQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: ORDER_NOW },
      handle: (call) => getChange(parts, call),
    }),
  ];
}

/** An order by its last projection, or from its workflow where none has been written yet. */
export async function findOrder(parts: RouteParts, caller: Caller, changeId: string): Promise<OrderView | null> {
  const { tenantId } = caller.principal;
  return (await parts.store.orders.find(tenantId, changeId)) ?? parts.workflows.look({ tenantId, changeId });
}

async function startChange(
  { access, workflows, store, now }: RouteParts,
  call: Call<unknown, unknown, z.output<typeof StartChangeSchema>>,
): Promise<Handled> {
  const actor = actorOf(call.principal, call.person);
  const { tenantId } = call.principal;
  const changes = changesIn(call.body);
  const found = await Promise.all(changes.map((one) => access.subscriptionToChange(call, one.subscriptionId)));
  // A subscription of another account is refused by the order, like one that does not exist.
  const accountId = found[0]?.accountId ?? '';
  const changeId = changeIdOf(call.requestKey);
  const requestHash = fingerprintOf(call.body, actor.userId);
  if (access.isSupport(call.principal)) {
    const entry = { entryId: startedBySupport(changeId), actorId: actor.userId, role: actor.role, action: 'START' };
    await store.audit.append({ ...entry, tenantId, changeId, at: now(), facts: {} });
  }
  const input = { tenantId, changeId, accountId, actor, changes, requestHash };
  // Named by the request: another one under the same key is asked of the order, and not answered with this one's answer.
  const outcome = await workflows.start(input, `join_${requestHash}`, call.wait);
  if (outcome.kind === 'other_request') throw new Problem('idempotency_key_reused');
  if (outcome.kind === 'settled') {
    return startedAnswer(outcome.view, await readerOfOrder(store.accounts, call, outcome.view));
  }
  if (outcome.kind === 'under_way') {
    const view = await workflows.glance({ tenantId, changeId });
    return view ? orderAnswer(view, await readerOfOrder(store.accounts, call, view), 202) : startingAnswer(changeId);
  }
  const view = await workflows.look({ tenantId, changeId });
  // The order of this key was over before: a repeated request whose first answer was lost.
  if (view === null) throw new Problem('internal');
  if (view.details.requestHash !== requestHash) throw new Problem('idempotency_key_reused');
  return startedAnswer(view, await readerOfOrder(store.accounts, call, view));
}

function startedAnswer(view: OrderView, reader: Reader): Handled {
  const refused = view.details.situation === 'refused' ? refusalAnswer(view) : undefined;
  return refused ?? orderAnswer(view, reader, 201);
}

async function getChange(
  parts: RouteParts,
  call: Call<z.output<typeof ChangePathSchema>, z.output<typeof WaitQuerySchema>, undefined>,
): Promise<Handled> {
  const { changeId } = call.params;
  const { tenantId } = call.principal;
  const written = await parts.access.order(call, changeId, await findOrder(parts, call, changeId), 'view');
  await noteOrderRead(parts, call, changeId);
  const reader = await readerOfOrder(parts.store.accounts, call, written);
  const found = await asItStands(parts, written);
  if (call.query.wait === undefined || found.done) return orderAnswer(found, reader);
  const outcome = await parts.workflows.untilSettled({ tenantId, changeId }, newRequestId(), call.wait);
  if (outcome.kind === 'settled') return orderAnswer(outcome.view, reader);
  // An order that ended before it could be asked wrote beforehand how it ended.
  const isOver = outcome.kind === 'not_running';
  const latest = isOver ? await findOrder(parts, call, changeId) : await parts.workflows.glance({ tenantId, changeId });
  return orderAnswer(latest ?? found, reader);
}

/**
 * The order at this moment: what is written shows where it settled last, and while it is placed that may be long ago. Where
 * no worker says anything at once, what is written is the best there is.
 */
async function asItStands({ workflows }: RouteParts, written: OrderView): Promise<OrderView> {
  if (written.done) return written;
  const current = await workflows.glance(written.details);
  return current !== null && current.sequence > written.sequence ? current : written;
}
