import { exchange, type HttpExchange } from '../http';
import type { VatAnswer, VatCheckOptions, VatEvidence, VatRegister, VerificationFailure } from './port';
import { detailsOf, fromVies, unverifiable, type ViesVerdict } from './vies-answer';

/** Written into every piece of evidence, so that an old record can be read by the rules of its day. */
export const CLIENT_VERSION = 'avenant-vies/1';

/** Characters of an answer kept as evidence; a real one has a few hundred. */
export const RAW_ANSWER_LIMIT = 8_192;

const MAX_ANSWER_BYTES = 64 * 1024;
// Some states answer after 14 to 16 seconds, so less would make them unverifiable for good.
const DEFAULT_TIMEOUT_MILLISECONDS = 20_000;
const NEVER_ABORTED = new AbortController().signal;

export interface ViesOptions {
  /** Everything before the name of the operation; the Commission's is `…/taxation_customs/vies/rest-api`. */
  baseUrl: string;
  /** Covers connecting, waiting and reading; 20 000 when left out. */
  timeoutMilliseconds?: number;
  /** The test service answers by number (100 is valid, 301 unavailable) for any country. */
  operation?: 'check-vat-number' | 'check-vat-test-service';
}

/** Prefixes that VIES knows; British, Swiss and Norwegian numbers are in other registers. */
const COVERED = new Set(
  'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '),
);

/**
 * VIES over its REST interface, by POST: the GET form takes no requester, so it gives no consultation number, and
 * shows an outage as `isValid: false`.
 */
export function viesRegister(options: ViesOptions): VatRegister {
  const operation = options.operation ?? 'check-vat-number';
  const url = new URL(`${options.baseUrl.replace(/\/+$/, '')}/${operation}`);
  return {
    async check(vatNumber, asked) {
      if (!COVERED.has(vatNumber.slice(0, 2))) {
        return answer(vatNumber, asked, unverifiable('not_in_vies', 'not_covered', false), null);
      }
      const signal = asked.signal ?? NEVER_ABORTED;
      const reply = await exchange({
        method: 'POST',
        url,
        json: toVies(vatNumber, asked),
        signal,
        timeoutMilliseconds: options.timeoutMilliseconds ?? DEFAULT_TIMEOUT_MILLISECONDS,
        maxAnswerBytes: MAX_ANSWER_BYTES,
      });
      signal.throwIfAborted();
      return answer(vatNumber, asked, verdictOf(reply), reply);
    },
  };
}

/** The requester's fields are those of REST; with the names of SOAP, VIES answers without a consultation number. */
function toVies(vatNumber: string, { requester, trader }: VatCheckOptions): Record<string, string> {
  const body: Record<string, string | undefined> = {
    countryCode: vatNumber.slice(0, 2),
    vatNumber: vatNumber.slice(2),
    requesterMemberStateCode: requester?.slice(0, 2),
    requesterNumber: requester?.slice(2),
    traderName: trader?.name,
    traderStreet: trader?.street,
    traderPostalCode: trader?.postalCode,
    traderCity: trader?.city,
    traderCompanyType: trader?.companyType,
  };
  return Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
}

const FAILURE_BY_LOSS: Record<string, VerificationFailure> = {
  timeout: 'timeout',
  connection_lost: 'service_unavailable',
  connection_refused: 'service_unavailable',
  name_not_resolved: 'service_unavailable',
  unreachable: 'service_unavailable',
};

function verdictOf(reply: HttpExchange): ViesVerdict {
  if (reply.kind === 'answered') return fromVies(reply.status, reply.text);
  return unverifiable(reply.reason, FAILURE_BY_LOSS[reply.reason] ?? 'unknown');
}

function answer(
  vatNumber: string,
  asked: VatCheckOptions,
  verdict: ViesVerdict,
  reply: HttpExchange | null,
): VatAnswer {
  return { ...verdict, evidence: evidenceOf(vatNumber, asked, reply) };
}

function evidenceOf(vatNumber: string, asked: VatCheckOptions, reply: HttpExchange | null): VatEvidence {
  const text = reply?.kind === 'answered' ? reply.text : '';
  return {
    register: 'vies',
    vatNumber,
    requester: asked.requester ?? null,
    checkedAt: asked.checkedAt,
    ...detailsOf(text),
    httpStatus: reply?.kind === 'answered' ? reply.status : null,
    rawAnswer: text.slice(0, RAW_ANSWER_LIMIT),
    isRawAnswerCut: text.length > RAW_ANSWER_LIMIT,
    clientVersion: CLIENT_VERSION,
  };
}
