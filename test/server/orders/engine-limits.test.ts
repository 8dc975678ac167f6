import { ServiceError } from '@temporalio/client';
import { Gate } from 'statechart-host/testing';
import type { TemporalClient } from '../../../server/api/temporal';
import { SMOOTH } from '../../support/scripted-steps';
import { PATIENCE, until } from '../../support/within';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What Temporal takes of one order at a time, and in one run of it. */
const AT_A_TIME = 10;
/** As it words it; nothing else tells the limits apart. */
const NO_MORE_IN_THIS_RUN =
  'The limit on the total number of distinct updates in this workflow has been reached (2000).';

let stand: ServerStand;
let key: string;
let isFull = false;
const charging = new Gate();

beforeAll(async () => {
  stand = await startServerStand({
    worker: {
      charge: async (input) => {
        await charging.pass();
        return SMOOTH.charge(input);
      },
    },
  });
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());

const send = (changeId: string, type: string, headers: Record<string, string> = commandFor('user_1')): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, {
    key,
    body: { type },
    headers: { prefer: 'wait=0', ...headers },
  });

async function verified(): Promise<string> {
  const started = await request(stand, 'POST', '/v1/changes', {
    key,
    body: { subscriptionId: 'sub_1', seats: 8 },
    headers: commandFor('user_1'),
  });
  const { changeId } = started.body;
  await send(changeId, 'CHECKOUT', { ...commandFor('user_1'), prefer: 'wait=10' });
  return changeId;
}

describe('the limits of the engine for one order', () => {
  it('an order that is taking as many requests as it can says so, and takes the same one as soon as it has room', async () => {
    const changeId = await verified();
    await send(changeId, 'PLACE_ORDER');
    const cancels = Array.from({ length: AT_A_TIME + 2 }, () => commandFor('user_1'));
    const answers: Reply[] = [];
    for (const headers of cancels) answers.push(await send(changeId, 'CANCEL', headers));
    expect(answers.slice(0, AT_A_TIME - 1).map(({ status }) => status)).toEqual(Array(AT_A_TIME - 1).fill(202));
    const last = answers.at(-1);
    expect([last?.status, last?.body.code, last?.headers.get('retry-after')]).toEqual([429, 'order_busy', '1']);
    charging.open();
    let again = last;
    await until(PATIENCE, 'room for one more', async () => {
      again = await send(changeId, 'CANCEL', { ...cancels.at(-1), prefer: 'wait=10' });
      return again.status !== 429;
    });
    expect(again?.body).toMatchObject({ code: 'event_not_allowed', state: 'cancelled' });
  });

  it('an order that takes no more until it rests is told as what it is, and support sees it once', async () => {
    const { temporal } = stand.parts;
    const full: TemporalClient = {
      workflow: temporal.workflow,
      withDeadline: (deadline, call) => (isFull ? Promise.reject(refusal()) : temporal.withDeadline(deadline, call)),
    };
    const crowded = await startServerStand({ app: { temporal: full, store: stand.store } });
    const changeId = await verified();
    isFull = true;
    for (const _ of [1, 2]) {
      const { status, body } = await request(crowded, 'POST', `/v1/changes/${changeId}/events`, {
        key,
        body: { type: 'CANCEL' },
        headers: commandFor('user_1'),
      });
      expect([status, body.code, body.next]).toEqual([409, 'order_full', expect.stringMatching(/support/)]);
    }
    const items = await stand.store.supportItems.listOpen('acme', 10, { kind: 'order_full' });
    expect(items).toEqual([expect.objectContaining({ key: `${changeId}:order_full`, facts: { changeId } })]);
    await crowded.stop();
  });
});

const refusal = () =>
  new ServiceError('Workflow Update failed', {
    cause: Object.assign(new Error(NO_MORE_IN_THIS_RUN), { code: 9, details: NO_MORE_IN_THIS_RUN, metadata: {} }),
  });
