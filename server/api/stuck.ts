import type { Locale } from '../../billing/facts/types';
import { isFailureCode } from '../../machines/failure-codes';
import type { OrderDocument } from '../../schemas/orders/order';
import type { OrderView } from '../../workflows/contract';
import { text } from '../http/texts';

type Stuck = NonNullable<OrderView['details']['stuck']>;

/** A failed step as the API shows it. */
export const stuckToApi = (
  stuck: Omit<Stuck, 'step'> & { step: string },
  locale: Locale,
): NonNullable<OrderDocument['stuck']> => ({
  ...stuck,
  text: textOfFailure(stuck.code, locale),
  ...runbookOf(stuck.code),
});

/** A code that is not listed is named as it is. */
export const textOfFailure = (code: string, locale: Locale): string =>
  text(locale, `stuck.${code}`) ?? text(locale, 'stuck.other', { code }) ?? code;

const runbookOf = (code: string): { runbook?: string } =>
  isFailureCode(code) ? { runbook: runbookSection(code) } : {};

/** Where the runbook tells what to do about a failure code or the kind of a support item. */
export const runbookSection = (name: string): string => `docs/support-runbook.md#${name.toLowerCase()}`;
