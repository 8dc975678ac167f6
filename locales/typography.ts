import {
  isLiteralElement,
  isNumberElement,
  isPoundElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser';

/** Words of a message in its source; `isCounted` where they follow a number. */
interface Words {
  start: number;
  end: number;
  isCounted: boolean;
}

const NO_BREAK = '\u00a0';
const NARROW_NO_BREAK = '\u202f';

/**
 * A French message in ICU syntax with the spaces that French sets: a narrow no-break one before `;`, `!` and `?`, a no-break
 * one before `:` and `×`, inside « » and between a number and its noun, so that no line begins with a sign. Authors type plain
 * spaces. Placeholders and code between backticks stay as they are.
 */
export function frenchSpaces(message: string): string {
  let set = '';
  let done = 0;
  for (const { start, end, isCounted } of wordsIn(parse(message, { captureLocation: true }))) {
    const words = spaced(message.slice(start, end));
    set += message.slice(done, start) + (isCounted ? words.replace(/^ /, NO_BREAK) : words);
    done = end;
  }
  return set + message.slice(done);
}

/** All words of a message in the order of the source, those of its choices included. */
function wordsIn(elements: readonly MessageFormatElement[]): Words[] {
  return elements.flatMap((element, index) => {
    if ('children' in element) return wordsIn(element.children);
    if ('options' in element) return Object.values(element.options).flatMap(({ value }) => wordsIn(value));
    if (!isLiteralElement(element) || element.location === undefined) return [];
    const before = elements[index - 1];
    const isCounted = before !== undefined && (isPoundElement(before) || isNumberElement(before));
    return [{ start: element.location.start.offset, end: element.location.end.offset, isCounted }];
  });
}

function spaced(words: string): string {
  return words
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : betweenCode(part)))
    .join('');
}

const betweenCode = (words: string): string =>
  words
    .replaceAll('« ', `«${NO_BREAK}`)
    .replaceAll(' »', `${NO_BREAK}»`)
    .replaceAll(/ (?=×|:(?:\s|$))/g, NO_BREAK)
    .replaceAll(/ (?=[;!?])/g, NARROW_NO_BREAK);
