import { type Connection, collectionOf } from '../mongo/collection';
import { findPlain, insertOrFind, removeOlder, WITHIN } from '../mongo/documents';

/** The order that a link is of. */
interface QuoteLinkKey {
  tenantId: string;
  changeId: string;
}

/** A link to the quote of an order, for whoever approves the spend. */
export interface QuoteLink extends QuoteLinkKey {
  /** The quote that it shows, and no other one. */
  quoteId: string;
  /** What the link carries; any other token of the order is one of a link that is over. */
  token: string;
  at: Date;
}

/** At most one of an order. */
export interface QuoteLinks {
  find(key: QuoteLinkKey): Promise<QuoteLink | null>;
  /** Keeps a link unless there is one to this very quote; one to another quote gives way. @returns the one that stands */
  settle(link: QuoteLink): Promise<QuoteLink>;
  remove(key: QuoteLinkKey): Promise<void>;
  /** @returns how many were removed */
  removeOlderThan(before: Date, limit: number): Promise<number>;
}

export function quoteLinksIn(connection: Connection): QuoteLinks {
  const model = collectionOf<QuoteLink>(
    connection,
    'quotelinks',
    { requiredText: ['tenantId', 'changeId', 'quoteId', 'token'], requiredInstant: ['at'], ours: ['token'] },
    [[{ tenantId: 1, changeId: 1 }, { unique: true }], [{ at: 1 }]],
  );
  const find = ({ tenantId, changeId }: QuoteLinkKey) => findPlain(model, { tenantId, changeId });
  return {
    find,
    async settle(link) {
      const { tenantId, changeId, quoteId, token, at } = link;
      const standing = await insertOrFind(model, { tenantId, changeId }, link);
      if (standing.quoteId === quoteId) return standing;
      const older = { tenantId, changeId, quoteId: standing.quoteId };
      await model.updateOne(older, { $set: { quoteId, token, at } }, WITHIN);
      return (await find(link)) ?? link;
    },
    async remove({ tenantId, changeId }) {
      await model.deleteOne({ tenantId, changeId }, WITHIN);
    },
    removeOlderThan: (before, limit) => removeOlder(model, 'at', before, limit),
  };
}
