import { assess } from '../../../activities/order/assess';
import type { AssessInput } from '../../../machines/subscription-change/steps';
import type { Store } from '../../../store';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** Orders that meet on one subscription: assessing is the real one, on the real store. */

let stand: ServerStand;
let key: string;

beforeAll(async () => {
  stand = await startServerStand({ worker: realAssessing });
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());

function realAssessing(store: Store) {
  const unused = {} as never;
  const tools = {
    ...{ store, clock: () => new Date(), log: { info: () => {}, warn: () => {} }, pauseAt: async () => {} },
    ...{ paymentGateway: unused, vatRegister: unused, fulfilment: unused, temporalClient: unused },
  };
  return { assess: (input: AssessInput) => assess(tools, input) };
}

const start = (change: object): Promise<Reply> =>
  request(stand, 'POST', '/v1/changes', {
    key,
    body: { subscriptionId: 'sub_1', ...change },
    headers: commandFor('user_1'),
  });

describe('abuse 5: two different changes of one subscription at the same moment', () => {
  it('one of two different changes at the same moment is accepted, the other refused, and the subscription stays as it was', async () => {
    const replies = await Promise.all([start({ seats: 8 }), start({ frequency: 'year' })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = replies.find(({ status }) => status === 409);
    const accepted = replies.find(({ status }) => status === 201);
    expect(refused?.body).toMatchObject({ code: 'change_in_progress', changeId: expect.stringMatching(/^chg_/) });
    const held = await stand.store.subscriptions.findHeld({ tenantId: 'acme', subscriptionId: 'sub_1' });
    expect(held?.openChange?.changeId).toBe(accepted?.body.changeId);
    expect(held?.subscription).toMatchObject({ seats: 5, frequency: 'month', version: 1 });
  });
});

describe('a change that the rules refuse', () => {
  it.each([
    [{ tierId: 'platinum', seats: 8 }, 422, 'unknown_tier'],
    [{ seats: 101 }, 422, 'seats_out_of_range'],
    [{ seats: 5 }, 422, 'nothing_to_change'],
    [{ seats: 8, expectedSeats: 4 }, 409, 'subscription_moved'],
  ])('the change %j is answered %i %s, with the order that says so', async (change, status, code) => {
    const reply = await start(change);
    expect(reply.body).toMatchObject({ status, code, changeId: expect.stringMatching(/^chg_/) });
    expect(reply.body.next).toMatch(/\.$/);
  });
});
