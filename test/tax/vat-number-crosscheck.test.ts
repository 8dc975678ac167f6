import fc from 'fast-check';
import { stdnum } from 'stdnum';
import { parseVatNumber } from '../../tax/vat-number';

/** `#` and `@` stand for a random digit and letter; every digit or letter is tried in place of `!` and `?`. */
interface Comparison {
  prefix: string;
  forms: string[];
  /** The validators of the other library that know this prefix. */
  validator: [country: string, name: string];
  /** Numbers on which the library is known to be wrong, told by rule. */
  except?: (body: string) => boolean;
}

const startsWithZero = (body: string) => body.startsWith('0');
const PRESENT_YEAR = 26;
const yearOf = (body: string) => Number(body.slice(0, 2));
/** A birth number may be written so after 1985 too, which only the register can tell; the library refuses it. */
const hasRemainderTen = (body: string) => body.endsWith('0') && Number(body.slice(0, 9)) % 11 === 10;

const COMPARISONS: Comparison[] = [
  { prefix: 'AT', forms: ['U#######!'], validator: ['AT', 'uid'] },
  // Accepts any first digit but 0, and a check of 00 where the remainder is 0.
  { prefix: 'BE', forms: ['0#######!!', '1#######!!', '########!'], validator: ['BE', 'vat'] },
  // Its list of first digits is its own; its test of ten-digit numbers is inverted (see below for those).
  { prefix: 'BG', forms: ['########!'], validator: ['BG', 'vat'], except: (body) => !/^[01239]/.test(body) },
  // Lets numbers starting with 12 pass, which are not issued.
  { prefix: 'CY', forms: ['########?'], validator: ['CY', 'vat'], except: (body) => body.startsWith('12') },
  {
    prefix: 'CZ',
    forms: ['#######!', '########!', '#########!', '######0##!'],
    validator: ['CZ', 'dic'],
    // Counts the leading 6 of special numbers, reads 80 as 1980 in nine digits, refuses births to come.
    except: (body) =>
      body.length === 9
        ? body.startsWith('6') || body.startsWith('80')
        : body.length === 10 && (hasRemainderTen(body) || (yearOf(body) >= PRESENT_YEAR && yearOf(body) < 54)),
  },
  { prefix: 'DE', forms: ['########!'], validator: ['DE', 'vat'], except: startsWithZero },
  { prefix: 'DK', forms: ['#######!'], validator: ['DK', 'cvr'], except: startsWithZero },
  { prefix: 'EE', forms: ['########!'], validator: ['EE', 'kmkr'] },
  { prefix: 'ES', forms: ['########?', '@#######!', '@#######?'], validator: ['ES', 'nif'] },
  { prefix: 'FI', forms: ['#######!'], validator: ['FI', 'alv'] },
  { prefix: 'FR', forms: ['!!#########', '!@########!', '@!########!', '?@########!'], validator: ['FR', 'tva'] },
  { prefix: 'EL', forms: ['########!', '#######!'], validator: ['GR', 'vat'] },
  { prefix: 'HR', forms: ['##########!'], validator: ['HR', 'oib'] },
  { prefix: 'HU', forms: ['#######!'], validator: ['HU', 'anum'] },
  { prefix: 'IE', forms: ['#######?', '#######?@', '#@#####?', '#+#####?'], validator: ['IE', 'vat'] },
  { prefix: 'IT', forms: ['#######0##!'], validator: ['IT', 'iva'] },
  { prefix: 'LT', forms: ['#######1!', '##########1!', '########!'], validator: ['LT', 'pvm'] },
  { prefix: 'LU', forms: ['######!!'], validator: ['LU', 'tva'] },
  {
    prefix: 'LV',
    forms: ['4#########!', '##########!', '0#0###1###!'],
    validator: ['LV', 'pvn'],
    // Reads a date into codes given since 2017, refuses births to come.
    except: (body) => body.startsWith('32') || (body.charAt(6) === '2' && Number(body.slice(4, 6)) >= PRESENT_YEAR),
  },
  // Takes any number that is right by 37, where the state writes 01 to 37 and starts with no 0.
  {
    prefix: 'MT',
    forms: ['######!!'],
    validator: ['MT', 'vat'],
    except: (body) => startsWithZero(body) || Number(body.slice(6)) > 37 || body.endsWith('00'),
  },
  {
    prefix: 'NL',
    forms: ['########!B##', '#########B#!'],
    validator: ['NL', 'btw'],
    except: (body) => body.endsWith('B00'),
  },
  { prefix: 'PL', forms: ['#########!'], validator: ['PL', 'nip'] },
  { prefix: 'PT', forms: ['########!'], validator: ['PT', 'nif'] },
  { prefix: 'RO', forms: ['#!', '#####!', '#########!'], validator: ['RO', 'cui'] },
  { prefix: 'SE', forms: ['#########!01', '#########!0#'], validator: ['SE', 'vat'] },
  // Writes the complement 11, which is not issued, as 1.
  {
    prefix: 'SI',
    forms: ['#######!'],
    validator: ['SI', 'ddv'],
    except: (body) => startsWithZero(body) || remainderOfSlovenia(body) === 0,
  },
  // Looks at the first digit for the kind of taxpayer, which is the third.
  {
    prefix: 'SK',
    forms: ['2#2######!', '4#9######!', '2#7######!'],
    validator: ['SK', 'dph'],
    except: hasRemainderTen,
  },
  {
    prefix: 'GB',
    forms: ['#######!!', '#######!####', 'GD!##', 'HA!##', 'GD8888###!!', 'HA8888###!!'],
    validator: ['GB', 'vat'],
  },
  {
    prefix: 'CH',
    forms: ['E########!MWST', 'E########!TVA', 'E########!IVA', 'E########!TPV'],
    validator: ['CH', 'vat'],
  },
  { prefix: 'NO', forms: ['########!MVA'], validator: ['NO', 'mva'] },
];

