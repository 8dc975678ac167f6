import type { Connection } from 'mongoose';
import { collectionOf, insertOnce, instant, json, text, WITHIN } from './collection';

/** Something a person at support has to look at. */
export interface SupportItem {
  tenantId: string;
  /** Unique: the same cause opens one item. */
  key: string;
  kind: string;
  subscriptionId: string;
  facts: Record<string, string | number>;
  status: 'open' | 'closed';
  openedAt: Date;
}

export interface SupportItems {
  /** Opens an item unless its cause has one. */
  open(item: Omit<SupportItem, 'status'>): Promise<void>;
  close(tenantId: string, key: string): Promise<void>;
  /** The latest first. */
  listOpen(tenantId: string, limit: number): Promise<SupportItem[]>;
}

export function supportItemsIn(connection: Connection): SupportItems {
  const model = collectionOf<SupportItem>(
    connection,
    'supportitems',
    {
      ...{ tenantId: text, key: text, kind: text, subscriptionId: text },
      ...{ facts: json, status: text, openedAt: instant },
    },
    [[{ tenantId: 1, key: 1 }, { unique: true }], [{ tenantId: 1, status: 1, openedAt: -1 }]],
  );
  return {
    async open(item) {
      await insertOnce(model, { ...item, status: 'open' });
    },
    async close(tenantId, key) {
      await model.updateOne({ tenantId, key }, { $set: { status: 'closed' } }, WITHIN);
    },
    listOpen: (tenantId, limit) =>
      model
        .find({ tenantId, status: 'open' }, { _id: 0 }, WITHIN)
        .sort({ openedAt: -1 })
        .limit(limit)
        .lean<SupportItem[]>()
        .exec(),
  };
}
