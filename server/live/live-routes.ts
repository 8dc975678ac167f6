import type { z } from 'zod';
import { ROLES } from '../../machines/events';
import { LiveQuerySchema } from '../../schemas/orders/filters';
import { ChangePathSchema, OrderListItemSchema } from '../../schemas/orders/order';
import type { OrderView } from '../../workflows/contract';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { LIST_READERS, type Principal } from '../api/principal';
import { shownTo } from '../api/shown';
import type { Access } from '../identity/access';
import { readerOf } from '../orders/quotes/reader';
import { orderListItem } from '../orders/views/list-item';
import { toApi } from '../orders/views/to-api';
import type { VisibleOrders } from '../orders/views/visible-orders';
import type { ServerStore } from '../ports';
import type { LiveFeed, Note } from './feed';
import { openLine } from './line';

const MEDIA = ['text/event-stream'] as const;

interface LiveParts extends Pick<ServerStore, 'accounts'> {
  live: LiveFeed;
  visible: VisibleOrders;
  access: Access;
}

/** Live updates by server-sent events: what stands in the lists is told as soon as it is written. */
export const liveRoutes = (parts: LiveParts): MountedOperation[] => [
  operation('Changes', 'GET /v1/changes/{changeId}/live', {
    id: 'watchChange',
    summary: 'Watch an order: as it is now, then whenever it settles',
    description: 'Events `order`, with its sequence as id; with `Last-Event-ID` only what is newer.',
    roles: ROLES,
    params: ChangePathSchema,
    answers: {
      200: { description: 'Server-sent events, each an order as `GET /v1/changes/{changeId}` has it.', media: MEDIA },
    },
    handle: (call) => watchOrder(parts, call),
  }),
  operation('Support', 'GET /v1/live/changes', {
    id: 'watchChanges',
    summary: 'Watch all orders of the tenant, or those of one account',
    description:
      'Events `change`, each an item of the list. With `Last-Event-ID` what came after it; an event `reset` says that ' +
      'this is not known any more and the list must be read again. Persons watch one account of theirs.',
    roles: LIST_READERS,
    query: LiveQuerySchema,
    answers: { 200: { description: 'Server-sent events.', media: MEDIA } },
    handle: (call) => watchOrders(parts, call),
  }),
];

async function watchOrder(parts: LiveParts, call: Call<z.output<typeof ChangePathSchema>>): Promise<Answer> {
  const { changeId } = call.params;
  const { tenantId } = call.principal;
  const found = await parts.visible.shown(call, changeId);
  const reader = await readerOf(parts.accounts, call, found.details);
  let seen = Number(call.lastEventId ?? 0);
  let shown = '';
  return listening(parts, call.principal, (send) => {
    const show = (view: OrderView): void => {
      // An order that was written ahead is corrected, and its sequence falls then.
      const move = `${view.sequence} ${view.transitions.at(-1)?.at}`;
      if (move === shown || view.sequence === seen) return;
      [shown, seen] = [move, 0];
      send('order', String(view.sequence), JSON.stringify(toApi(view, reader)));
    };
    show(found);
    // It may have moved between the look and the listening, and nobody tells that again.
    parts.visible.find({ tenantId, changeId }).then(
      (latest) => latest && show(latest),
      () => undefined,
    );
    return ({ order }) => {
      if (order.changeId === changeId && order.tenantId === tenantId) show(order.view);
    };
  });
}

async function watchOrders(parts: LiveParts, call: Call<unknown, z.output<typeof LiveQuerySchema>>): Promise<Answer> {
  const { principal, locale, lastEventId } = call;
  const { accountId } = call.query;
  await parts.access.list(call, accountId);
  const readBy = `${locale}:${principal.role}`;
  const missed = lastEventId === null ? [] : parts.live.after(lastEventId);
  return listening(parts, principal, (send) => {
    const tell = ({ id, order, texts }: Note): void => {
      if (order.tenantId !== principal.tenantId) return;
      if (accountId !== undefined && order.accountId !== accountId) return;
      const text =
        texts.get(readBy) ?? JSON.stringify(shownTo(principal.role, OrderListItemSchema, orderListItem(order, locale)));
      texts.set(readBy, text);
      send('change', id, text);
    };
    if (missed === undefined) send('reset', null, '{}');
    else missed.forEach(tell);
    return tell;
  });
}

type Send = (event: string, id: string | null, data: string) => void;

/** An answer that stays open: first what `begin` sends, then what it makes of each note. */
function listening(
  { live }: LiveParts,
  { tenantId, id: principalId }: Principal,
  begin: (send: Send) => (note: Note) => void,
): Answer {
  // Before anything is answered: whoever cannot be served is told so.
  let hear: (note: Note) => void = () => {};
  let line: ReturnType<typeof openLine> | undefined;
  const listener = {
    hear: (note: Note) => hear(note),
    beat: (now: number) => line?.beat(now),
    end: () => line?.end(),
  };
  const stop = live.listen(listener, { tenantId, principalId });
  return {
    status: 200,
    isLine: true,
    open(response) {
      line = openLine(response, stop);
      hear = begin(line.send);
      if (response.destroyed) stop();
    },
  };
}
