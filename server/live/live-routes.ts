import type { z } from 'zod';
import { ROLES } from '../../machines/events';
import { LiveQuerySchema } from '../../schemas/orders/filters';
import { ChangePathSchema, OrderListItemSchema } from '../../schemas/orders/order';
import { isLost, type OrderView } from '../../workflows/contract';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { isStaff, LIST_READERS, type Principal, speaksToBuyer } from '../api/principal';
import { shownTo } from '../api/shown';
import type { Access } from '../identity/access';
import { orderListItem } from '../orders/views/list-item';
import type { OrderReader, OrderReaders, ToldAtDesk } from '../orders/views/order-readers';
import type { OrderWatch } from '../orders/views/order-watch';
import { toApi } from '../orders/views/to-api';
import type { OrderName, VisibleOrders } from '../orders/views/visible-orders';
import type { LiveFeed, Note } from './feed';
import { LONGEST_MS, openLine } from './line';

const MEDIA = ['text/event-stream'] as const;

interface LiveParts {
  readers: OrderReaders;
  live: LiveFeed;
  watch: OrderWatch;
  visible: VisibleOrders;
  access: Access;
}

/** Live updates by server-sent events: what stands in the lists is told as soon as it is written. */
export const liveRoutes = (parts: LiveParts): MountedOperation[] => [
  operation('Changes', 'GET /v1/changes/{changeId}/live', {
    id: 'watchChange',
    summary: 'Watch an order: as it is now, then whenever it settles, and what it works at for longer',
    description:
      'Events `order`, with its sequence as id, for staff followed by how many notes there are on it, where there are any; with ' +
      '`Last-Event-ID` only what is newer. An order that is at work for longer than 300 ms is told as `order` without an id; it is ' +
      'looked at once a second at most. Staff are also told who has taken it.',
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
  const { principal } = call;
  const name = { tenantId: principal.tenantId, changeId: call.params.changeId };
  const found = await parts.visible.shown(call, name.changeId);
  const reader = await parts.readers.of(call, found);
  let { atDesk } = reader;
  let hasHeard = false;
  let [current, written] = [found, found];
  let seen = call.lastEventId;
  let shown = '';
  const nowShown = (view: OrderView): string => `${moveOf(view)} ${atDesk.assignee} ${atDesk.notes}`;
  const putAtDesk = (next: ToldAtDesk): void => {
    // Ids tell nothing of who has it.
    if (next.assignee !== atDesk.assignee) seen = null;
    atDesk = next;
  };
  return listening(parts, principal, (send, gone) => {
    let telling = Promise.resolve();
    const show = (view: OrderView): void => {
      current = view;
      if (nowShown(view) === shown || eventIdOf(view, atDesk) === seen) return;
      [shown, seen] = [nowShown(view), null];
      const [id, told] = [view.settled ? eventIdOf(view, atDesk) : null, { atDesk }];
      const isAsFound = view === found || !(hasMoreBeside(view, reader) || hasMoreBeside(found, reader));
      const looking = isAsFound ? reader : parts.readers.of(call, view).catch(() => reader);
      // One after the other: of two looks the later one may be answered first.
      telling = telling.then(async () =>
        send('order', id, JSON.stringify(toApi(view, { ...(await looking), ...told }))),
      );
    };
    show(found);
    // Something may have been written between the look and the listening, and nobody tells that again.
    Promise.all([parts.visible.find(name), parts.readers.atDesk(call, name)]).then(
      ([latest, latestAtDesk]) => {
        if (!hasHeard) putAtDesk(latestAtDesk);
        show(latest ?? current);
      },
      () => undefined,
    );
    const isNews = (view: OrderView): boolean => isOver(view) || (isAtWork(view) && nowShown(view) !== shown);
    if (!isOver(found)) void tellWork(parts.watch, name, { isNews, show, gone });
    return ({ order }) => {
      if (order.changeId !== name.changeId || order.tenantId !== name.tenantId) return;
      hasHeard = true;
      if (isStaff(principal)) putAtDesk({ assignee: order.assigneeId ?? null, notes: order.notes ?? 0 });
      // Support has written beside it: the order is where it was shown to be, which may be further on.
      const isWhereItWas = moveOf(order.view) === moveOf(written);
      written = order.view;
      show(isWhereItWas ? current : order.view);
    };
  });
}

/** What a viewer has seen: the sequence of the order, and how many notes there were on it. */
const eventIdOf = ({ sequence }: OrderView, { notes }: ToldAtDesk): string =>
  notes ? `${sequence}-${notes}` : String(sequence);

/** What is said of an order stands beside it: somebody of ours decides it or has declined it, or two persons may act on it. */
function hasMoreBeside(view: OrderView, { standingActs }: OrderReader): boolean {
  const { situation, ending, vat } = view.details;
  if (situation === 'handed_over' || ending === 'declined') return true;
  return standingActs.length > 0 && (isLost(view) || isOver(view) || vat?.chargedMeanwhile === true);
}

/** An order that was written ahead is corrected, and its sequence falls then; one that was lost and is back has made no move. */
const moveOf = ({ sequence, transitions, details }: OrderView): string =>
  `${sequence} ${transitions.at(-1)?.at} ${details.stuck?.code}`;

/** What is over sooner is told by where it leads. */
const AT_WORK_FOR_MS = 300;

const isOver = ({ status }: OrderView): boolean => status !== 'active';

const isAtWork = ({ settled, transitions, startedAt }: OrderView): boolean =>
  !settled && Date.now() - Date.parse(transitions.at(-1)?.at ?? startedAt) > AT_WORK_FOR_MS;

interface Work {
  isNews(view: OrderView): boolean;
  show(view: OrderView): void;
  /** The line is closed. */
  gone: AbortSignal;
}

/** Only where an order rests is written, so what it works at is seen by looking at it, while somebody watches. */
async function tellWork(watch: OrderWatch, name: OrderName, { isNews, show, gone }: Work): Promise<void> {
  while (!gone.aborted) {
    const view = await watch.until(name, isNews, LONGEST_MS, gone);
    if (view === null || isOver(view)) return;
    show(view);
  }
}

async function watchOrders(parts: LiveParts, call: Call<unknown, z.output<typeof LiveQuerySchema>>): Promise<Answer> {
  const { principal, locale, lastEventId } = call;
  const { accountId } = call.query;
  await parts.access.list(call, accountId);
  const isBuyer = speaksToBuyer(call);
  const readBy = `${locale}:${principal.role}:${isBuyer}`;
  const missed = lastEventId === null ? [] : parts.live.after(lastEventId);
  return listening(parts, principal, (send) => {
    const tell = ({ id, order, accountName, texts }: Note): void => {
      if (order.tenantId !== principal.tenantId) return;
      if (accountId !== undefined && order.accountId !== accountId) return;
      const text =
        texts.get(readBy) ??
        JSON.stringify(
          shownTo(principal.role, OrderListItemSchema, orderListItem(order, { locale, isBuyer }, accountName)),
        );
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
  begin: (send: Send, gone: AbortSignal) => (note: Note) => void,
): Answer {
  // Before anything is answered: whoever cannot be served is told so.
  let hear: (note: Note) => void = () => {};
  let line: ReturnType<typeof openLine> | undefined;
  const listener = {
    hear: (note: Note) => hear(note),
    beat: (now: number) => line?.beat(now),
    end: () => line?.end(),
  };
  const gone = new AbortController();
  const leave = live.listen(listener, { tenantId, principalId });
  const stop = (): void => {
    leave();
    gone.abort();
  };
  return {
    status: 200,
    isLine: true,
    open(response) {
      line = openLine(response, stop);
      hear = begin(line.send, gone.signal);
      if (response.destroyed) stop();
    },
  };
}
