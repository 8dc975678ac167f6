import { NUDGE, VIEW } from 'statechart-host/contract';
import { ReadModelWatch } from '../../activities/order/read-model-watch';
import { sandboxGateway } from '../../gateways/payment/sandbox/gateway';
import type { AssessOutput, OrderSteps } from '../../machines/subscription-change/steps';
import type { Store } from '../../store';
import { orderWorkflowId, type ProjectedOrder } from '../../workflows/contract';
import { accepted } from '../machines/order-world';
import { bringIn } from '../server/facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../server/stand';
import { sampleView } from '../store/orders/sample-view';
import type { Mutation } from '../support/bundle';
import { SMOOTH } from '../support/scripted-steps';
import { PATIENCE, until } from '../support/within';

/** The host throws a task away once its projection is written, where the projection says so. */
const LOSING: Mutation = {
  file: 'statechart-host/workflow/projection.ts',
  replace: [
    [
      'if (this.#machine.isOfAnotherPast(answer, call)) return;',
      "if ((answer as { answer?: unknown } | null)?.answer === 'lose') throw new Error('The task is lost.');\n      if (this.#machine.isOfAnotherPast(answer, call)) return;",
    ],
  ],
};

/** What is written, its timeline and its lists are the order's own again within this time, in milliseconds. */
const SOON = 5_000;

/** Answers of local steps, of which an attempt of a task takes the next one. */
interface Script {
  assess?: AssessOutput[];
  apply?: Awaited<ReturnType<OrderSteps['apply']>>[];
}

let stand: ServerStand;
let key: string;
let script: Script = {};
let tasksToLose = 0;
/** Happens once the end of an order is written, and before its task is committed. */
let meanwhile: ((view: ProjectedOrder) => Promise<void>) | undefined;

const next = <Answer>(answers: Answer[] | undefined, otherwise: Answer): Answer => answers?.shift() ?? otherwise;

const steps = (store: Store) => ({
  assess: async (input: never) => next(script.assess, await SMOOTH.assess(input)),
  apply: async (input: never) => next(script.apply, await SMOOTH.apply(input)),
  project: async ({ view }: { view: ProjectedOrder }) => {
    await store.orders.project(view);
    if (view.status === 'done') await meanwhile?.(view);
    if (tasksToLose === 0) return undefined as never;
    tasksToLose -= 1;
    return 'lose' as never;
  },
});

beforeAll(async () => {
  stand = await startServerStand({ worker: steps, change: LOSING });
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());
beforeEach(() => {
  script = {};
  tasksToLose = 0;
  meanwhile = undefined;
});

const toSupport = () => accepted({ route: 'customer_support' }) as AssessOutput;

const start = (): Promise<Reply> =>
  request(stand, 'POST', '/v1/changes', {
    key,
    body: { subscriptionId: 'sub_1', seats: 8 },
    headers: commandFor('user_1'),
  });
const send = (changeId: string, body: object): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, { key, body, headers: commandFor('user_1') });

/** Where lists, the timeline and the order itself say that it is. */
async function told(changeId: string) {
  const doc = await stand.store.orders.findDoc('acme', changeId);
  const { body } = await request(stand, 'GET', `/v1/changes/${changeId}`, { key });
  const states = new Set(doc?.moves?.map(({ to }) => to));
  return { order: `${body.state} ${body.sequence}`, written: `${doc?.view.state} ${doc?.sequence}`, states };
}

async function isRightSoon(changeId: string, state: string, never: string): Promise<void> {
  await until(SOON, `what is written of ${state}`, async () => {
    const { order, written, states } = await told(changeId);
    return order === written && written.startsWith(state) && !states.has(never);
  });
}

const LOST = [1, 2];

describe('a task that is lost after it has written', () => {
  it.each(LOST)('an order that is assessed otherwise after %i lost tasks stands where it really is', async (times) => {
    tasksToLose = times;
    script = { assess: [...Array.from({ length: times }, () => accepted() as AssessOutput), toSupport()] };
    const { body } = await start();
    expect(body.state).toBe('handedOver.waiting');
    await isRightSoon(body.changeId, 'handedOver.waiting', 'reviewing');
  });

  it.each(LOST)('an order whose commit fails after %i lost tasks is not shown as completed', async (times) => {
    const { body } = await start();
    await send(body.changeId, { type: 'CHECKOUT' });
    tasksToLose = times;
    const applied = { status: 'applied', fulfilment: 'done', seatsAdded: [] } as const;
    script = {
      apply: [...Array.from({ length: times }, () => ({ ...applied, seatsAdded: [] })), { status: 'reservation_lost' }],
    };
    await send(body.changeId, { type: 'PLACE_ORDER' });
    await isRightSoon(body.changeId, 'cancelled', 'completed');
  });

  it('an order that is edited otherwise after a lost task has the moves that it made', async () => {
    const { body } = await start();
    tasksToLose = 1;
    script = { assess: [accepted() as AssessOutput, toSupport()] };
    await send(body.changeId, { type: 'EDIT', changes: [{ subscriptionId: 'sub_1', seats: 9 }] });
    await isRightSoon(body.changeId, 'handedOver.waiting', 'nowhere');
  });
});

