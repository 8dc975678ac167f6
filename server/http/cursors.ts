import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../../store/access/secrets';
import { Problem } from './problem';

/**
 * Where a page ended, as text that a caller can only hand back: signed, and bound to the tenant and the list it was
 * made for.
 */
export interface Cursors {
  write(binding: string, position: readonly string[]): string;
  /** The position after which to go on; nothing without a cursor. @throws Problem 400 `invalid_cursor` */
  read(binding: string, cursor: string | undefined): string[];
}

const MAC_BYTES = 16;

/** @param secrets the first one signs, a page that an older one has signed still leads on */
export function cursorsSignedWith(secrets: Secrets): Cursors {
  const mac = (secret: string, binding: string, payload: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([binding, payload]))
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    write(binding, position) {
      const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${payload}.${mac(secrets[0], binding, payload).toString('base64url')}`;
    },
    read(binding, cursor) {
      if (cursor === undefined) return [];
      const [payload = '', given = ''] = cursor.split('.');
      const received = Buffer.from(given, 'base64url');
      const isSignedBy = (secret: string): boolean =>
        received.length === MAC_BYTES && timingSafeEqual(received, mac(secret, binding, payload));
      if (!secrets.some(isSignedBy)) throw new Problem('invalid_cursor');
      // Signed by us, so it is what `write` made.
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as string[];
    },
  };
}

/**
 * One page of what was found, and the cursor of the next one; null on the last.
 *
 * @param found one more than the limit where there is a next page
 */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  cursorAfter: (last: Item) => string,
): { shown: Item[]; next: string | null } {
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { shown, next: last === undefined ? null : cursorAfter(last) };
}
