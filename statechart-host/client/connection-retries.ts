import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

type Interceptor = ReturnType<typeof makeGrpcRetryInterceptor>;

/** Of gRPC. */
const RESOURCE_EXHAUSTED = 8;

/**
 * Interceptors for `Connection.connect`: calls are retried as the SDK does it, but a server that has no room says so at once,
 * with the code `Busy`. Without them, the SDK tries such a call for 40 seconds, and no deadline before that tells why.
 *
 * @param endsWithin milliseconds after which a call ends, with its retries, that is given no deadline of its own; left out, the
 *   SDK waits for a server that says nothing for as long as that lasts
 */
export function retriesUnlessBusy({ endsWithin }: { endsWithin?: number } = {}): Interceptor[] {
  const { retryableDecider, ...options } = defaultGrpcRetryOptions();
  const retry = makeGrpcRetryInterceptor({
    ...options,
    retryableDecider: (attempt, status) => status.code !== RESOURCE_EXHAUSTED && retryableDecider(attempt, status),
  });
  if (endsWithin === undefined) return [retry];
  return [(call, next) => retry({ ...call, deadline: call.deadline ?? Date.now() + endsWithin }, next)];
}
