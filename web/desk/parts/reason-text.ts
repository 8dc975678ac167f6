import { useReading } from '../../shared/api/api';
import type { Operations } from '../../shared/api/api-types';

/** Everything that is done with a reason. */
export type ActWithReason = Operations['GET /v1/reason-codes']['query']['event'];

/** The reasons that are offered for an act, once they are read. @param act null for one that needs none */
export const useReasonCodes = (act: ActWithReason | null) =>
  useReading(
    'GET /v1/reason-codes',
    { query: { event: act as ActWithReason } },
    { enabled: act !== null, refetchOnWindowFocus: false },
  ).data?.items;

/** A reason code in words; a code of a tenant’s own is told as it is. */
export function useReasonText(act: ActWithReason): (code: string) => string {
  const codes = useReasonCodes(act);
  return (code) => codes?.find((one) => one.code === code)?.text ?? code;
}
