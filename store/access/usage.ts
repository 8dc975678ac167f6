import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { listPlain, removeOlder, UPSERT, WITHIN } from '../mongo/documents';

interface UsageDoc {
  /** Who does what. */
  scope: string;
  windowStart: Date;
  count: number;
  expiresAt: Date;
}

/** Counts of something in the present window of time, over all processes. */
export interface Usage {
  /** Counts once more. @returns the count of the window, this time included, and when the window ends */
  count(scope: string, now: Date, windowMilliseconds: number): Promise<{ count: number; endsAt: Date }>;
  /** Adds what was counted elsewhere, all at once. @returns the counts of the window, with these, by scope */
  settle(counts: CountedElsewhere): Promise<Map<string, number>>;
  removeExpired(now: Date, limit: number): Promise<number>;
}

interface CountedElsewhere {
  /** An instant of the window. */
  now: Date;
  windowMilliseconds: number;
  /** Each scope once. */
  counted: readonly { scope: string; times: number }[];
}

export function usageIn(connection: Connection): Usage {
  const model = collectionOf<UsageDoc>(
    connection,
    'usage',
    { requiredText: ['scope'], requiredNumber: ['count'], requiredInstant: ['windowStart', 'expiresAt'] },
    [[{ scope: 1, windowStart: 1 }, { unique: true }], [{ expiresAt: 1 }]],
  );
  const countOnce = async (scope: string, windowStart: Date, endsAt: Date): Promise<number> => {
    const doc = await model
      .findOneAndUpdate(
        { scope, windowStart },
        { $inc: { count: 1 }, $setOnInsert: { expiresAt: endsAt } },
        { ...UPSERT, returnDocument: 'after' },
      )
      .lean<UsageDoc>();
    return doc?.count ?? 1;
  };
  return {
    async count(scope, now, windowMilliseconds) {
      const { windowStart, endsAt } = windowOf(now, windowMilliseconds);
      // Two firsts of a window meet at the unique index; the second one counts on.
      const count = await countOnce(scope, windowStart, endsAt).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
        return countOnce(scope, windowStart, endsAt);
      });
      return { count, endsAt };
    },
    async settle({ now, windowMilliseconds, counted }) {
      const { windowStart, endsAt } = windowOf(now, windowMilliseconds);
      const writes = counted.map(({ scope, times }) => ({
        updateOne: {
          filter: { scope, windowStart },
          update: { $inc: { count: times }, $setOnInsert: { expiresAt: endsAt } },
          upsert: true,
        },
      }));
      // Of two firsts of a window one is not counted; the next time it is.
      await model.bulkWrite(writes, { ...WITHIN, ordered: false }).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
      const scopes = trusted({ $in: counted.map(({ scope }) => scope) });
      const docs = await listPlain(model, { scope: scopes, windowStart });
      return new Map(docs.map(({ scope, count }) => [scope, count]));
    },
    removeExpired: (now, limit) => removeOlder(model, 'expiresAt', now, limit),
  };
}

function windowOf(now: Date, milliseconds: number): { windowStart: Date; endsAt: Date } {
  const start = Math.floor(now.getTime() / milliseconds) * milliseconds;
  return { windowStart: new Date(start), endsAt: new Date(start + milliseconds) };
}
