/**
 * A pure look-up that keeps its results by the parts of its key, of which only the last may contain spaces. The cache holds at
 * most `limit` results and then starts again, so that untrusted keys cannot make it grow; a look-up that throws is not
 * kept.
 */
export function memoize<Parts extends readonly (string | number)[], Result>(
  limit: number,
  look: (...parts: Parts) => Result,
): (...parts: Parts) => Result {
  const cache = new Map<string | number | undefined, Result>();
  return (...parts) => {
    const key = parts.length === 1 ? parts[0] : parts.join(' ');
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const result = look(...parts);
    if (cache.size >= limit) cache.clear();
    cache.set(key, result);
    return result;
  };
}
