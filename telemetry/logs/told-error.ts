import { present } from '../../billing/present';

/** Those of one error: a chain may go round. */
const MOST_CAUSES = 10;

/** An error as a line tells it: name, message, stack and causes. What hangs on it (queries, documents) is not told. */
export function toldError(error: unknown, causes = MOST_CAUSES): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  const isLast = cause === undefined || causes === 0;
  return present({ name, message, stack, cause: isLast ? undefined : toldError(cause, causes - 1) });
}
