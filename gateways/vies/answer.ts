import { z } from 'zod';
import { jsonOf } from '../http';
import { requesterRefused, unverifiable, type VatDetails } from '../vat-register/answer';
import type { TraderMatch, VatVerdict, VerificationFailure } from '../vat-register/port';

const TextSchema = z.string().max(10_000).nullish().catch(null);

/** VIES repeats the question; a number may come as one of JSON. */
const RepeatedSchema = z.union([z.string(), z.number()]).nullish().catch(null);

const WrappersSchema = z.array(z.looseObject({ error: z.string() })).nullish();

/** Fields are read one by one: a strange name must not make a clear verdict unreadable. */
const AnswerSchema = z.looseObject({
  valid: z.unknown().optional(),
  actionSucceed: z.unknown().optional(),
  errorWrappers: z.unknown().optional(),
  userError: z.unknown().optional(),
  countryCode: RepeatedSchema,
  vatNumber: RepeatedSchema,
  requestIdentifier: TextSchema,
  requestDate: TextSchema,
  name: TextSchema,
  address: TextSchema,
  traderNameMatch: TextSchema,
  traderStreetMatch: TextSchema,
  traderPostalCodeMatch: TextSchema,
  traderCityMatch: TextSchema,
  traderCompanyTypeMatch: TextSchema,
});
type Answer = z.infer<typeof AnswerSchema>;

const FAILURE_BY_CODE = new Map<string, VerificationFailure>([
  ['TIMEOUT', 'timeout'],
  ['MS_UNAVAILABLE', 'member_state_unavailable'],
  ['SERVICE_UNAVAILABLE', 'service_unavailable'],
  ['GLOBAL_MAX_CONCURRENT_REQ', 'rate_limit'],
  ['GLOBAL_MAX_CONCURRENT_REQ_TIME', 'rate_limit'],
  ['MS_MAX_CONCURRENT_REQ', 'rate_limit'],
  ['MS_MAX_CONCURRENT_REQ_TIME', 'rate_limit'],
  ['VAT_BLOCKED', 'blocked'],
  ['IP_BLOCKED', 'blocked'],
]);

/**
 * Reads an answer of `check-vat-number`. VIES reports its errors on HTTP 200, sometimes together with `valid: false`,
 * so an error always wins over a verdict, and a verdict counts only as a JSON boolean on HTTP 200.
 */
export function fromVies(status: number, text: string): VatVerdict {
  const answer = AnswerSchema.safeParse(jsonOf(text)).data;
  const code = answer === undefined ? null : errorCodeOf(answer);
  if (code !== null && (status === 200 || isRecognised(code))) return verdictOfError(code);
  if (status === 400) return verdictOfBadRequest(code, answer !== undefined || text.trim() === '');
  if (status !== 200) return unverifiable(`http_${status}`, failureOfStatus(status));
  if (answer === undefined) return unverifiable('unreadable_answer');
  if (typeof answer.valid !== 'boolean') return unverifiable('no_verdict');
  return { outcome: answer.valid ? 'valid' : 'invalid' };
}

/** Whether an answer names another number than was asked about: then nothing in it is about this one. */
export function isAboutAnother(text: string, vatNumber: string): boolean {
  const answer = AnswerSchema.safeParse(jsonOf(text)).data;
  return differs(answer?.countryCode, vatNumber.slice(0, 2)) || differs(answer?.vatNumber, vatNumber.slice(2));
}

/** Where VIES repeats nothing, nothing speaks against the answer. */
function differs(repeated: string | number | null | undefined, asked: string): boolean {
  const plain = String(repeated ?? '')
    .toUpperCase()
    .replace(/[^0-9A-Z+*]/g, '');
  // A number of JSON has no zeros in front.
  const isSame = typeof repeated === 'number' ? plain === asked.replace(/^0+/, '') : plain === asked;
  return plain !== '' && !isSame;
}

/** The details beside the verdict; "---" is how VIES writes "not disclosed". */
export function detailsOf(text: string): VatDetails {
  const answer = AnswerSchema.safeParse(jsonOf(text)).data;
  return {
    consultationNumber: disclosed(answer?.requestIdentifier),
    requestDate: disclosed(answer?.requestDate),
    traderName: disclosed(answer?.name),
    traderAddress: disclosed(answer?.address),
    traderMatches: answer === undefined ? {} : matchesOf(answer),
  };
}

/** The error an answer reports, '' for one that reports failure without saying which; null for none. */
function errorCodeOf(answer: Answer): string | null {
  const wrappers = WrappersSchema.safeParse(answer.errorWrappers);
  if (!wrappers.success) return '';
  const first = wrappers.data?.[0];
  if (first !== undefined) return first.error;
  if (answer.actionSucceed === false) return '';
  return isUserError(answer.userError) ? answer.userError : null;
}

/** The GET form names its verdict in `userError` too. */
function isUserError(userError: unknown): userError is string {
  return typeof userError === 'string' && !['', 'VALID', 'INVALID'].includes(userError);
}

function isRecognised(code: string): boolean {
  return FAILURE_BY_CODE.has(code) || code === 'INVALID_INPUT' || code === 'INVALID_REQUESTER_INFO';
}

function verdictOfError(code: string): VatVerdict {
  if (code === 'INVALID_INPUT') return { outcome: 'input_refused', code, retry: false };
  if (code === 'INVALID_REQUESTER_INFO') return requesterRefused(code);
  const failure = FAILURE_BY_CODE.get(code) ?? 'unknown';
  // Asking again while blocked only prolongs the block.
  return unverifiable(code === '' ? 'unnamed_error' : code.slice(0, 100), failure, failure !== 'blocked');
}

/** 400 with an HTML page comes from a machine in between, not from VIES. */
function verdictOfBadRequest(code: string | null, isFromVies: boolean): VatVerdict {
  if (!isFromVies) return unverifiable('http_400');
  return { outcome: 'input_refused', code: code ? code.slice(0, 100) : 'http_400', retry: false };
}

function failureOfStatus(status: number): VerificationFailure {
  if (status === 429) return 'rate_limit';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 300 ? 'service_unavailable' : 'unknown';
}

function disclosed(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || trimmed === '---' ? null : trimmed;
}

const MATCHES = new Map<string, TraderMatch>([
  ['VALID', 'match'],
  ['INVALID', 'mismatch'],
  ['NOT_PROCESSED', 'not_processed'],
]);

function matchesOf(answer: Answer): Record<string, TraderMatch> {
  const fields: [string, string | null | undefined][] = [
    ['name', answer.traderNameMatch],
    ['street', answer.traderStreetMatch],
    ['postalCode', answer.traderPostalCodeMatch],
    ['city', answer.traderCityMatch],
    ['companyType', answer.traderCompanyTypeMatch],
  ];
  return Object.fromEntries(
    fields.flatMap(([field, said]) => {
      const match = MATCHES.get(said ?? '');
      return match === undefined ? [] : [[field, match] as const];
    }),
  );
}
