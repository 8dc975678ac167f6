import type { Locale } from '../billing/facts/types';
import en from './runbook.en.json';
import fr from './runbook.fr.json';
import { frenchSpaces } from './typography';

/**
 * What support does about each reason to wait, as data in both languages. In texts, `code marks` hold codes and events, and
 * `[words](code)` lead to another section. What can be asked of the statecharts, such as who sends an event, is not in the texts.
 */
export interface Runbook {
  title: string;
  about: readonly string[];
  /** Headings and fixed phrases of the page in docs/. */
  words: Readonly<Record<string, string>>;
  /** Who sends an event, in words. */
  people: Readonly<Record<string, string>>;
  /** Where the money is while a step is stuck. */
  money: Readonly<Record<string, string>>;
  /** By their codes, in the order of the page. */
  chapters: Readonly<Record<string, RunbookChapter>>;
}

export interface RunbookChapter {
  title: string;
  about?: readonly string[];
  /** By failure code, kind of support item, or a code of their own. */
  sections: Readonly<Record<string, RunbookSection>>;
}

export interface RunbookSection {
  /** Left out where the heading is the code. */
  title?: string;
  /** States of an order that it is about, though no step failed. */
  at?: readonly string[];
  means: string;
  check?: string;
  press?: readonly RunbookPress[];
  /** What the customer sees meanwhile. */
  customer?: string;
  /** Left out of a failure code where the money is as its step says. */
  money?: string;
}

export interface RunbookPress {
  /** Left out: whatever the section is about, but for work after the order that other ways are told of. */
  steps?: readonly string[] | undefined;
  text: string;
}

export const RUNBOOK: Readonly<Record<Locale, Runbook>> = { en, fr: spaced(fr) };

/** All sections of all chapters, by their codes. */
export const sectionsIn = ({ chapters }: Runbook): Readonly<Record<string, RunbookSection>> =>
  Object.assign({}, ...Object.values(chapters).map(({ sections }) => sections));

/** French spaces in every text, at any depth. Codes hold braces and are no part of a message, so they are set aside. */
function spaced<Value>(value: Value): Value {
  if (typeof value === 'string') {
    const parts = value.split(/(`[^`]*`)/);
    return parts.map((part) => (part.startsWith('`') ? part : frenchSpaces(part))).join('') as Value;
  }
  if (Array.isArray(value)) return value.map(spaced) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spaced(inner)])) as Value;
}
