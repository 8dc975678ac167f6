import { type Connection, trusted } from 'mongoose';
import { collectionOf, insertOnce, instant, text, WITHIN } from './collection';
import { findPlain } from './versioned';

/** An event that came from outside, as it came. */
export interface InboundEvent {
  /** Which outside service, e.g. "payments:sandbox"; part of the key, because ids are only unique there. */
  source: string;
  eventId: string;
  rawBody: string;
  status: 'received' | 'done' | 'parked';
  receivedAt: Date;
}

export interface InboundEvents {
  /**
   * Keeps an event before anything is done about it.
   *
   * @returns `repeated` when it is kept already, `altered` when it came before with another body
   */
  receive(event: Omit<InboundEvent, 'status'>): Promise<'new' | 'repeated' | 'altered'>;
  find(source: string, eventId: string): Promise<InboundEvent | null>;
  settle(source: string, eventId: string, status: 'done' | 'parked'): Promise<void>;
  /** Of one status, the oldest first. */
  list(status: InboundEvent['status'], limit: number): Promise<InboundEvent[]>;
  removeOlderThan(before: Date, limit: number): Promise<number>;
}

export function inboundEventsIn(connection: Connection): InboundEvents {
  const model = collectionOf<InboundEvent>(
    connection,
    'inboundevents',
    { source: text, eventId: text, rawBody: String, status: text, receivedAt: instant },
    [[{ source: 1, eventId: 1 }, { unique: true }], [{ status: 1, receivedAt: 1 }], [{ receivedAt: 1 }]],
  );
  return {
    async receive(event) {
      if (await insertOnce(model, { ...event, status: 'received' })) return 'new';
      const { source, eventId } = event;
      const known = await findPlain(model, { source, eventId });
      return known?.rawBody === event.rawBody ? 'repeated' : 'altered';
    },
    find: (source, eventId) => findPlain(model, { source, eventId }),
    async settle(source, eventId, status) {
      await model.updateOne({ source, eventId }, { $set: { status } }, WITHIN);
    },
    list: (status, limit) =>
      model.find({ status }, { _id: 0 }, WITHIN).sort({ receivedAt: 1 }).limit(limit).lean<InboundEvent[]>().exec(),
    async removeOlderThan(before, limit) {
      const old = await model
        .find({ receivedAt: trusted({ $lt: before }) }, { _id: 1 }, WITHIN)
        .sort({ receivedAt: 1 })
        .limit(limit)
        .lean<{ _id: unknown }[]>();
      if (old.length === 0) return 0;
      const removed = await model.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) }, WITHIN);
      return removed.deletedCount;
    },
  };
}
