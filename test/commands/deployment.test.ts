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
const AUTO_UPGRADE = 2;

oneRun(
  'builds of versioned workers',
  (shop) => {
    const workers: GuardedProcess[] = [];
    beforeAll(() => {
      quietRuntime();
    });
    const startBuild = async (buildId: string): Promise<void> => {
      workers.push(await startWorker(shop().stand, undefined, { WORKER_BUILD_ID: buildId }));
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
      expect(await deployment('status')).toMatchObject({ code: 0, out: [expect.stringContaining('No worker')] });
      expect(await deployment('rollback')).toMatchObject({ code: 2, errors: [expect.stringContaining('No worker')] });
      expect(await deployment('promote', '--build', 'v1', '--wait', '0')).toMatchObject({
        code: 2,
        errors: [expect.stringContaining('no worker of build v1 asks for work')],
      });
    });

    const ALL_V1 = 'workers of build v1 take all orders';
    const ALL_V2 = 'workers of build v2 take all orders';

    it('an order that began on one build goes to its end on the next, a share can be taken back, and a build rolled back', async () => {
      await startBuild('v1');
      // The very moment that its worker is there: Temporal does not know the build yet.
      expect(await deployment('promote', '--build', 'v1')).toEqual({
        code: 0,
        out: [`${ALL_V1}; before, workers without a version take all orders.`],
        errors: [],
      });
      const early = await checkedOut();
      expect(await ofOrder(early.order.changeId)).toEqual({ build: 'v1', behavior: AUTO_UPGRADE });

      await startBuild('v2');
      const shared = 'workers of build v2 take 100 % of the orders, workers of build v1 the others';
      expect((await deployment('ramp', '--build', 'v2', '--percent', '100')).out).toEqual([`${shared}.`]);
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
      expect((await deployment('rollback')).out).toEqual([`No build takes a share any more: ${ALL_V1}.`]);
      await until(PATIENCE, 'an order on the build that is current', async () => {
        const { order } = await checkedOut();
        return (await ofOrder(order.changeId)).build === 'v1';
      });

      expect(await deployment('promote', '--build', 'v2')).toMatchObject({
        code: 0,
        out: [`${ALL_V2}; before, ${ALL_V1}.`],
      });
      expect((await deployment('promote', '--build', 'v2')).out).toEqual(['Build v2 is current already.']);
      await until(PATIENCE, 'an order on the promoted build', async () => {
        const { order } = await checkedOut();
        return (await ofOrder(order.changeId)).build === 'v2';
      });
      const placed = await early.buyer.place(early.order);
      expect(placed.state).toBe('completed');
      expect(await ofOrder(early.order.changeId)).toEqual({ build: 'v2', behavior: AUTO_UPGRADE });

      expect((await deployment('rollback')).out).toEqual([`${ALL_V1} again; before, ${ALL_V2}.`]);
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

    it('nobody goes back from a build that was gone back to, or to workers that are not there, unless it is said', async () => {
      const again = await deployment('rollback');
      expect(again).toMatchObject({ code: 2, errors: [expect.stringMatching(/newer than build v1.*--build/)] });
      expect(await deployment('rollback', '--build', 'gone')).toMatchObject({
        code: 2,
        errors: [expect.stringContaining('no worker of build gone asks for work')],
      });
      expect(await deployment('rollback', '--build', 'unversioned')).toMatchObject({
        code: 2,
        errors: [expect.stringContaining('no worker without a version asks for work')],
      });
      expect((await deployment('status')).out).toContain('v1  current');
    });

    it('a promotion takes the share of another build, and a build that only had one is not gone back to', async () => {
      await startBuild('v3');
      await deployment('promote', '--build', 'v1');
      await deployment('ramp', '--build', 'v3', '--percent', '20');
      await deployment('ramp', '--build', 'v2', '--percent', '12.34');
      const promoted = await deployment('promote', '--build', 'v2');
      expect(promoted.out).toEqual([
        `${ALL_V2}; before, workers of build v2 take 12.34 % of the orders, workers of build v1 the others.`,
      ]);
      await deployment('ramp', '--build', 'v3', '--percent', '20');
      expect((await deployment('promote', '--build', 'v2')).out).toEqual([
        `${ALL_V2}; before, workers of build v3 take 20 % of the orders, workers of build v2 the others.`,
      ]);
      expect((await deployment('status')).out).toContain('v2  current');
      expect((await deployment('status')).out.join()).not.toContain('%');
      expect((await deployment('rollback')).out).toEqual([`${ALL_V1} again; before, ${ALL_V2}.`]);
    });

    it('a promotion that waited for its workers does not undo what was rolled back meanwhile', async () => {
      await deployment('promote', '--build', 'v2');
      const waiting = deployment('promote', '--build', 'v4');
      // The promotion has looked at the deployment before it looks for workers.
      expect((await deployment('rollback')).code).toBe(0);
      await startBuild('v4');
      const { code, errors } = await waiting;
      expect([code, errors]).toEqual([
        1,
        [expect.stringContaining(`Somebody else has changed it meanwhile: ${ALL_V1}`)],
      ]);
      expect((await deployment('status')).out).toContain('v1  current');
    });

    it('what versioned workers recorded is replayed by workers without a version', async () => {
      const { client } = shop().stand.temporal;
      const recorded = [];
      for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = '${ORDER_WORKFLOW}'` })) {
        recorded.push({ workflowId, history: await client.workflow.getHandle(workflowId).fetchHistory() });
      }
      expect(recorded.length).toBeGreaterThan(3);
      const failures = [];
      const workflowBundle = await bundle('workflows/index.ts', SHORT_WAITS);
      for await (const { error } of Worker.runReplayHistories({ workflowBundle }, recorded)) failures.push(error ?? []);
      expect(failures.flat()).toEqual([]);
    });

    it('no workflow is pinned to the build that it began on, by whichever bundle', async () => {
      const { client } = shop().stand.temporal;
      const workflowId = 'housekeeping-once';
      await client.workflow.execute(HOUSEKEEPING_WORKFLOW, { workflowId, taskQueue: TASK_QUEUE, args: [] });
      expect(await versioningOf(workflowId)).toEqual({ build: 'v1', behavior: AUTO_UPGRADE });
    });

    it('workers without a version take all orders again, those under way too, once there are some', async () => {
      const { buyer, order } = await checkedOut();
      const versioned = [...workers];
      workers.push(await startWorker(shop().stand));
      await until(PATIENCE, 'workers without a version', async () => {
        const { code } = await deployment('rollback', '--build', 'unversioned');
        return code === 0;
      });
      expect((await deployment('status')).out).toContain(
        'No build is current: workers without a version take all orders.',
      );
      await Promise.all(versioned.map((worker) => worker.stop()));
      expect((await buyer.place(order)).state).toBe('completed');
      expect((await deployment('rollback', '--build', 'gone', '--force')).code).toBe(2);
    });
  },
  { workersOfItsOwn: true },
);
