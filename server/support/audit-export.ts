import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ChainedEntry } from '../../store/audit/chain';
import type { Answer } from '../api/operation';
import { csvRow } from '../http/csv';

/** Every field that an entry's hash is made of, so that an export can be checked with `avenant audit verify FILE`. */
const CELLS: Readonly<Record<string, (entry: ChainedEntry) => string | number | null>> = {
  sequence: ({ sequence }) => sequence,
  at: ({ at }) => at.toISOString(),
  actor: ({ actorId }) => actorId,
  role: ({ role }) => role,
  action: ({ action }) => action,
  order: ({ changeId }) => changeId,
  reason_code: ({ facts }) => textOf(facts.reasonCode),
  reason: ({ facts }) => textOf(facts.reason),
  state_before: ({ before }) => before?.state ?? null,
  sequence_before: ({ before }) => before?.sequence ?? null,
  state_after: ({ after }) => after?.state ?? null,
  sequence_after: ({ after }) => after?.sequence ?? null,
  facts: ({ facts }) => JSON.stringify(facts),
  tenant: ({ tenantId }) => tenantId,
  entry: ({ entryId }) => entryId,
  previous_hash: ({ previousHash }) => previousHash,
  hash: ({ hash }) => hash,
};

export const AUDIT_COLUMNS: readonly string[] = Object.keys(CELLS);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const auditRow = (entry: ChainedEntry): string => csvRow(Object.values(CELLS).map((cellOf) => cellOf(entry)));

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
