import { bandOf } from '../../../billing/money/amount-bands';
import { isZero } from '../../../billing/money/zero';

it.each([
  ['0', 'nothing'],
  ['0.000', 'nothing'],
  ['0.01', 'under_100'],
  ['99.99', 'under_100'],
  ['100.00', 'under_1000'],
  ['9999.99', 'under_10000'],
  ['10000', 'under_100000'],
  ['100000', 'from_100000'],
  ['123456789012.00', 'from_100000'],
])('an amount of %s is in the band %s', (amount, band) => {
  expect(bandOf(amount)).toBe(band);
});

it.each([
  ['0', true],
  ['0.00', true],
  ['-0.000', true],
  ['0.01', false],
  ['10', false],
  ['', false],
  ['0.', false],
])('the amount %p is zero: %p', (amount, zero) => {
  expect(isZero(amount)).toBe(zero);
});
