import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ChainedEntry } from '../../store/audit/chain';
import type { Answer } from '../api/operation';
import { csvRow } from '../http/csv';

/** Every field that an entry's hash is made of, so that an export can be checked with `npm run audit:verify -- FILE`. */
export const AUDIT_COLUMNS = [
  ...(['sequence', 'at', 'actor', 'role', 'action', 'order', 'reason_code', 'reason'] as const),
  ...(['state_before', 'sequence_before', 'state_after', 'sequence_after', 'facts'] as const),
  ...(['tenant', 'entry', 'previous_hash', 'hash'] as const),
] as const;

type Column = (typeof AUDIT_COLUMNS)[number];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function auditRow(entry: ChainedEntry): string {
  const { before, after, facts } = entry;
  const cells: Record<Column, string | number | null> = {
    sequence: entry.sequence,
    at: entry.at.toISOString(),
    actor: entry.actorId,
    role: entry.role,
    action: entry.action,
    order: entry.changeId,
    reason_code: textOf(facts.reasonCode),
    reason: textOf(facts.reason),
    state_before: before?.state ?? null,
    sequence_before: before?.sequence ?? null,
    state_after: after?.state ?? null,
    sequence_after: after?.sequence ?? null,
    facts: JSON.stringify(facts),
    tenant: entry.tenantId,
    entry: entry.entryId,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
  return csvRow(AUDIT_COLUMNS.map((column) => cells[column]));
}

/** A file that is sent page by page, as fast as its reader takes it. One that cannot be finished is cut, and never ends well. */
export function auditFile(pages: AsyncIterable<readonly ChainedEntry[]>): Answer {
  async function* lines(): AsyncGenerator<string> {
    yield csvRow(AUDIT_COLUMNS);
    for await (const page of pages) yield page.map(auditRow).join('');
  }
  return {
    status: 200,
    open(response) {
      response.writeHead(200, {
        'Content-Type': 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': 'attachment; filename="audit.csv"',
        'Cache-Control': 'private, no-store',
      });
      pipeline(Readable.from(lines(), { objectMode: false, highWaterMark: 1 }), response).catch(() =>
        response.destroy(),
      );
    },
  };
}
