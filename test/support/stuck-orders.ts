import type { DeskStand } from './desk-stand';
import type { Buyer } from './flow-shop';
import { TENANT } from './flow-stand';
import { PATIENCE, until } from './within';

/** Customers who come at the same time. */
const AT_ONCE = 12;

export interface StuckOrder {
  changeId: string;
  buyer: Buyer;
}

/** The way of an order to a step that fails. */
const WAYS = {
  quote: (buyer: Buyer) => buyer.start({ seats: 8 }),
  reserve: (buyer: Buyer) => buyer.buy({ seats: 8 }),
} as const;

/** So many orders of so many customers that are stuck because a step finds no database, and that lists show as such. The step works again afterwards. */
export async function stuckOrders(desk: DeskStand, step: keyof typeof WAYS, count: number): Promise<StuckOrder[]> {
  const made: StuckOrder[] = [];
  desk.failing.add(step);
  let begun = 0;
  const customers = Array.from({ length: Math.min(AT_ONCE, count) }, async () => {
    while (begun < count) {
      begun += 1;
      const buyer = await desk.customer();
      const { changeId } = await WAYS[step](buyer);
      made.push({ changeId, buyer });
    }
  });
  await Promise.all(customers);
  desk.failing.delete(step);
  await until(PATIENCE, 'the orders to be listed as stuck', () => areListed(desk, made));
  return made;
}

async function areListed({ shop: { stand } }: DeskStand, made: readonly StuckOrder[]): Promise<boolean> {
  const changeIds = made.map(({ changeId }) => changeId);
  const rests = await stand.store.orders.listRests(TENANT, changeIds);
  return rests.filter(({ isStuck }) => isStuck).length === changeIds.length;
}
