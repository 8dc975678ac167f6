import { STAFF } from '../../machines/events';
import { SavedViewBodySchema, SavedViewListSchema, SavedViewPathSchema } from '../../schemas/support/lists';
import type { ViewOwner } from '../../store/support/views';
import { type MountedOperation, operation } from '../api/operation';
import type { Caller } from '../api/principal';
import { Problem } from '../http/problem';
import { orderListOf } from '../orders/views/filters';
import type { ServerStore } from '../ports';

/** As many as a menu can show. */
const MOST_VIEWS = 50;

interface SavedViewParts extends Pick<ServerStore, 'savedViews'> {
  now(): Date;
}

export const savedViewRoutes = ({ savedViews, now }: SavedViewParts): MountedOperation[] => [
  operation('Support', 'GET /v1/saved-views', {
    id: 'listSavedViews',
    summary: 'See the lists that you have saved',
    roles: STAFF,
    answers: { 200: { description: 'Yours alone, by id.', schema: SavedViewListSchema } },
    handle: async (call) => ({ status: 200, body: { items: await savedViews.list(ownerOf(call), MOST_VIEWS) } }),
  }),
  operation('Support', 'PUT /v1/saved-views/{viewId}', {
    id: 'putSavedView',
    summary: 'Save a list under an id and a name; once, however often it is sent',
    roles: STAFF,
    params: SavedViewPathSchema,
    body: SavedViewBodySchema,
    answers: { 204: { description: 'Saved.' } },
    async handle(call) {
      const { viewId } = call.params;
      const { name, query } = call.body;
      // What cannot be listed is not saved.
      orderListOf(call.principal.tenantId, query);
      const saved = await savedViews.list(ownerOf(call), MOST_VIEWS);
      const isNew = saved.every((view) => view.viewId !== viewId);
      if (isNew && saved.length >= MOST_VIEWS)
        throw new Problem('too_many_saved_views', { facts: { most: MOST_VIEWS } });
      await savedViews.put(ownerOf(call), { viewId, name, query }, now());
      return { status: 204 };
    },
  }),
  operation('Support', 'DELETE /v1/saved-views/{viewId}', {
    id: 'deleteSavedView',
    summary: 'Forget a saved list',
    roles: STAFF,
    params: SavedViewPathSchema,
    answers: { 204: { description: 'There is no such list any more.' } },
    async handle(call) {
      await savedViews.remove(ownerOf(call), call.params.viewId);
      return { status: 204 };
    },
  }),
];

/** A key that no person holds has views of its own. */
const ownerOf = ({ principal, person }: Caller): ViewOwner => ({
  tenantId: principal.tenantId,
  ownerId: person ?? principal.id,
});
