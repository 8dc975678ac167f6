import { createHash } from 'node:crypto';

/** SHA-256 of a value, whatever the order of its keys. */
export const canonicalHash = (value: unknown, encoding: 'hex' | 'base64'): string =>
  createHash('sha256').update(canonical(value)).digest(encoding);

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
