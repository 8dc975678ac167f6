import type { Schemas } from '../../shared/api/api-types';

/** Reasons to ask again for which other details are the way on. */
const FAILED: readonly string[] = ['payment_declined', 'payment_details_refused'];

/** Whether the order is asked about again because its details did not pay. */
export const paymentHasFailed = ({ askAgain }: Pick<Schemas['Order'], 'askAgain'>): boolean =>
  askAgain !== null && FAILED.includes(askAgain.reason);
