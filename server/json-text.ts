/** What `JSON.parse` does not tell: how deep a text is nested and whether an object names a key twice. */

export type JsonFault = 'json_too_deep' | 'duplicate_json_key';

/** Nothing that the API takes is deeper than a price band in a tier. */
export const DEEPEST = 12;

/**
 * Looks over a JSON text in one pass, before it is parsed. With a repeated key the last one would silently win, and
 * two readers of one body could disagree about what it says.
 *
 * Expects any text; what is not JSON is left for the parser to refuse.
 */
export function faultOf(text: string): JsonFault | undefined {
  /** Keys seen in each open object; null stands for an array. */
  const open: (Set<string> | null)[] = [];
  let index = 0;
  while (index < text.length) {
    const character = text[index];
    if (character === '"') {
      const end = endOfString(text, index);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        const key = decoded(text.slice(index, end + 1));
        if (keys.has(key)) return 'duplicate_json_key';
        keys.add(key);
      }
      index = end;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null);
      if (open.length > DEEPEST) return 'json_too_deep';
    } else if (character === '}' || character === ']') {
      open.pop();
    }
    index += 1;
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  return text.length;
}

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
