import type { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import { present } from '../../billing/present';
import type { Role } from '../../machines/events';
import { type AuditPage, AuditPageSchema, AuditQuerySchema } from '../../schemas/support/audit';
import type { AuditSpan } from '../../store/audit/audit';
import type { ChainedEntry } from '../../store/audit/chain';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { type Cursors, pageOf } from '../http/cursors';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import { wordsOfAction } from './action-words';
import { auditFile } from './audit-export';

const READERS: readonly Role[] = ['support_lead', 'operator'];
const FORMATS = ['application/json', 'text/csv'] as const;
/** Entries of an export that are in memory at once. */
const BATCH = 500;

type AuditCall = Call<unknown, z.output<typeof AuditQuerySchema>>;

interface AuditParts extends Pick<ServerStore, 'audit'> {
  trail: AuditTrail;
  cursors: Cursors;
  now(): Date;
}

/** Who did what, and why: page by page, or as a file for those who audit. */
export const auditRoutes = (parts: AuditParts): MountedOperation[] => [
  operation('Operations', 'GET /v1/audit', {
    id: 'listAudit',
    summary: 'See who did what and why; as a file with Accept: text/csv or format=csv',
    description:
      'The file has every entry of the span, whatever `limit` says, with sequence and hashes: ' +
      '`avenant audit verify FILE` checks it. That somebody looked is itself on the record.',
    roles: READERS,
    query: AuditQuerySchema,
    answers: {
      200: { description: 'One page; `next` is null on the last one.', schema: AuditPageSchema, media: ['text/csv'] },
    },
    async handle(call) {
      const format = call.query.format === 'csv' ? 'text/csv' : call.accepts(FORMATS);
      if (format === null) throw new Problem('not_acceptable');
      return format === 'text/csv' ? exportAll(parts, call) : listPage(parts, call);
    },
  }),
];

function spanOf({ query, principal }: AuditCall, now: Date): AuditSpan {
  const { from, to, changeId } = query;
  return present({
    tenantId: principal.tenantId,
    from: from === undefined ? undefined : new Date(from),
    // What is written while it is read is not part of it.
    to: to === undefined || Date.parse(to) > now.getTime() ? now : new Date(to),
    changeId,
  });
}

async function listPage({ audit, trail, cursors, now }: AuditParts, call: AuditCall): Promise<Answer> {
  const { limit, cursor, from, to, changeId, order } = call.query;
  await trail.noteRead(call, { of: 'audit', id: changeId ?? 'all', changeId: changeId ?? null });
  const binding = `audit:${JSON.stringify([call.principal.tenantId, from, to, changeId, order])}`;
  const [at = '', sequence = ''] = cursors.read(binding, cursor);
  const after = cursor === undefined ? undefined : { at: new Date(at), sequence: Number(sequence) };
  const span = { ...spanOf(call, now()), latestFirst: order === 'desc', ...present({ after }) };
  const found = await audit.listSpan(span, limit + 1);
  const { shown, next } = pageOf(found, limit, (last) =>
    cursors.write(binding, [last.at.toISOString(), String(last.sequence)]),
  );
  const body: AuditPage = { items: shown.map((entry) => toView(entry, call.locale)), next };
  return { status: 200, body };
}

const toView = (
  { tenantId: _, entryId: __, at, before, after, ...entry }: ChainedEntry,
  locale: Locale,
): AuditPage['items'][number] => ({
  ...entry,
  label: wordsOfAction(entry.action, locale),
  at: at.toISOString(),
  before: before ?? null,
  after: after ?? null,
});

async function exportAll({ audit, trail, now }: AuditParts, call: AuditCall): Promise<Answer> {
  const span = spanOf(call, now());
  const { from = null, to = null, changeId = null } = call.query;
  await trail.noteTaking(call, { action: 'EXPORT_AUDIT', changeId, facts: { from, to, changeId } });
  const begun = pagesOf(audit, span);
  // The first page before anything is answered: a database that is down is a problem document and no empty file.
  const first = await begun.next();
  return auditFile(startingWith(first.done ? [] : first.value, begun));
}

async function* startingWith<Item>(first: Item, rest: AsyncIterable<Item>): AsyncGenerator<Item> {
  yield first;
  yield* rest;
}

async function* pagesOf(audit: AuditParts['audit'], span: AuditSpan): AsyncGenerator<ChainedEntry[], undefined> {
  let after: AuditSpan['after'];
  for (;;) {
    const page: ChainedEntry[] = await audit.listSpan({ ...span, ...present({ after }) }, BATCH);
    yield page;
    after = page.at(-1);
    if (after === undefined || page.length < BATCH) return;
  }
}
