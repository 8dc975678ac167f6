import { createHash } from 'node:crypto';
import type { Quote } from './types';

/**
 * SHA-256, in hexadecimal, of everything in a quote but its hash. Keys are sorted and what is undefined is left out, so
 * that a quote read back from a database or a JSON body has the hash it was made with.
 */
export function hashOf(quote: Omit<Quote, 'hash'>): string {
  return createHash('sha256')
    .update(canonical({ ...quote, hash: undefined }))
    .digest('hex');
}

/** Whether a stored or received quote is still what was hashed. */
export function hashMatches(quote: Quote): boolean {
  return hashOf(quote) === quote.hash;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key);
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`;
  }
  return `{${text}}`;
}
