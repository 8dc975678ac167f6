import { randomUUID } from 'node:crypto';
import { present } from '../../billing/present';
import { type Connection, collectionOf, type Model, trusted } from '../mongo/collection';
import { findPlain, insertOnce, listPlain, WITHIN } from '../mongo/documents';
import { REMEMBERED, type SubscriptionKey, type SubscriptionModel, subscriptionModel } from './subscription-document';

/** Who uses a seat. */
interface Seat extends SubscriptionKey {
  userId: string;
  assignedBy: string;
  assignedAt: Date;
}

/**
 * A seat is written down in two documents without a transaction. The operation's id makes both writes happen once: it
 * is on the seat before the subscription counts it, and the subscription remembers what it counted.
 */
interface SeatDoc extends Seat {
  status: 'assigning' | 'assigned' | 'unassigning';
  operationId: string;
}

type AssignResult =
  | { status: 'assigned' | 'already_assigned' }
  /** Every seat is in use, or about to go with an order that is being placed. */
  | { status: 'no_free_seat'; seats: number; assigned: number }
  | { status: 'subscription_not_found' };

export interface SeatRepository {
  assign(seat: Seat): Promise<AssignResult>;
  unassign(key: SubscriptionKey, userId: string): Promise<{ status: 'unassigned' | 'not_assigned' }>;
  /** By user id, from after one. */
  list(key: SubscriptionKey, afterUserId: string, limit: number): Promise<Seat[]>;
  /** Those of some people who have a seat. */
  listHolders(key: SubscriptionKey, userIds: readonly string[]): Promise<string[]>;
  /** The subscriptions that somebody has a seat of, also one that is being assigned or taken back. */
  listOfUser(tenantId: string, userId: string, limit: number): Promise<SubscriptionKey[]>;
}

/** More than a stopped process can have left half done; the next look finishes the rest. */
const UNDER_WAY_AT_ONCE = 50;

export function seatsIn(connection: Connection): SeatRepository {
  const subscriptions = subscriptionModel(connection);
  const model = collectionOf<SeatDoc>(
    connection,
    'seats',
    {
      requiredText: ['tenantId', 'subscriptionId', 'userId', 'assignedBy', 'status', 'operationId'],
      requiredInstant: ['assignedAt'],
    },
    [
      [{ tenantId: 1, subscriptionId: 1, userId: 1 }, { unique: true }],
      [{ tenantId: 1, subscriptionId: 1, status: 1, userId: 1 }],
      [{ tenantId: 1, userId: 1 }],
    ],
  );
  return {
    assign: (seat) => assign(model, subscriptions, seat),
    unassign: (key, userId) => unassign(model, subscriptions, key, userId),
    listOfUser: (tenantId, userId, limit) =>
      listPlain(model, { tenantId, userId }, { limit }, { tenantId: 1, subscriptionId: 1 }),
    async listHolders({ tenantId, subscriptionId }, userIds) {
      const filter = { tenantId, subscriptionId, userId: trusted({ $in: [...userIds] }), status: 'assigned' as const };
      return (await listPlain(model, filter, {}, { userId: 1 })).map(({ userId }) => userId);
    },
    async list({ tenantId, subscriptionId }, afterUserId, limit) {
      await finishUnderWay(model, subscriptions, { tenantId, subscriptionId });
      const filter = { tenantId, subscriptionId, status: 'assigned' as const, userId: trusted({ $gt: afterUserId }) };
      return listPlain(model, filter, { sort: { userId: 1 }, limit }, { status: 0, operationId: 0 });
    },
  };
}

async function assign(model: Model<SeatDoc>, subscriptions: SubscriptionModel, seat: Seat): Promise<AssignResult> {
  const { tenantId, subscriptionId, userId } = seat;
  const key = { tenantId, subscriptionId, userId };
  const operationId = randomUUID();
  const isNew = await insertOnce(model, { ...seat, status: 'assigning', operationId });
  const doc = isNew ? { status: 'assigning', operationId } : await findPlain(model, key);
  if (doc?.status === 'assigned') return { status: 'already_assigned' };
  if (!doc || doc.status === 'unassigning') {
    // Somebody was stopped while taking this very seat back: that is finished first.
    await unassign(model, subscriptions, seat, userId);
    return assign(model, subscriptions, seat);
  }
  return finishAssigning(model, subscriptions, { ...seat, operationId: doc.operationId });
}

