/** Secrets of one purpose, the newest first: it signs or hashes, and what an older one has made still counts. */
export type Secrets = readonly [string, ...string[]];

/** The newest, the one before it, and one that was put away by mistake. */
const MOST = 3;
const [SHORTEST, LONGEST] = [32, 256];

/**
 * Reads secrets of one purpose: with commas between them, the newest first.
 *
 * @returns otherwise what is wrong with them, never one of them
 */
export function readSecretList(text: string): Secrets | { problem: string } {
  const [newest = '', ...older] = text.split(',').map((part) => part.trim());
  const all = [newest, ...older];
  if (all.some(({ length }) => length < SHORTEST || length > LONGEST)) {
    return { problem: `each secret has ${SHORTEST} to ${LONGEST} characters, with commas between them` };
  }
  if (new Set(all).size < all.length) return { problem: 'a secret stands there twice' };
  if (all.length > MOST) return { problem: `${MOST} secrets at most` };
  return [newest, ...older];
}
