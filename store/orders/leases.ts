import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, UPSERT, WITHIN } from '../mongo/documents';

interface LeaseDoc {
  name: string;
  holder: string;
  until: Date;
  /** How far its work has come. */
  upTo: Date | null;
}

/** The watch over the read model: it is done up to what was written by then. */
export const READ_MODEL_WATCH = 'read-model-watch';

/** Work that one process at a time does for all; when it ends, another one goes on. */
export interface Leases {
  /**
   * Takes a lease that nobody holds, or holds one's own for longer.
   *
   * @param upTo how far the work has come; null leaves that as it is
   * @returns how far it has come; undefined while somebody else holds it
   */
  hold(name: string, holder: string, until: Date, now: Date, upTo: Date | null): Promise<Date | null | undefined>;
  /** How far the work has come, whoever does it; null where nobody has said so. */
  upTo(name: string): Promise<Date | null>;
  /** Lets go of one's own, so that another one need not wait. */
  release(name: string, holder: string): Promise<void>;
}

export function leasesIn(connection: Connection): Leases {
  const model = collectionOf<LeaseDoc>(
    connection,
    'leases',
    { requiredText: ['name', 'holder'], requiredInstant: ['until'], instant: ['upTo'] },
    [[{ name: 1 }, { unique: true }]],
  );
  return {
    async hold(name, holder, until, now, upTo) {
      const mine = { name, $or: [{ holder }, { until: trusted({ $lt: now }) }] };
      const set = { $set: { holder, until, ...(upTo === null ? {} : { upTo }) } };
      try {
        const doc = await model.findOneAndUpdate(mine, set, { ...UPSERT, returnDocument: 'after' }).lean<LeaseDoc>();
        return doc?.upTo ?? null;
      } catch (error) {
        // Somebody else's: the upsert meets it at the unique index.
        if (isDuplicate(error)) return undefined;
        throw error;
      }
    },
    async upTo(name) {
      return (await findPlain(model, { name }, { upTo: 1 }))?.upTo ?? null;
    },
    async release(name, holder) {
      await model.updateOne({ name, holder }, { $set: { until: new Date(0) } }, WITHIN);
    },
  };
}
