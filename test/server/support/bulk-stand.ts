import { randomUUID } from 'node:crypto';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { SEND, UNTIL_SETTLED } from 'statechart-host/contract';
import { startTestWorker, type TestWorker } from 'statechart-host/testing';
import { workOnBulk } from '../../../activities/bulk/work';
import type { Activities } from '../../../activities/contract';
import { sweep } from '../../../activities/order/housekeeping';
import { beating } from '../../../activities/shared/attempt';
import type { OrderEvent } from '../../../machines/events';
import type { BulkView } from '../../../schemas/support/bulk';
import { bulkStart, ORDER_WORKFLOW, type OrderView, orderWorkflowId } from '../../../workflows/contract';
import { testBackends } from '../../support/backends';
import { bundle } from '../../support/bundle';
import { ADMITTED, outcome, SMOOTH } from '../../support/scripted-steps';
import { PATIENCE, until, within } from '../../support/within';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** The API with orders of which support has many at once: their steps are scripted, everything around them is real. */
export interface BulkStand {
  server: ServerStand;
  keys: Record<'lead' | 'otherLead' | 'agent' | 'stranger', string>;
  /** How often each order was quoted, and charged. */
  quotes: Map<string, number>;
  charges: Map<string, number>;
  /** Orders whose quote and whose reservation fail. */
  broken: Set<string>;
  /** Called when an order of a bulk has taken its event, before that is written down. */
  hook: { sent(point: string): Promise<void> };
  /** Orders that wait for their customer. */
  reviewing(count: number): Promise<string[]>;
  /** Orders that are stuck before they are quoted, and such as are stuck after they were placed. */
  stuckEarly(count: number): Promise<string[]>;
  stuck(count: number): Promise<string[]>;
  look(changeId: string): Promise<OrderView>;
  /** Housekeeping, as it will be done then. */
  sweep(at: Date): Promise<unknown>;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  ask(who: keyof BulkStand['keys'], method: string, path: string, body?: object, key?: string): Promise<Reply>;
  /** How many rounds its workflow has made. */
  rounds(bulkId: string): Promise<number>;
  /** Waits until its workflow has ended. */
  ended(bulkId: string): Promise<void>;
  /** Waits until a bulk has come to a status. */
  reaches(bulkId: string, status: BulkView['status']): Promise<BulkView>;
  stop(): Promise<void>;
}

/** At the same time, when orders are made. */
const AT_ONCE = 20;
const TENANT = 'acme';

