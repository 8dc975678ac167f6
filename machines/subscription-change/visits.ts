import type { OrderContext, Step, Visits } from './context';
import type { Visit } from './steps';

/** Names one visit of a step: the idempotency key of everything done in it. */
export function visit({ changeId, tenantId, accountId, visits }: OrderContext, step: Step): Visit {
  return { changeId, tenantId, accountId, visit: visits[step] };
}

/** The visits once these steps are entered with a new decision. */
export function visited({ visits }: OrderContext, ...steps: Step[]): Partial<Visits> {
  return Object.fromEntries(steps.map((step) => [step, visits[step] + 1]));
}
