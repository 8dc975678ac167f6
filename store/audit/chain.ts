import { canonicalHash } from '../mongo/canonical';
import type { AuditEntry } from './entry';

/**
 * The chain that makes an audit trail show what was done to it: every entry carries the hash of the one before, so
 * none can be changed, taken out or put in without every later hash being wrong.
 */

export interface ChainedEntry extends AuditEntry {
  /** Within the tenant, from 1 on, without a gap. */
  sequence: number;
  previousHash: string;
  hash: string;
}

/** The end of a chain when it was last written to; an entry up to it that is missing was taken away. */
export type ChainEnd = Pick<ChainedEntry, 'sequence' | 'hash'>;

/** The link that the first entry of a chain follows. */
export const BEGINNING: ChainEnd = { sequence: 0, hash: '0'.repeat(64) };

/** The entry as the next link after another one. */
export function linked(entry: AuditEntry, { sequence, hash }: ChainEnd): ChainedEntry {
  const link = { ...entry, sequence: sequence + 1, previousHash: hash };
  return { ...link, hash: hashOfEntry(link) };
}

/** SHA-256, in hexadecimal, of everything in an entry but its hash. */
function hashOfEntry(entry: Omit<ChainedEntry, 'hash'> & { hash?: string }): string {
  const { hash: _, ...rest } = entry;
  return canonicalHash(rest, 'hex');
}

/** The fault of a link, in words; null when it holds. */
export function breakIn(entry: ChainedEntry, before: ChainEnd): string | null {
  if (entry.sequence !== before.sequence + 1) return `entry ${before.sequence + 1} is missing`;
  if (entry.previousHash !== before.hash) return `entry ${entry.sequence} does not follow the one before it`;
  return entry.hash === hashOfEntry(entry) ? null : `entry ${entry.sequence} was changed`;
}
