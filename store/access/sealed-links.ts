import { CannotOpen, type KeyRing } from './key-ring';

const LONGEST = 1_000;
const TOKEN = /^([a-z0-9-]{1,32})\.([A-Za-z0-9_-]+)$/;

/**
 * Seals what a link is about into the token that it carries: nobody without the ring can read or make one, and each is another text.
 *
 * @param purpose what such links are for: a token for anything else opens under another name
 */
export function linkToken(ring: KeyRing, purpose: string, about: readonly string[]): string {
  const { keyId, box } = ring.seal(JSON.stringify(about), [purpose]);
  return `${keyId}.${box}`;
}

/** @returns null for what is none of ours, in each of its signs; a token opens as long as its key is in the ring */
export function readLinkToken(ring: KeyRing, purpose: string, token: string): string[] | null {
  const [, keyId = '', box = ''] = (token.length > LONGEST ? null : TOKEN.exec(token)) ?? [];
  // The last sign may hold bits that nobody reads.
  if (keyId === '' || Buffer.from(box, 'base64url').toString('base64url') !== box) return null;
  try {
    return JSON.parse(ring.open({ keyId, box }, [purpose])) as string[];
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    return null;
  }
}
