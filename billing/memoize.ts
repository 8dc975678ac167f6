/**
 * A pure look-up that keeps its results by their text key. The cache holds at most `limit` results and then starts
 * again, so that untrusted keys cannot make it grow; a look-up that throws is not kept.
 */
export function memoize<Result>(limit: number, look: (key: string) => Result): (key: string) => Result {
  const cache = new Map<string, Result>();
  return (key) => {
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const result = look(key);
    if (cache.size >= limit) cache.clear();
    cache.set(key, result);
    return result;
  };
}
