import { createHash } from 'node:crypto';
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

/** Where a chain ended when it was last written to; an entry after it that is missing was taken away. */
export interface ChainEnd {
  sequence: number;
  hash: string;
}

/** What the first entry of a chain has as the hash before it. */
export const BEGINNING: ChainEnd = { sequence: 0, hash: '0'.repeat(64) };

/** The entry as the next link after another one. */
export function linked(entry: AuditEntry, { sequence, hash }: ChainEnd): ChainedEntry {
  const link = { ...entry, sequence: sequence + 1, previousHash: hash };
  return { ...link, hash: hashOf(link) };
}

/** SHA-256, in hexadecimal, of everything in an entry but its hash, with sorted keys. */
function hashOf(entry: Omit<ChainedEntry, 'hash'> & { hash?: string }): string {
  const { hash: _, ...rest } = entry;
  return createHash('sha256').update(canonical(rest)).digest('hex');
}

function canonical(value: unknown): string {
  // Half of a surrogate pair is stored as what stands for an unreadable character: it is hashed as it will be read.
  if (typeof value === 'string') return JSON.stringify(Buffer.from(value).toString());
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/** What is wrong with a link, in words; null when it holds. */
export function breakIn(entry: ChainedEntry, before: ChainEnd): string | null {
  if (entry.sequence !== before.sequence + 1) return `entry ${before.sequence + 1} is missing`;
  if (entry.previousHash !== before.hash) return `entry ${entry.sequence} does not follow the one before it`;
  return entry.hash === hashOf(entry) ? null : `entry ${entry.sequence} was changed`;
}
