/** Digits that pass the check of card numbers but belong to no card: the issuer digits 8000 00 are not assigned. */
export function unassignedCardNumber(length = 16): string {
  const digits = '8'.padEnd(length - 1, '0');
  const check = [...'0123456789'].find((digit) => luhn(`${digits}${digit}`));
  return `${digits}${check}`;
}

function luhn(digits: string): boolean {
  const weighted = [...digits].reverse().map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2));
  return weighted.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0;
}
