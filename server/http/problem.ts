import type { Locale, Refusal, RefusalCode } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { USUAL_BYTES } from '../../schemas/api/answer-bounds';
import { forPeople } from './for-people';
import { isRefusalCode, type ProblemCode, statusOf, typeOf } from './problem-codes';
import { innermostText, nextStep, text } from './texts';

/** One wrong field: where it stands in the body (RFC 6901) and what is wrong, in the caller's language. */
export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
  /** The value with which the field would do, where one is known. */
  wouldDo?: string | number;
}

/** Facts that fill the texts of a problem; `{ text }` is the path of a text, told in the reader's language. */
export type ProblemFacts = Record<string, string | number | { text: string }>;

type Words = Record<string, string | number>;

interface ProblemOptions {
  /** Fill the texts; never personal data beyond ids. */
  facts?: ProblemFacts;
  errors?: FieldProblem[];
  /** How many more fields are wrong than `errors` names. */
  unnamed?: number;
  /** Members of the document beside the standard ones. */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** The answer to a request that is not done. The message is for our log; callers see texts by code. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly facts: ProblemFacts;
  readonly errors: FieldProblem[];
  readonly unnamed: number;
  readonly extra: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    readonly code: ProblemCode | RefusalCode,
    options: ProblemOptions = {},
  ) {
    super(code, present({ cause: options.cause }));
    this.facts = options.facts ?? {};
    this.errors = options.errors ?? [];
    this.unnamed = options.unnamed ?? 0;
    this.extra = options.extra ?? {};
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return statusOf(this.code);
  }
}

/** A refused change as a problem: status, text and next step come from its code. */
export function refusalProblem(
  { code, facts }: Refusal,
  extra: Record<string, unknown> = {},
  errors: FieldProblem[] = [],
): Problem {
  return new Problem(code, { facts, errors, extra: { ...extra, facts } });
}

/**
 * A service that this request needs is down. Whether it was taken is not known; the same request may be sent again and
 * happens once.
 *
 * @param facts of the order that the request is about
 */
export function unavailable(
  service: 'temporal' | 'store',
  cause?: unknown,
  facts: { changeId?: string } = {},
): Problem {
  return new Problem('unavailable', { extra: { service, ...facts }, headers: { 'Retry-After': '5' }, cause });
}

/** RFC 9457 document of a problem; `requestId` is what a caller quotes to support. Without a request there is no instance. */
export function problemDocument(
  problem: Problem,
  request: { requestId: string; instance?: string; locale: Locale },
): Record<string, unknown> {
  const { code, errors, unnamed, extra } = problem;
  const { locale, requestId, instance } = request;
  const facts = inWords(problem.facts, locale);
  const titleKey = isRefusalCode(code) ? 'problem.refused' : `problem.${code}`;
  const detailKey = isRefusalCode(code) ? `refusal.${code}` : `problem.${code}.detail`;
  return present({
    type: typeOf(code),
    title: text(locale, titleKey, facts) ?? code,
    status: problem.status,
    detail: text(locale, detailKey, facts),
    code,
    instance,
    requestId,
    next: nextStep(locale, code, facts),
    forPeople: forPeople(locale, code, facts),
    errors: errors.length > 0 ? errors.map((error) => told(error, facts, locale)) : undefined,
    moreErrors: unnamed > 0 ? text(locale, 'field.more', { count: unnamed }) : undefined,
    ...extra,
  });
}

/** The document as it is sent: where its details would make it larger than any answer may be, it goes without them. */
export function problemText(problem: Problem, request: Parameters<typeof problemDocument>[1]): string {
  const text = JSON.stringify(problemDocument(problem, request));
  if (Buffer.byteLength(text) <= USUAL_BYTES) return text;
  return JSON.stringify(problemDocument(new Problem(problem.code), { ...request, instance: '' }));
}

const inWords = (facts: ProblemFacts, locale: Locale): Words =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === 'object' ? (innermostText(locale, fact.text) ?? fact.text) : fact,
    ]),
  );

/** A wrong field, in words where there are some. */
const told = (error: FieldProblem, facts: Words, locale: Locale): FieldProblem => ({
  ...error,
  detail: text(locale, error.detail, facts) ?? error.detail,
});
