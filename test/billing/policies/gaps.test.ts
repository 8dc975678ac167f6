import fc from 'fast-check';
import { ANCHOR_RESET, type Policy } from '../../../billing/facts/policy-types';
import { Exact } from '../../../billing/money/amounts';
import { exponentOf } from '../../../billing/money/currency';
import { gapsOf, type PolicyGap } from '../../../billing/policies/gaps';
import { findPreset, PRESETS, RECURLY_FULL_CREDIT } from '../../../billing/policies/presets';
import { quoteChanges } from '../../../billing/quotes/quote';
import type { Quote } from '../../../billing/quotes/types';
import { TEXTS } from '../../../locales/texts';
import { anyPolicy, chainOf, exactly, inputOf, type Situation, type Step, situations, wishes } from '../quotes/chains';

type Measure = PolicyGap['most']['of'];
type Favoured = 'customer' | 'seller';

const totalOf = ({ lines }: Quote, isCredit: boolean): Exact =>
  lines
    .filter(({ kind }) => (kind === 'credit') === isCredit)
    .reduce((sum, { net }) => sum.plus(net), new Exact(0))
    .abs();

/** The amounts of one step that gaps are told by, each as a policy comes to it that strays on no other axis. */
function measured(situation: Situation, policy: Policy, { before, change, at }: Step): Record<Measure, Exact> {
  const creditOf = (axes: Partial<Policy>) =>
    totalOf(quoteChanges(inputOf(situation, { ...exactly(policy), ...axes }, before, change, at)), true);
  const chargeOf = (axes: Partial<Policy>) =>
    totalOf(quoteChanges(inputOf(situation, { ...exactly(policy), ...axes }, before, change, at)), false);
  const unused = creditOf({});
  return {
    unused,
    billed: creditOf({ credit: 'full' }),
    list: creditOf({ credit: 'full', creditBasis: 'list' }),
    listUnused: creditOf({ creditBasis: 'list' }),
    newWhole: chargeOf({ charge: 'full' }),
    newRest: chargeOf({}),
    day: creditOf({ changeDayOwner: 'new' }).minus(creditOf({ changeDayOwner: 'old' })),
  };
}

/** The most that the gaps of a policy come to for one side. */
function mostFor(side: Favoured, policy: Policy, measures: Record<Measure, Exact>): Exact {
  return gapsOf(policy).reduce((sum, { favours, most: { of, less } }) => {
    const difference = less === undefined ? measures[of] : measures[of].minus(measures[less]);
    if (favours === 'either') return sum.plus(difference.abs());
    return favours === side ? sum.plus(Exact.max(0, difference)) : sum;
  }, new Exact(0));
}

describe('the gaps of a policy', () => {
  it('a policy that is exact has none, and every gap has its text in both languages', () => {
    expect(gapsOf(ANCHOR_RESET)).toEqual([]);
    const exact = PRESETS.filter((preset) => gapsOf(preset).length === 0).map(({ name }) => name);
    expect(exact).toEqual([
      'anchor-reset',
      'kill-bill',
      'kill-bill-30-days',
      'stripe-billed-price',
      'recurly',
      'chargebee-day',
      'zuora-actual-days',
      'zuora-actual-360',
      'zuora-strict-30-360',
    ]);
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        for (const { axis, choice } of gapsOf(policy)) {
          for (const texts of Object.values(TEXTS)) expect(texts).toHaveProperty([`policy.gap.${axis}.${choice}`]);
        }
      }),
    );
  });

  it('no combination of axes gives away or asks twice more than its gaps say', () => {
    fc.assert(
      fc.property(
        situations({ isListPrice: false }),
        anyPolicy,
        fc.array(wishes({ onlySeats: false }), { minLength: 1, maxLength: 3 }),
        (situation, policy, wanted) => {
          for (const step of chainOf(situation, policy, wanted)) {
            const { before, change, at, quote } = step;
            const ideal = quoteChanges(inputOf(situation, exactly(policy), before, change, at));
            const measures = measured(situation, policy, step);
            const toCustomer = new Exact(ideal.net).minus(quote.net);
            const rounding = new Exact(10).pow(-exponentOf(situation.currency)).times(before.billedLines.length + 3);
            const beyond = {
              customer: toCustomer.minus(mostFor('customer', policy, measures)).minus(rounding),
              seller: toCustomer
                .negated()
                .minus(mostFor('seller', policy, measures))
                .minus(rounding),
            };
            expect([beyond.customer.toNumber() <= 0, beyond.seller.toNumber() <= 0]).toEqual([true, true]);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('ten seats that become five and ten again give 40.00 under a full credit, as its text says', () => {
    const situation: Situation = {
      currency: 'EUR',
      timeZone: 'UTC',
      vatPercent: '0',
      monthly: [1_000, 2_000],
      subscription: {
        tenantId: 'tenant',
        subscriptionId: 'subscription',
        accountId: 'account',
        productId: 'product',
        status: 'active',
        currency: 'EUR',
        tierId: 'standard',
        seats: 10,
        frequency: 'month',
        assignedSeats: 0,
        period: { start: '2023-06-01', end: '2023-07-01' },
        anchorDay: 1,
        billedLines: [
          {
            lineId: 'june',
            period: { start: '2023-06-01', end: '2023-07-01' },
            amount: '100.00',
            credited: '0',
            paid: true,
            vatPercent: '0',
          },
        ],
        version: 1,
      },
    };
    // The 25th: six of thirty days are left.
    const wish = { tierId: 'standard', frequency: 'same', hour: 0 } as const;
    const nets = (policy: Policy | undefined) =>
      chainOf(situation, policy ?? ANCHOR_RESET, [
        { ...wish, seats: 5, pause: 24 },
        { ...wish, seats: 10, pause: 0 },
      ]).map(({ quote }) => quote.net);
    expect(nets(RECURLY_FULL_CREDIT)).toEqual(['-50.00', '10.00']);
    expect(nets(findPreset('recurly'))).toEqual(['-10.00', '10.00']);
    expect(TEXTS.en['policy.gap.credit.full']).toContain('give 40.00');
  });
});
