import { BillingError, quoted } from './errors';
import type { Policy } from './policy';

type Axis = Exclude<keyof Policy, 'name' | 'version'>;

/** Every axis with its choices; a policy from outside may hold nothing else. */
export const POLICY_AXES: { readonly [Name in Axis]: readonly Policy[Name][] } = {
  timeUnit: [
    'local-day',
    'second',
    'second-before-end',
    'month-then-day',
    'thirty-day-month',
    'strict-30-360',
    'actual-360',
  ],
  changeDayOwner: ['new', 'old', 'both'],
  anchor: ['reset', 'keep', 'reset-on-frequency-change'],
  keptAnchor: ['date', 'day-of-month'],
  credit: ['prorated', 'full', 'none'],
  charge: ['prorated', 'full', 'none'],
  creditBasis: ['billed', 'list', 'list-up-to-billed', 'list-up-to-unused'],
  seatChange: ['whole-line', 'difference'],
  rounding: ['line', 'nine-digit-fraction', 'difference'],
  unpaidLines: ['no-credit', 'credit'],
};

/**
 * Checks a policy that came from outside, such as a simulation's.
 *
 * @throws BillingError `invalid_policy`, naming the axis.
 */
export function requirePolicy(policy: Policy): void {
  for (const [axis, choices] of Object.entries(POLICY_AXES)) {
    const choice: unknown = Reflect.get(policy, axis);
    if (!choices.some((allowed) => allowed === choice))
      refuse(`policy.${axis}`, choice, `Use one of ${choices.join(', ')}.`);
  }
  if (typeof policy.name !== 'string' || policy.name === '') refuse('policy.name', policy.name, 'Give it a name.');
  if (!Number.isSafeInteger(policy.version) || policy.version < 1) {
    refuse('policy.version', policy.version, 'Use a whole number from 1 on.');
  }
}

function refuse(field: string, value: unknown, next: string): never {
  throw new BillingError('invalid_policy', field, `${quoted(value)} cannot be used here.`, next);
}
