import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker, type WorkflowBundlePath } from '@temporalio/worker';
import { type HostedView, SEND, VIEW } from 'statechart-host/contract';
import { Gate, startTestWorker } from 'statechart-host/testing';
import { testBackends } from '../../test/support/backends';
import { bundle, type Mutation } from '../../test/support/bundle';
import { PATIENCE, until } from '../../test/support/within';

/** The recipe of CONTRIBUTING for a machine that runs: a new version beside the old one, chosen with `patched`. */

const VERSION_1 = 'statechart-host/test/fixtures/parcel.ts';
const VERSION_2 = 'statechart-host/test/fixtures/parcel-2.ts';

const WITHOUT_PATCHED: Mutation = {
  file: VERSION_2,
  replace: [["patched('parcel@2') ? parcel2 : parcel", 'parcel2']],
};

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** Runs a parcel that is sent and not delivered. @returns its history when it is where it is expected */
async function historyOf(workflowBundle: WorkflowBundlePath, state: string): Promise<History> {
  const gate = new Gate<string>();
  const worker = await startTestWorker({
    address: testBackends().temporal,
    workflowBundle,
    activities: { deliver: () => gate.pass() },
  });
  const handle = await worker.client.workflow.start('parcelWorkflow', {
    workflowId: randomUUID(),
    taskQueue: worker.taskQueue,
  });
  try {
    await handle.startUpdate(SEND, { args: [{ type: 'SEND' }], waitForStage: 'ACCEPTED' });
    await gate.arrived();
    await until(PATIENCE, state, async () => (await handle.query<HostedView<unknown>>(VIEW)).state === state);
    return await handle.fetchHistory();
  } finally {
    await handle.terminate();
    gate.open('at the end');
    await worker.stop();
  }
}

const replay = (workflowBundle: WorkflowBundlePath, history: History): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle }, history);

describe('a new version of a machine', () => {
  let underWay: History;
  beforeAll(async () => {
    underWay = await historyOf(await bundle(VERSION_1), 'travelling');
  });

  it('a run of the old version does not go on with the new one', async () => {
    await expect(replay(await bundle(VERSION_2), underWay)).resolves.toBeUndefined();
  });

  it('a new version would break a run of the old one if it simply took its place', async () => {
    await expect(replay(await bundle(VERSION_2, WITHOUT_PATCHED), underWay)).rejects.toThrow(/determinis/i);
  });

  it('a new run takes the new version, also when it is replayed', async () => {
    const givenUp = await historyOf(await bundle(VERSION_2), 'packed');
    await expect(replay(await bundle(VERSION_2), givenUp)).resolves.toBeUndefined();
  });
});
