import type { z } from 'zod';
import type { BulkStatus } from '../../../machines/bulk';
import { NoQuerySchema } from '../../../schemas/api/requests';
import { BulkPathSchema, BulkReasonSchema, BulkViewSchema } from '../../../schemas/support/bulk';
import type { Bulk } from '../../../store/support/bulks';
import { type Handled, type MountedOperation, operation } from '../../api/operation';
import { updateIdOf } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import { actorOf } from '../../identity/principal';
import type { RouteParts } from '../../route-parts';
import { BULK_SENDERS, type BulkCall, bulkAnswer, bulkEntry, bulkOf } from './parts';
import { isOverdue } from './to-api';

type SteerCall = BulkCall<z.output<typeof BulkReasonSchema>>;

/** What a bulk may be told: from which statuses, and which one it has then. Told twice, it stays as it is. */
const WAYS = {
  approve: {
    from: ['waiting_for_second_person'],
    to: 'running',
    summary: 'Approve a bulk that somebody else has asked for',
  },
  pause: { from: ['running'], to: 'paused', summary: 'Let a bulk rest after the orders under way' },
  resume: { from: ['paused'], to: 'running', summary: 'Let a bulk that rests go on' },
  cancel: {
    from: ['waiting_for_second_person', 'running', 'paused'],
    to: 'cancelled',
    summary: 'End a bulk after the orders under way; what was done stays done',
  },
} as const satisfies Record<string, { from: readonly BulkStatus[]; to: BulkStatus; summary: string }>;

type Way = keyof typeof WAYS;

export function bulkSteeringOperations(parts: RouteParts): MountedOperation[] {
  return (Object.keys(WAYS) as Way[]).map((way) =>
    operation({
      id: `${way}BulkEvent`,
      tag: 'Bulk',
      method: 'post',
      path: `/v1/bulk-events/{bulkId}/${way}`,
      summary: WAYS[way].summary,
      roles: BULK_SENDERS,
      params: BulkPathSchema,
      query: NoQuerySchema,
      body: BulkReasonSchema,
      needsIdempotencyKey: true,
      answers: { 200: { description: 'The bulk as it is now.', schema: BulkViewSchema } },
      handle: (call) => steer(parts, call, way),
    }),
  );
}

async function steer(parts: RouteParts, call: SteerCall, way: Way): Promise<Handled> {
  const { store, now } = parts;
  const bulk = await bulkOf(parts, call);
  const { userId, role } = actorOf(call.principal, call.person);
  const at = now();
  const { from, to } = WAYS[way];
  if (way === 'approve') checkApproval(bulk, userId, at);
  const more = way === 'approve' ? { approvedBy: userId } : to === 'cancelled' ? { endedAt: at } : {};
  const hasMoved = await store.bulks.move(bulk, from, to, more);
  const after = await bulkOf(parts, call);
  // Told before, and only the answer was lost: it is told on once more.
  const isAsTold = after.status === to && (way !== 'approve' || after.approvedBy === userId);
  if (!hasMoved && !isAsTold) throw overProblem(after);
  const deed = { id: `${way}:${updateIdOf(call.requestKey, bulk.bulkId)}`, action: to, actor: { userId, role }, at };
  await store.audit.append(bulkEntry(bulk, deed, { ...call.body }));
  if (bulk.status !== 'waiting_for_second_person' || to === 'running') await parts.bulks.attend(bulk);
  return bulkAnswer(parts, after);
}

/** @throws Problem 403 for the person who asked; 409 once its time is over */
function checkApproval(bulk: Bulk, userId: string, at: Date): void {
  if (bulk.requestedBy.userId === userId) throw new Problem('second_person_required');
  if (isOverdue(bulk, at)) throw new Problem('request_over');
}

const overProblem = ({ bulkId, status }: Bulk): Problem =>
  new Problem('bulk_not_in_status', { facts: { status }, extra: { bulkId, bulkStatus: status } });
