import type { Policy } from '../facts/policy-types';

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
