import { Exact, formatAmount } from '../../../billing/money/amounts';
import { PRESETS } from '../../../billing/policies/presets';
import type { QuoteLine } from '../../../billing/quotes/types';
import { SimulationRequestSchema } from '../../../schemas/orders/simulation';
import { CHAPTERS } from '../../../scripts/docs/policy-chapters';
import { answerSimulation } from '../../../server/orders/quotes/simulation';

describe('the worked example of docs/policies.md', () => {
  it('a worked example exists for every preset and for nothing else', () => {
    expect(Object.keys(CHAPTERS).sort()).toEqual(PRESETS.map(({ name }) => name).sort());
  });

  it.each(Object.entries(CHAPTERS))(
    'the worked example of %s comes to what was worked out by hand',
    (policy, { body, credit, charge }) => {
      const result = answerSimulation(SimulationRequestSchema.parse({ ...body, policy }));
      if (result.kind === 'refused') throw new Error(result.refusal.code);
      const { lines, net, currency } = result.quote;
      const totalOf = (kind: QuoteLine['kind']) =>
        lines.filter((line) => line.kind === kind).reduce((sum, line) => sum.plus(line.net), new Exact(0));
      expect(formatAmount(totalOf('credit').negated(), currency)).toBe(credit);
      expect(formatAmount(totalOf('charge'), currency)).toBe(charge);
      expect(net).toBe(formatAmount(new Exact(charge).minus(credit), currency));
    },
  );
});
