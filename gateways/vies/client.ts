import { exchange, type HttpExchange } from '../http';
import { evidenceOf, NOTHING_DISCLOSED, noAnswer, otherNumber, textOf, unverifiable } from '../vat-register/answer';
import type { VatAnswer, VatCheckOptions, VatRegister, VatVerdict } from '../vat-register/port';
import { detailsOf, fromVies, isAboutAnother } from './answer';

/** Written into every piece of evidence, so that an old record can be read by the rules of its day. */
export const CLIENT_VERSION = 'avenant-vies/1';

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
      return answer(vatNumber, asked, verdictOf(reply, vatNumber), reply);
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

function verdictOf(reply: HttpExchange, vatNumber: string): VatVerdict {
  if (reply.kind !== 'answered') return noAnswer(reply);
  return isAboutAnother(reply.text, vatNumber) ? otherNumber() : fromVies(reply.status, reply.text);
}

function answer(vatNumber: string, asked: VatCheckOptions, verdict: VatVerdict, reply: HttpExchange | null): VatAnswer {
  const source = { register: 'vies', clientVersion: CLIENT_VERSION };
  const text = textOf(reply);
  const details = isAboutAnother(text, vatNumber) ? NOTHING_DISCLOSED : detailsOf(text);
  return { ...verdict, evidence: evidenceOf(source, vatNumber, asked, reply, details) };
}
