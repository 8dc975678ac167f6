import { CartBodySchema } from '../../schemas/facts/documents';
import { EventBodySchema } from '../../schemas/orders/events';
import { QuoteRequestSchema } from '../../schemas/orders/start';

const item = { itemId: 'x', description: 'X', amount: '5.00' };
const changes = [
  { subscriptionId: 'sub_1', seats: 3 },
  { subscriptionId: 'sub_1', seats: 4 },
];

describe('what is named twice', () => {
  it('a cart item that is named twice is refused, for it is bought under its id', () => {
    const cart = { currency: 'EUR', version: 1 };
    expect(CartBodySchema.safeParse({ ...cart, items: [item, { ...item, itemId: 'y' }] }).success).toBe(true);
    expect(CartBodySchema.safeParse({ ...cart, items: [item, item] }).error?.issues[0]?.path).toEqual(['items']);
  });

  it('a subscription that is named twice is refused, in an edit and in a preview', () => {
    expect(EventBodySchema.safeParse({ type: 'EDIT', changes }).error?.issues[0]?.path).toEqual(['changes']);
    expect(QuoteRequestSchema.safeParse({ changes }).error?.issues[0]?.path).toEqual(['changes']);
    expect(EventBodySchema.safeParse({ type: 'EDIT', changes: changes.slice(1) }).success).toBe(true);
  });
});