describe('a last task that something has come to', () => {
  it.each([
    ['moves the order', 'NUDGE'],
    ['moves nothing', 'NOTHING'],
  ])('an order whose end is refused because of what %s has the moves that it made in the end', async (_, type) => {
    const { body } = await start();
    await send(body.changeId, { type: 'CHECKOUT' });
    let times = 0;
    meanwhile = async ({ details: { tenantId, changeId } }) => {
      times += 1;
      if (times > 1) return;
      const handle = stand.parts.temporal.workflow.getHandle(orderWorkflowId(tenantId, changeId));
      await handle.signal(NUDGE, { type });
    };
    await send(body.changeId, { type: 'PLACE_ORDER' });
    await isRightSoon(body.changeId, 'completed', 'nowhere');
    expect(times).toBe(2);
    const doc = await stand.store.orders.findDoc('acme', body.changeId);
    const view = await stand.parts.temporal.workflow
      .getHandle(orderWorkflowId('acme', body.changeId))
      .query<ProjectedOrder>(VIEW);
    expect(doc?.moves).toEqual(view.transitions);
  });
});

describe('a task that is lost with the engine', () => {
  /** An order at rest, of which a move is written that its engine never heard of. */
  async function writtenAhead(): Promise<{ changeId: string; writtenAt: Date }> {
    const { changeId } = (await start()).body;
    const view = (await stand.store.orders.findDoc('acme', changeId))?.view as ProjectedOrder;
    const { startedEvent } = view.writtenIn;
    const sequence = view.sequence + 1;
    const at = new Date().toISOString();
    const move = { sequence, at, event: 'CHECKOUT', from: 'reviewing', to: 'verifying' };
    // As far ahead as an engine may have been that was restored from a copy.
    const writtenIn = { ...view.writtenIn, startedEvent: startedEvent + 40, startedAt: at };
    const transitions = [...view.transitions, move];
    await stand.store.orders.project({ ...view, sequence, state: 'verifying', transitions, writtenIn });
    const written = await stand.store.orders.findDoc('acme', changeId);
    return { changeId, writtenAt: written?.writtenAt ?? new Date() };
  }

  async function whileWatched(run: () => Promise<void>): Promise<void> {
    const watch = new ReadModelWatch({
      store: stand.store,
      temporalClient: stand.parts.temporal,
      paymentGateway: sandboxGateway({ baseUrl: 'http://127.0.0.1:1' }),
      log: stand.parts.logger,
    });
    watch.start();
    await run().finally(() => watch.stop());
  }

  it('an order of which something was written that its engine never heard of is corrected', async () => {
    const { changeId } = await writtenAhead();
    await whileWatched(async () => {
      await isRightSoon(changeId, 'reviewing', 'verifying');
      expect((await send(changeId, { type: 'CHECKOUT' })).body.state).toBe('verifying');
      await isRightSoon(changeId, 'verifying', 'nowhere');
    });
  });

  it('orders that are right are looked at, and no worker is asked for them', async () => {
    const { workflowService } = stand.parts.temporal.workflow;
    const history = jest.spyOn(workflowService, 'getWorkflowExecutionHistoryReverse');
    const query = jest.spyOn(workflowService, 'queryWorkflow');
    await whileWatched(async () => {
      const orders = await Promise.all([start(), start(), start()]);
      const looksAt = (changeId: string) =>
        history.mock.calls.some(([asked]) => asked.execution?.workflowId === orderWorkflowId('acme', changeId));
      await until(PATIENCE, 'a look at each', async () => orders.every(({ body }) => looksAt(body.changeId)));
    });
    expect(query).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  it('what is written follows an order that an operator has reset', async () => {
    const { changeId } = (await start()).body;
    await send(changeId, { type: 'CHECKOUT' });
    const { workflow } = stand.parts.temporal;
    const workflowId = orderWorkflowId('acme', changeId);
    const { runId } = await workflow.getHandle(workflowId).describe();
    const { events = [] } = await workflow.getHandle(workflowId).fetchHistory();
    const ended = (events ?? []).filter(({ workflowTaskCompletedEventAttributes: completed }) => completed);
    await workflow.workflowService.resetWorkflowExecution({
      namespace: workflow.options.namespace,
      workflowExecution: { workflowId, runId },
      reason: 'tried',
      requestId: changeId,
      workflowTaskFinishEventId: ended.at(-1)?.eventId ?? null,
    });
    expect((await send(changeId, { type: 'CANCEL' })).body.state).toBe('cancelled');
    await isRightSoon(changeId, 'cancelled', 'nowhere');
  });

  it('what a process that was killed had not looked at yet is looked at by another one', async () => {
    const { changeId, writtenAt } = await writtenAhead();
    const now = new Date();
    const until = new Date(now.getTime() + 500);
    await stand.store.leases.hold('read-model-watch', 'killed', until, now, writtenAt);
    await whileWatched(() => isRightSoon(changeId, 'reviewing', 'verifying'));
  });

  it('an engine that is away while others are written leaves what was not looked at for the next process', async () => {
    const { changeId, writtenAt } = await writtenAhead();
    const { workflowService } = stand.parts.temporal.workflow;
    const away = () => Promise.reject(new Error('The engine is away.'));
    const history = jest.spyOn(workflowService, 'getWorkflowExecutionHistoryReverse').mockImplementation(away);
    const query = jest.spyOn(workflowService, 'queryWorkflow').mockImplementation(away);
    await whileWatched(async () => {
      await until(PATIENCE, 'a look', async () => query.mock.calls.length > 0);
      await stand.store.orders.project(sampleView({}, { tenantId: 'acme', changeId: 'chg_newer' }));
      const looks = history.mock.calls.length;
      await until(PATIENCE, 'a look at the newer one', async () => history.mock.calls.length > looks + 2);
    });
    history.mockRestore();
    query.mockRestore();
    const { leases } = stand.store;
    const now = new Date();
    const upTo = await leases.hold('read-model-watch', 'a look', now, now, null);
    expect(upTo?.getTime()).toBeLessThanOrEqual(writtenAt.getTime());
    await leases.release('read-model-watch', 'a look');
    await whileWatched(() => isRightSoon(changeId, 'reviewing', 'verifying'));
  });
});
