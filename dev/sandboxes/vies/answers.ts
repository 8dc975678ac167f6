import { parseVatNumber } from '../../../tax/vat-number';
import { jsonReply, type SandboxReply } from '../sandbox-server';

/** The answers of VIES, in its REST shapes of 2026. */

export interface ViesQuestion {
  countryCode?: unknown;
  vatNumber?: unknown;
  requesterMemberStateCode?: unknown;
  requesterNumber?: unknown;
  [traderField: string]: unknown;
}

/** Numbers of the Commission's test service, for any country. */
const TEST_SERVICE_ERRORS: Record<string, string> = {
  201: 'INVALID_INPUT',
  202: 'INVALID_REQUESTER_INFO',
  300: 'SERVICE_UNAVAILABLE',
  301: 'MS_UNAVAILABLE',
  302: 'TIMEOUT',
  400: 'VAT_BLOCKED',
  401: 'IP_BLOCKED',
  500: 'GLOBAL_MAX_CONCURRENT_REQ',
  501: 'GLOBAL_MAX_CONCURRENT_REQ_TIME',
  600: 'MS_MAX_CONCURRENT_REQ',
  601: 'MS_MAX_CONCURRENT_REQ_TIME',
};

/** States that do not disclose who a number belongs to. */
const SECRETIVE = new Set(['DE', 'ES']);

/** VIES reports errors on HTTP 200. */
export const viesError = (code: string): SandboxReply =>
  jsonReply(200, { actionSucceed: false, errorWrappers: [{ error: code }] });

export function answerTestService(question: ViesQuestion, requestDate: string): SandboxReply {
  const number = String(question.vatNumber ?? '');
  if (number === '100' || number === '200')
    return jsonReply(200, verdict(question, number === '100', requestDate, 'TEST'));
  return viesError(TEST_SERVICE_ERRORS[number] ?? 'INVALID_INPUT');
}

/** A well-formed number exists unless it is listed as invalid; one without form is answered as not existing. */
export function answerNumber(
  question: ViesQuestion,
  known: { invalid: ReadonlySet<string>; requestDate: string; consultation: string },
): SandboxReply {
  const asked = `${String(question.countryCode ?? '')}${String(question.vatNumber ?? '')}`;
  const number = parseVatNumber(asked);
  const isUnknownState = !number.ok && number.reason === 'unknown_country';
  if (isUnknownState || !question.vatNumber || (number.ok && number.register !== 'vies')) {
    return viesError('INVALID_INPUT');
  }
  if (hasWrongRequester(question)) return viesError('INVALID_REQUESTER_INFO');
  const isValid = number.ok && !known.invalid.has(number.canonical);
  return jsonReply(200, verdict(question, isValid, known.requestDate, known.consultation));
}

const requesterOf = (question: ViesQuestion): string =>
  `${String(question.requesterMemberStateCode ?? '')}${String(question.requesterNumber ?? '')}`;

/** Fields under other names (those of SOAP, for instance) are ignored, as VIES does. */
function hasWrongRequester(question: ViesQuestion): boolean {
  const requester = requesterOf(question);
  return requester !== '' && !parseVatNumber(requester).ok;
}

function verdict(question: ViesQuestion, valid: boolean, requestDate: string, consultation: string): object {
  const { countryCode, vatNumber } = question;
  const isDisclosed = valid && !SECRETIVE.has(String(countryCode));
  return {
    countryCode,
    vatNumber,
    requestDate,
    valid,
    requestIdentifier: parseVatNumber(requesterOf(question)).ok ? consultation : '',
    name: isDisclosed ? `TRADER ${String(vatNumber)}` : '---',
    address: isDisclosed ? '1 EXAMPLE STREET' : '---',
    traderNameMatch: matchOf(question, `TRADER ${String(vatNumber)}`),
  };
}

/** Only Spain compares names. */
function matchOf(question: ViesQuestion, name: string): string {
  if (question.countryCode !== 'ES' || question.traderName === undefined) return 'NOT_PROCESSED';
  return question.traderName === name ? 'VALID' : 'INVALID';
}
