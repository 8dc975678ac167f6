import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from './files';

/** The title of `it` and of a scenario, of `it.each` on one line, and of `it.each` after a table, as the formatter writes them. */
const TITLE =
  /^( *)(?:it|live|both)\b(?:[.\w]*\(\s*|\.[^\n]*?\)\(\s*|\.[^\n]*\n(?:\1 [^\n]*\n)*\1[\])][^\n]*?\(\s*)(['"`])(.*?)(?<!\\)\2/gm;

/** The name of an invariant stands in front of its sentence. */
const INVARIANT = /^INV-\w+ /;

const ONLY_PLACEHOLDERS = /^(?:[%$][\w.#]+[ :,]*)+$/;

/** Words that open a sentence without its subject: verbs, conjunctions, prepositions, adverbs and relative pronouns. */
const NO_SUBJECT = new Set(
  `
    about accepts adds after again agrees also always and answers are arrive as asks assigns at be because
    becomes been before believes belong between binds bought but by can cannot carries carry chains clamps
    closes collects come comes commits compares compiles completes confirms costs could count cuts declines
    differ do does drops during ends enters escapes exists expires explains fails falls finds finishes flag
    follows for from gets give gives goes grants had hands happens has have hold holds hurts in installs into
    is joins keep keeps kills knows leads learns leave leaves let lets looks loses made makes may move moves
    must name names needs neither nets never not of offers on once opens or ought over pass passes pays places
    print prints puts ranks reach reaches reads refuse refuses rejects remembers reminds removes renames
    repeats replaces replays reserves restores returns reverses rewrites rolls rounds saves say says sees
    sells send sends serve serves settles should show shows skips so speaks stands start starts stays still
    stops stores strikes sweeps take takes tell tells than that then throws to trusts under unless until voids
    waits wants was were where which while who whose will with without would writes
  `
    .trim()
    .split(/\s+/),
);

/** Titles of tests that are no sentence of their own, so that a list of failures does not tell what is wrong. */
export function titlesWithoutSubject(root: string): string[] {
  return filesUnder(root, /\.test\.ts$/).flatMap((file) =>
    titlesIn(readFileSync(join(root, file), 'utf8'))
      .filter(lacksItsSubject)
      .map((title) => `${file}: “${title}” is no sentence with a subject`),
  );
}

function titlesIn(text: string): string[] {
  return [...text.matchAll(TITLE)].map(([, , , title = '']) => title);
}

function lacksItsSubject(title: string): boolean {
  const [first = ''] = title
    .replace(INVARIANT, '')
    .toLowerCase()
    .split(/[ ,:;]/);
  return NO_SUBJECT.has(first) || ONLY_PLACEHOLDERS.test(title);
}
