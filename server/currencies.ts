import { exponentOf } from '../billing/currency';
import { wrongField } from './validation';

/** @throws Problem 422 for a code that ISO 4217 does not have: money in it could never be counted */
export function requireCurrency(code: string, pointer: string): void {
  try {
    exponentOf(code);
  } catch {
    throw wrongField('invalid_request', pointer, 'ISO 4217');
  }
}
