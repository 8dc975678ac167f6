import type { Stuck } from '../../failure';
import type { OrderStep } from '../../failure-codes';

export interface SupportContext {
  stuck: Stuck<OrderStep> | null;
}

export const newSupport = (): SupportContext => ({ stuck: null });
