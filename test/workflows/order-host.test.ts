import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { SEND, UNTIL_SETTLED } from 'statechart-host/contract';
import { Gate, recorded, startTestWorker, type TestWorker } from 'statechart-host/testing';
import type { Activities } from '../../activities/contract';
import type { OrderEvent } from '../../machines/events';
import type { PaymentOutcome } from '../../machines/subscription-change/steps';
import { ORDER_WORKFLOW, type OrderInput, type OrderView, orderWorkflowId } from '../../workflows/contract';
import { testTemporal } from '../support/backends';
import { bundle, type Mutation } from '../support/bundle';
import { historySize } from '../support/history-size';
import { outcome, SMOOTH } from '../support/scripted-steps';
import { PATIENCE, within } from '../support/within';

type Script = Partial<Activities>;

interface Desk {
  calls: string[];
  start(): Promise<WorkflowHandle>;
  stop(): Promise<void>;
}

async function openDesk(script: Script, without?: Mutation): Promise<Desk> {
  const calls: string[] = [];
  const activities = recorded({ ...SMOOTH, project: async () => {}, ...script }, calls);
  const worker: TestWorker = await startTestWorker({
    ...testTemporal(),
    workflowBundle: await bundle('workflows/index.ts', without),
    activities,
  });
  const started: WorkflowHandle[] = [];
  const start = async () => {
    const changeId = `chg_${randomUUID().slice(0, 8)}`;
    const input: OrderInput = {
      tenantId: 'tenant',
      changeId,
      accountId: 'acc_1',
      actor: { userId: 'user_1', role: 'billing_contact' },
      changes: [{ subscriptionId: 'sub_1', seats: 8 }],
    };
    const startWorkflowOperation = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
      workflowId: orderWorkflowId('tenant', changeId),
      taskQueue: worker.taskQueue,
      args: [input],
      workflowTaskTimeout: '2 seconds',
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    await worker.client.workflow.executeUpdateWithStart(UNTIL_SETTLED, { startWorkflowOperation });
    const handle = await startWorkflowOperation.workflowHandle();
    started.push(handle);
    return handle;
  };
  const stop = async () => {
    await Promise.all(started.map((handle) => handle.terminate().catch(() => undefined)));
    await worker.stop();
  };
  return { calls, start, stop };
}

const send = (handle: WorkflowHandle, event: OrderEvent): Promise<OrderView> =>
  within(
    PATIENCE,
    handle.executeUpdate<OrderView, [OrderEvent]>(SEND, { args: [event] }),
    `an answer to ${event.type}`,
  );

async function withDesk(
  script: Script,
  without: Mutation | undefined,
  scenario: (desk: Desk) => Promise<void>,
): Promise<void> {
  const desk = await openDesk(script, without);
  try {
    await scenario(desk);
  } finally {
    await desk.stop();
  }
}

/** Cancels the workflow while the charge is under way, then lets the charge succeed. */
async function cancelDuringCharge(without?: Mutation): Promise<{ view: OrderView; calls: string[] }> {
  const gate = new Gate<PaymentOutcome>();
  let result: { view: OrderView; calls: string[] } | undefined;
  await withDesk({ charge: () => gate.pass() }, without, async (desk) => {
    const handle = await desk.start();
    await send(handle, { type: 'CHECKOUT' });
    await handle.startUpdate(SEND, { args: [{ type: 'PLACE_ORDER' }], waitForStage: 'ACCEPTED' });
    await gate.arrived();
    await handle.cancel();
    gate.open(outcome({ status: 'paid' }));
    const view = (await within(PATIENCE, handle.result(), 'the end of the order')) as OrderView;
    result = { view, calls: desk.calls };
  });
  if (result === undefined) throw new Error('The order did not end.');
  return result;
}

const TRANSITIONS = 'machines/subscription-change/transitions.ts';

describe('an order on the machine host', () => {
  it('an order on the machine host completes in one update a step, with the card on file', async () => {
    await withDesk({}, undefined, async (desk) => {
      const handle = await desk.start();
      expect(await send(handle, { type: 'CHECKOUT' })).toMatchObject({ state: 'verifying', settled: true });
      const view = await send(handle, { type: 'PLACE_ORDER' });
      expect(view).toMatchObject({ state: 'completed', status: 'done', allowedEvents: [] });
      const size = await historySize(handle);
      expect(size.events).toBeLessThanOrEqual(34);
      expect(size.workflowTasks).toBeLessThanOrEqual(4);
      expect(size.actions).toBeLessThanOrEqual(9);
    });
  });

  it('an order on the machine host is not over before its end is written where lists read it, though the first attempt fails', async () => {
    const written: string[] = [];
    let isDown = true;
    const project: Activities['project'] = async ({ view }) => {
      if (view.status === 'done' && isDown) {
        isDown = false;
        throw new Error('MongoDB is down.');
      }
      written.push(view.state);
    };
    await withDesk({ project }, undefined, async (desk) => {
      const handle = await desk.start();
      await send(handle, { type: 'CHECKOUT' });
      expect(await send(handle, { type: 'PLACE_ORDER' })).toMatchObject({ state: 'completed' });
      await within(PATIENCE, handle.result(), 'the end of the order');
      expect(written.at(-1)).toBe('completed');
    });
  });
});

describe('a test worker', () => {
  it('a test worker stops though an attempt waits at a gate that nobody opens', async () => {
    const gate = new Gate<PaymentOutcome>();
    const desk = await openDesk({ charge: () => gate.pass() });
    const handle = await desk.start();
    await send(handle, { type: 'CHECKOUT' });
    await handle.startUpdate(SEND, { args: [{ type: 'PLACE_ORDER' }], waitForStage: 'ACCEPTED' });
    await gate.arrived();
    await within(PATIENCE, desk.stop(), 'the end of the worker');
  });
});

describe('trap 3: a payment that completes after a cancellation is not lost', () => {
  it('a payment that completes after a cancellation is given back, and the order ends cancelled', async () => {
    const { view, calls } = await cancelDuringCharge();
    expect(view).toMatchObject({ state: 'cancelled', details: { payment: { status: 'paid' } } });
    expect(calls).toContain('compensate');
  });

  it('the scenario of trap 3 fails when its protection is taken away', async () => {
    const without = {
      file: TRANSITIONS,
      replace: [
        ["CANCEL: { actions: end('cancelled') }", "CANCEL: { target: TO.releasing, actions: end('cancelled') }"],
      ],
    } satisfies Mutation;
    const { calls } = await cancelDuringCharge(without);
    expect(calls).not.toContain('compensate');
  });
});

describe('trap 6: a cancellation that arrives while the order is at work is remembered', () => {
  it('a cancellation that arrives while the order is at work is remembered', async () => {
    expect((await cancelDuringCharge()).view.state).toBe('cancelled');
  });

  it('the scenario of trap 6 fails when its protection is taken away', async () => {
    const without = {
      file: TRANSITIONS,
      replace: [["  CANCEL: { actions: end('cancelled') },\n", '']],
    } satisfies Mutation;
    expect((await cancelDuringCharge(without)).view.state).toBe('completed');
  });
});
