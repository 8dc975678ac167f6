import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';

/** The subscriptions of an account, read once for whatever tells of them. @param accountId null while none is chosen */
export const useSubscriptions = (accountId: Schemas['Id'] | null) =>
  usePages('GET /v1/subscriptions', { query: { accountId: accountId ?? '' } }, { enabled: accountId !== null });
