import type { HttpExchange } from '../http';
import type { VatCheckOptions, VatEvidence, VatVerdict, VerificationFailure } from './port';

/** Characters of an answer kept as evidence; a real one has a few hundred. */
export const RAW_ANSWER_LIMIT = 8_192;

export const unverifiable = (code: string, failure: VerificationFailure = 'unknown', retry = true): VatVerdict => ({
  outcome: 'unverifiable',
  code,
  failure,
  retry,
});

/** The answer names another number than was asked about, so there is none about this one. */
export const otherNumber = (): VatVerdict => unverifiable('other_number');

/** Our own requester number, or our access, is wrong. */
export const requesterRefused = (code: string): VatVerdict => ({
  outcome: 'config_error',
  code,
  failure: 'invalid_requester',
  retry: false,
  alert: 'operator',
});

const FAILURE_BY_LOSS: Readonly<Record<string, VerificationFailure>> = {
  timeout: 'timeout',
  aborted: 'unknown',
  answer_too_large: 'unknown',
};

/** The verdict on an exchange that brought no answer. */
export const noAnswer = ({ reason }: Extract<HttpExchange, { reason: string }>): VatVerdict =>
  unverifiable(reason, FAILURE_BY_LOSS[reason] ?? 'service_unavailable');

/** The text of an answer; empty where none came. */
export const textOf = (reply: HttpExchange | null): string => (reply?.kind === 'answered' ? reply.text : '');

/** The register's details of the trader and the check. */
export type VatDetails = Pick<
  VatEvidence,
  'consultationNumber' | 'requestDate' | 'traderName' | 'traderAddress' | 'traderMatches'
>;

/** Of a register that was not asked, or whose answer is not about the number. */
export const NOTHING_DISCLOSED: VatDetails = {
  consultationNumber: null,
  requestDate: null,
  traderName: null,
  traderAddress: null,
  traderMatches: {},
};

/** @param reply null where the register was not asked */
export function evidenceOf(
  source: Pick<VatEvidence, 'register' | 'clientVersion'>,
  vatNumber: string,
  { requester, checkedAt }: VatCheckOptions,
  reply: HttpExchange | null,
  details: VatDetails,
): VatEvidence {
  const text = textOf(reply);
  return {
    ...source,
    vatNumber,
    requester: requester ?? null,
    checkedAt,
    ...details,
    httpStatus: reply?.kind === 'answered' ? reply.status : null,
    rawAnswer: text.slice(0, RAW_ANSWER_LIMIT),
    isRawAnswerCut: text.length > RAW_ANSWER_LIMIT,
  };
}
