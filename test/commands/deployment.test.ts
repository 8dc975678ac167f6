import { Worker } from '@temporalio/worker';
import { type GuardedProcess, quietRuntime } from 'statechart-host/testing';
import { HOUSEKEEPING_WORKFLOW, ORDER_WORKFLOW, orderWorkflowId, TASK_QUEUE } from '../../workflows/contract';
import { bundle } from '../support/bundle';
import { aroundNow, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { SHORT_WAITS } from '../support/hurried-workflows';
import { PATIENCE, until } from '../support/within';
import { type Ended, run } from './in-process';

/** Of Temporal's API. */
const [PINNED, AUTO_UPGRADE] = [1, 2];

oneRun(
  'builds of versioned workers',
  (shop) => {
    const workers: GuardedProcess[] = [];
    beforeAll(() => {
      quietRuntime();
    });
    const startBuild = async (buildId: string): Promise<void> => {
      const { codePath } = await bundle('workflows/versioned.ts', SHORT_WAITS);
      const build = { WORKER_BUILD_ID: buildId, WORKFLOW_BUNDLE: codePath };
      workers.push(await startWorker(shop().stand, undefined, build));
    };
    afterAll(() => Promise.all(workers.map((worker) => worker.stop())));

    const deployment = (...args: string[]): Promise<Ended> => {
      const { address, name } = shop().stand.temporal;
      return run(['deployment', ...args], { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: name });
    };
    /** Which build has done the last task of a workflow, and whether it stays with it. */
    const versioningOf = async (workflowId: string) => {
      const { raw } = await shop().stand.temporal.client.workflow.getHandle(workflowId).describe();
      const info = raw.workflowExecutionInfo?.versioningInfo;
      return { build: info?.deploymentVersion?.buildId, behavior: info?.behavior };
    };
    const ofOrder = (changeId: string) => versioningOf(orderWorkflowId(TENANT, changeId));
    const checkedOut = async () => {
      const buyer = await shop().customer({ period: aroundNow() });
      return { buyer, order: await buyer.checkOut({ seats: 8 }) };
    };

    it('no build is listed before a worker was versioned, and none can be gone back to', async () => {
      expect(await deployment('status')).toMatchObject({ code: 1, out: [expect.stringContaining('No worker')] });
      expect(await deployment('rollback')).toMatchObject({ code: 2, errors: [expect.stringContaining('No worker')] });
      expect(await deployment('promote', '--build', 'v1', '--wait', '0')).toMatchObject({
        code: 2,
        errors: [expect.stringContaining('no worker of build v1 asks for work')],
      });
    });

    it('an order that began on one build goes to its end on the next, a share can be taken back, and a build rolled back', async () => {
      await startBuild('v1');
      // The very moment that its worker is there: Temporal does not know the build yet.
      expect(await deployment('promote', '--build', 'v1')).toEqual({
        code: 0,
        out: ['workers of build v1 take all orders; workers without a version did before.'],
        errors: [],
      });
      const early = await checkedOut();
      expect(await ofOrder(early.order.changeId)).toEqual({ build: 'v1', behavior: AUTO_UPGRADE });

      await startBuild('v2');
      expect((await deployment('ramp', '--build', 'v2', '--percent', '100')).out).toEqual([
        'workers of build v2 take 100 % of the orders.',
      ]);
      expect((await deployment('status')).out).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^v1 {2}current$/),
          expect.stringMatching(/^v2 {2}takes 100 %$/),
        ]),
      );
      await until(PATIENCE, 'an order on the build that takes a share', async () => {
        const { order } = await checkedOut();
        return (await ofOrder(order.changeId)).build === 'v2';
      });
      expect((await deployment('rollback')).out).toEqual(['No build takes a share any more.']);
      await until(PATIENCE, 'an order on the build that is current', async () => {
        const { order } = await checkedOut();
        return (await ofOrder(order.changeId)).build === 'v1';
      });

      expect(await deployment('promote', '--build', 'v2')).toMatchObject({
        code: 0,
        out: ['workers of build v2 take all orders; workers of build v1 did before.'],
      });
      expect((await deployment('promote', '--build', 'v2')).out).toEqual(['Build v2 is current already.']);
      await until(PATIENCE, 'an order on the promoted build', async () => {
        const { order } = await checkedOut();
        return (await ofOrder(order.changeId)).build === 'v2';
      });
      const placed = await early.buyer.place(early.order);
      expect(placed.state).toBe('completed');
      expect(await ofOrder(early.order.changeId)).toEqual({ build: 'v2', behavior: AUTO_UPGRADE });

      expect((await deployment('rollback')).out).toEqual([
        'workers of build v1 take all orders again; workers of build v2 did before.',
      ]);
      const { out } = await deployment('status');
      expect(out).toEqual(
        expect.arrayContaining(['v1  current', expect.stringMatching(/^v2 {2}.*, took orders until 2\d{3}-/)]),
      );
      await until(PATIENCE, 'an order on the build that was gone back to', async () => {
        const { buyer, order } = await checkedOut();
        expect((await buyer.place(order)).state).toBe('completed');
        return (await ofOrder(order.changeId)).build === 'v1';
      });
    });

    it('what versioned workers recorded is replayed by their workflows and by those of workers without a version', async () => {
      const { client } = shop().stand.temporal;
      const recorded = [];
      for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = '${ORDER_WORKFLOW}'` })) {
        recorded.push({ workflowId, history: await client.workflow.getHandle(workflowId).fetchHistory() });
      }
      expect(recorded.length).toBeGreaterThan(3);
      const failures = [];
      for (const workflows of ['workflows/index.ts', 'workflows/versioned.ts']) {
        const workflowBundle = await bundle(workflows, SHORT_WAITS);
        for await (const { error } of Worker.runReplayHistories({ workflowBundle }, recorded))
          failures.push(error ?? []);
      }
      expect(failures.flat()).toEqual([]);
    });

    it('what is over soon stays with the build that it began on', async () => {
      const { client } = shop().stand.temporal;
      const workflowId = 'housekeeping-once';
      await client.workflow.execute(HOUSEKEEPING_WORKFLOW, { workflowId, taskQueue: TASK_QUEUE, args: [] });
      expect(await versioningOf(workflowId)).toEqual({ build: 'v1', behavior: PINNED });
    });

    it('workers without a version take all orders again where that is asked for', async () => {
      expect((await deployment('rollback', '--build', 'unversioned')).out).toEqual([
        'workers without a version take all orders again; workers of build v1 did before.',
      ]);
      expect((await deployment('status')).out).toContain(
        'No build is current: workers without a version take all orders.',
      );
    });
  },
  { workersOfItsOwn: true },
);
