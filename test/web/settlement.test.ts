import { add } from '../../billing/money/amounts';
import { settle } from '../../billing/quotes/settlement';
import { settlementOf } from '../../web/billing/quote/settlement';
import type { Schemas } from '../../web/shared/api/api-types';
import type { Words } from '../../web/shared/words/words';

/** What stands between the total of a quote and what is due, on every screen that shows one. */

const WORDS = { say: (key: string, facts: object = {}) => [key, ...Object.values(facts)].join(' ') } as Words;

const DEBT = 'ui.billing.change.to_balance';
const USED = 'ui.billing.change.balance_used';

describe('the lines between total and due', () => {
  it.each([
    ['a credit goes to the balance', ['-35.00', '0.00', {}], [[`${DEBT} credit`, '35.00']]],
    [
      'a seller pays it back',
      ['-35.00', '0.00', { negativeTotal: 'refund_request' }],
      [['ui.billing.change.refunded', '35.00']],
    ],
    ['the balance pays', ['198.00', '500.00', {}], [[USED, '-198.00']]],
    ['an old debt is collected', ['10.00', '-5.00', {}], [[`${DEBT} collected`, '5.00']]],
    ['it is billed later', ['10.00', '0.00', { whenToBill: 'with_next_bill' }], [[`${DEBT} later`, '-10.00']]],
    ['it is too little to charge', ['0.20', '0.00', { minimumCharge: '0.50' }], [[`${DEBT} debt`, '-0.20']]],
    ['nothing happens', ['10.00', '0.00', {}], []],
  ] as const)('%s: each has its own words, and they add up', (_, [total, balance, rules], expected) => {
    const settled = settle(total, balance, 'EUR', rules);
    const lines = settlementOf(asQuote(settled), WORDS);
    expect(lines.map(({ name, of }) => [name, of.amount])).toEqual(expected);
    const due = lines.reduce((sum, { of }) => add(sum, of.amount, 'EUR'), total as string);
    expect(due).toBe(settled.dueToday);
  });
});

function asQuote(settled: ReturnType<typeof settle>): Schemas['Quote'] {
  const money = (amount = '0.00') => ({ amount, currency: 'EUR' });
  const { total, balanceUsed, dueToday, toBalance, refundRequested, billedLater = false } = settled;
  return {
    ...{ total: money(total), balanceUsed: money(balanceUsed), dueToday: money(dueToday), billedLater },
    ...{ toBalance: money(toBalance), refundRequested: money(refundRequested) },
  } as Schemas['Quote'];
}
