/** Words of the names of companies, as they are looked for: whatever their case and accents. */

/** Words of one name that are kept; no name is looked for by its twentieth. */
const MOST_WORDS = 20;
const MOST_LETTERS = 60;

/** Letters that no accent makes of others. */
const LETTERS: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' };

export function nameWordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.replaceAll(/[œæßøłđ]/g, (letter) => LETTERS[letter] ?? letter).split(/[^\p{L}\p{N}]+/u);
  const kept = words.filter((word) => word !== '').map((word) => word.slice(0, MOST_LETTERS));
  return [...new Set(kept)].slice(0, MOST_WORDS);
}

/** Whether each of some beginnings is that of a word. */
export const beginWords = (beginnings: readonly string[], words: readonly string[]): boolean =>
  beginnings.every((beginning) => words.some((word) => word.startsWith(beginning)));
