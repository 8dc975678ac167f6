import { PassThrough } from 'node:stream';
import { verifyExport } from '../../../commands/audit/export';
import { csvRow, withoutApostrophes } from '../../../server/http/csv';
import { wordsOfAction } from '../../../server/support/action-words';
import { AUDIT_COLUMNS, auditFile } from '../../../server/support/audit-export';
import { BEGINNING, type ChainedEntry, linked } from '../../../store/audit/chain';
import { rawDatabase } from '../../store/test-store';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** The audit trail as those who audit get it: page by page, or as a file that can be checked. */

const MANY = 10_000;

let stand: ServerStand;
let lead = '';
let operator = '';

/** Deeds of two people on two orders, a second apart. */
function deeds(tenantId: string, count: number): ChainedEntry[] {
  const chain: ChainedEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    const deed = {
      ...{ tenantId, entryId: `deed-${index}`, at: new Date(Date.UTC(2026, 2, 12) + index * 1_000) },
      ...{ actorId: 'agnes', role: 'support_agent', action: 'RETRY', changeId: `chg_${index % 2}` },
      ...{ before: { state: 'applying.stuck', sequence: index } },
      facts: { reasonCode: 'checked', reason: `=HYPERLINK("http://x";"Été, n° ${index}")\nand on` },
    };
    chain.push(linked(deed, chain.at(-1) ?? BEGINNING));
  }
  return chain;
}

beforeAll(async () => {
  stand = await startServerStand();
  lead = await stand.key('support_lead', { userId: 'lea' });
  operator = await stand.key('operator', { userId: 'otto', tenantId: 'big' });
  for (const { entryId: _, ...deed } of deeds('acme', 5)) {
    const { sequence, previousHash: __, hash: ___, ...entry } = deed;
    await stand.store.audit.append({ ...entry, entryId: `deed-${sequence}` });
  }
});
afterAll(() => stand.stop());

const pages = (query: string): Promise<Reply> => request(stand, 'GET', `/v1/audit${query}`, { key: lead });
const file = (query: string, key = lead): Promise<Reply> =>
  request(stand, 'GET', `/v1/audit${query}`, { key, headers: { accept: 'text/csv' } });
const sequencesIn = ({ body }: Reply): number[] => body.items.map(({ sequence }: { sequence: number }) => sequence);

it('the audit trail is told page by page, of a span of time or of one order', async () => {
  const first = await pages('?limit=2&to=2026-03-13T00:00:00Z');
  expect(sequencesIn(first)).toEqual([1, 2]);
  expect(first.body.items[0]).toMatchObject({
    ...{ actorId: 'agnes', action: 'RETRY', changeId: 'chg_0', before: { state: 'applying.stuck', sequence: 0 } },
    ...{ after: null, previousHash: BEGINNING.hash },
  });
  const next = await pages(`?limit=2&to=2026-03-13T00:00:00Z&cursor=${first.body.next}`);
  expect(sequencesIn(next)).toEqual([3, 4]);
  expect((await pages(`?limit=2&cursor=${first.body.next}`)).body.code).toBe('invalid_cursor');
  expect(sequencesIn(await pages('?from=2026-03-12T00:00:02Z&to=2026-03-12T00:00:04Z'))).toEqual([3, 4]);
  expect(sequencesIn(await pages('?changeId=chg_1&to=2026-03-13T00:00:00Z'))).toEqual([2, 4]);
  expect((await pages('?from=2026-03-12T00:00:04Z&to=2026-03-12T00:00:02Z')).body.code).toBe('invalid_query');
});

it('the audit trail is told from its end, each deed in words of its reader', async () => {
  const span = 'limit=2&order=desc&to=2026-03-13T00:00:00Z';
  const latest = await pages(`?${span}`);
  expect(sequencesIn(latest)).toEqual([5, 4]);
  expect(latest.body.items[0].label).toBe('Retry');
  const before = await pages(`?${span}&cursor=${latest.body.next}`);
  expect(sequencesIn(before)).toEqual([3, 2]);
  expect(sequencesIn(await pages(`?${span}&cursor=${before.body.next}`))).toEqual([1]);
  expect((await pages(`?limit=2&to=2026-03-13T00:00:00Z&cursor=${latest.body.next}`)).body.code).toBe('invalid_cursor');
  expect(sequencesIn(await pages('?order=desc&from=2026-03-12T00:00:02Z&to=2026-03-12T00:00:04Z'))).toEqual([4, 3]);
});

it('how a deed ended is part of its words, and one without words is named as it is', () => {
  expect(wordsOfAction('RESOLVE_PAID:refused', 'en')).toBe('Settle: it was paid: not taken');
  expect(wordsOfAction('SEATS_REMIND', 'fr')).toBe('Rappeler maintenant');
  expect(wordsOfAction('BULK:paused', 'en')).toBe('Bulk act: paused');
  expect(wordsOfAction('SOMETHING:else', 'en')).toBe('SOMETHING (else)');
});

