import { z } from 'zod';
import { formed } from './forms';

/** Checked as text before any Decimal is built: decimal.js would take "0x1f", "1e10000000" and "NaN". */
export const AmountSchema = formed('amount', { abort: true }).meta({
  id: 'Amount',
  description: 'Decimal text in major units, e.g. "12.50"; never a number.',
  example: '12.50',
});

/** An amount in answers: credits and balances may be negative. */
export const SignedAmountSchema = formed('signedAmount').meta({ id: 'SignedAmount', example: '-12.50' });

export const CurrencySchema = formed('currency').meta({
  id: 'Currency',
  description: 'ISO 4217 code.',
  example: 'EUR',
});

/** Of a billed line: what was given back of it is a part of it. */
export const isCreditedWithin = ({ amount, credited }: { amount: string; credited: string }): boolean =>
  inTenThousandths(credited) <= inTenThousandths(amount);
export const CREDITED_WITHIN = { path: ['credited'], error: 'field.creditedWithin' };

function inTenThousandths(amount: string): bigint {
  const [whole, fraction = ''] = amount.split('.');
  return BigInt(`${whole}${fraction.padEnd(4, '0')}`);
}

/** A rate of VAT, 0 to 100. */
export const PercentSchema = formed('percent').meta({ id: 'Percent', example: '20' });

/** How the VAT of something sold is decided. */
export const VatKindSchema = z.enum(['domestic', 'destination', 'reverse_charge', 'out_of_scope', 'hold']);

export const MoneySchema = z
  .strictObject({ amount: SignedAmountSchema, currency: CurrencySchema })
  .meta({ id: 'Money' });
