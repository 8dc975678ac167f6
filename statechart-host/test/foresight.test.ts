import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { FORESEE, type Foresight, type HostedView, NUDGE, SEND, UNTIL_SETTLED, VIEW } from 'statechart-host/contract';
import { startTestWorker, type TestWorker } from 'statechart-host/testing';
import { testBackends } from '../../test/support/backends';
import { bundle } from '../../test/support/bundle';
import { until } from '../../test/support/within';

const LIMIT = 60_000;

let worker: TestWorker;
let delivered: number;

beforeAll(async () => {
  worker = await startTestWorker({
    address: testBackends().temporal,
    workflowBundle: await bundle('statechart-host/test/fixtures/parcel.ts'),
    activities: {
      deliver: async () => {
        delivered += 1;
        return 'delivered';
      },
    },
  });
}, LIMIT);
afterAll(() => worker.stop(), LIMIT);

async function packed(): Promise<WorkflowHandle> {
  delivered = 0;
  const options = { taskQueue: worker.taskQueue, workflowId: `parcel-${randomUUID()}`, args: [] };
  const handle = await worker.client.workflow.start('parcelWorkflow', options);
  await handle.executeUpdate(UNTIL_SETTLED);
  return handle;
}

const foresee = (handle: WorkflowHandle, type: string): Promise<Foresight<{ hurried: boolean }>> =>
  handle.query(FORESEE, { type });

const eventsOf = async (handle: WorkflowHandle): Promise<number> => ((await handle.fetchHistory()).events ?? []).length;

describe('what an event would do', () => {
  it(
    'a foresight reaches the end of the way without a step being done, an event written or the machine moved',
    async () => {
      const handle = await packed();
      const before = [await eventsOf(handle), (await handle.query<HostedView<object>>(VIEW)).sequence];
      const told = await foresee(handle, 'SEND');
      expect(told).toMatchObject({
        ...{ objection: null, path: ['travelling', 'arrived'], steps: ['deliver'], undecided: null },
        now: { state: 'packed' },
        leadsTo: { state: 'arrived', settled: true, status: 'done', allowedEvents: [] },
      });
      expect(await foresee(handle, 'WAIT')).toMatchObject({
        ...{ path: ['stored'], steps: [], leadsTo: { state: 'stored', settled: true } },
      });
      expect([await eventsOf(handle), (await handle.query<HostedView<object>>(VIEW)).sequence]).toEqual(before);
      expect(delivered).toBe(0);
      const sent = await handle.executeUpdate<HostedView<object>, [object]>(SEND, { args: [{ type: 'SEND' }] });
      expect([sent.state, delivered]).toEqual(['arrived', 1]);
      expect(await foresee(handle, 'SEND')).toMatchObject({ objection: { type: 'EventNotAllowed' } });
    },
    LIMIT,
  );

  it(
    'a foresight ends at a step whose answer nobody can know',
    async () => {
      const handle = await packed();
      await handle.signal(NUDGE, { type: 'HURRY' });
      await until(LIMIT, 'the nudge', async () => (await foresee(handle, 'SEND')).now.details.hurried);
      const told = await foresee(handle, 'SEND');
      expect(told).toMatchObject({
        ...{ path: ['travelling'], steps: ['deliver'], undecided: 'deliver', leadsTo: { state: 'travelling' } },
      });
      await handle.terminate();
    },
    LIMIT,
  );

  it(
    'a foresight is an objection where the machine would not take the event; what the machine would do on the way is not done',
    async () => {
      const handle = await packed();
      const facts = { event: 'LEAVE', state: 'packed' };
      expect(await foresee(handle, 'LEAVE')).toMatchObject({ objection: { type: 'EventNotAllowed', facts } });
      const forged = await foresee(handle, 'xstate.done.actor.deliver');
      expect(forged).toMatchObject({ objection: { type: 'BadEvent' } });
      expect(await foresee(handle, 'BREAK')).toMatchObject({ objection: null, leadsTo: { state: 'arrived' } });
      const sent = await handle.executeUpdate<HostedView<object>, [object]>(SEND, { args: [{ type: 'SEND' }] });
      expect(sent.state).toBe('arrived');
    },
    LIMIT,
  );
});
