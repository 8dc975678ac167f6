import { readFileSync } from 'node:fs';
import { BEGINNING, breakIn, type ChainEnd } from '../store/audit/chain';
import type { Store } from '../store/index';
import { verifyExport } from './exported-audit';
import { withStore } from './with-store';

/**
 * `npm run audit:verify`: follows the audit chain of every tenant and reports the first broken link. Reads the database
 * that MONGODB_URI and MONGODB_DATABASE name, or the data of the embedded stack. Exits 0 when every chain holds, 1 when one is broken, 2 when
 * it could not look. The hashes it prints, kept elsewhere, also show a chain that was rewritten as a whole.
 *
 * `npm run audit:verify -- FILE` checks an export (`GET /v1/audit`) instead, without a database.
 */

const [HOLDS, BROKEN, COULD_NOT_LOOK] = [0, 1, 2];
const PAGE = 500;

export async function verify(store: Store, print: (line: string) => void): Promise<number> {
  const ends = await store.audit.listEnds();
  if (ends.length === 0) {
    print('There is no audit trail in this database.');
    return COULD_NOT_LOOK;
  }
  let broken = 0;
  for (const end of ends) {
    const { last, problem } = await follow(store, end);
    if (problem !== null) broken += 1;
    print(`tenant ${end.tenantId}: ${problem ?? `${last.sequence} entries, the chain holds, hash ${last.hash}`}`);
  }
  await store.inspections.note({ name: 'audit', at: new Date(), findings: broken });
  return broken === 0 ? HOLDS : BROKEN;
}

async function follow(
  { audit }: Store,
  end: ChainEnd & { tenantId: string },
): Promise<{ last: ChainEnd; problem: string | null }> {
  let last: ChainEnd = BEGINNING;
  for (;;) {
    const page = await audit.listChain(end.tenantId, last.sequence, PAGE);
    for (const entry of page) {
      const problem = breakIn(entry, last) ?? strayFrom(end, entry);
      if (problem !== null) return { last, problem };
      last = entry;
    }
    if (page.length < PAGE) break;
  }
  if (last.sequence < end.sequence)
    return { last, problem: `entry ${last.sequence + 1} is missing, and those after it` };
  // Every entry writes down that it is the last; only that of the very first may be lost with its process.
  const isTornOff = end.sequence === 0 && last.sequence > 1;
  return { last, problem: isTornOff ? 'where it ended was taken away' : null };
}

/** A chain that was rewritten holds by itself; it does not lead to the hash that was written down at its end. */
const strayFrom = (end: ChainEnd, { sequence, hash }: ChainEnd): string | null =>
  sequence === end.sequence && hash !== end.hash ? `entry ${sequence} is not the one that was written` : null;

export function verifyFile(path: string, print: (line: string) => void): number {
  const { problem, entries, gaps } = verifyExport(readFileSync(path, 'utf8'));
  print(
    problem ?? `${entries} entries hold; ${gaps === 0 ? 'none between them is missing' : `${gaps} gaps between them`}`,
  );
  return problem === null ? HOLDS : BROKEN;
}

async function main(file: string | undefined): Promise<number> {
  if (file !== undefined) return verifyFile(file, (line) => void process.stdout.write(`${line}\n`));
  return withStore((store) => verify(store, (line) => void process.stdout.write(`${line}\n`)));
}

if (process.argv[1]?.endsWith('audit-verify.ts')) {
  main(process.argv[2]).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`Nothing was verified: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = COULD_NOT_LOOK;
    },
  );
}
