import { anchorOf, CLOSED_LISTS } from './closed-lists';
import type { ApiReference } from './reference';

/** Something that the page has an anchor of. */
interface Found {
  anchor: string;
  /** Of which kind it is, in words. */
  kind: string;
  name: string;
  about: string;
}

export interface SearchOutcome {
  /** As it was understood: trimmed and cut. */
  asked: string;
  found: readonly Found[];
  /** Also those beyond {@link MOST_SHOWN}. */
  total: number;
}

/** Characters of a search; what is longer is cut. */
export const LONGEST_SEARCH = 100;
export const MOST_SHOWN = 60;

/** Searches everything that has an anchor: all words asked for, in any order, whatever their case and accents. */
export function searchOf(reference: ApiReference): (asked: unknown) => SearchOutcome {
  const entries = entriesOf(reference).map((entry) => ({ entry, words: plain(Object.values(entry).join(' ')) }));
  return (asked) => {
    const text = typeof asked === 'string' ? asked.trim().slice(0, LONGEST_SEARCH) : '';
    const wanted = plain(text).split(/\s+/);
    const found = entries.filter(({ words }) => text !== '' && wanted.every((word) => words.includes(word)));
    // What is named so stands before what only speaks of it.
    const isNamed = ({ name }: Found): number => (wanted.some((word) => plain(name).includes(word)) ? 0 : 1);
    const sorted = found.map(({ entry }) => entry).sort((one, other) => isNamed(one) - isNamed(other));
    return { asked: text, found: sorted.slice(0, MOST_SHOWN), total: sorted.length };
  };
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

function entriesOf({ operations, schemas }: ApiReference): Found[] {
  return [
    ...operations.map(({ mounted }) => ({
      anchor: mounted.id,
      kind: `${mounted.method.toUpperCase()} ${mounted.path}`,
      name: mounted.id,
      about: [mounted.summary, mounted.description ?? ''].join('. '),
    })),
    ...CLOSED_LISTS.flatMap(({ id, title, codes }) =>
      codes.map(({ code, cells }) => ({
        anchor: anchorOf(id, code),
        kind: title,
        name: code,
        about: cells.filter((cell) => cell !== '').join(' · '),
      })),
    ),
    ...Object.entries(schemas).map(([name, { description = '', properties = {} }]) => ({
      anchor: `schema-${name}`,
      kind: 'Schema',
      name,
      about: [description, Object.keys(properties).join(', ')].filter((text) => text !== '').join(' '),
    })),
  ];
}
