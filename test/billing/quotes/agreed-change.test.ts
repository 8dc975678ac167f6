import fc from 'fast-check';
import { termsAfter } from '../../../billing/facts/terms';
import { type Change, FREQUENCIES, TERMS_FIELDS, type Terms } from '../../../billing/facts/types';
import { agreedOutcome, withoutFields } from '../../../billing/quotes/agreed-change';

const BEFORE: Terms = { tierId: 'professional', seats: 5, frequency: 'month' };
const CHANGE: Change = { subscriptionId: 'sub_1', tierId: 'starter', seats: 4, expectedSeats: 5 };
const agreed = { changeId: 'chg_1', visit: 1, change: CHANGE };

const outcome = (newer: Partial<Terms>, isLater = false) =>
  agreedOutcome(agreed, { before: BEFORE, after: { ...BEFORE, ...newer }, isLater });

describe('a change that is agreed for later, once a newer one is placed', () => {
  it.each([
    ['loses what both change', { seats: 7 }, ['seats'], ['tierId']],
    ['keeps all of what the newer one leaves alone', { frequency: 'year' as const }, [], ['tierId', 'seats']],
    ['loses what it would not change any more', { seats: 4 }, ['seats'], ['tierId']],
    ['ends where nothing of it is left', { tierId: 'premium', seats: 6 }, ['tierId', 'seats'], []],
  ])('it %s', (_, newer, takenOut, kept) => {
    expect(outcome(newer)).toEqual({ changeId: 'chg_1', visit: 1, takenOut, kept });
  });

  it('the older of two for later ends, whatever they change', () => {
    expect(outcome({ frequency: 'year' }, true)).toMatchObject({ takenOut: ['tierId', 'seats'], kept: [] });
  });

  it('a count that was believed before is not believed of what is left', () => {
    expect(withoutFields(CHANGE, ['tierId'])).toEqual({ subscriptionId: 'sub_1', seats: 4 });
    expect(withoutFields(CHANGE, ['tierId', 'seats'])).toBeNull();
  });

  it('what is kept changes nothing that the newer one has changed, and always something', () => {
    const terms = fc.record({
      tierId: fc.constantFrom('starter', 'professional', 'premium'),
      seats: fc.integer({ min: 1, max: 4 }),
      frequency: fc.constantFrom(...FREQUENCIES),
    });
    const wish = fc.record(
      {
        subscriptionId: fc.constant('sub_1'),
        tierId: terms.map((one) => one.tierId),
        seats: fc.integer({ min: 1, max: 4 }),
      },
      { requiredKeys: ['subscriptionId'] },
    );
    fc.assert(
      fc.property(terms, terms, wish, (before, after, change) => {
        const { takenOut, kept } = agreedOutcome(
          { changeId: 'chg_1', visit: 1, change },
          { before, after, isLater: false },
        );
        const left = withoutFields(change, takenOut);
        expect(left === null).toBe(kept.length === 0);
        if (left === null) return;
        const then = termsAfter(after, left);
        for (const field of TERMS_FIELDS) {
          expect(then[field] === after[field]).toBe(!kept.includes(field));
          if (before[field] !== after[field]) expect(then[field]).toBe(after[field]);
        }
      }),
    );
  });
});
