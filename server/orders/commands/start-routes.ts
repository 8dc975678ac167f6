import { z } from 'zod';
import { present } from '../../../billing/present';
import { ORDER_EVENTS, ROLES, type Role } from '../../../machines/events';
import { ChangePathSchema, OrderDocumentSchema, OrderStartingSchema } from '../../../schemas/orders/order';
import { changesIn, StartChangeSchema, WaitQuerySchema } from '../../../schemas/orders/start';
import { startedBySupport } from '../../../store/audit/audit';
import { isLost, type OrderView } from '../../../workflows/contract';
import { type Call, type Handled, type MountedOperation, operation } from '../../api/operation';
import { actorOf, isSupport } from '../../api/principal';
import { CALL_LIMITS, type Temporal } from '../../api/temporal';
import { fingerprintOf } from '../../http/canonical';
import { changeIdOf } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import type { Access } from '../../identity/access';
import type { AuditTrail } from '../../identity/audit-trail';
import type { OrderReader, OrderReaders } from '../views/order-readers';
import type { OrderWatch } from '../views/order-watch';
import type { VisibleOrders } from '../views/visible-orders';
import { orderAnswer, refusalAnswer, startingAnswer, underWayAnswer } from './answers';
import { startOrder, untilEventAnswered } from './workflows';

/** The senders of an order's first event may start one. */
const BUYERS: readonly Role[] = ORDER_EVENTS.EDIT.senders;

const ORDER = { description: 'The order, settled.', schema: OrderDocumentSchema };
const ORDER_NOW = { description: 'The order as it stands at this moment.', schema: OrderDocumentSchema };
const ORDER_UNDER_WAY = {
  description: 'Accepted; not settled yet.',
  schema: z.union([OrderDocumentSchema, OrderStartingSchema]),
};

interface StartParts {
  readers: OrderReaders;
  temporal: Temporal;
  visible: VisibleOrders;
  access: Access;
  trail: AuditTrail;
  watch: OrderWatch;
}

export const startRoutes = (parts: StartParts): MountedOperation[] => [
  operation('Changes', 'POST /v1/changes', {
    id: 'startChange',
    summary: 'Start a change and get its quote',
    roles: BUYERS,
    body: StartChangeSchema,
    joinsItself: true,
    answers: { 201: ORDER, 202: ORDER_UNDER_WAY },
    handle: (call) => startChange(parts, call),
  }),
  operation('Changes', 'GET /v1/changes/{changeId}', {
    id: 'getChange',
    summary: 'See an order; with wait=settled, once it has settled',
    description:
      'Waiting costs the order nothing. Whoever has sent an event or seen a sequence names it, and is answered by a state ' +
      'after it; 202 says that there is none yet.',
    roles: ROLES,
    params: ChangePathSchema,
    query: WaitQuerySchema,
    answers: { 200: ORDER_NOW, 202: ORDER_UNDER_WAY },
    handle: (call) => getChange(parts, call),
  }),
];

async function startChange(
  { access, temporal, readers, visible, trail }: StartParts,
  call: Call<unknown, unknown, z.output<typeof StartChangeSchema>>,
): Promise<Handled> {
  const actor = actorOf(call);
  const { tenantId } = call.principal;
  const changes = changesIn(call.body);
  const found = await Promise.all(changes.map((one) => access.subscriptionToChange(call, one.subscriptionId)));
  // A subscription of another account is refused by the order, like one that does not exist.
  const accountId = found[0]?.accountId ?? '';
  const changeId = changeIdOf(call.requestKey);
  const requestHash = fingerprintOf(call.body, actor.userId);
  if (isSupport(call.principal)) {
    await trail.note(call, { entryId: startedBySupport(changeId), action: 'START', changeId, facts: {} });
  }
  const { effective } = call.body;
  const input = present({ tenantId, changeId, accountId, actor, changes, effective, requestHash });
  // Named by the request: another one under the same key is asked of the order, and not answered with this one's answer.
  const outcome = await startOrder(temporal, input, `join_${requestHash}`, call.wait * 1_000);
  if (outcome.kind === 'other_request') throw new Problem('idempotency_key_reused');
  if (outcome.kind === 'settled') {
    return startedAnswer(outcome.view, await readers.of(call, outcome.view));
  }
  if (outcome.kind === 'under_way') {
    const view = await visible.glance({ tenantId, changeId });
    return view ? orderAnswer(view, await readers.of(call, view), 202) : startingAnswer(changeId);
  }
  const view = await visible.look({ tenantId, changeId });
  // The order of this key was over before: a repeated request whose first answer was lost.
  if (view === null) throw new Problem('internal');
  if (view.details.requestHash !== requestHash) throw new Problem('idempotency_key_reused');
  return startedAnswer(view, await readers.of(call, view));
}

function startedAnswer(view: OrderView, reader: OrderReader): Handled {
  const refused = view.details.situation === 'refused' ? refusalAnswer(view) : undefined;
  return refused ?? orderAnswer(view, reader, 201);
}

async function getChange(
  { temporal, readers, visible, watch }: StartParts,
  call: Call<z.output<typeof ChangePathSchema>, z.output<typeof WaitQuerySchema>>,
): Promise<Handled> {
  const { changeId } = call.params;
  const name = { tenantId: call.principal.tenantId, changeId };
  const written = await visible.shown(call, changeId);
  const reader = await readers.of(call, written);
  const { wait, after = -1, update } = call.query;
  if (wait === undefined) return orderAnswer(await asItStands(visible, written), reader);
  const patience = call.wait * 1_000;
  const until = Date.now() + patience;
  // Whoever does not wait hears all the same whether it was answered already.
  const looks = Math.max(patience, CALL_LIMITS.glance);
  const isTaken = update === undefined || (await untilEventAnswered(temporal, name, update, looks));
  const isThere = (view: OrderView) => view.settled && (view.sequence > after || view.status !== 'active');
  const found = isTaken ? await watch.until(name, isThere, until - Date.now()) : null;
  if (found !== null) return orderAnswer(found, reader);
  const latest = await visible.lookOrEnd(name, CALL_LIMITS.glance).catch(() => null);
  if (isTaken && latest !== null && isThere(latest)) return orderAnswer(latest, reader);
  const afterWhat = present({ updateId: update, after: call.query.after });
  return latest === null || latest.settled
    ? underWayAnswer(changeId, afterWhat)
    : orderAnswer(latest, reader, 202, afterWhat);
}

/**
 * The order at this moment: what is written shows where it settled last, and while it is placed that may be long ago. Where
 * no worker says anything at once, what is written is the best there is; a workflow that is gone would still say how it stood.
 */
async function asItStands(visible: VisibleOrders, written: OrderView): Promise<OrderView> {
  if (written.status !== 'active' || isLost(written)) return written;
  return (await visible.glance(written.details)) ?? written;
}
