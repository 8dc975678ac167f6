import { isOrderInput } from '../../machines/subscription-change/input';

const order = {
  tenantId: 'tenant',
  changeId: 'chg_1',
  accountId: 'acc_1',
  actor: { userId: 'user_1', role: 'service' },
  changes: [{ subscriptionId: 'sub_1', seats: 8 }],
};

describe('the input of an order', () => {
  it('a whole order is the input of an order', () => {
    expect(isOrderInput(order)).toBe(true);
    expect(isOrderInput({ ...order, effective: 'period_end' })).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an order with a field that nobody knows', { ...order, discount: '100' }],
    ['somebody with more than a name and a role', { ...order, actor: { ...order.actor, isAdmin: true } }],
    ['no changes', { ...order, changes: [] }],
    ['a change that is none', { ...order, changes: [null] }],
    ['an object for an id', { ...order, tenantId: { $ne: '' } }],
    ['an id that could be two', { ...order, tenantId: 'tenant:other' }],
    ['a request without a name', { ...order, requestHash: '' }],
    ['an object for a subscription', { ...order, changes: [{ subscriptionId: { $ne: '' }, seats: 8 }] }],
    ['half a seat', { ...order, changes: [{ subscriptionId: 'sub_1', seats: 0.5 }] }],
    ['a time that is none', { ...order, effective: 'tomorrow' }],
    ['nobody', { ...order, actor: undefined }],
    ['a role that does not exist', { ...order, actor: { userId: 'user_1', role: 'root' } }],
  ])('the input of an order is not %s', (_, input) => {
    expect(isOrderInput(input)).toBe(false);
  });
});
