/** Whether a decimal string such as "0.00" is nothing. It needs no decimal library, so statecharts may ask. */
export const isZero = (amount: string): boolean => Number(amount) === 0;
