/**
 * Numbers of payment cards in a text: found whatever stands between their digits and however these are written, and masked.
 * Pure: the door, the workflows, the store and the log ask the same rule.
 */

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** ISO 13616: country, two check digits, then groups of letters and digits. */
const IBAN = /(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{1,4}){3,8}(?![A-Z0-9])/gi;
/** Shorter texts hold no card number. */
const SHORTEST = 13;
const LONGEST = 19;
/** Signs that may stand between two digits of one number; what has no width does not count. */
const MOST_BETWEEN = 6;

/** The brands whose numbers are known by their first digits, each with the lengths that it issues. */
const BRANDS: readonly { issuers: RegExp; lengths: readonly number[] }[] = [
  // Visa
  { issuers: /^4/, lengths: [13, 16, 19] },
  // Mastercard
  { issuers: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  // American Express
  { issuers: /^3[47]/, lengths: [15] },
  // Diners Club
  { issuers: /^(?:30[0-5]|3095|36|3[89])/, lengths: [14, 16, 19] },
  // JCB
  { issuers: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  // Discover, RuPay, Elo, Hipercard, Verve
  { issuers: /^(?:60|64[4-9]|65|82|50[89]|506[01])/, lengths: [16, 17, 18, 19] },
  // UnionPay
  { issuers: /^(?:62|81)/, lengths: [16, 17, 18, 19] },
  // Mir
  { issuers: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  // Maestro
  { issuers: /^(?:5018|5020|5038|5[678]|6304|6390|67)/, lengths: [13, 14, 15, 16, 17, 18, 19] },
];

/** Digits in a row, and where they stand in the text. */
interface Group {
  digits: string;
  from: number;
  to: number;
  /** A part of a longer word, such as an id with a prefix. */
  inWord: boolean;
  /** The sign before it: a `+` stands before the number of a telephone. */
  after: string;
}

/** Digits that belong together, in groups. */
type Run = Group[];

/** A part of a text, from one place up to another. */
interface Span {
  from: number;
  to: number;
}

/**
 * Whether a text holds the number of a payment card: digits of any script, with blanks, dashes, dots or any other signs
 * between them, that begin like those of a brand, are as long as it issues them and pass the Luhn check. Behind other
 * digits it is found where a group of its own begins. UUIDs, valid IBANs, SIRETs and telephone numbers, fractions and
 * digits inside a longer word are left out. Linear in the length of the text.
 */
export const looksLikeCardNumber = (text: string): boolean => cardNumbersIn(text).length > 0;

/** The text with every card number in it masked, and with nothing else changed. */
export function masked(text: string): string {
  const found = cardNumbersIn(text);
  if (found.length === 0) return text;
  const kept = found.map(({ from }, index) => text.slice(found[index - 1]?.to ?? 0, from));
  return `${kept.map((part) => `${part}${MASK}`).join('')}${text.slice(found.at(-1)?.to)}`;
}

export const MASK = '[card number]';

/** Whether any text or number, at any depth of a JSON value, or the name of a field holds a card number. */
export function holdsCardNumber(value: unknown): boolean {
  if (typeof value === 'string') return looksLikeCardNumber(value);
  if (typeof value === 'number' || typeof value === 'bigint') return looksLikeCardNumber(String(value));
  if (Array.isArray(value)) return value.some(holdsCardNumber);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, field]) => looksLikeCardNumber(name) || holdsCardNumber(field));
}

/**
 * What must be left as it is because somebody looks something up by it: hashes, tokens, and references of payments. We or
 * a gateway make them; what people type is never named so.
 */
const OPAQUE = /(?:hash|reference|token|secret)$/i;

/**
 * A value with every text in it masked, at any depth, that may be somebody else's. A text from outside has not to be marked:
 * what is left alone is what we make. These are numbers and instants, {@link OPAQUE} names, and what tells amounts in
 * words: whatever carries a hash of itself, such as a quote, how two quotes differ, and the names given.
 *
 * @param ours names of fields with texts that we write ourselves
 * @returns the same value where there is nothing to mask
 */
