import type { z } from 'zod';
import type { BulkStatus } from '../../../machines/bulk';
import { BulkPathSchema, BulkReasonSchema, BulkViewSchema } from '../../../schemas/support/bulk';
import type { Bulk } from '../../../store/support/bulks';
import { type Handled, type MountedOperation, operation } from '../../api/operation';
import { actorOf } from '../../api/principal';
import { updateIdOf } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import { attend, BULK_SENDERS, type BulkCall, type BulkParts, bulkAnswer, bulkDeed, bulkOf } from './parts';
import { isOverdue } from './to-api';

type SteerCall = BulkCall<z.output<typeof BulkReasonSchema>>;

/** The ways to steer a bulk: from which statuses, and which one it has then. Told twice, it stays as it is. */
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

export function bulkSteeringRoutes(parts: BulkParts): MountedOperation[] {
  return (Object.keys(WAYS) as Way[]).map((way) =>
    operation('Bulk', `POST /v1/bulk-events/{bulkId}/${way}`, {
      id: `${way}BulkEvent`,
      summary: WAYS[way].summary,
      roles: BULK_SENDERS,
      params: BulkPathSchema,
      body: BulkReasonSchema,
      answers: { 200: { description: 'The bulk as it is now.', schema: BulkViewSchema } },
      handle: (call) => steer(parts, call, way),
    }),
  );
}

async function steer(parts: BulkParts, call: SteerCall, way: Way): Promise<Handled> {
  const { bulks, temporal, trail, now } = parts;
  const bulk = await bulkOf(parts, call);
  const { userId } = actorOf(call);
  const at = now();
  const { from, to } = WAYS[way];
  if (way === 'approve') checkApproval(bulk, userId, at);
  const more = way === 'approve' ? { approvedBy: userId } : to === 'cancelled' ? { endedAt: at } : {};
  const hasMoved = await bulks.move(bulk, from, to, more);
  const after = await bulkOf(parts, call);
  // Told before, and only the answer was lost: it is told on once more.
  const isAsTold = after.status === to && (way !== 'approve' || after.approvedBy === userId);
  if (!hasMoved && !isAsTold) throw overProblem(after);
  await trail.note(call, bulkDeed(bulk, `${way}:${updateIdOf(call.requestKey, bulk.bulkId)}`, to, { ...call.body }));
  if (bulk.status !== 'waiting_for_second_person' || to === 'running') await attend(temporal, bulk);
  return bulkAnswer(parts, call, after);
}

/** @throws Problem 403 for the person who asked; 409 once its time is over */
function checkApproval(bulk: Bulk, userId: string, at: Date): void {
  if (bulk.requestedBy.userId === userId) throw new Problem('second_person_required');
  if (isOverdue(bulk, at)) throw new Problem('request_over');
}

const overProblem = ({ bulkId, status }: Bulk): Problem =>
  new Problem('bulk_not_in_status', { facts: { status }, extra: { bulkId, bulkStatus: status } });
