import type { Schemas } from '../../shared/api/api-types';

type Entry = Pick<Schemas['AuditEntry'], 'sequence' | 'hash' | 'previousHash'>;

/** How far entries that are shown hold together. */
interface Links {
  /** Entries whose forerunner is shown too, and whose hash they carry. */
  held: number;
  /** The first entry that does not carry the hash of the one before it; null where all do. */
  brokenAt: number | null;
}

/** Compares each entry with the one before it in the chain, where both are there. In whatever order they come. */
export function linksBetween(entries: readonly Entry[]): Links {
  const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]));
  const pairs = entries.flatMap((entry) => {
    const before = bySequence.get(entry.sequence - 1);
    return before === undefined ? [] : [{ entry, holds: entry.previousHash === before.hash }];
  });
  const broken = pairs.filter(({ holds }) => !holds).map(({ entry }) => entry.sequence);
  return { held: pairs.length - broken.length, brokenAt: broken.length === 0 ? null : Math.min(...broken) };
}