export async function startBulkStand(): Promise<BulkStand> {
  const quotes = new Map<string, number>();
  const charges = new Map<string, number>();
  const count = (counts: Map<string, number>, changeId: string): void =>
    void counts.set(changeId, (counts.get(changeId) ?? 0) + 1);
  const broken = new Set<string>();
  const hook = { sent: async (_point: string): Promise<void> => {} };
  const taskQueue = `bulk-${randomUUID()}`;
  const workflowBundle = await bundle('workflows/index.ts');
  // The server and the callers outlive a worker.
  const connection = await Connection.connect({ address: testBackends().temporal });
  const engine = new Client({ connection });
  const server = await startServerStand({ app: { temporal: engine, taskQueue } });
  const { store } = server;

  const bulkTools = {
    store,
    temporalClient: engine,
    clock: () => new Date(),
    pauseAt: (point: string) => hook.sent(point),
  };
  const failIfBroken = ({ changeId }: { changeId: string }): void => {
    if (broken.has(changeId)) throw ApplicationFailure.nonRetryable('No answer.', 'StoreUnavailable');
  };
  const activities: Partial<Activities> = {
    ...SMOOTH,
    ...ADMITTED,
    project: async ({ view }) => void (await store.orders.project(view)),
    quote: async (input) => {
      failIfBroken(input);
      count(quotes, input.changeId);
      return SMOOTH.quote(input);
    },
    reserve: async (input) => {
      failIfBroken(input);
      return SMOOTH.reserve(input);
    },
    charge: async ({ changeId }) => {
      count(charges, changeId);
      return outcome({ reference: `${changeId}:charge:1` });
    },
    workOnBulk: (input) => beating(() => workOnBulk(bulkTools, input)),
  };
  // A worker that was stopped gives its orders to the next one soon.
  const options = {
    address: testBackends().temporal,
    taskQueue,
    workflowBundle,
    activities,
    stickyQueueScheduleToStartTimeout: '200 milliseconds',
  };
  let worker: TestWorker | null = await startTestWorker(options);
  const keys = {
    lead: await server.key('support_lead', { userId: 'lead_1' }),
    otherLead: await server.key('support_lead', { userId: 'lead_2' }),
    agent: await server.key('support_agent', { userId: 'agent_1' }),
    stranger: await server.key('support_lead', { userId: 'lead_3', tenantId: 'other' }),
  };

  const newId = (): string => `chg_${randomUUID().slice(0, 12)}`;
  const start = async (changeId = newId()): Promise<string> => {
    const input = {
      ...{ tenantId: TENANT, changeId, accountId: 'acc_1', changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
      actor: { userId: 'user_1', role: 'billing_contact' as const },
    };
    const startWorkflowOperation = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
      ...{ workflowId: orderWorkflowId(TENANT, changeId), taskQueue, args: [input] },
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    await engine.workflow.executeUpdateWithStart(UNTIL_SETTLED, { startWorkflowOperation });
    return changeId;
  };
  const send = (changeId: string, event: OrderEvent): Promise<OrderView> =>
    engine.workflow.getHandle(orderWorkflowId(TENANT, changeId)).executeUpdate(SEND, { args: [event] });
  const placed = async (): Promise<string> => {
    const changeId = await start();
    broken.add(changeId);
    await send(changeId, { type: 'CHECKOUT' });
    await send(changeId, { type: 'PLACE_ORDER' });
    return changeId;
  };
  const bulkHandle = (bulkId: string) => engine.workflow.getHandle(bulkStart({ tenantId: TENANT, bulkId }).workflowId);
  const ask: BulkStand['ask'] = (who, method, path, body, key = randomUUID()) =>
    request(server, method, path, {
      ...{ key: keys[who], headers: { 'idempotency-key': key } },
      ...(body === undefined ? {} : { body }),
    });

  return {
    server,
    keys,
    quotes,
    charges,
    broken,
    hook,
    ask,
    reviewing: (count) => many(count, () => start()),
    stuckEarly: (count) =>
      many(count, () => {
        const changeId = newId();
        broken.add(changeId);
        return start(changeId);
      }),
    stuck: (count) => many(count, placed),
    look: async (changeId) => {
      const view = await store.orders.find(TENANT, changeId);
      if (view === null) throw new Error(`There is no order ${changeId}.`);
      return view;
    },
    sweep: (at) => sweep({ store, clock: () => at, temporalClient: engine }, { batch: 50 }),
    async stopWorker() {
      await worker?.stop();
      worker = null;
    },
    async startWorker() {
      worker = await startTestWorker(options);
    },
    async rounds(bulkId) {
      const { events } = await bulkHandle(bulkId).fetchHistory();
      return (events ?? []).filter((event) => event.activityTaskCompletedEventAttributes).length;
    },
    ended: (bulkId) => within(PATIENCE, bulkHandle(bulkId).result(), 'the end of the bulk'),
    async reaches(bulkId, status) {
      let seen: BulkView | undefined;
      await until(PATIENCE, `${status} of the bulk`, async () => {
        seen = (await ask('agent', 'GET', `/v1/bulk-events/${bulkId}`)).body as BulkView;
        return seen.status === status;
      });
      return seen as BulkView;
    },
    async stop() {
      await server.stop();
      await worker?.stop();
      await connection.close();
    },
  };
}

async function many<Item>(count: number, make: () => Promise<Item>): Promise<Item[]> {
  const made: Item[] = [];
  while (made.length < count) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - made.length) }, make))));
  }
  return made;
}
