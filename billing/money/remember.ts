/**
 * Remembers the results of a pure look-up by its text key. It holds at most `limit` results and then starts again, so
 * that untrusted keys cannot make it grow; a look-up that throws is not remembered.
 */
export function remember<Result>(limit: number, look: (key: string) => Result): (key: string) => Result {
  const known = new Map<string, Result>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const result = look(key);
    if (known.size >= limit) known.clear();
    known.set(key, result);
    return result;
  };
}
