import type { SupportItemKind } from '../../machines/support-items';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, insertOnce, listPlain, WITHIN } from '../mongo/documents';

/** Something a person at support has to look at. */
export interface SupportItem {
  tenantId: string;
  /** Unique: the same cause opens one item. */
  key: string;
  kind: SupportItemKind;
  subscriptionId: string;
  facts: Record<string, string | number>;
  status: 'open' | 'closed';
  openedAt: Date;
}

type SupportItemPosition = Pick<SupportItem, 'openedAt' | 'key'>;

export interface SupportItems {
  /** Opens an item unless its cause has one. */
  open(item: Omit<SupportItem, 'status'>): Promise<void>;
  find(tenantId: string, key: string): Promise<SupportItem | null>;
  /** @returns false when it is not open any more */
  close(tenantId: string, key: string): Promise<boolean>;
  /** The latest first, from after a position; of one kind, or of all. */
  listOpen(
    tenantId: string,
    limit: number,
    narrowed?: { kind?: SupportItemKind; after?: SupportItemPosition },
  ): Promise<SupportItem[]>;
  /** Counts no further than a limit. */
  countOpen(tenantId: string, limit: number): Promise<number>;
}

export function supportItemsIn(connection: Connection): SupportItems {
  const model = collectionOf<SupportItem>(
    connection,
    'supportitems',
    {
      requiredText: ['tenantId', 'key', 'kind', 'subscriptionId', 'status'],
      requiredInstant: ['openedAt'],
      json: ['facts'],
    },
    [
      [{ tenantId: 1, key: 1 }, { unique: true }],
      [{ tenantId: 1, status: 1, openedAt: -1, key: -1 }],
      [{ tenantId: 1, status: 1, kind: 1, openedAt: -1, key: -1 }],
    ],
  );
  return {
    async open(item) {
      await insertOnce(model, { ...item, status: 'open' });
    },
    find: (tenantId, key) => findPlain(model, { tenantId, key }),
    async close(tenantId, key) {
      const closed = await model.updateOne({ tenantId, key, status: 'open' }, { $set: { status: 'closed' } }, WITHIN);
      return closed.modifiedCount === 1;
    },
    listOpen: (tenantId, limit, { kind, after } = {}) =>
      listPlain(
        model,
        { tenantId, status: 'open', ...(kind && { kind }), ...(after && before(after)) },
        { sort: { openedAt: -1, key: -1 }, limit },
      ),
    countOpen: (tenantId, limit) => model.countDocuments({ tenantId, status: 'open' }, { ...WITHIN, limit }).exec(),
  };
}

const before = ({ openedAt, key }: SupportItemPosition) => ({
  openedAt: trusted({ $lte: openedAt }),
  $or: [{ openedAt: trusted({ $lt: openedAt }) }, { openedAt, key: trusted({ $lt: key }) }],
});