function remainderOfSlovenia(body: string): number {
  return [8, 7, 6, 5, 4, 3, 2].reduce((sum, weight, place) => sum + weight * Number(body[place]), 0) % 11;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';

/** Letters of a form that belong to the form itself are not random: only `#`, `@`, `!` and `?` are. */
function bodiesOf(form: string): fc.Arbitrary<string[]> {
  const digit = fc.constantFrom(...DIGITS);
  const letter = fc.constantFrom(...LETTERS);
  const parts = [...form].map((mark) => (mark === '#' ? digit : mark === '@' ? letter : fc.constant(mark)));
  return fc.tuple(...parts).map((characters) => {
    let bodies = [''];
    for (const one of characters) {
      const tried = one === '!' ? DIGITS : one === '?' ? LETTERS : one;
      bodies = bodies.flatMap((body) => [...tried].map((next) => body + next));
    }
    return bodies;
  });
}

function acceptedByStdnum(body: string, country: string, name: string): boolean {
  const validator = stdnum[country]?.[name];
  if (validator === undefined) throw new Error(`stdnum has no ${country}.${name}`);
  return validator.validate(country === 'CH' ? `CH${body}` : body).isValid;
}

/** No register issues a number of zeros alone, whatever its check digits. */
const hasDigitsBesideZero = (body: string) => /[1-9]/.test(body);

/** The library takes such dates of birth. */
const hasDayOrMonthZero = (body: string) => /^\d\d(?:[024]0|\d\d00)/.test(body);

describe('agreement with stdnum on numbers at random', () => {
  const cases = COMPARISONS.flatMap((comparison) => comparison.forms.map((form) => ({ ...comparison, form })));

  it.each(cases)(
    'a number of the form $prefix $form is accepted exactly when stdnum accepts it',
    ({ prefix, form, validator, except }) => {
      const accepted = new Set<string>();
      fc.assert(
        fc.property(bodiesOf(form), (bodies) => {
          for (const body of bodies) {
            if (except?.(body) || !hasDigitsBesideZero(body)) continue;
            const result = parseVatNumber(`${prefix}${body}`);
            if (result.ok) accepted.add(result.canonical);
            if (result.ok !== acceptedByStdnum(body, ...validator))
              throw new Error(`Only one accepts ${prefix}${body}`);
          }
        }),
        { numRuns: 200 },
      );
      expect(accepted.size).toBeGreaterThan(0);
    },
  );

  it('every Bulgarian person that stdnum knows is accepted', () => {
    fc.assert(
      fc.property(bodiesOf('##0#0####!'), (bodies) => {
        for (const body of bodies) {
          const isPerson = acceptedByStdnum(body, 'BG', 'egn') || acceptedByStdnum(body, 'BG', 'pnf');
          if (isPerson && !hasDayOrMonthZero(body) && !parseVatNumber(`BG${body}`).ok)
            throw new Error(`Refused: ${body}`);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('whatever is typed', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ unit: fc.constantFrom(...'DEFRBE0123456789 .-/\u0000\u202e\u0392\uff10'), maxLength: 30 }),
  );

  it('whatever is typed is read without a throw, and a canonical number reads as itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const result = parseVatNumber(text);
        if (result.ok) expect(parseVatNumber(result.canonical)).toEqual(result);
      }),
      { numRuns: 2000 },
    );
  });

  it('separators and case never change the answer', () => {
    const number = fc.constantFrom(
      'BE0428759497',
      'FR23334175221',
      'ESM1234567L',
      'CHE105838471MWST',
      'NL004495445B01',
    );
    const separator = fc.constantFrom('', ' ', '-', '.', '/', '\u00a0', '\u2013');
    fc.assert(
      fc.property(number, fc.array(separator, { minLength: 16, maxLength: 16 }), fc.boolean(), (plain, gaps, lower) => {
        const typed = [...(lower ? plain.toLowerCase() : plain)].map((one, place) => one + gaps[place]).join('');
        expect(parseVatNumber(typed)).toMatchObject({ ok: true, canonical: plain });
      }),
    );
  });
});
