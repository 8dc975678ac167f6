import { withoutApostrophes } from '../../server/http/csv';
import { AUDIT_COLUMNS } from '../../server/support/audit-export';
import { breakIn, type ChainedEntry } from '../../store/audit/chain';

/** Checks an export of the audit trail as `GET /v1/audit` gives it, without any database. */

/**
 * Every entry against its own hash, and against the one before it where the export has that one: an export may be of one
 * order, or of a span of time.
 *
 * @returns what is wrong, or how many entries hold
 * @throws Error for a text that is no such export
 */
export function verifyExport(text: string): { problem: string | null; entries: number; gaps: number } {
  const [header = [], ...rows] = rowsOf(text);
  if (header.join() !== AUDIT_COLUMNS.join()) throw new Error('The first line does not name the columns of an export.');
  const entries = rows.map(entryOf).sort((left, right) => left.sequence - right.sequence);
  let before: ChainedEntry | undefined;
  let gaps = 0;
  for (const entry of entries) {
    const follows = before !== undefined && entry.sequence === before.sequence + 1;
    if (!follows && before !== undefined) gaps += 1;
    const last = follows && before ? before : { sequence: entry.sequence - 1, hash: entry.previousHash };
    const problem = breakIn(entry, last);
    if (problem !== null) return { problem, entries: entries.length, gaps };
    before = entry;
  }
  return { problem: null, entries: entries.length, gaps };
}

/** RFC 4180. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && cells.length === 0 && plain === '' && quoted === undefined) break;
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(cells);
    cells = [];
  }
  return rows;
}

function entryOf(cells: string[]): ChainedEntry {
  const row = Object.fromEntries(
    AUDIT_COLUMNS.map((column, index) => [column, withoutApostrophes(cells[index] ?? '')]),
  );
  const placeOf = (when: 'before' | 'after') => {
    const state = row[`state_${when}`];
    return state ? { [when]: { state, sequence: Number(row[`sequence_${when}`]) } } : {};
  };
  return {
    ...{ tenantId: row.tenant ?? '', entryId: row.entry ?? '', at: new Date(row.at ?? '') },
    ...{ actorId: row.actor ?? '', role: row.role ?? '', action: row.action ?? '', changeId: row.order || null },
    ...placeOf('before'),
    ...placeOf('after'),
    ...{ facts: JSON.parse(row.facts ?? '{}'), sequence: Number(row.sequence) },
    ...{ previousHash: row.previous_hash ?? '', hash: row.hash ?? '' },
  };
}
