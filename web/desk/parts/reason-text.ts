import { useReading } from '../../shared/api/api';
import type { Operations } from '../../shared/api/api-types';

/** Everything that is done with a reason. */
export type ReasonedAct = Operations['GET /v1/reason-codes']['query']['event'];

/** The reasons that are offered for an act, once they are read. */
export const useReasonCodes = (act: ReasonedAct) =>
  useReading('GET /v1/reason-codes', { query: { event: act } }).data?.items;

/** A reason code in words; a code of a tenant’s own is told as it is. */
export function useReasonText(act: ReasonedAct): (code: string) => string {
  const codes = useReasonCodes(act);
  return (code) => codes?.find((one) => one.code === code)?.text ?? code;
}
