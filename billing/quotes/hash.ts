import { createHash } from 'node:crypto';
import type { Quote } from './types';

/**
 * SHA-256, in hexadecimal, of everything in a quote but its hash. Keys are sorted and what is undefined is left out, so
 * that a quote read back from a database or a JSON body has the hash it was made with.
 */
export function quoteHashOf(quote: Omit<Quote, 'hash'>): string {
  return createHash('sha256').update(canonical(quote, 'hash')).digest('hex');
}

/** Texts carry their length instead of being escaped: as unambiguous as JSON, at half the cost. */
function canonical(value: unknown, leftOut?: string): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (!isRecord(value)) return `${value};`;
  if (Array.isArray(value)) return `[${canonicalItems(value)}]`;
  let members = '';
  for (const { key, written } of inOrder(Object.keys(value))) {
    const member = value[key];
    if (member !== undefined && key !== leftOut) members += written + canonical(member);
  }
  return `{${members}}`;
}

/** The keys of objects of one kind, as they come, and sorted with what is written of each. */
interface Shape {
  keys: readonly string[];
  sorted: readonly { key: string; written: string }[];
}

// Objects of one kind have the same keys in the same order, so sorting them once is enough.
const shapesBySize = new Map<number, Shape[]>();
const SHAPES_OF_A_SIZE = 16;

function inOrder(keys: readonly string[]): Shape['sorted'] {
  const shapes = shapesBySize.get(keys.length) ?? [];
  for (const shape of shapes) if (isSame(shape.keys, keys)) return shape.sorted;
  const sorted = keys.toSorted().map((key) => ({ key, written: `${key.length}:${key}` }));
  shapesBySize.set(keys.length, [...shapes.slice(-SHAPES_OF_A_SIZE), { keys, sorted }]);
  return sorted;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}

function canonicalItems(items: readonly unknown[]): string {
  let text = '';
  for (const item of items) text += canonical(item);
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
