import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The support runbook as its test reads it: sections, where each applies, and the events that each names. */

export interface Named {
  type: string;
  /** Who sends it, as the text says; undefined where it does not say. */
  who: string | undefined;
}

export interface Section {
  title: string;
  text: string;
  /** Lines that begin with a dash, each with what it goes on with. */
  bullets: string[];
}

export const RUNBOOK = readFileSync(join(__dirname, '../../docs/support-runbook.md'), 'utf8');

/** By their headings of any level. */
export function sectionsOf(page: string): Section[] {
  const parts = page.split(/^#{1,3} /m).slice(1);
  return parts.map((part) => {
    const [title = '', ...lines] = part.split('\n');
    const text = lines.join('\n');
    const bullets = text
      .split(/^- /m)
      .slice(1)
      .map((bullet) => bullet.split(/\n(?! )/)[0]?.replaceAll(/\s+/g, ' ') ?? '');
    return { title: title.trim(), text, bullets };
  });
}

/** Events in code marks, with who sends them in brackets after it. */
export const eventsIn = (text: string): Named[] =>
  [...text.matchAll(/`([A-Z][A-Z_]{2,})`(?:\s+\(([^)]+)\))?/g)].map(([, type = '', who]) => ({
    type,
    who: who?.replaceAll(/\s+/g, ' '),
  }));

/** Words in code marks. */
export const marked = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

/** As the page's own links name a heading. */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');