export function maskedIn<Value>(value: Value, ours: readonly string[] = []): Value {
  return maskedPart(value, ours) as Value;
}

function maskedPart(value: unknown, ours: readonly string[]): unknown {
  if (typeof value === 'string') return masked(value);
  if (Array.isArray(value)) {
    const parts = value.map((part) => maskedPart(part, ours));
    return parts.some((part, index) => part !== value[index]) ? parts : value;
  }
  if (!isPlain(value) || typeof value.hash === 'string') return value;
  const changed = Object.entries(value).flatMap(([name, field]) => {
    const isOurs = name === 'difference' || ours.includes(name) || (OPAQUE.test(name) && typeof field === 'string');
    const part = isOurs ? field : maskedPart(field, ours);
    return part === field ? [] : [[name, part] as const];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A line of a log, which is JSON: what others wrote may be in it, such as a message of a gateway. */
export function maskedLine(line: string): string {
  // JSON writes a line break as a letter, which would hide the digits behind it.
  if (!looksLikeCardNumber(line.replaceAll(/\\[bfnrtu]/g, ' '))) return line;
  return `${JSON.stringify(maskedIn(JSON.parse(line)))}\n`;
}

function cardNumbersIn(text: string): Span[] {
  if (text.length < SHORTEST) return [];
  // Most texts hold none, and need not be looked at for what else a number may be.
  return candidatesIn(text).length === 0 ? [] : candidatesIn(withoutOtherNumbers(text));
}

/** Parts of a text with digits enough: letters of Latin script end a number. */
const MANY_DIGITS = /(?:[\p{Nd}\p{No}][^A-Za-z\p{Nd}\p{No}]*){13,}/gu;
/** Characters before and behind such a part that tell whether it belongs to a word. */
const AROUND = 2;

function candidatesIn(text: string): Span[] {
  return [...text.matchAll(MANY_DIGITS)].flatMap(({ index, 0: part }) => {
    const start = Math.max(0, index - AROUND);
    const runs = runsIn(text.slice(start, index + part.length + AROUND));
    return runs.flatMap(cardNumbersOf).map(({ from, to }) => ({ from: from + start, to: to + start }));
  });
}

/** The text, as long as before, without the numbers that are known to be something else. */
const withoutOtherNumbers = (text: string): string =>
  text
    .replace(UUID, (found) => 'x'.repeat(found.length))
    .replace(IBAN, (found) => {
      const { length } = ibanAtTheBeginning(found.split(' '));
      return `${'x'.repeat(length)}${found.slice(length)}`;
    });

/** Digits behind it, in groups of their own, look like a part of it. */
function ibanAtTheBeginning(groups: readonly string[]): string {
  const text = groups.join(' ');
  if (groups.length === 0 || isIban(text.replaceAll(' ', '').toUpperCase())) return text;
  return ibanAtTheBeginning(groups.slice(0, -1));
}

/** ISO 13616, by ISO 7064 MOD 97-10. */
function isIban(compact: string): boolean {
  if (compact.length < 15) return false;
  const moved = `${compact.slice(4)}${compact.slice(0, 4)}`;
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

/** What one character is to a number: its digits, something between them, or the end of it. */
type Sign = string;
const [BLANK, BETWEEN, OTHER] = ['blank', 'between', 'other'];

const IGNORABLE = /^[\p{Cf}\p{M}\u115f\u1160\u3164\uffa0]$/u;
const MARK = /^[\p{Z}\p{P}\p{S}\p{Cc}]$/u;

const isLatinLetter = (one: string): boolean => (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z');

/** As Unicode means it: full-width and styled digits are the plain ones, those of other scripts have the same values. */
function signOf(character: string): Sign {
  if (character >= '0' && character <= '9') return character;
  if (character < '\u007f') return isLatinLetter(character) ? OTHER : BETWEEN;
  if (IGNORABLE.test(character)) return BLANK;
  const plain = character.normalize('NFKC');
  if (/^[0-9]+$/.test(plain)) return plain;
  // A number with a full stop or in parentheses is one character of its own.
  const [enclosed] = /^\(?([0-9]+)[.)]$/.exec(plain)?.slice(1) ?? [];
  if (enclosed !== undefined) return enclosed;
  if (/^\p{Nd}$/u.test(plain)) return String(scriptDigit(plain));
  return MARK.test(plain.slice(0, 1)) || MARK.test(character) ? BETWEEN : OTHER;
}

/** Every script has its ten digits in a row. */
function scriptDigit(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

function runsIn(text: string): Run[] {
  const runs: Run[] = [];
  let run: Run = [];
  let between = 0;
  let before = '';
  let index = 0;
  let isWord = false;
  const end = (): void => {
    if (run.length > 0) runs.push(run);
    run = [];
  };
  for (const character of text) {
    const sign = signOf(character);
    const to = index + character.length;
    if (sign >= '0' && sign <= '9~') {
      const last = run.at(-1);
      if (last !== undefined && last.to === index) {
        last.digits += sign;
        last.to = to;
      } else {
        run.push({ digits: sign, from: index, to, inWord: isWord, after: before });
      }
      between = 0;
    } else if (sign === OTHER) {
      const last = run.at(-1);
      if (last !== undefined && (last.to === index || (before === '_' && last.to === index - 1))) last.inWord = true;
      end();
    } else if (sign === BETWEEN) {
      between += 1;
      if (between > MOST_BETWEEN) end();
    }
    isWord = sign === OTHER || (isWord && character === '_');
    before = character;
    index = to;
  }
  end();
  return runs;
}

/** A card number in a run of digits begins and ends with a group: a date may stand beside it. */
function cardNumbersOf(run: Run): Span[] {
  const found: Span[] = [];
  const digits = run.map((group) => group.digits).join('');
  let start = 0;
  for (const [first, group] of run.entries()) {
    const end = endOfCardNumber(run, first, digits.slice(start, start + LONGEST));
    start += group.digits.length;
    const { from } = group;
    const to = run[end - 1]?.to;
    if (end === first || to === undefined || (end === FRACTION && isFraction(run))) continue;
    const last = found.at(-1);
    // One may begin inside another that is none: both are taken.
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

/** The groups of a fraction alone: digits behind "0." are one, and what follows them is none of it. */
const FRACTION = 2;
const isFraction = ([whole, fraction]: Run): boolean =>
  whole?.digits === '0' && fraction?.after === '.' && fraction.from === whole.to + 1;

/** The group behind the longest card number that begins with a group; that group itself where none begins. */
function endOfCardNumber(run: Run, first: number, digits: string): number {
  let [length, end] = [0, first];
  for (let index = first; MAY_BEGIN.test(digits) && index < run.length; index += 1) {
    const group = run[index];
    length += group?.digits.length ?? 0;
    if (group === undefined || group.inWord || length > LONGEST) break;
    if (length < SHORTEST || !isCardNumber(digits.slice(0, length))) continue;
    if (!isOtherNumber(run.slice(first, index + 1))) end = index + 1;
  }
  return end;
}

/** The first digits of all brands. */
const MAY_BEGIN = /^[2-68]/;

const isCardNumber = (digits: string): boolean =>
  passesLuhn(digits) && BRANDS.some(({ issuers, lengths }) => lengths.includes(digits.length) && issuers.test(digits));

/**
 * A telephone number (ITU E.164) has a `+` before it and rarely 14 digits; a SIRET is a SIREN, which passes the Luhn
 * check by itself, and the number of a place of business, which few companies have a hundred of.
 */
function isOtherNumber(groups: Run): boolean {
  const digits = groups.map((group) => group.digits).join('');
  if (groups[0]?.after === '+' && digits.length <= 14) return true;
  if (digits.length !== 14 || !passesLuhn(digits.slice(0, 9))) return false;
  const form = groups.map((group) => group.digits.length).join(' ');
  return form === '3 3 3 5' || form === '9 5' || digits.slice(9, 11) === '00';
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
