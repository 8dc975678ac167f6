import { Client, Connection } from '@temporalio/client';
import { retriesUnlessBusy, statechartClient } from 'statechart-host/client';
import { testBackends } from '../../test/support/backends';
import { anId, type ClientStand, openClientStand, refusalOf } from './client-stand';
import type { counterMachine, ErrandDetails, errandMachine } from './fixtures/client';

let stand: ClientStand;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  stand = await openClientStand();
  connection = await Connection.connect({ address: testBackends().temporal, interceptors: retriesUnlessBusy() });
  client = new Client({ connection });
});
afterAll(async () => {
  await stand.stop();
  await connection.close();
});

async function runsOf(id: string): Promise<number> {
  let runId: string | null | undefined = (await client.workflow.getHandle(id).describe()).runId;
  let runs = 0;
  for (; runId; runs += 1) {
    const { events } = await client.workflow.getHandle(id, runId).fetchHistory();
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  }
  return runs;
}

describe('a client of a machine with many senders', () => {
  it('no event is lost or counted twice while one run of the chain follows another', async () => {
    const counters = statechartClient<typeof counterMachine>(stand.of('briefCounter', client));
    const counter = await counters.start({ id: anId(), input: { from: 0 } });
    const countOn = async (sender: number): Promise<void> => {
      for (let at = 0; at < 50; at += 1) await counter.send({ type: 'ADD', by: 1 }, { id: `${sender}:${at}` });
    };
    await Promise.all([1, 2, 3, 4].map(countOn));
    const { sequence } = await counter.view();
    expect(await counter.send({ type: 'ADD', by: 1 }, { id: '1:0' })).toMatchObject({
      sequence,
      details: { count: 200 },
    });
    expect(await runsOf(counter.id)).toBeGreaterThan(5);
    const end = counter.send({ type: 'END' });
    expect((await counter.result()).output).toEqual({ total: 200 });
    await end;
  });

  it('a machine that has as many events under way as the server allows takes no more, and says so', async () => {
    const errands = statechartClient<typeof errandMachine, ErrandDetails>(stand.of('errand', client));
    const id = anId();
    const errand = await errands.start({ id, input: { to: id } });
    const accepted = { until: 'accepted' } as const;
    const underWay = [await errand.send({ type: 'SEND' }, accepted)];
    for (let at = 1; at < 10; at += 1) underWay.push(await errand.send({ type: 'HURRY' }, accepted));
    const oneMore = () => errand.send({ type: 'HURRY' }, { id: 'one more' });
    expect(await refusalOf(oneMore())).toMatchObject({ code: 'Busy', facts: { id: 'one more' } });
    stand.gate(id).open('Ed');
    expect((await oneMore()).settled).toBe(true);
  });
});
