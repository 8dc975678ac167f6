import { writtenAmount } from '../../../billing/explanation/writing';
import { exponentOf } from '../../../billing/money/currency';
import type { Schemas } from '../api/api-types';
import type { Language } from '../words/languages';

type Money = Schemas['Money'];

/** An amount as the language writes it: the very text that the server's own sentences have. */
export const moneyText = ({ amount, currency }: Money, language: Language): string =>
  writtenAmount(language, currency, amount, exponentOf(currency));

/** Whether it is money for the reader and not from them; an amount of nothing is neither. */
export const isCredit = ({ amount }: Money): boolean => amount.startsWith('-') && /[1-9]/.test(amount);

/** Whether there is nothing to pay, to get or to tell. */
export const isNoMoney = ({ amount }: Money): boolean => !/[1-9]/.test(amount);
