import { z } from 'zod';
import { exchange, type HttpExchange, jsonOf } from '../http';
import {
  evidenceOf,
  NOTHING_DISCLOSED,
  noAnswer,
  otherNumber,
  requesterRefused,
  textOf,
  unverifiable,
  type VatDetails,
} from '../vat-register/answer';
import type { VatAnswer, VatCheckOptions, VatRegister, VatVerdict, VerificationFailure } from '../vat-register/port';
import { hmrcAccess } from './access';

/** Written into every piece of evidence, so that an old record can be read by the rules of its day. */
const HMRC_CLIENT_VERSION = 'avenant-hmrc/1';

const MAX_ANSWER_BYTES = 64 * 1024;
const NEVER_ABORTED = new AbortController().signal;

export interface HmrcOptions {
  /** HMRC's is `https://api.service.hmrc.gov.uk`. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  /** Covers connecting, waiting and reading of one request; 10 000 when left out. */
  timeoutMilliseconds?: number;
}

const TextSchema = z.string().max(1_000).nullish().catch(null);
const FoundSchema = z.looseObject({
  target: z.looseObject({
    vatNumber: z.string(),
    name: TextSchema,
    address: z.record(z.string(), z.unknown()).nullish().catch(null),
  }),
  consultationNumber: TextSchema,
  processingDate: TextSchema,
});
const RefusedSchema = z.looseObject({ code: z.string().max(100) });

/**
 * British numbers at HMRC ("Check a UK VAT number" 2.0). A requester of Great Britain gets a consultation number; HMRC
 * knows no other. Only its own "not found" makes a number invalid: every other failure is no answer.
 */
export function hmrcRegister(options: HmrcOptions): VatRegister {
  const { baseUrl, timeoutMilliseconds = 10_000 } = options;
  const access = hmrcAccess({ ...options, timeoutMilliseconds });
  return {
    async check(vatNumber, asked) {
      const target = /^GB(\d{9}|\d{12})$/.exec(vatNumber)?.[1];
      if (target === undefined)
        return answer(vatNumber, asked, unverifiable('not_in_hmrc', 'not_covered', false), null);
      const signal = asked.signal ?? NEVER_ABORTED;
      const granted = await access.token(signal);
      signal.throwIfAborted();
      if (granted.token === null) return answer(vatNumber, asked, withoutAccess(granted), null);
      const requester = /^GB(\d{9}|\d{12})$/.exec(asked.requester ?? '')?.[1];
      const path = ['organisations/vat/check-vat-number/lookup', target, ...(requester ? [requester] : [])].join('/');
      const reply = await exchange({
        method: 'GET',
        url: new URL(`${baseUrl.replace(/\/+$/, '')}/${path}`),
        headers: { accept: 'application/vnd.hmrc.2.0+json', authorization: `Bearer ${granted.token}` },
        signal,
        timeoutMilliseconds,
        maxAnswerBytes: MAX_ANSWER_BYTES,
      });
      signal.throwIfAborted();
      if (reply.kind === 'answered' && reply.status === 401) access.forget();
      return answer(vatNumber, asked, verdictOf(reply, target), reply);
    },
  };
}

const withoutAccess = ({ isRefused }: { isRefused: boolean }): VatVerdict =>
  isRefused ? requesterRefused('access_refused') : unverifiable('no_access', 'service_unavailable');

function verdictOf(reply: HttpExchange, target: string): VatVerdict {
  if (reply.kind !== 'answered') return noAnswer(reply);
  const { status, text } = reply;
  if (status === 200) {
    const found = FoundSchema.safeParse(jsonOf(text)).data;
    if (found === undefined) return unverifiable('unreadable_answer');
    return found.target.vatNumber === target ? { outcome: 'valid' } : otherNumber();
  }
  const code = RefusedSchema.safeParse(jsonOf(text)).data?.code;
  if (status === 404 && code === 'NOT_FOUND') return { outcome: 'invalid' };
  if (status === 400 && code !== undefined) return { outcome: 'input_refused', code, retry: false };
  if (status === 403) return requesterRefused(code ?? 'http_403');
  const failure: VerificationFailure =
    status === 429 ? 'rate_limit' : status === 504 ? 'timeout' : 'service_unavailable';
  return unverifiable(code ?? `http_${status}`, failure);
}

function answer(vatNumber: string, asked: VatCheckOptions, verdict: VatVerdict, reply: HttpExchange | null): VatAnswer {
  const source = { register: 'hmrc', clientVersion: HMRC_CLIENT_VERSION };
  const details = verdict.outcome === 'valid' ? detailsOf(textOf(reply)) : NOTHING_DISCLOSED;
  return { ...verdict, evidence: evidenceOf(source, vatNumber, asked, reply, details) };
}

function detailsOf(text: string): VatDetails {
  const found = FoundSchema.safeParse(jsonOf(text)).data;
  const address = Object.values(found?.target.address ?? {}).filter((part) => typeof part === 'string');
  return {
    consultationNumber: found?.consultationNumber ?? null,
    requestDate: found?.processingDate ?? null,
    traderName: found?.target.name ?? null,
    traderAddress: address.length === 0 ? null : address.join(', '),
    traderMatches: {},
  };
}
