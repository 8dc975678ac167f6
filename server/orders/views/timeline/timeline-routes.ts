import type { z } from 'zod';
import { ChangePathSchema } from '../../../../schemas/orders/order';
import { TimelineQuerySchema, TimelineSchema } from '../../../../schemas/orders/timeline';
import type { OrderView } from '../../../../workflows/contract';
import { type Answer, type Call, type MountedOperation, operation } from '../../../api/operation';
import { isStaff, LIST_READERS } from '../../../api/principal';
import { type Cursors, pageOf } from '../../../http/cursors';
import type { GatewayCurrencies } from '../payment-routes';
import type { VisibleOrders } from '../visible-orders';
import { noteToApi } from './happenings';
import { movesToApi } from './moves';
import { happeningsOf, movesOf, notesOn, type TimelineStore } from './sources';
import { inOrder, positionOf, told } from './timeline';
import type { ToldItem } from './told';

type TimelineCall = Call<z.output<typeof ChangePathSchema>, z.output<typeof TimelineQuerySchema>>;

interface TimelineParts extends TimelineStore {
  visible: VisibleOrders;
  currencies: GatewayCurrencies;
  cursors: Cursors;
}

export const timelineRoutes = (parts: TimelineParts): MountedOperation[] => [
  operation('Changes', 'GET /v1/changes/{changeId}/timeline', {
    id: 'getTimeline',
    summary: 'See what happened to an order',
    description:
      'Its moves; for staff also payments, events from outside, mails, reminders, deeds and notes, and attempts of a step that ' +
      'came to nothing are one item.',
    roles: LIST_READERS,
    params: ChangePathSchema,
    query: TimelineQuerySchema,
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: TimelineSchema } },
    handle: (call) => timeline(parts, call),
  }),
];

async function timeline(parts: TimelineParts, call: TimelineCall): Promise<Answer> {
  const { changeId } = call.params;
  const { order, kind, limit, cursor } = call.query;
  const { tenantId } = call.principal;
  const view = await parts.visible.shown(call, changeId);
  const binding = `timeline:${tenantId}:${changeId}:${order}:${isStaff(call.principal)}:${kind ?? ''}`;
  const [at = '', key = ''] = parts.cursors.read(binding, cursor);
  const items = inOrder(await toldTo(parts, call, view), order, cursor === undefined ? undefined : [at, key]);
  const { shown, next } = pageOf(items, limit, (last) => parts.cursors.write(binding, positionOf(last)));
  return { status: 200, body: { changeId, items: shown.map(({ item }) => item), next } };
}

async function toldTo(parts: TimelineParts, call: TimelineCall, view: OrderView): Promise<ToldItem[]> {
  const { kind } = call.query;
  // Read whenever somebody writes one: nothing else is looked up for them.
  if (kind === 'note' && isStaff(call.principal)) {
    return (await notesOn(parts, view)).map((note) => noteToApi(note, call.locale));
  }
  const told = await everythingToldTo(parts, call, view);
  return kind === undefined ? told : told.filter(({ item }) => item.kind === kind);
}

/** Customers are told how their order moved, and our staff all there is. */
async function everythingToldTo(
  parts: TimelineParts,
  { principal, locale }: TimelineCall,
  view: OrderView,
): Promise<ToldItem[]> {
  if (!isStaff(principal)) return movesToApi(await movesOf(parts, view), locale);
  const happenings = await happeningsOf(parts, view);
  const currencies = parts.currencies[happenings.gateway ?? ''] ?? {};
  return told(happenings, view, currencies, { role: principal.role, locale });
}
