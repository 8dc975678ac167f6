import type { Policy } from '../facts/policy-types';
import { gapsOf, type PolicyGap } from '../policies/gaps';
import { message, type Readership } from './messages';

/** A gap of a policy in plain words. */
export interface ExplainedGap extends Omit<PolicyGap, 'most'> {
  text: string;
}

/**
 * Tells the seller who chooses a policy what it gives away or asks twice; nothing where it does neither.
 *
 * @throws BillingError `text_missing` when the reader's texts lack a key.
 */
export function explainGaps(policy: Policy, reader: Readership): ExplainedGap[] {
  return gapsOf(policy).map(({ axis, choice, favours }) => ({
    axis,
    choice,
    favours,
    text: message(reader, `policy.gap.${axis}.${choice}`, {}),
  }));
}
