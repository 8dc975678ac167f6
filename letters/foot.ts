import type { Locale } from '../billing/facts/types';
import type { LetterFoot, LetterForms } from './letter';
import { FOOT_HERE, footHtml } from './letter-html';
import { colonOf } from './letter-text';

/** A letter with its foot; a page without a place for one stays as it is. */
export function footed(
  { body, html: page }: LetterForms,
  { sentence, label, link }: LetterFoot,
  locale: Locale,
): LetterForms {
  return {
    body: `${body}\n\n${sentence}\n${label}${colonOf(locale)}${link}`,
    html: page?.replace(FOOT_HERE, () => footHtml({ sentence, label, link })) ?? null,
  };
}
