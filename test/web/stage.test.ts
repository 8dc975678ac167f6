import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { stageOf } from '../../web/billing/order/stage';

/** Which screen an order has. */

const standing = { done: false, waits: null, heldSince: null };

describe('the screen of an order', () => {
  it('every state in which an order is over has one that says so', () => {
    const over = Object.values(subscriptionChangeMachine.states).filter(({ type }) => type === 'final');
    const stages = over.map(({ key }) => [key, stageOf({ ...standing, state: key, done: true })]);
    expect(Object.fromEntries(stages)).toEqual({
      ...{ refused: 'ended', completed: 'confirmed', cancelled: 'ended', expired: 'ended', superseded: 'ended' },
    });
  });

  it.each([
    ['reviewing', 'cart'],
    ['inCart', 'cart'],
    ['verifying', 'checkout'],
    ['vatPending.waiting', 'checkout'],
    ['handedOver', 'handed_over'],
    ['scheduled', 'agreed'],
    ['settlingPayment.waiting', 'under_way'],
    ['finishing.seating', 'under_way'],
  ] as const)('an order that is %s is shown as %s', (state, stage) => {
    expect(stageOf({ ...standing, state })).toBe(stage);
  });

  it('an order that is stuck or on hold has stopped, wherever it is', () => {
    expect(stageOf({ ...standing, state: 'applying.stuck.waiting', waits: 'stuck' })).toBe('stopped');
    expect(stageOf({ ...standing, state: 'verifying', heldSince: '2026-11-30T10:00:00Z' })).toBe('stopped');
  });
});
