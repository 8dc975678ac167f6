import type { Use } from './in-use';

const NOTHING: Use = { 'kept states': 0, 'payment tokens': 0, 'open workflows': 0 };

/** What is to be told of the keys in use: those of the ring in its order, then those that something needs and the ring lacks. */
export function toldUse(
  uses: ReadonlyMap<string, Use>,
  keyIds: readonly string[],
): { lines: string[]; isComplete: boolean } {
  const missing = [...uses.keys()].filter((keyId) => !keyIds.includes(keyId)).sort();
  const lines = [...keyIds, ...missing].map((keyId, index) => {
    const use = uses.get(keyId) ?? NOTHING;
    const counts = Object.entries(use).map(([what, count]) => `${count} ${what}`);
    return `${keyId}: ${counts.join(', ')}${remark(use, { writes: index === 0, isMissing: missing.includes(keyId) })}`;
  });
  return { lines, isComplete: missing.length === 0 };
}

function remark(use: Use, { writes, isMissing }: { writes: boolean; isMissing: boolean }): string {
  if (isMissing) return '; MISSING: put it back';
  if (writes) return '; writes';
  return Object.values(use).every((count) => count === 0) ? '; may leave the ring' : '';
}
