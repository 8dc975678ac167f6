import { ServiceError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { withItsCauses } from 'statechart-host/contract';
import { BillingError } from '../../billing/money/errors';
import { FulfilmentRefused, FulfilmentUnavailable } from '../../gateways/fulfilment/port';
import { CardDataRefused } from '../../gateways/payment/card-data';
import { GatewayMisuse } from '../../gateways/payment/port';
import { masked, maskedIn } from '../../machines/card-number';
import { type FailureCode, isFailureCode } from '../../machines/failure-codes';
import { isStoreUnavailable } from '../../store/mongo/availability';

/** The work could not be done now; doing the same again may help. */
export const passing = (code: FailureCode, message: string): ApplicationFailure =>
  ApplicationFailure.retryable(message, code);

/** The work cannot be done, however often it is tried: a person has to look. */
export const lasting = (code: FailureCode, message: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, code);

/**
 * The error of an attempt, as the workflow shall see it. Anything unknown is a bug: it stays a plain Error, which Temporal
 * tries again, so that a fixed deploy heals the order.
 */
export function toFailure(error: unknown): unknown {
  if (error instanceof ApplicationFailure) return error;
  if (isStoreUnavailable(error)) return passing('StoreUnavailable', error.message);
  if (error instanceof BillingError) return lasting(`billing_${error.code}`, error.message);
  if (error instanceof GatewayMisuse) return lasting('PaymentGatewayMisuse', error.message);
  if (error instanceof CardDataRefused) return lasting('CardDataRefused', error.message);
  if (error instanceof FulfilmentRefused) return lasting('FulfilmentRefused', error.message);
  if (error instanceof FulfilmentUnavailable) return passing('FulfilmentUnavailable', error.message);
  if (error instanceof ServiceError) return passing('TemporalUnavailable', 'Temporal did not answer.');
  return error;
}

/** Why the work cannot be done, where no retry can heal it; null for anything else. */
export function lastingCodeOf(error: unknown): FailureCode | null {
  const failure = toFailure(error);
  if (!(failure instanceof ApplicationFailure) || failure.nonRetryable !== true) return null;
  const { type } = failure;
  return type != null && isFailureCode(type) ? type : 'unexpected';
}

/** An error as it may stand in a history and in a log: its words may be those of a gateway. */
export function withoutCardNumbers(error: unknown): unknown {
  if (!(error instanceof Error)) return maskedIn(error);
  for (const failure of withItsCauses(error)) {
    failure.message = masked(failure.message);
    if (failure.stack !== undefined) failure.stack = masked(failure.stack);
    if (failure.cause !== undefined && !(failure.cause instanceof Error)) failure.cause = maskedIn(failure.cause);
  }
  return error;
}
