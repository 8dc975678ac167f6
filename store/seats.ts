import { randomUUID } from 'node:crypto';
import { type Connection, type Model, trusted } from 'mongoose';
import { collectionOf, insertOnce, instant, text, WITHIN } from './collection';
import { REMEMBERED, type SubscriptionKey, type SubscriptionModel } from './subscription-document';
import { findPlain } from './versioned';

/** Who uses a seat. */
export interface Seat extends SubscriptionKey {
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

export type AssignResult =
  | { status: 'assigned' | 'already_assigned' }
  /** Every seat is in use, or about to go with an order that is being placed. */
  | { status: 'no_free_seat'; seats: number; assigned: number }
  | { status: 'subscription_not_found' };

export interface Seats {
  assign(seat: Seat): Promise<AssignResult>;
  unassign(key: SubscriptionKey, userId: string): Promise<{ status: 'unassigned' | 'not_assigned' }>;
  /** By user id, from after one. */
  list(key: SubscriptionKey, afterUserId: string, limit: number): Promise<Seat[]>;
}

export function seatsIn(connection: Connection, subscriptions: SubscriptionModel): Seats {
  const model = collectionOf<SeatDoc>(
    connection,
    'seats',
    {
      ...{ tenantId: text, subscriptionId: text, userId: text },
      ...{ assignedBy: text, assignedAt: instant, status: text, operationId: text },
    },
    [
      [{ tenantId: 1, subscriptionId: 1, userId: 1 }, { unique: true }],
      [{ tenantId: 1, subscriptionId: 1, status: 1, userId: 1 }],
    ],
  );
  return {
    assign: (seat) => assign(model, subscriptions, seat),
    unassign: (key, userId) => unassign(model, subscriptions, key, userId),
    async list({ tenantId, subscriptionId }, afterUserId, limit) {
      const filter = { tenantId, subscriptionId, status: 'assigned' as const, userId: trusted({ $gt: afterUserId }) };
      const docs = await model.find(filter, { _id: 0 }, WITHIN).sort({ userId: 1 }).limit(limit).lean<SeatDoc[]>();
      return docs.map(fromDoc);
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
  const counted = await count(subscriptions, seat, doc.operationId, 1);
  if (counted !== 'counted') return counted;
  const { assignedBy, assignedAt } = seat;
  await model.updateOne(
    { ...key, operationId: doc.operationId, status: 'assigning' },
    { $set: { status: 'assigned', assignedBy, assignedAt } },
    WITHIN,
  );
  return { status: 'assigned' };
}

async function unassign(
  model: Model<SeatDoc>,
  subscriptions: SubscriptionModel,
  { tenantId, subscriptionId }: SubscriptionKey,
  userId: string,
): Promise<{ status: 'unassigned' | 'not_assigned' }> {
  const key = { tenantId, subscriptionId, userId };
  await model.updateOne(
    { ...key, status: 'assigned' },
    { $set: { status: 'unassigning', operationId: randomUUID() } },
    WITHIN,
  );
  const doc = await findPlain(model, { ...key, status: 'unassigning' });
  if (!doc) return { status: 'not_assigned' };
  await count(subscriptions, key, doc.operationId, -1);
  await model.deleteOne({ ...key, operationId: doc.operationId }, WITHIN);
  return { status: 'unassigned' };
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

const fromDoc = ({ status: _, operationId: __, ...seat }: SeatDoc): Seat => seat;
