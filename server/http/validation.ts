import { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import type { VatNumberFault } from '../../tax/vat-number';
import { type FieldProblem, Problem, type ProblemFacts } from './problem';
import { text } from './texts';

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
  throw new Problem(code, {
    errors: onePerField(result.error.issues.flatMap((issue) => fieldProblems(issue, locale))),
  });
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
  const detail = text(locale, issue.message) ?? issue.message;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointerTo([...issue.path, key.slice(0, 64)]),
      code: 'unknown_field',
      detail,
    }));
  }
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

/** RFC 6901: "~" and "/" inside a name are escaped. */
export function jsonPointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
