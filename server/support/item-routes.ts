import type { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import { DESK_ACTS, type Role } from '../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../schemas/api/requests';
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
import { Problem } from '../http/problem';
import { text } from '../http/texts';
import { actorOf } from '../identity/principal';
import type { RouteParts } from '../route-parts';
import { runbookSection } from './runbook';

const READERS: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

type ListCall = Call<unknown, z.output<typeof SupportItemQuerySchema>, undefined>;
type CloseCall = Call<z.output<typeof SupportItemPathSchema>, unknown, z.output<typeof ClosingItemSchema>>;

export function supportItemOperations(parts: RouteParts): MountedOperation[] {
  const common = { tag: 'Support' } as const;
  return [
    operation({
      ...common,
      id: 'listSupportItems',
      method: 'get',
      path: '/v1/support-items',
      summary: 'List what a person has to look at beside stuck orders, the latest first',
      roles: READERS,
      params: NoPathSchema,
      query: SupportItemQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'Open items; `next` is null on the last page.', schema: SupportItemListSchema } },
      handle: (call) => list(parts, call),
    }),
    operation({
      ...common,
      id: 'closeSupportItem',
      method: 'post',
      path: '/v1/support-items/{key}/close',
      summary: 'Say that an item was dealt with, and how',
      roles: DESK_ACTS.CLOSE_ITEM.senders,
      params: SupportItemPathSchema,
      query: NoQuerySchema,
      body: ClosingItemSchema,
      needsIdempotencyKey: true,
      answers: { 200: { description: 'It is closed.', schema: SupportItemClosedSchema } },
      handle: (call) => close(parts, call),
    }),
  ];
}

async function list({ store, cursors }: RouteParts, { principal, query, locale }: ListCall): Promise<Answer> {
  const { tenantId } = principal;
  const { limit, cursor, kind } = query;
  const binding = `support-items:${tenantId}:${kind ?? ''}`;
  const [at = '', last = ''] = cursor === undefined ? [] : cursors.read(binding, cursor);
  const after = cursor === undefined ? {} : { after: { openedAt: new Date(at), key: last } };
  const found = await store.supportItems.listOpen(tenantId, limit + 1, { ...(kind && { kind }), ...after });
  const shown = found.slice(0, limit);
  const end = found.length > limit ? shown.at(-1) : undefined;
  const next = end === undefined ? null : cursors.write(binding, [end.openedAt.toISOString(), end.key]);
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

async function close({ store, now }: RouteParts, call: CloseCall): Promise<Handled> {
  const { key } = call.params;
  const { tenantId } = call.principal;
  const { userId: actorId, role } = actorOf(call.principal, call.person);
  const item = await store.supportItems.find(tenantId, key);
  if (item === null) throw new Problem('not_found');
  if (item.status === 'closed') throw new Problem('item_closed');
  const { kind, facts } = item;
  // Written down first: what is closed is on record, whatever happens next.
  await store.audit.append({
    ...{ tenantId, entryId: `closed:${key}`, at: now(), actorId, role, action: 'CLOSE_ITEM' },
    changeId: typeof facts.changeId === 'string' ? facts.changeId : null,
    facts: { ...call.body, key, kind },
  });
  if (!(await store.supportItems.close(tenantId, key))) throw new Problem('item_closed');
  return { status: 200, body: { key, status: 'closed' } };
}
