import { memoize } from '../memoize';
import { type Exact, parseAmount } from './amounts';
import { BillingError, quoted } from './errors';

/**
 * Reads a rate of VAT in percent as what a net amount is multiplied by: "20" is 0.2 and "5.5" is 0.055.
 *
 * @throws BillingError `invalid_percent` outside 0 to 100, InvalidAmount for what is no plain decimal
 */
export const vatFactorOf = memoize(256, (vatPercent: string): Exact => {
  const percent = parseAmount(vatPercent, 'vatPercent');
  if (!percent.isNegative() && percent.lessThanOrEqualTo(100)) return percent.div(100);
  throw new BillingError('invalid_percent', 'vatPercent', `${quoted(vatPercent)} is not a rate.`);
});
