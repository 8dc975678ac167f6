import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { EVENT_NOT_ALLOWED, MOVED_ON, SEND } from 'statechart-host/contract';
import { SECOND } from '../../billing/calendar/durations';
import { clearsStuck } from '../../machines/bulk';
import { ORDER_EVENTS, type OrderEvent } from '../../machines/events';
import { idsSentUnder } from '../../store/access/update-marks';
import type { AuditEntry } from '../../store/audit/audit';
import type { Bulk, BulkItem, OrderSeen } from '../../store/support/bulks';
import { type OrderView, orderWorkflowId, PERMISSION_REFUSED, PERMISSION_UNCHECKED } from '../../workflows/contract';
import { attemptSignal } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';

/** The time to wait for an order to settle. One that takes longer goes on by itself. */
const PATIENCE = 30 * SECOND;

export type BulkTools = Pick<Tools, 'store' | 'temporalClient' | 'clock' | 'pauseAt' | 'keyRing'>;

type Outcome = Pick<BulkItem, 'status' | 'code' | 'state'>;

/**
 * Sends one order of a bulk its event, and keeps what became of it. The update id follows from the bulk and the order, so
 * however often this is tried the order takes the event once; an order that has moved on since the list was made does not
 * take it at all.
 */
export async function actOnOrder(tools: BulkTools, bulk: Bulk, order: OrderSeen): Promise<void> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, bulkId } = bulk;
  const { changeId } = order;
  const outcome = order.sequence === null ? NOT_FOUND : await send(tools, bulk, { ...order, sequence: order.sequence });
  await pauseAt(`bulk:sent:${changeId}`);
  await store.bulks.addResult({ tenantId, bulkId, changeId, at: clock(), ...outcome });
}

const NOT_FOUND: Outcome = { status: 'refused', code: 'not_found', state: null };

type Known = OrderSeen & { sequence: number };

async function send(tools: BulkTools, bulk: Bulk, order: Known): Promise<Outcome> {
  const { store, clock } = tools;
  const deed = deedOf(bulk, order, clock());
  await store.audit.append(deed);
  await askForGrant(tools, bulk, order);
  const { outcome, view } = await sendOnce(tools, bulk, order);
  // The record says so where nothing was done.
  const end = outcome.status === 'refused' || outcome.status === 'skipped' ? outcome.status : 'outcome';
  await store.audit.append({
    ...deed,
    entryId: `${deed.entryId}:outcome`,
    at: clock(),
    action: `${deed.action}:${end}`,
    ...(view === null ? {} : { after: { state: view.state, sequence: view.sequence } }),
    facts: { bulkId: bulk.bulkId, ...(outcome.code === null ? {} : { code: outcome.code }) },
  });
  return outcome;
}

function deedOf(
  { tenantId, bulkId, event, ...bulk }: Bulk,
  { changeId, state, sequence }: Known,
  at: Date,
): AuditEntry {
  const { requestedBy, approvedBy, reasonCode, reason } = bulk;
  return {
    tenantId,
    entryId: `bulk:${bulkId}:${changeId}`,
    at,
    actorId: requestedBy.userId,
    role: requestedBy.role,
    action: event.type,
    changeId,
    before: { state, sequence },
    facts: {
      reasonCode,
      reason,
      bulkId,
      ...(typeof event.until === 'string' ? { until: event.until } : {}),
      ...(approvedBy === null ? {} : { approvedBy }),
    },
  };
}

/** The update is called so too, but for its mark. */
const grantIdOf = ({ bulkId }: Bulk, { changeId }: Known): string => `bulk:${bulkId}:${changeId}`;

/** As the door does for one order: being able to send the event is not a permission. */
async function askForGrant(tools: BulkTools, bulk: Bulk, order: Known): Promise<void> {
  const { tenantId, event, reasonCode, reason, requestedBy, approvedBy } = bulk;
  await tools.store.grants.request(
    {
      grantId: grantIdOf(bulk, order),
      tenantId,
      changeId: order.changeId,
      eventType: event.type,
      reasonCode,
      reason,
      requestedBy: requestedBy.userId,
      approvedBy,
      evidence: null,
      subject: null,
    },
    { sentAs: grantIdOf(bulk, order), event: eventOf(bulk, order) },
  );
}

const updateIdsOf = ({ keyRing }: BulkTools, bulk: Bulk, order: Known) =>
  idsSentUnder(keyRing, { tenantId: bulk.tenantId, changeId: order.changeId }, grantIdOf(bulk, order));

function eventOf(bulk: Bulk, order: Known): OrderEvent {
  const { event, requestedBy } = bulk;
  const grant = ORDER_EVENTS[event.type].carriesGrant ? { grantId: grantIdOf(bulk, order) } : {};
  return { ...event, ...grant, by: requestedBy } as OrderEvent;
}

/** The client leaves a listener on a signal with every call, and the calls of a round are many. */
const ownSignal = (): AbortSignal => AbortSignal.any([attemptSignal()]);

type Sent = { outcome: Outcome; view: OrderView | null };

async function sendOnce(tools: BulkTools, bulk: Bulk, order: Known): Promise<Sent> {
  const { tenantId } = bulk;
  const { workflow } = tools.temporalClient;
  const handle = workflow.getHandle(orderWorkflowId(tenantId, order.changeId));
  const [updateId, ...formerIds] = updateIdsOf(tools, bulk, order);
  const args: [OrderEvent, number] = [eventOf(bulk, order), order.sequence];
  // An order whose worker is being stopped gives no answer here: the next worker asks it again.
  const inTime = (call: () => Promise<OrderView>) =>
    workflow.withAbortSignal(ownSignal(), () => workflow.withDeadline(Date.now() + PATIENCE, call));
  try {
    return taken(
      bulk,
      await inTime(() => handle.executeUpdate<OrderView, [OrderEvent, number]>(SEND, { args, updateId })),
    );
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) return notTaken(error);
  }
  // It is over: perhaps by this very event, whose answer was lost.
  for (const sentAs of [updateId, ...formerIds]) {
    try {
      return taken(bulk, await inTime(() => handle.getUpdateHandle<OrderView>(sentAs).result()));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) return notTaken(error);
    }
  }
  return { outcome: { status: 'skipped', code: 'order_over', state: null }, view: null };
}

function taken({ event }: Bulk, view: OrderView): Sent {
  const { stuck } = view.details;
  const { state } = view;
  const isStuckAgain = clearsStuck(event.type) && stuck !== null;
  return {
    outcome: isStuckAgain ? { status: 'failed', code: stuck.code, state } : { status: 'done', code: null, state },
    view,
  };
}

/** Codes of a refusal, by the type of the failure. */
const REFUSALS: Readonly<Record<string, string>> = {
  [EVENT_NOT_ALLOWED]: 'event_not_allowed',
  [PERMISSION_REFUSED]: 'permission_refused',
  [PERMISSION_UNCHECKED]: 'permission_unchecked',
};

/** @throws whatever says nothing about this order, so that the round is tried again */
function notTaken(error: unknown): Sent {
  const none = (outcome: Outcome): Sent => ({ outcome, view: null });
  if (attemptSignal().aborted) throw error;
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
    return none({ status: 'failed', code: 'no_answer', state: null });
  }
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) throw error;
  const { type, details } = error.cause;
  const [facts] = (details ?? []) as { state?: string }[];
  const state = facts?.state ?? null;
  if (type === MOVED_ON) return none({ status: 'skipped', code: 'moved_on', state });
  return none({ status: 'refused', code: REFUSALS[type ?? ''] ?? 'event_refused', state });
}
