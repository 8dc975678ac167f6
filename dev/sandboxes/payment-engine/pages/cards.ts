import type { MethodConduct } from '../types';

/** Payment details that the page of a sandbox takes, and what becomes of them. Any other number is refused. */

export interface TestDetails {
  /** As it is shown. */
  number: string;
  /** Key of its words. */
  does: 'pays' | 'confirms' | 'fails_later' | 'declined' | 'expired' | 'debits';
  /** On file from then on; or the reason for which the page refuses it. */
  becomes: MethodConduct | 'declined' | 'expired';
}

const card = (charge: MethodConduct['charge']): MethodConduct => ({ methodKind: 'card', charge });

/** Numbers as Stripe has them for tests. */
export const TEST_DETAILS: readonly TestDetails[] = [
  { number: '4242 4242 4242 4242', does: 'pays', becomes: card({ kind: 'pays' }) },
  { number: '4000 0027 6000 3184', does: 'confirms', becomes: card({ kind: 'asks_customer' }) },
  { number: '4000 0000 0000 0341', does: 'fails_later', becomes: card({ kind: 'declines', code: 'card_declined' }) },
  { number: '4000 0000 0000 0002', does: 'declined', becomes: 'declined' },
  { number: '4000 0000 0000 0069', does: 'expired', becomes: 'expired' },
  {
    number: 'FR14 2004 1010 0505 0001 3M02 606',
    does: 'debits',
    becomes: { methodKind: 'bank_debit', charge: { kind: 'debits' } },
  },
];

export const isDebit = ({ does }: TestDetails): boolean => does === 'debits';

const plain = (number: string): string => number.replace(/[\s-]/g, '').toUpperCase();

/** The details of a number as somebody types it. */
export const testDetailsOf = (typed: string): TestDetails | undefined =>
  TEST_DETAILS.find(({ number }) => plain(number) === plain(typed));
