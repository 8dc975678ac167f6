import { type Connection, collectionOf } from '../mongo/collection';
import { isDuplicate, removeOlder, UPSERT } from '../mongo/documents';

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
  removeExpired(now: Date, limit: number): Promise<number>;
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
      const start = Math.floor(now.getTime() / windowMilliseconds) * windowMilliseconds;
      const windowStart = new Date(start);
      const endsAt = new Date(start + windowMilliseconds);
      // Two firsts of a window meet at the unique index; the second one counts on.
      const count = await countOnce(scope, windowStart, endsAt).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
        return countOnce(scope, windowStart, endsAt);
      });
      return { count, endsAt };
    },
    removeExpired: (now, limit) => removeOlder(model, 'expiresAt', now, limit),
  };
}
