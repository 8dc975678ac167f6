/** Digits that pass the check of card numbers and belong to no card: of the range that gateways reserve for tests. */
export function testCardNumber(length = 16): string {
  return withCheckDigit('4'.padEnd(length - 1, '0'));
}

/** The digits with the check digit of card numbers behind them. */
export function withCheckDigit(digits: string): string {
  const check = [...'0123456789'].find((digit) => luhn(`${digits}${digit}`));
  return `${digits}${check}`;
}

function luhn(digits: string): boolean {
  const weighted = [...digits].reverse().map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2));
  return weighted.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0;
}
