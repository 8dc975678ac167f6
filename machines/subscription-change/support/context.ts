import type { OrderEvent } from '../../events';
import type { Stuck } from '../../failure';
import type { OrderStep } from '../../failure-codes';

export type Request = Extract<OrderEvent, { grantId: string }>;

export interface SupportContext {
  /** An event that waits for its grant to be checked. */
  request: Request | null;
  stuck: Stuck<OrderStep> | null;
}

export const newSupport = (): SupportContext => ({ request: null, stuck: null });
