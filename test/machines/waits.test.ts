import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { WAITS, waitsFor } from '../../machines/waits';
import { nodesOf } from './explore';

const waiting = (state: string, tags: string[], more: object = {}) =>
  waitsFor({ state, tags, settled: true, done: false, details: { route: 'self_serve', payment: null }, ...more });

describe('whom an order waits for', () => {
  it('is told for every state of the statechart in which one can wait', () => {
    const settled = nodesOf(subscriptionChangeMachine).filter(
      ({ type, tags }) => type !== 'final' && tags.includes('settled'),
    );
    const told = settled.map(({ path, tags }) => [path.join('.'), waiting(path.join('.'), [...tags])] as const);
    expect(told.filter(([, waits]) => waits === null)).toEqual([]);
    const details = { route: 'advisor', payment: { status: 'requires_action' } };
    const others = ['handedOver.waiting', 'settlingPayment.waiting'].map((state) => waiting(state, [], { details }));
    expect(new Set([...told.map(([, waits]) => waits), ...others])).toEqual(new Set(WAITS));
  });

  it('is nobody while it works and once it is over', () => {
    expect(waiting('quoting.working', [], { settled: false })).toBeNull();
    expect(waiting('completed', ['settled'], { done: true })).toBeNull();
  });
});
