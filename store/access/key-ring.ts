import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** A text that only who has the key can read, and nobody can change or pass off as another one. */
export interface Sealed {
  keyId: string;
  /** Nonce, tag and ciphertext, in base64url. */
  box: string;
}

/** The names of what is sealed: it opens under exactly these, in this order. */
type About = readonly (string | number)[];

/** Why a box does not open. */
export class CannotOpen extends Error {
  constructor(readonly because: 'key_unknown' | 'not_genuine') {
    super(because);
  }
}

/** The keys that workers and servers share. The first one writes, all of them read: so a key is replaced without losing what was written. */
export interface KeyRing {
  seal(text: string, about: About): Sealed;
  /** @throws CannotOpen */
  open(sealed: Sealed, about: About): string;
  /**
   * Says of a name that somebody with the ring has given it, in 24 characters and the id of the key. The same ones each time, one by
   * each key; that of the key that writes comes first.
   */
  marks(about: About): string[];
  isMark(mark: string, about: About): boolean;
  /** Of every key; the one that writes comes first. */
  readonly keyIds: readonly string[];
  /** A key for one use, made from that of the ring and of no help in finding it; undefined where the ring has no such key. */
  derive(keyId: string, use: About): Buffer | undefined;
}

const CIPHER = 'aes-256-gcm';
const [KEY, NONCE, TAG] = [32, 12, 16];
const MOST_KEYS = 8;
const ENTRY = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;
const KEY_ID = /^[a-z0-9-]{1,32}$/;
/** Of 32 random bytes fewer are never different; of words and repeated signs usually. */
const DIFFERENT_BYTES = 20;
/** Characters of base64url: 144 bits. */
const MARK = 24;

/** Whether a key may be called so. */
export const isKeyId = (text: string): boolean => KEY_ID.test(text);

/**
 * Reads a ring: keys as `id:key` with commas between them, the one that writes first. A key is 32 random bytes in base64.
 *
 * @returns otherwise what is wrong with it, never a key
 */
export function readKeyRing(text: string): KeyRing | { problem: string } {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(',')) {
    const [, id = '', written = ''] = ENTRY.exec(entry.trim()) ?? [];
    if (id === '') return { problem: 'must be id:key with commas between them, each key 32 bytes in base64' };
    if (keys.has(id)) return { problem: `has the key ${id} twice` };
    const key = Buffer.from(written, 'base64');
    if (key.length !== KEY || new Set(key).size < DIFFERENT_BYTES) return { problem: `the key ${id} is not random` };
    keys.set(id, key);
  }
  if (keys.size > MOST_KEYS) return { problem: `must have ${MOST_KEYS} keys at most` };
  return ringOf(keys);
}

function ringOf(keys: ReadonlyMap<string, Buffer>): KeyRing {
  const [[writing, writingKey] = ['', Buffer.alloc(0)]] = keys;
  // Derived once: each event that is sent is marked.
  const markingKeys = new Map([...keys].map(([id, key]) => [id, derived(key, 'mark')]));
  const markOf = (keyId: string, about: About): string | undefined => {
    const markingKey = markingKeys.get(keyId);
    return markingKey === undefined ? undefined : markWith(keyId, markingKey, about);
  };
  return {
    keyIds: [...keys.keys()],
    derive(keyId, use) {
      const key = keys.get(keyId);
      return key && derived(key, JSON.stringify(use));
    },
    seal(text, about) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, writingKey, nonce).setAAD(boundTo(writing, about));
      const ciphertext = [cipher.update(text, 'utf8'), cipher.final()];
      return { keyId: writing, box: Buffer.concat([nonce, cipher.getAuthTag(), ...ciphertext]).toString('base64url') };
    },
    open({ keyId, box }, about) {
      const key = keys.get(keyId);
      if (key === undefined) throw new CannotOpen('key_unknown');
      const bytes = Buffer.from(box, 'base64url');
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
          .setAAD(boundTo(keyId, about))
          .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new CannotOpen('not_genuine');
      }
    },
    marks: (about) => [...markingKeys].map(([id, key]) => markWith(id, key, about)),
    isMark(mark, about) {
      const [keyId = ''] = mark.split('.');
      const expected = markOf(keyId, about);
      if (expected === undefined) return false;
      const [given, right] = [Buffer.from(mark), Buffer.from(expected)];
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

/** Each use has a key of its own: what is marked tells nothing of what is sealed. */
const derived = (key: Buffer, use: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', use, KEY));

const markWith = (keyId: string, markingKey: Buffer, about: About): string => {
  const digest = createHmac('sha256', markingKey).update(boundTo(keyId, about)).digest('base64url');
  return `${keyId}.${digest.slice(0, MARK)}`;
};

const boundTo = (keyId: string, about: About): Buffer => Buffer.from(JSON.stringify([keyId, ...about]));
