import type { z } from 'zod';
import type { Role } from '../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../schemas/api/requests';
import { SavedViewBodySchema, SavedViewListSchema, SavedViewPathSchema } from '../../schemas/support/lists';
import type { ViewOwner } from '../../store/support/views';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { Problem } from '../http/problem';
import { orderListOf } from '../orders/views/filters';
import type { RouteParts } from '../route-parts';

/** As many as a menu can show. */
const MOST_VIEWS = 50;
const STAFF: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

type PutCall = Call<z.output<typeof SavedViewPathSchema>, unknown, z.output<typeof SavedViewBodySchema>>;

export function savedViewOperations({ store, now }: RouteParts): MountedOperation[] {
  const common = { tag: 'Support', roles: STAFF, query: NoQuerySchema, needsIdempotencyKey: false };
  const one = { ...common, path: '/v1/saved-views/{viewId}', params: SavedViewPathSchema };
  return [
    operation({
      ...common,
      id: 'listSavedViews',
      method: 'get',
      path: '/v1/saved-views',
      summary: 'See the lists that you have saved',
      params: NoPathSchema,
      answers: { 200: { description: 'Yours alone, by id.', schema: SavedViewListSchema } },
      handle: async (call) => ({
        status: 200,
        body: { items: await store.savedViews.list(ownerOf(call), MOST_VIEWS) },
      }),
    }),
    operation({
      ...one,
      id: 'putSavedView',
      method: 'put',
      summary: 'Save a list under an id and a name; once, however often it is sent',
      body: SavedViewBodySchema,
      answers: { 204: { description: 'Saved.' } },
      async handle(call: PutCall): Promise<Answer> {
        const { viewId } = call.params;
        const { name, query } = call.body;
        // What cannot be listed is not saved.
        orderListOf(call.principal.tenantId, query);
        const saved = await store.savedViews.list(ownerOf(call), MOST_VIEWS);
        const isNew = saved.every((view) => view.viewId !== viewId);
        if (isNew && saved.length >= MOST_VIEWS)
          throw new Problem('too_many_saved_views', { facts: { most: MOST_VIEWS } });
        await store.savedViews.put(ownerOf(call), { viewId, name, query }, now());
        return { status: 204 };
      },
    }),
    operation({
      ...one,
      id: 'deleteSavedView',
      method: 'delete',
      summary: 'Forget a saved list',
      answers: { 204: { description: 'There is no such list any more.' } },
      async handle(call) {
        await store.savedViews.remove(ownerOf(call), call.params.viewId);
        return { status: 204 };
      },
    }),
  ];
}

/** A key that no person holds has views of its own. */
const ownerOf = ({ principal, person }: Call<unknown, unknown, unknown>): ViewOwner => ({
  tenantId: principal.tenantId,
  ownerId: person ?? principal.id,
});
