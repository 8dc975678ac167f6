import type { FieldProblem } from '../problem';
import { jsonPointerTo } from '../validation';

/** A value that JSON does not have, such as 1_000 or NaN, and where it stands. */
interface BadLiteral {
  path: (string | number)[];
  text: string;
}

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const ENDS_LITERAL = /[\s,\]}:]/;
const LONGEST_SHOWN = 40;

/**
 * The first value of a text that is neither text nor a literal of JSON, so that whoever wrote it learns which field it
 * is. Expects a text that `JSON.parse` refused; what is wrong with it may be something else.
 */
export function badLiteralIn(text: string): BadLiteral | undefined {
  const path: (string | number)[] = [];
  let key = '';
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === '"') {
      const end = endOfText(text, index);
      key = text.slice(index + 1, end);
      index = end;
    } else if (character === ':') {
      path[path.length - 1] = key;
    } else if (character === '{' || character === '[') {
      path.push(character === '[' ? 0 : '');
    } else if (character === '}' || character === ']') {
      path.pop();
    } else if (character === ',') {
      const last = path.at(-1);
      if (typeof last === 'number') path[path.length - 1] = last + 1;
    } else if (!/\s/.test(character)) {
      const literal = literalAt(text, index);
      if (!LITERAL.test(literal)) return { path: [...path], text: literal.slice(0, LONGEST_SHOWN) };
      index += literal.length - 1;
    }
    index += 1;
  }
  return undefined;
}

/** The same as a wrong field. */
export const badLiteralProblem = ({ path, text }: BadLiteral): FieldProblem => ({
  pointer: jsonPointerTo(path),
  code: 'invalid_literal',
  detail: JSON.stringify(text),
});

/** The index of the quote that closes a text of JSON; where none does, that of the end. */
export function endOfText(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return text.length;
}

function literalAt(text: string, start: number): string {
  let end = start + 1;
  while (end < text.length && !ENDS_LITERAL.test(text[end] ?? '')) end += 1;
  return text.slice(start, end);
}
