import type { OrderContext } from './context';
import { note } from './note';
import type { Visit } from './steps';

/**
 * The visits of each step: a new decision enters a step with a new visit, a retry or a crash does not. `place` is one
 * attempt to place the order: reserving, charging, applying and undoing share its visit.
 */
export interface Visits {
  assess: number;
  quote: number;
  capturePayment: number;
  checkVat: number;
  place: number;
}
export type Step = keyof Visits;

export const newVisits = (): Visits => ({ assess: 1, quote: 1, capturePayment: 0, checkVat: 0, place: 0 });

/** Names one visit of a step: the idempotency key of everything done in it. */
export function visit({ changeId, tenantId, accountId, visits }: OrderContext, step: Step): Visit {
  return { changeId, tenantId, accountId, visit: visits[step] };
}

/** The visits once these steps are entered with a new decision. */
export function visited({ visits }: OrderContext, ...steps: Step[]): Partial<Visits> {
  return Object.fromEntries(steps.map((step) => [step, visits[step] + 1]));
}

/** A new visit of a step that is stuck, and so a new key of everything done in it. */
export const newVisit = (step: Step) => note((context) => ({ visits: visited(context, step) }));
