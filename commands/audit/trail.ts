import { readFileSync } from 'node:fs';
import { BEGINNING, breakIn, type ChainEnd } from '../../store/audit/chain';
import type { Store } from '../../store/index';
import { EXIT, type Surroundings } from '../command';
import { withStore } from '../with-store';
import { verifyExport } from './export';

const PAGE = 500;

/** Follows every chain, and prints how far it holds. @returns what to exit with */
export async function verify(store: Store, print: (line: string) => void): Promise<number> {
  const ends = await store.audit.listEnds();
  if (ends.length === 0) {
    print('There is no audit trail in this database.');
    return EXIT.couldNot;
  }
  let broken = 0;
  for (const end of ends) {
    const { last, problem } = await follow(store, end);
    if (problem !== null) broken += 1;
    print(`tenant ${end.tenantId}: ${problem ?? `${last.sequence} entries, the chain holds, hash ${last.hash}`}`);
  }
  await store.inspections.note({ name: 'audit', at: new Date(), findings: broken });
  return broken === 0 ? EXIT.done : EXIT.found;
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

function verifyFile(path: string, print: (line: string) => void): number {
  const { problem, entries, gaps } = verifyExport(readFileSync(path, 'utf8'));
  print(
    problem ?? `${entries} entries hold; ${gaps === 0 ? 'none between them is missing' : `${gaps} gaps between them`}`,
  );
  return problem === null ? EXIT.done : EXIT.found;
}

/** Checks the trail, or an export of it. @param file where the export is */
export async function auditVerify(surroundings: Surroundings, file: string | undefined): Promise<number> {
  const { print } = surroundings;
  return file === undefined ? withStore(surroundings, (store) => verify(store, print)) : verifyFile(file, print);
}