it('the audit trail is a file for a link, which cannot say what it accepts', async () => {
  const { headers, body } = await pages('?format=csv&to=2026-03-13T00:00:00Z');
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(verifyExport(body)).toEqual({ problem: null, entries: 5, gaps: 0 });
});

it('the audit trail is a file that no spreadsheet runs and that can be checked, also of one order', async () => {
  const { status, headers, body } = await file('?to=2026-03-13T00:00:00Z');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
  expect(headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
  const [header, firstRow] = body.split('\r\n');
  expect(header).toBe(AUDIT_COLUMNS.join());
  expect(firstRow).toMatch(/^1,2026-03-12T00:00:00\.000Z,agnes,support_agent,RETRY,chg_0,checked,"'=HYPERLINK\(""http/);
  expect(verifyExport(body)).toEqual({ problem: null, entries: 5, gaps: 0 });
  const ofOne = (await file('?changeId=chg_0&to=2026-03-13T00:00:00Z')).body;
  expect(verifyExport(ofOne)).toEqual({ problem: null, entries: 3, gaps: 2 });
});

it('abuse 25: the check of an export shows that somebody edited it', async () => {
  const { body } = await file('?to=2026-03-13T00:00:00Z');
  const edited = body.replace(/^3,(.*?),agnes,/m, '3,$1,mallory,');
  expect(verifyExport(edited).problem).toBe('entry 3 was changed');
  const [, , , fourth] = (await pages('?to=2026-03-13T00:00:00Z')).body.items;
  const rehashed = body.replace(`,${fourth.previousHash},`, `,${'0'.repeat(64)},`);
  expect(verifyExport(rehashed).problem).toBe('entry 4 does not follow the one before it');
  expect(() => verifyExport('name,value\r\n')).toThrow('columns');
});

it('the audit trail has on record who looked at it and who took it out', async () => {
  await file('?changeId=chg_1');
  await pages('');
  await pages('');
  const latest = await stand.store.audit.list('acme', new Date(Date.now() + 1_000), 50);
  const looks = latest.filter(({ actorId }) => actorId === 'lea');
  expect(looks).toContainEqual(
    expect.objectContaining({ action: 'EXPORT_AUDIT', facts: { from: null, to: null, changeId: 'chg_1' } }),
  );
  const facts = { of: 'audit', id: 'all' };
  expect(looks.filter((entry) => entry.action === 'READ' && entry.facts.id === 'all')).toMatchObject([{ facts }]);
});

it('a cell keeps what a spreadsheet would run from running, and gives every value back', () => {
  for (const value of ['=1+1', '+1', '-1', '@a', '\ta', '\ra', "'a"]) {
    expect(csvRow([value]).replace(/^"|"?\r\n$/g, '')).toBe(`'${value}`);
  }
  // A French spreadsheet splits at semicolons, and takes what follows for a cell of its own.
  expect(csvRow(["x;=1+cmd|' /C calc'!A0;y"])).toBe("x;'=1+cmd|' /C calc'!A0;y\r\n");
  for (const value of ["'", "''=", ";'=1", "\t\t=1;'';-", "it's; 'so'", '\n=1', 'a\r\n@b', ";=;+;-;'"]) {
    const cell = csvRow([value]).replace(/^"|"?\r\n$/g, '');
    expect(cell).not.toMatch(/(?:^|[;\t\n])[=+@-]/);
    expect(withoutApostrophes(cell)).toBe(value);
  }
  expect(csvRow(['a,b', 'c"d', null, 7, 'é'])).toBe('"a,b","c""d",,7,é\r\n');
});

it(`an export gives ${MANY} entries out in one file`, async () => {
  const raw = await rawDatabase(stand.databaseName);
  await raw.db.collection('audit').insertMany(deeds('big', MANY));
  await raw.close();
  const { body } = await file('', operator);
  const sequences = [...body.matchAll(/^(\d+),2026-/gm)].map(([, sequence]) => Number(sequence));
  expect(sequences).toEqual(Array.from({ length: MANY }, (_, index) => index + 1));
}, 30_000);

it('an export reads no further ahead than its reader takes: memory does not grow with the file', async () => {
  const page = deeds('acme', 100);
  let taken = 0;
  async function* endless(): AsyncGenerator<ChainedEntry[]> {
    for (; taken < 200; taken += 1) yield page;
  }
  const reader = new PassThrough({ highWaterMark: 1_024 });
  const response = Object.assign(reader, { writeHead: () => response }) as unknown as Parameters<
    NonNullable<ReturnType<typeof auditFile>['open']>
  >[0];
  auditFile(endless()).open?.(response);
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
  expect(taken).toBeLessThan(5);
  let lines = 0;
  for await (const chunk of reader) lines += String(chunk).split('\r\n').length - 1;
  expect(lines).toBe(1 + 200 * 100);
});
