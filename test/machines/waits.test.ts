import type { StateValue } from 'xstate';
import { newOrder } from '../../machines/subscription-change/context';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { standingOf } from '../../machines/subscription-change/standing';
import { WAITS, type Waits } from '../../machines/waits';
import { outcome } from '../support/scripted-steps';
import { nodesOf } from './explore';
import { INPUT } from './order-desk';

const ORDER = newOrder(INPUT);
/** For an advisor, and with a payment that its customer confirms. */
const OTHER = {
  ...ORDER,
  wish: { ...ORDER.wish, route: 'advisor' as const },
  payment: { ...ORDER.payment, outcome: outcome({ status: 'requires_action' }) },
};

const waitsIn = (path: readonly string[], context = ORDER): Waits | null => {
  const value = path.reduceRight<StateValue>((inner, name) => ({ [name]: inner }), {});
  return standingOf(subscriptionChangeMachine.resolveState({ value, context })).waits;
};

describe('whom an order waits for', () => {
  it('every state of the statechart in which one can wait tells whom an order waits for', () => {
    const settled = nodesOf(subscriptionChangeMachine).filter(
      ({ type, tags }) => type !== 'final' && tags.includes('settled'),
    );
    const told = settled.map(({ path }) => [path.join('.'), waitsIn(path)] as const);
    expect(told.filter(([, waits]) => waits === null)).toEqual([]);
    const others = settled.map(({ path }) => waitsIn(path, OTHER));
    expect(new Set([...told.map(([, waits]) => waits), ...others])).toEqual(new Set(WAITS));
  });

  it('the state itself tells whom an order waits for, and where it says nothing, the state around it does', () => {
    expect(waitsIn(['finishing', 'fulfilling', 'waiting'])).toBe('fulfilment');
    expect(waitsIn(['finishing', 'fulfilling', 'held'])).toBe('support');
    expect(waitsIn(['finishing', 'fulfilling', 'stuck', 'held'])).toBe('stuck');
    expect(waitsIn(['handedOver', 'waiting'], OTHER)).toBe('advisor');
    expect(waitsIn(['settlingPayment', 'waiting'], OTHER)).toBe('customer_confirmation');
  });

  it('an order waits for nobody while it works and once it is over', () => {
    expect(waitsIn(['quoting', 'working'])).toBeNull();
    expect(waitsIn(['completed'])).toBeNull();
  });
});
