import { createHash } from 'node:crypto';
import { remember } from './remember';
import type { Quote } from './types';

// JSON needs no escaping for these, and asking is cheaper than JSON.stringify.
const PLAIN_TEXT = /^[\w .:+@/-]*$/;

const sortedKeys = remember<string[]>(256, (keys) => keys.split('\n').sort());

/**
 * SHA-256, in hexadecimal, of everything in a quote but its hash. Keys are sorted and what is undefined is left out, so
 * that a quote read back from a database or a JSON body has the hash it was made with.
 */
export function hashOf(quote: Omit<Quote, 'hash'>): string {
  return createHash('sha256').update(canonical(quote, 'hash')).digest('hex');
}

/** Whether a stored or received quote is still what was hashed. */
export function hashMatches(quote: Quote): boolean {
  return hashOf(quote) === quote.hash;
}

function canonical(value: unknown, leftOut?: string): string {
  if (typeof value === 'string') return PLAIN_TEXT.test(value) ? `"${value}"` : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join()}]`;
  if (!isRecord(value)) return String(value);
  let members = '';
  for (const key of sortedKeys(Object.keys(value).join('\n'))) {
    const member = value[key];
    if (member !== undefined && key !== leftOut) members += `"${key}":${canonical(member)},`;
  }
  return `{${members}}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
