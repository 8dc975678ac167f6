import { subscriptionChangeMachine } from '../../../machines/subscription-change/machine';
import { LOCALES } from '../../../server/http/texts';
import { progressOf } from '../../../server/orders/views/steps';
import { nodesOf, type StateNode } from '../../machines/explore';
import { sampleView } from '../../store/orders/sample-view';
import { sampleQuote } from '../../support/sample-quote';

/** How far an order is told to have come. */

const quote = { ...sampleQuote(), dueToday: '88.00' };

/** "reserve done, pay now, …" */
function told(state: string, details: object = {}): string {
  const steps = progressOf(sampleView({ state }, { quote, ...details } as never), 'en');
  return steps.map(({ step, standing }) => `${step} ${standing}`).join(', ');
}

const LEAVES = nodesOf(subscriptionChangeMachine).filter(({ type }) => ['atomic', 'final'].includes(type));
const situationOf = (node: StateNode): string =>
  node.meta?.situation ?? (node.parent === undefined ? 'as_named' : situationOf(node.parent));

/** Where an order waits for a person, or has ended without effect. */
const AT_REST =
  /^(refused|handedOver|reviewing|inCart|verifying|capturingPayment|checkingVat|vatPending|tellingOfItsDay|onHold|reminding|cancelled|expired|superseded)/;

describe('the steps of an order', () => {
  it('one step is under way in every state that an order works in, what comes before it is done, and what comes after it is not', () => {
    for (const leaf of LEAVES) {
      const state = leaf.path.join('.');
      const steps = told(state, { situation: situationOf(leaf) });
      if (AT_REST.test(state)) expect([state, steps]).toEqual([state, '']);
      else if (state === 'completed') expect(steps).not.toMatch(/ (now|yours|unknown|stopped|not_yet)/);
      else
        expect([state, steps]).toEqual([
          state,
          expect.stringMatching(/^(\w+ done(, |$))*(\w+ (now|stopped)(, |$))?(\w+ not_yet(, |$))*$/),
        ]);
    }
  });

  it('a step at which an order is stuck or held has stopped, and no other state says so', () => {
    for (const leaf of LEAVES) {
      const state = leaf.path.join('.');
      const hasStopped = leaf.tags.includes('stuck') || state.endsWith('.held');
      if (AT_REST.test(state)) continue;
      const steps = told(state, { situation: situationOf(leaf) });
      expect([state, steps.includes(' stopped')]).toEqual([state, hasStopped]);
    }
  });

  it('each has words in both languages', () => {
    for (const locale of LOCALES) {
      for (const state of ['assessing', 'quoting', 'scheduled', 'settlingPayment', 'compensating']) {
        for (const { step, text } of progressOf(sampleView({ state }, { quote } as never), locale)) {
          expect([step, text]).toEqual([step, expect.stringMatching(/^\p{Lu}/u)]);
        }
      }
    }
  });
});

describe('the payment of an order', () => {
  it('a payment is said to be made once it is, and not known while nobody knows', () => {
    const after = 'apply not_yet, confirm not_yet';
    expect(told('settlingPayment.charging')).toBe(`reserve done, pay now, ${after}`);
    expect(told('settlingPayment.waiting', { payment: { status: 'requires_action' } })).toBe(
      `reserve done, pay yours, ${after}`,
    );
    expect(told('settlingPayment.lookingUpLater', { payment: { status: 'unknown' } })).toBe(
      `reserve done, pay unknown, ${after}`,
    );
    expect(told('settlingPayment.unknown.waiting', { payment: { status: 'unknown' }, situation: 'stuck' })).toBe(
      `reserve done, pay unknown, ${after}`,
    );
    expect(told('applying.working', { payment: { status: 'paid' } })).toBe(
      'reserve done, pay done, apply now, confirm not_yet',
    );
  });

  it('money that is trusted to come is under way until it is there, also after the change is made', () => {
    expect(told('completed', { payment: { status: 'pending' } })).toBe(
      'reserve done, pay now, apply done, confirm done',
    );
  });

  it('an order that the balance pays for has no step for paying', () => {
    const paid = { quote: { ...quote, dueToday: '0.00' } };
    expect(told('applying.working', paid)).toBe('reserve done, apply now, confirm not_yet');
  });

  it('only money that was given back is said to be', () => {
    expect(told('compensating.working', { payment: { status: 'paid' } })).toBe('give_back now, release not_yet');
    expect(told('releasing.lettingGo', { payment: { status: 'refunded' } })).toBe('give_back done, release now');
    expect(told('releasing.keepingClaim', { payment: { status: 'declined' } })).toBe('release now');
  });
});
