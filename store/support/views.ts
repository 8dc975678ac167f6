import { type Connection, collectionOf } from '../mongo/collection';
import { listPlain, UPSERT, WITHIN } from '../mongo/documents';

/** A list that somebody at support comes back to, under a name of their own. */
interface SavedView {
  viewId: string;
  name: string;
  /** Filters and sort in the words of the API. */
  query: Readonly<Record<string, string>>;
}

interface SavedViewDoc extends SavedView, ViewOwner {
  savedAt: Date;
}

export interface ViewOwner {
  tenantId: string;
  ownerId: string;
}

export interface SavedViews {
  /** By id; never more than a person may have. */
  list(owner: ViewOwner, limit: number): Promise<SavedView[]>;
  /** Saves a view, also over one of the same id. */
  put(owner: ViewOwner, view: SavedView, at: Date): Promise<void>;
  remove(owner: ViewOwner, viewId: string): Promise<void>;
}

export function savedViewsIn(connection: Connection): SavedViews {
  const model = collectionOf<SavedViewDoc>(
    connection,
    'savedviews',
    { requiredText: ['tenantId', 'ownerId', 'viewId', 'name'], requiredInstant: ['savedAt'], json: ['query'] },
    [[{ tenantId: 1, ownerId: 1, viewId: 1 }, { unique: true }]],
  );
  return {
    list: ({ tenantId, ownerId }, limit) =>
      listPlain(model, { tenantId, ownerId }, { sort: { viewId: 1 }, limit }, { viewId: 1, name: 1, query: 1 }),
    async put({ tenantId, ownerId }, { viewId, name, query }, savedAt) {
      await model.updateOne({ tenantId, ownerId, viewId }, { $set: { name, query, savedAt } }, UPSERT);
    },
    async remove({ tenantId, ownerId }, viewId) {
      await model.deleteOne({ tenantId, ownerId, viewId }, WITHIN);
    },
  };
}
