import { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import type { VatNumberFault } from '../../tax/vat-number';
import { type FieldProblem, Problem, type ProblemFacts } from './problem';
import { text } from './texts';

/** As many wrong fields are named; of the others it is told how many they are. */
const MOST_NAMED = 20;
/** Characters of the words about one field, which may name every value that it could have. */
const WORDS = 300;
const NAME = 64;

const MESSAGES = { en: z.locales.en().localeError, fr: z.locales.fr().localeError };

/**
 * The value as its schema sees it.
 *
 * @throws Problem 422 `invalid_request` (or the code given) with every wrong field at once, each by JSON pointer.
 */
export function validated<Output>(
  schema: z.ZodType<Output>,
  value: unknown,
  locale: Locale,
  code: 'invalid_request' | 'invalid_query' = 'invalid_request',
): Output {
  const result = schema.safeParse(value, { error: MESSAGES[locale] });
  if (result.success) return result.data;
  const errors = onePerField(result.error.issues.flatMap((issue) => fieldProblems(issue, locale)));
  throw new Problem(code, { errors: errors.slice(0, MOST_NAMED), unnamed: Math.max(0, errors.length - MOST_NAMED) });
}

/** A text that can be no VAT number; the code of its field says why. */
export const wrongVatNumber = (reason: VatNumberFault): Problem =>
  new Problem('vat_format', { errors: [{ pointer: '/vatNumber', code: reason, detail: `field.vat.${reason}` }] });

/** A single wrong field that only the business rules could find; `detail` is the key of a text. */
export function wrongField(
  code: 'vat_format' | 'invalid_request',
  pointer: string,
  detail: string,
  facts: ProblemFacts = {},
) {
  return new Problem(code, { facts, errors: [{ pointer, code, detail }] });
}

/** A fault that has no text of ours is told in the words of the library. */
function fieldProblems(issue: z.core.$ZodIssue, locale: Locale): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    // The library names all of them in the words about each.
    return issue.keys.map((key) => ({
      pointer: jsonPointerTo([...issue.path, key]),
      code: 'unknown_field',
      detail: text(locale, 'field.unknown', { name: key.slice(0, NAME) }) ?? '',
    }));
  }
  const detail = (text(locale, issue.message) ?? issue.message).slice(0, WORDS);
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => branch.length > 0 && branch.every(isInside));
    if (meant)
      return meant.flatMap((inner) => fieldProblems({ ...inner, path: [...issue.path, ...inner.path] }, locale));
  }
  return [{ pointer: jsonPointerTo(issue.path), code: issue.code, detail }];
}

/** Of several shapes, the one whose kind was right and only some of whose fields are not is the one that was meant. */
const isInside = (issue: z.core.$ZodIssue): boolean => issue.path.length > 0 || issue.code === 'unrecognized_keys';

/** The first thing that is wrong with a field is enough to mend it. */
function onePerField(problems: readonly FieldProblem[]): FieldProblem[] {
  const first = new Map<string, FieldProblem>();
  for (const problem of problems) if (!first.has(problem.pointer)) first.set(problem.pointer, problem);
  return [...first.values()];
}

/** RFC 6901: "~" and "/" inside a name are escaped. A name that is longer than any of ours is cut. */
export function jsonPointerTo(path: readonly PropertyKey[]): string {
  const names = path.map((part) => String(part).slice(0, NAME));
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
