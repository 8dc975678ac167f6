import { createHash } from 'node:crypto';
import { remember } from './remember';
import type { Quote } from './types';

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

/** Texts carry their length instead of being escaped: as unambiguous as JSON, at half the cost. */
function canonical(value: unknown, leftOut?: string): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (!isRecord(value)) return `${value};`;
  if (Array.isArray(value)) return `[${canonicalItems(value)}]`;
  let members = '';
  for (const { key, written } of inOrder(Object.keys(value).join(BETWEEN))) {
    const member = value[key];
    if (member !== undefined && key !== leftOut) members += written + canonical(member);
  }
  return `{${members}}`;
}

const BETWEEN = '\u0000';

// Objects of one kind have the same keys, so sorting them once is enough.
const inOrder = remember(512, (keys) =>
  keys
    .split(BETWEEN)
    .sort()
    .map((key) => ({ key, written: `${key.length}:${key}` })),
);

function canonicalItems(items: readonly unknown[]): string {
  let text = '';
  for (const item of items) text += canonical(item);
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
