import type { FieldProblem } from '../problem';
import { jsonPointerTo } from '../validation';
import { endOfText } from './literals';

/** Two faults that `JSON.parse` lets pass: a text that is nested too deep, and an object that names a key twice. */

interface JsonFault {
  code: 'json_too_deep' | 'duplicate_json_key';
  /** Of the value that is too deep, or of the second field of a name. */
  path: (string | number)[];
}

/** An object or array that is not closed yet. */
interface Open {
  /** Names so far; null in an array. */
  keys: Set<string> | null;
  /** The name or index of the value that is being read. */
  at: string | number;
}

/** Nothing that the API takes is deeper than a price band in a tier. */
export const DEEPEST = 12;
const LONGEST_SHOWN = 64;

/**
 * Looks over a JSON text in one pass, before it is parsed. With a repeated key the last one would silently win, and
 * two readers of one body could disagree about what it says.
 *
 * Expects any text; what is not JSON is left for the parser to refuse.
 */
export function faultOf(text: string): JsonFault | undefined {
  const open: Open[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text[index];
    const inside = open.at(-1);
    if (character === '"') {
      const end = endOfText(text, index);
      if (inside?.keys && isKey(text, end)) {
        inside.at = decoded(text.slice(index, end + 1));
        if (inside.keys.has(inside.at)) return { code: 'duplicate_json_key', path: pathTo(open) };
        inside.keys.add(inside.at);
      }
      index = end;
    } else if (character === '{' || character === '[') {
      if (open.length === DEEPEST) return { code: 'json_too_deep', path: pathTo(open) };
      open.push(character === '{' ? { keys: new Set(), at: '' } : { keys: null, at: 0 });
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === ',' && typeof inside?.at === 'number') {
      inside.at += 1;
    }
    index += 1;
  }
  return undefined;
}

/** The same as a wrong field. */
export const faultProblem = ({ code, path }: JsonFault): FieldProblem => {
  const shown = path.map((part) => (typeof part === 'string' ? part.slice(0, LONGEST_SHOWN) : part));
  return { pointer: jsonPointerTo(shown), code, detail: JSON.stringify(shown.at(-1)) };
};

const pathTo = (open: readonly Open[]): JsonFault['path'] => open.map(({ at }) => at);

function isKey(text: string, end: number): boolean {
  let index = end + 1;
  while (index < text.length && ' \t\n\r'.includes(text[index] ?? '')) index += 1;
  return text[index] === ':';
}

/** "\u0061" and "a" are the same key. */
function decoded(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}
