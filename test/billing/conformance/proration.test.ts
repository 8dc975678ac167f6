import { Exact } from '../../../billing/money/amounts';
import { type ConformanceCase, readCases } from './case';
import { type Answers, changeAnswers } from './change-answers';
import { READERS } from './other-answers';
import { isNeverBilled, NOT_EXPRESSIBLE, policyOf } from './policies';

/** Values that a case holds to say what its source got wrong, by its own note; the right value stands beside them. */
const WRONG_BY_OWN_NOTE = /_in_doc$|_in_source$|^wrong_/;

const cases = readCases('proration.json');
const ours = readCases('proration-more.json');

function answersTo(given: ConformanceCase): Answers {
  const policy = policyOf(given);
  const others = READERS.map((read) => read(given.inputs, policy, given.expected));
  return Object.assign(changeAnswers(given.inputs, policy, balanceBefore(given)), ...others);
}

/** A source that makes several changes leaves the balance of the earlier ones to the later ones. */
function balanceBefore(given: ConformanceCase): string {
  const before = cases.slice(0, Math.max(0, cases.indexOf(given)));
  const earlier = before.filter(({ source }) => source === given.source);
  const amountOf = (value: unknown): Exact => new Exact(typeof value === 'string' ? value : 0);
  return earlier
    .reduce(
      (left, { expected }) =>
        left.plus(amountOf(expected.account_balance_change)).minus(amountOf(expected.balance_consumed)),
      new Exact(0),
    )
    .toFixed();
}

/** Fractions are compared by value: the engine does not reduce them. */
function comparable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [numerator, denominator] = [
    Reflect.get(value, 'num') ?? Reflect.get(value, 'numerator'),
    Reflect.get(value, 'den') ?? Reflect.get(value, 'denominator'),
  ];
  return typeof numerator === 'number' ? new Exact(numerator).div(denominator).toFixed(30) : value;
}

describe('conformance with the proration of peers', () => {
  const expressible = cases.filter(({ id }) => !(id in NOT_EXPRESSIBLE));

  it.each([...expressible, ...ours].map((given) => [given.id, given] as const))(
    'the case %s comes to what the peer expects',
    (_, given) => {
      const answers = answersTo(given);
      const wanted = Object.entries(given.expected).filter(
        ([name]) => !WRONG_BY_OWN_NOTE.test(name) && !isNeverBilled(given, name),
      );
      expect(wanted.length).toBeGreaterThan(0);
      for (const [name, value] of wanted) {
        expect({ [name]: comparable(answers[name]) }).toEqual({ [name]: comparable(value) });
      }
      if (given.inputs.new_charge_period) expect(answers.new_charge_period).toBe(given.inputs.new_charge_period);
    },
  );

  it('the conformance leaves out at most 8 cases, each of which exists and has a reason', () => {
    const ids = cases.map(({ id }) => id);
    const left = Object.entries(NOT_EXPRESSIBLE);
    expect(left.length).toBeLessThanOrEqual(8);
    for (const [id, reason] of left) {
      expect(ids).toContain(id);
      expect(reason.length).toBeGreaterThan(20);
    }
  });
});
