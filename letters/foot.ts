import type { Locale } from '../billing/facts/types';
import { html } from '../receipts/markup';
import type { LetterForms } from './letter';
import { colonOf } from './letter-text';

/** Where the page of a letter says how to stop it: no text that is filled in can say this, since it is escaped. */
export const FOOT_HERE = '<!--foot-->';

/** How its reader stops letters like this one. */
interface Foot {
  sentence: string;
  label: string;
  link: string;
}

/** A letter with its foot; a page without a place for one stays as it is. */
export function footed(
  { body, html: page }: LetterForms,
  { sentence, label, link }: Foot,
  locale: Locale,
): LetterForms {
  return {
    body: `${body}\n\n${sentence}\n${label}${colonOf(locale)}${link}`,
    html: page?.replace(FOOT_HERE, () => html`${sentence}<br><a href="${link}">${label}</a>`.text) ?? null,
  };
}
