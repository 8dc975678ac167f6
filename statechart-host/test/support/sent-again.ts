import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** The code of gRPC for what cannot be done just now. */
const FAILED_PRECONDITION = 9;

const SOON = 50;

/**
 * Sends an update or a query until it is answered. An update that comes while a run ends is taken by the next one; only where
 * the task that it came with is thrown away does the server ask its sender to send it again, under the same id. A query of a
 * machine that a deploy has mended is refused until the task that failed is tried again.
 */
export async function sentAgain<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isToBeSentAgain(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, SOON));
    }
  }
}

const isToBeSentAgain = (error: unknown): boolean =>
  error instanceof ServiceError &&
  isGrpcServiceError(error.cause) &&
  error.cause.code === FAILED_PRECONDITION &&
  /^Unable to (perform workflow execution update|query workflow due to Workflow Task in failed state)/.test(
    error.cause.details,
  );