/** Does what an assignment has left to do, whoever began it: the operation's id makes every part of it happen once. */
async function finishAssigning(
  model: Model<SeatDoc>,
  subscriptions: SubscriptionModel,
  seat: Seat & { operationId: string },
): Promise<AssignResult> {
  const { tenantId, subscriptionId, userId, operationId, assignedBy, assignedAt } = seat;
  const key = { tenantId, subscriptionId, userId };
  const counted = await count(subscriptions, seat, operationId, 1);
  if (counted !== 'counted') {
    await model.deleteOne({ ...key, operationId, status: 'assigning' }, WITHIN);
    return counted;
  }
  const written = await model.updateOne(
    { ...key, operationId, status: 'assigning' },
    { $set: { status: 'assigned', assignedBy, assignedAt } },
    WITHIN,
  );
  // Somebody else met no free seat with this operation and gave it up, and a seat came free before it was counted here.
  if (written.matchedCount === 0) await insertOnce(model, { ...seat, status: 'assigned' });
  return { status: 'assigned' };
}

/** Finishes what a process left half done when it was stopped, so that every counted seat can be seen and taken back. */
async function finishUnderWay(
  model: Model<SeatDoc>,
  subscriptions: SubscriptionModel,
  { tenantId, subscriptionId }: SubscriptionKey,
  userId?: string,
): Promise<void> {
  for (const status of ['assigning', 'unassigning'] as const) {
    const filter = present({ tenantId, subscriptionId, status, userId });
    const left = await listPlain(model, filter, { limit: UNDER_WAY_AT_ONCE });
    for (const doc of left) {
      if (status === 'assigning') await finishAssigning(model, subscriptions, doc);
      else await finishUnassigning(model, subscriptions, doc);
    }
  }
}

async function unassign(
  model: Model<SeatDoc>,
  subscriptions: SubscriptionModel,
  { tenantId, subscriptionId }: SubscriptionKey,
  userId: string,
): Promise<{ status: 'unassigned' | 'not_assigned' }> {
  const key = { tenantId, subscriptionId, userId };
  await finishUnderWay(model, subscriptions, key, userId);
  await model.updateOne(
    { ...key, status: 'assigned' },
    { $set: { status: 'unassigning', operationId: randomUUID() } },
    WITHIN,
  );
  const doc = await findPlain(model, { ...key, status: 'unassigning' });
  if (!doc) return { status: 'not_assigned' };
  await finishUnassigning(model, subscriptions, doc);
  return { status: 'unassigned' };
}

async function finishUnassigning(model: Model<SeatDoc>, subscriptions: SubscriptionModel, doc: SeatDoc): Promise<void> {
  const { tenantId, subscriptionId, userId, operationId } = doc;
  await count(subscriptions, doc, operationId, -1);
  await model.deleteOne({ tenantId, subscriptionId, userId, operationId }, WITHIN);
}

/** Counts an operation once. Assigning needs a free seat, of those that stay when an order is being placed. */
async function count(
  subscriptions: SubscriptionModel,
  { tenantId, subscriptionId }: SubscriptionKey,
  operationId: string,
  by: 1 | -1,
): Promise<'counted' | Exclude<AssignResult, { status: 'assigned' | 'already_assigned' }>> {
  const key = { tenantId, subscriptionId };
  const limit = { $min: ['$seats', { $ifNull: ['$reservation.seatLimit', '$seats'] }] };
  const written = await subscriptions.updateOne(
    {
      ...key,
      seatOperations: trusted({ $ne: operationId }),
      ...(by === 1 ? { $expr: trusted({ $lt: ['$assignedSeats', limit] }) } : {}),
    },
    {
      $inc: { assignedSeats: by },
      $push: { seatOperations: { $each: [operationId], $slice: -REMEMBERED.seatOperations } },
    },
    WITHIN,
  );
  if (written.modifiedCount === 1) return 'counted';
  const doc = await findPlain(subscriptions, key);
  if (!doc) return { status: 'subscription_not_found' };
  if (doc.seatOperations.includes(operationId)) return 'counted';
  return { status: 'no_free_seat', seats: doc.seats, assigned: doc.assignedSeats };
}
