import { type Language, REGIONAL } from '../../shared/words/languages';

/** "1 Dec, 15:05", "1er déc., 15:05": an instant in a row, where there is no room for its year. */
export const shortTime = (instant: string, timeZone: string, language: Language): string =>
  formOf(language, timeZone)
    .formatToParts(Date.parse(instant))
    // A French month begins with its "1er".
    .map(({ type, value }) => (type === 'day' && language === 'fr' && value === '1' ? '1er' : value))
    .join('');

const forms = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than a hundred uses of it. */
function formOf(language: Language, timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`;
  const form =
    forms.get(key) ??
    new Intl.DateTimeFormat(REGIONAL[language], {
      ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
      timeZone,
    });
  forms.set(key, form);
  return form;
}
