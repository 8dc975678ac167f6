import type { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { DESK_ACTS, STAFF } from '../../machines/events';
import {
  ClosingItemSchema,
  SupportItemClosedSchema,
  type SupportItemList,
  SupportItemListSchema,
  SupportItemPathSchema,
  SupportItemQuerySchema,
} from '../../schemas/support/support-items';
import type { SupportItem } from '../../store/support/items';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import { runbookSection } from '../api/stuck';
import { type Cursors, pageOf } from '../http/cursors';
import { Problem } from '../http/problem';
import { text } from '../http/texts';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

type ListCall = Call<unknown, z.output<typeof SupportItemQuerySchema>>;
type CloseCall = Call<z.output<typeof SupportItemPathSchema>, unknown, z.output<typeof ClosingItemSchema>>;

interface ItemParts extends Pick<ServerStore, 'supportItems' | 'seatFollowUps'> {
  trail: AuditTrail;
  cursors: Cursors;
}

export const supportItemRoutes = (parts: ItemParts): MountedOperation[] => [
  operation('Support', 'GET /v1/support-items', {
    id: 'listSupportItems',
    summary: 'List what a person has to look at beside stuck orders, the latest first',
    roles: STAFF,
    query: SupportItemQuerySchema,
    answers: { 200: { description: 'Open items; `next` is null on the last page.', schema: SupportItemListSchema } },
    handle: (call) => list(parts, call),
  }),
  operation('Support', 'POST /v1/support-items/{key}/close', {
    id: 'closeSupportItem',
    summary: 'Say that an item was dealt with, and how',
    roles: DESK_ACTS.CLOSE_ITEM.senders,
    params: SupportItemPathSchema,
    body: ClosingItemSchema,
    answers: { 200: { description: 'It is closed.', schema: SupportItemClosedSchema } },
    handle: (call) => close(parts, call),
  }),
];

async function list({ supportItems, cursors }: ItemParts, { principal, query, locale }: ListCall): Promise<Answer> {
  const { tenantId } = principal;
  const { limit, cursor, kind } = query;
  const binding = `support-items:${tenantId}:${kind ?? ''}`;
  const [at = '', last = ''] = cursors.read(binding, cursor);
  const after = cursor === undefined ? undefined : { openedAt: new Date(at), key: last };
  const found = await supportItems.listOpen(tenantId, limit + 1, present({ kind, after }));
  const cursorAfter = ({ openedAt, key }: SupportItem) => cursors.write(binding, [openedAt.toISOString(), key]);
  const { shown, next } = pageOf(found, limit, cursorAfter);
  return { status: 200, body: { items: shown.map((item) => toView(item, locale)), next } };
}

function toView(
  { key, kind, subscriptionId, facts, openedAt }: SupportItem,
  locale: Locale,
): SupportItemList['items'][number] {
  const words = text(locale, `item.${kind}`) ?? kind;
  const runbook = runbookSection(kind);
  return { key, kind, text: words, subscriptionId, facts, openedAt: openedAt.toISOString(), runbook };
}

async function close({ supportItems, seatFollowUps, trail }: ItemParts, call: CloseCall): Promise<Handled> {
  const { key } = call.params;
  const { tenantId } = call.principal;
  actorOf(call);
  const item = await supportItems.find(tenantId, key);
  if (item === null) throw new Problem('not_found');
  if (item.status === 'closed') throw new Problem('item_closed');
  const { kind, facts } = item;
  // Written down first: what is closed is on record, whatever happens next.
  await trail.note(call, {
    entryId: `closed:${key}`,
    action: 'CLOSE_ITEM',
    changeId: typeof facts.changeId === 'string' ? facts.changeId : null,
    facts: { ...call.body, key, kind },
  });
  if (!(await supportItems.close(tenantId, key))) throw new Problem('item_closed');
  // Seats bought since are followed up all the same.
  if (kind === 'seats_unassigned') await seatFollowUps.endExhausted({ tenantId, subscriptionId: item.subscriptionId });
  return { status: 200, body: { key, status: 'closed' } };
}
