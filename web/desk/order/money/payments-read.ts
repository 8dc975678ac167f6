import type { UseQueryResult } from '@tanstack/react-query';
import type { Schemas } from '../../../shared/api/api-types';

/** What the payment provider was asked, as far as it is read: what is not read is not nothing. */
export type PaymentsRead = UseQueryResult<Schemas['PaymentCalls']>;
