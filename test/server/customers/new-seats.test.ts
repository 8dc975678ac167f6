import { newSeatsOf } from '../../../server/customers/new-seats';
import { sampleView } from '../../store/orders/sample-view';

/** Which of the free seats of a subscription wait for people. */

const DAY = 86_400_000;
const at = new Date('2026-03-30T10:00:00Z');

/** An order that brought seats so many days ago, by its id. */
const brought = (seatsAdded: number, daysAgo: number) => ({ seatsAdded, daysAgo });

function newSeats(
  subscription: { seats: number; assignedSeats: number; status?: string },
  orders: Record<string, ReturnType<typeof brought>>,
): Promise<number> {
  const find = async (_: string, changeId: string) => {
    const order = orders[changeId];
    if (order === undefined) return null;
    const changes = [
      { subscriptionId: 'sub_2', seatsAdded: 100 },
      { subscriptionId: 'sub_1', seatsAdded: order.seatsAdded },
    ];
    const when = new Date(at.getTime() - order.daysAgo * DAY).toISOString();
    return sampleView({ at: when, state: 'completed' }, { quote: { changes } } as never);
  };
  const held = {
    subscription: { tenantId: 'acme', subscriptionId: 'sub_1', status: 'active', ...subscription },
    appliedChangeIds: Object.keys(orders),
  };
  return newSeatsOf(held as never, { orders: { find }, settings: { reminderDelays: [DAY, 14 * DAY] }, at });
}

it('seats that were bought lately wait for people until as many are assigned', async () => {
  const orders = { ch_1: brought(3, 2) };
  expect(await newSeats({ seats: 8, assignedSeats: 5 }, orders)).toBe(3);
  expect(await newSeats({ seats: 8, assignedSeats: 7 }, orders)).toBe(1);
  expect(await newSeats({ seats: 8, assignedSeats: 8 }, orders)).toBe(0);
});

it('seats that were free before anything was bought are nobody’s concern', async () => {
  expect(await newSeats({ seats: 8, assignedSeats: 2 }, { ch_1: brought(3, 2) })).toBe(3);
  expect(await newSeats({ seats: 8, assignedSeats: 2 }, {})).toBe(0);
});

it('those of several orders are counted together, as long as somebody is reminded of them', async () => {
  const orders = { ch_1: brought(10, 15), ch_2: brought(2, 14), ch_3: brought(0, 3), ch_4: brought(1, 1) };
  expect(await newSeats({ seats: 30, assignedSeats: 2 }, orders)).toBe(3);
});

it('a subscription that has ended has none', async () => {
  expect(await newSeats({ seats: 8, assignedSeats: 2, status: 'ended' }, { ch_1: brought(3, 2) })).toBe(0);
});
