import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { lasting, passing, toFailure } from '../../activities/shared/failures';
import { BillingError } from '../../billing/money/errors';
import { stuckIn } from '../../machines/failure';
import { FAILURE_CODES, isFailureCode, ORDER_STEPS, SEAT_STEPS, stepsOf } from '../../machines/failure-codes';
import { seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { nodesOf } from './explore';

const AT = '2026-03-25T10:04:00Z';

/** The steps that a statechart says it is stuck in. */
function stepsStuckIn(machine: AnyStateMachine): string[] {
  const actions = nodesOf(machine).flatMap((node) =>
    [...node.transitions.values()].flat().flatMap((one) => one.actions),
  );
  const named = actions.flatMap((action) => {
    const { params } = action as { params?: { step?: string } };
    return params?.step ?? [];
  });
  return [...new Set(named)].sort();
}

describe('the closed list of failure codes', () => {
  it('the list of failure codes names the steps that the statecharts can be stuck in, and no other', () => {
    // The payment is weighed by its outcome, not by a failed call.
    expect([...stepsStuckIn(subscriptionChangeMachine), 'settlingPayment'].sort()).toEqual([...ORDER_STEPS].sort());
    expect(stepsStuckIn(seatFollowUpMachine)).toEqual([...SEAT_STEPS].sort());
  });

  it('the list of failure codes has a code for every step, and a step for every code', () => {
    for (const step of [...ORDER_STEPS, ...SEAT_STEPS]) {
      expect(FAILURE_CODES.filter((code) => stepsOf(code).includes(step)).length).toBeGreaterThan(0);
    }
    for (const code of FAILURE_CODES) expect(stepsOf(code).length).toBeGreaterThan(0);
  });

  it('a failure code outside the closed list does not compile', () => {
    // @ts-expect-error: a code that nobody listed
    passing('SomethingElse', 'It failed.');
    // @ts-expect-error: a code that nobody listed
    lasting('SomethingElse', 'It failed.');
    expect(toFailure(new BillingError('price_missing', 'tier', 'none', 'Add one.'))).toMatchObject({
      type: 'billing_price_missing',
      nonRetryable: true,
    });
  });

  it('one file alone makes failures, and every activity asks it', () => {
    const folder = join(__dirname, '../../activities');
    const makers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.ts') &&
        /ApplicationFailure\.\w+\(|new ApplicationFailure/.test(readFileSync(join(folder, name), 'utf8')),
    );
    expect(makers).toEqual(['shared/failures.ts']);
  });

  it('any other error counts as unexpected, and keeps its name', () => {
    const bug = { code: 'TypeError', message: 'x is not a function', retryable: true, at: AT };
    const stuck = stuckIn('quoting', bug, null);
    expect(stuck).toEqual({
      ...{ step: 'quoting', code: 'unexpected', message: 'TypeError: x is not a function' },
      ...{ attempts: 1, since: AT },
    });
    expect(stuckIn('quoting', bug, stuck)).toMatchObject({ attempts: 2, since: AT });
    expect(stuckIn('applying', bug, stuck)).toMatchObject({ attempts: 1 });
    expect(isFailureCode('toString')).toBe(false);
  });
});
