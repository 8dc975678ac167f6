import type { OrderStep } from '../failure-codes';
import type { OrderContext, Step } from './context';

/** The visits of an order once these steps are entered with a new decision. */
export const visited = (context: OrderContext, ...steps: Step[]): Record<Step, number> => {
  const visits = { ...context.visits };
  for (const name of steps) visits[name] += 1;
  return visits;
};

/**
 * The visit that a step begins anew when it is tried under a new key; null where it never is. Placing has none either: it
 * is let go of first and then begun again.
 */
export const VISIT_OF: Readonly<Record<OrderStep, Step | null>> = {
  assessing: 'assess',
  quoting: 'quote',
  capturingPayment: 'capturePayment',
  checkingVat: 'checkVat',
  escalatingVat: null,
  reserving: null,
  settlingPayment: null,
  applying: null,
  confirming: null,
  followingVat: null,
  fulfilling: 'place',
  seating: null,
  compensating: null,
  telling: null,
  releasing: null,
};
