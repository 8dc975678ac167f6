import type { Locale, RefusalCode } from '../../billing/facts/types';
import { isRefusalCode, type ProblemCode } from './problem-codes';
import { nextStep, text } from './texts';

/** What only a program can do wrong: whoever looks at its page can do nothing about it, and is told so in the same words. */
const OF_PROGRAMS: ReadonlySet<ProblemCode | RefusalCode> = new Set([
  'malformed_request',
  'malformed_url',
  'malformed_json',
  'duplicate_json_key',
  'body_not_an_object',
  'json_too_deep',
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'on_behalf_of_missing',
  'on_behalf_of_invalid',
  'on_behalf_of_not_allowed',
  'invalid_query',
  'invalid_cursor',
  'webhook_refused',
  'method_not_allowed',
  'not_acceptable',
  'version_conflict',
  'older_fact',
  'precondition_required',
  'body_too_large',
  'unsupported_media_type',
  'headers_too_large',
  'filters_not_combined',
]);

type Words = Record<string, string | number>;

/**
 * What happened and what to do next in the words of somebody who uses a page: no event, header or field is named. Where the
 * texts for programs say it well already, it is them.
 */
export function forPeople(locale: Locale, code: ProblemCode | RefusalCode, facts: Words): string {
  const own = text(locale, `forPeople.${OF_PROGRAMS.has(code) ? 'of_program' : code}`, facts);
  if (own !== undefined && !('openInvoicesUrl' in facts)) return own;
  const next = nextStep(locale, code, facts) ?? '';
  return isRefusalCode(code)
    ? `${text(locale, `refusal.${code}`, facts)} ${next}`
    : `${text(locale, `problem.${code}`, facts)}. ${next}`;
}
