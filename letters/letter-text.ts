import type { Locale } from '../billing/facts/types';
import type { LetterWords } from './letter';

/** A colon as the language sets it. */
export const colonOf = (locale: Locale): string => (locale === 'fr' ? '\u00a0: ' : ': ');

/** A letter as plain text, from behind its greeting. */
export function letterText({ locale, sentences, amount, button, more, reference, closing, look }: LetterWords): string {
  const colon = colonOf(locale);
  const sections = [
    ...sentences,
    amount === null ? '' : `${amount.label}${colon}${amount.text}`,
    button === null ? '' : `${button.label}${colon}${button.link}`,
    more.join('\n'),
    reference === null ? '' : `${reference.label}${colon}${reference.text}`,
    look.name === null ? closing : `${closing}\n${look.name}`,
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}
