import { useReading } from '../../shared/api/api';
import type { Operations } from '../../shared/api/api-types';

/** Everything that is done with a reason. */
export type ActWithReason = Operations['GET /v1/reason-codes']['query']['event'];

/** The reasons that are offered for an act, once they are read. */
export const useReasonCodes = (act: ActWithReason) =>
  useReading('GET /v1/reason-codes', { query: { event: act } }).data?.items;

/** A reason code in words; a code of a tenant’s own is told as it is. */
export function useReasonText(act: ActWithReason): (code: string) => string {
  const codes = useReasonCodes(act);
  return (code) => codes?.find((one) => one.code === code)?.text ?? code;
}
