/** Longest text looked at: a compact number and the separators people type into it. */
const TYPED_LIMIT = 64;
/** Longest compact number looked at; the longest real one is Swiss ("CHE123456789MWST", 16). */
const COMPACT_LIMIT = 20;

const SEPARATORS = new Set(' .-/:()\t\r\n');
/** Characters without a picture of their own, which come along when a text is copied: marks of direction, byte order, joining. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** Shows the text behind it backwards: what is read then is not what was sent. */
const REVERSING = '\u202e';
const DASHES = new Set('\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d');

export type TextFault = 'empty' | 'too_long' | 'foreign_character' | 'unknown_country';

export type CompactText = { ok: true; text: string } | { ok: false; reason: TextFault };

/**
 * Takes the separators out of a typed VAT number and puts its ASCII letters into upper case.
 *
 * Only digits, dashes and spaces are taken from outside ASCII (NFKC, one character to one character), and what cannot be
 * seen is dropped. A foreign letter is refused instead of folded: a Greek "ΒΕ" is not Belgium, and a number that only looks right must not become one.
 * Refused as `unknown_country` where the country prefix should stand, as `foreign_character` behind it.
 */
export function compactVatText(typed: string): CompactText {
  if (typed.length > TYPED_LIMIT) return { ok: false, reason: 'too_long' };
  let text = '';
  for (const character of typed) {
    const plain = toPlain(character);
    if (plain === null) return { ok: false, reason: text.length < 2 ? 'unknown_country' : 'foreign_character' };
    text += plain;
  }
  if (text === '') return { ok: false, reason: 'empty' };
  if (text.length > COMPACT_LIMIT) return { ok: false, reason: 'too_long' };
  return { ok: true, text };
}

/** A text of one line as it was given, without marks that cannot be seen; null where it cannot be printed as one. */
export function plainLine(typed: string): string | null {
  if (typed.length > TYPED_LIMIT || typed.includes(REVERSING)) return null;
  const line = [...typed.trim()].filter((character) => !INVISIBLE.test(character)).join('');
  return line === '' || /[\p{Cc}\p{Cs}]/u.test(line) ? null : line;
}

/** The character as it counts: itself in upper case, '' for a separator or an invisible mark, null when it has no place in a number. */
function toPlain(character: string): string | null {
  if (SEPARATORS.has(character) || DASHES.has(character)) return '';
  if (INVISIBLE.test(character)) return character === REVERSING ? null : '';
  if (character >= 'a' && character <= 'z') return character.toUpperCase();
  if (character > ' ' && character <= '~') return character;
  const folded = character.normalize('NFKC');
  if (folded === ' ') return '';
  return folded.length === 1 && folded >= '0' && folded <= '9' ? folded : null;
}
