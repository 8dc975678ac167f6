/** Digits and capital letters that are not taken for one another: without 0, 1, I and O. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LETTERS = 8;
/** Hexadecimal digits of an order's id that a reference says: as much as its letters hold. */
const DIGITS = 10;
const PREFIX = 'chg_';

/**
 * An order by the eight letters that people read aloud, "7F3K-2Q9W". They say the beginning of its id, so that it is found by
 * them; an id that somebody else has chosen stands for itself.
 */
export function orderReference(changeId: string): string {
  const digits = new RegExp(`^${PREFIX}([0-9a-f]{${DIGITS}})`).exec(changeId)?.[1];
  if (digits === undefined) return changeId;
  const number = Number.parseInt(digits, 16);
  const letters = Array.from({ length: LETTERS }, (_, index) =>
    ALPHABET.charAt(Math.floor(number / ALPHABET.length ** (LETTERS - 1 - index)) % ALPHABET.length),
  ).join('');
  return `${letters.slice(0, LETTERS / 2)}-${letters.slice(LETTERS / 2)}`;
}

/**
 * The beginning of the ids of all orders that go by a reference, as people type it; undefined for a text that is none. There are
 * 2^40 references: among a million orders two may share one.
 */
export function idBeginningOf(reference: string): string | undefined {
  const letters = reference.toUpperCase().replace(/[\s-]/g, '');
  const values = Array.from(letters, (letter) => ALPHABET.indexOf(letter));
  if (letters.length !== LETTERS || values.includes(-1)) return undefined;
  const number = values.reduce((sum, value) => sum * ALPHABET.length + value, 0);
  return PREFIX + number.toString(16).padStart(DIGITS, '0');
}
