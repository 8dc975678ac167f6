import { SimulationRequestSchema } from '../../../schemas/orders/simulation';
import { Problem } from '../../../server/http/problem';
import { validated } from '../../../server/http/validation';
import { answerSimulation } from '../../../server/orders/quotes/simulation';
import { EDGE_CASES } from './cases';

const answer = (input: object) => answerSimulation(validated(SimulationRequestSchema, input, 'en'));

describe('changes where two truths meet', () => {
  it.each(EDGE_CASES.map((edge) => [edge.title, edge] as const))(
    'the amounts are those worked out by hand: %s',
    (_, { input, expected }) => {
      const result = answer(input);
      if (result.kind === 'refused') throw new Error(`refused: ${result.refusal.code}`);
      const { nextBill, ...totals } = expected;
      const [change] = result.quote.changes;
      expect(result.quote).toMatchObject(totals);
      if (nextBill) expect({ date: change?.nextBillDate, net: change?.nextBillNet }).toEqual(nextBill);
    },
  );

  it('the line of the hours before a change says what it is, and nothing of it is billed to the subscription afterwards', () => {
    const result = answer({
      at: '2023-07-01T18:00:00Z',
      policy: 'stripe-billed-price',
      subscription: { seats: 1, unitPrice: '31', period: { start: '2023-06-01', end: '2023-07-01' } },
      change: { tierId: 'p', unitPrice: '62' },
    });
    if (result.kind === 'refused') throw new Error('refused');
    expect(result.quote.lines).toMatchObject([
      {
        lineId: 'subscription:charge:until-change',
        net: '0.75',
        fraction: { numerator: 64_800, denominator: 2_678_400, unit: 'second' },
      },
      { lineId: 'subscription:charge', net: '60.50', startsAt: '2023-07-01T18:00:00Z' },
    ]);
  });
});

describe('facts that contradict each other', () => {
  const period = { start: '2023-06-15', end: '2023-07-15' };
  const wrongFieldsOf = (subscription: object): string[] => {
    try {
      answer({
        at: '2023-06-20T09:00:00Z',
        subscription: { seats: 1, unitPrice: '30', period, ...subscription },
        change: { seats: 2 },
      });
      return [];
    } catch (error) {
      if (error instanceof Problem) return error.errors.map(({ pointer, detail }) => `${pointer} ${detail}`);
      throw error;
    }
  };

  it('an anchor day that is not the day of the anchor date is refused with its field', () => {
    expect(wrongFieldsOf({ anchorDate: '2023-06-15', anchorDay: 1 })).toEqual([
      '/subscription/anchorDay 1 is not the day of anchorDate 2023-06-15.',
    ]);
    expect(wrongFieldsOf({ anchorDate: '2023-06-15', anchorDay: 15 })).toEqual([]);
    // 28 February stands for every later day.
    expect(wrongFieldsOf({ anchorDate: '2023-02-28', anchorDay: 31 })).toEqual([]);
  });

  it('a pause that is over before it begins is refused with its field', () => {
    expect(wrongFieldsOf({ pausesOn: '2023-07-01', resumesOn: '2023-07-01' })).toEqual([
      '/subscription/resumesOn 2023-07-01 is not after pausesOn 2023-07-01, the first day of the pause.',
    ]);
    expect(wrongFieldsOf({ pausesOn: '2023-07-01', resumesOn: '2023-07-02' })).toEqual([]);
  });

  it('a start that is not on the first day of its line is refused with its field', () => {
    const startingAt = (startsAt: string) => ({ billedLines: [{ amount: '30', startsAt }] });
    expect(wrongFieldsOf(startingAt('2023-06-17T09:00:00Z'))).toEqual([
      '/subscription/billedLines/0/startsAt 2023-06-17T09:00:00Z is not on 2023-06-15, the first day of its period.',
    ]);
    expect(wrongFieldsOf(startingAt('2023-06-15T09:00:00Z'))).toEqual([]);
  });
});

describe('a price that is not sold on the day of the change', () => {
  const ending = (change: object) =>
    answer({
      at: '2025-12-20T09:00:00Z',
      effectiveDate: '2026-01-01',
      policy: 'lago-upgrade',
      catalog: [
        {
          productId: 'webinar',
          name: 'Webinar',
          tiers: [
            {
              tierId: 'standard',
              name: 'Standard',
              rank: 1,
              minSeats: 1,
              maxSeats: 100,
              prices: [
                {
                  frequency: 'month',
                  currency: 'EUR',
                  bands: [{ fromSeats: 1, unitPrice: '10' }],
                  validFrom: '2020-01-01',
                  validTo: '2026-01-01',
                },
              ],
            },
          ],
        },
      ],
      subscription: { seats: 2, period: { start: '2025-12-01', end: '2026-01-01' } },
      change,
    });

  it('a price that has ended by the day of the change is refused with its field and day', () => {
    expect(ending({ seats: 3 })).toEqual({
      kind: 'refused',
      refusal: {
        code: 'price_missing',
        facts: { tierId: 'standard', frequency: 'month', currency: 'EUR', seats: 3, date: '2026-01-01' },
      },
      path: ['change', 'seats'],
    });
    expect(ending({ tierId: 'standard', seats: 3 })).toMatchObject({ path: ['change', 'tierId'] });
  });
});
