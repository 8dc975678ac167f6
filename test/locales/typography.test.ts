import fc from 'fast-check';
import { IntlMessageFormat } from 'intl-messageformat';
import deskEn from '../../locales/desk.en.json';
import deskFr from '../../locales/desk.fr.json';
import apiEn from '../../locales/en.json';
import apiFr from '../../locales/fr.json';
import statechartEn from '../../locales/statechart.en.json';
import statechartFr from '../../locales/statechart.fr.json';
import { TEXTS } from '../../locales/texts';
import { frenchSpaces } from '../../locales/typography';
import uiEn from '../../locales/ui.en.json';
import uiFr from '../../locales/ui.fr.json';
import { plainSpaces } from '../support/plain-spaces';

const en = { ...apiEn, ...uiEn, ...deskEn, ...statechartEn };
const fr = { ...apiFr, ...uiFr, ...deskFr, ...statechartFr };

/** Parts of messages; those of the second list mean something to the syntax of messages or to code, and hold no space to set. */
const SPACED = ['Reste : ', 'Total ; ', 'Oui !', 'Quoi ?', '« Options »', ' et ', '2 × 3'];
const FIXED = [
  '{name}',
  '{count, number}',
  '{rate, number, ::.##}',
  '`a : b ; c ? « d »`',
  '15:05',
  'https://a.example/?b=c',
  "'{'",
];
const messages = fc
  .array(fc.constantFrom(...SPACED, ...FIXED, '{n, plural, one {# poste : {name} !} other {# postes ; « {name} »}}'))
  .map((parts) => parts.join(''));

describe('French spaces', () => {
  it('French spaces keep a sign, a quotation and a counted noun on the line of what they belong to', () => {
    expect(frenchSpaces('Payez : « 5 × 2 » ; vraiment ? Oui !')).toBe(
      'Payez\u00a0: «\u00a05\u00a0× 2\u00a0»\u202f; vraiment\u202f? Oui\u202f!',
    );
    expect(frenchSpaces('{seats, plural, one {# poste} other {# postes}} à {of, number} jours : {net}')).toBe(
      '{seats, plural, one {#\u00a0poste} other {#\u00a0postes}} à {of, number}\u00a0jours\u00a0: {net}',
    );
  });

  it('French spaces leave placeholders, code, addresses and hours as they are', () => {
    for (const message of ['{rate, number, ::.##}', 'voyez `a : b ; c`', '15:05', 'https://a.example/?b=c:d']) {
      expect(frenchSpaces(message)).toBe(message);
    }
  });

  it('French spaces change nothing but spaces, are set once, and leave every message one that can be filled', () => {
    const facts = { name: 'Zoé : « a » ;', count: 3, rate: 0.5, n: 2 };
    const filled = (message: string): string => String(new IntlMessageFormat(message, 'fr').format(facts));
    fc.assert(
      fc.property(messages, (message) => {
        const set = frenchSpaces(message);
        expect(plainSpaces(set)).toBe(message);
        expect(frenchSpaces(set)).toBe(set);
        expect(plainSpaces(filled(set))).toBe(plainSpaces(filled(message)));
        expect(
          filled(set)
            .replaceAll(facts.name, '')
            .replaceAll(/`[^`]*`/g, ''),
        ).not.toMatch(/ [;!?»]| :(\s|$)|« /);
      }),
    );
  });

  it('French spaces are set in all texts of the catalogue, and English ones stay as they are typed', () => {
    const outsideCode = Object.values(TEXTS.fr).map((text) => text.replaceAll(/`[^`]*`/g, ''));
    expect(outsideCode.filter((text) => / [;!?»]| : |« |# \p{L}/u.test(text))).toEqual([]);
    expect(Object.values(TEXTS.fr).map(plainSpaces)).toEqual(Object.values(fr));
    expect(TEXTS.en).toEqual(en);
  });
});
