import { createHash } from 'node:crypto';

/** SHA-256, in hexadecimal: the same for parts that say the same, whatever the order of their keys. */
export const fingerprintOf = (...parts: unknown[]): string =>
  createHash('sha256').update(canonicalJson(parts)).digest('hex');

/** Read as JSON: nothing is mended in it, so that bodies that differ in a character differ here. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (isPlainObject(inner) ? sorted(inner) : inner)) ?? 'null';

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1)));
