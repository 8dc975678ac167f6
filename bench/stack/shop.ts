import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Temporal as civil } from 'temporal-polyfill';
import { ApiClient } from '../../dev/stack/api-client';
import { newSecrets } from '../../dev/stack/local-secrets';
import { TENANT } from '../../dev/stack/prepare-store';
import type { WorkerTuning } from '../../dev/stack/processes';
import { PEOPLE, putSampleData, SAMPLE } from '../../dev/stack/sample-data';
import { startStack } from '../../dev/stack/stack';
import { openTemporalAt } from '../../dev/stack/temporal';
import { orderWorkflowId } from '../../workflows/contract';
import { processorSecondsOf } from './processes';

/** A whole Avenant on this machine, database included, and customers who buy through its HTTP API. */
export interface Shop {
  /** Brings a new customer in, with a subscription and a card on file. */
  newSubscription(): Promise<string>;
  /** Moves a subscription from monthly to yearly billing, charged at once; milliseconds of each request. */
  placeOrder(subscriptionId: string): Promise<RequestTimes>;
  /** Times that a worker lost a task of one of the orders placed since the last call. */
  lostTasks(): Promise<LostTasks>;
  /** Seconds of a processor that API and worker have used so far. */
  processorSeconds(): number;
  stop(): Promise<void>;
}

/** Milliseconds that a customer waited for each answer. */
export interface RequestTimes {
  quote: number;
  checkout: number;
  place: number;
}

/** Workflow tasks that a worker had and did not answer in time, that waited in vain for the worker they stuck to, and that failed. */
export interface LostTasks {
  timedOut: number;
  notTaken: number;
  failed: number;
}

interface Answered {
  changeId: string;
  state: string;
}

/** As long as the API lets a caller wait: a run on a busy machine is to show its slow end and not to fail. */
const SETTLES_WITHIN_SECONDS = 60;

/** @param server environment variables of the API */
export async function openShop(worker: WorkerTuning = {}, server: Record<string, string> = {}): Promise<Shop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-bench-'));
  const stack = await startStack({ secrets: newSecrets(), dataDir, worker, server });
  const api = new ApiClient(stack.url, stack.keys.service);
  await putSampleData(api);
  let customers = 0;
  const temporal = await openTemporalAt(stack.temporal);
  const placed: string[] = [];
  return {
    newSubscription: async () => {
      customers += 1;
      return putCustomer(api, `bench_${customers}`);
    },
    placeOrder: (subscriptionId) => placeOrder(api, subscriptionId, (changeId) => placed.push(changeId)),
    lostTasks: () => lostTasksOf(temporal, placed.splice(0)),
    processorSeconds: () => [stack.server(), stack.worker()].reduce((sum, { pid }) => sum + processorSecondsOf(pid), 0),
    stop: async () => {
      await temporal.connection.close();
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function placeOrder(
  api: ApiClient,
  subscriptionId: string,
  started: (changeId: string) => void,
): Promise<RequestTimes> {
  const options = { onBehalfOf: PEOPLE.claire, wait: SETTLES_WITHIN_SECONDS };
  const wish = { subscriptionId, frequency: 'year' };
  const began = performance.now();
  const { changeId } = await expectState('reviewing', api.post<Answered>('/v1/changes', wish, options));
  const quoted = performance.now();
  started(changeId);
  const events = `/v1/changes/${changeId}/events`;
  await expectState('verifying', api.post<Answered>(events, { type: 'CHECKOUT' }, options));
  const checkedOut = performance.now();
  await expectState('completed', api.post<Answered>(events, { type: 'PLACE_ORDER' }, options));
  return { quote: quoted - began, checkout: checkedOut - quoted, place: performance.now() - checkedOut };
}

/** Of Temporal's `TimeoutType`. */
const SCHEDULE_TO_START = 2;

async function lostTasksOf(temporal: Client, changeIds: string[]): Promise<LostTasks> {
  const lost = { timedOut: 0, notTaken: 0, failed: 0 };
  for (const changeId of changeIds) {
    const { events } = await temporal.workflow.getHandle(orderWorkflowId(TENANT, changeId)).fetchHistory();
    for (const { workflowTaskTimedOutEventAttributes: timeOut, workflowTaskFailedEventAttributes: failure } of events ??
      []) {
      // News arrived while a task that ends the workflow was under way: the engine simply asks again.
      if (failure && failure.failure?.message !== 'UnhandledCommand') lost.failed += 1;
      if (!timeOut) continue;
      if (timeOut.timeoutType === SCHEDULE_TO_START) lost.notTaken += 1;
      else lost.timedOut += 1;
    }
  }
  return lost;
}

async function expectState(state: string, answer: Promise<{ status: number; body: Answered }>): Promise<Answered> {
  const { status, body } = await answer;
  if (body.state !== state) throw new Error(`The API answered ${status}, not ${state}: ${JSON.stringify(body)}`);
  return body;
}

async function putCustomer(api: ApiClient, name: string): Promise<string> {
  const [accountId, subscriptionId] = [`acc_${name}`, `sub_${name}`];
  await api.put(`/v1/accounts/${accountId}`, {
    kind: 'standard',
    currency: 'EUR',
    timeZone: 'Europe/Paris',
    locale: 'fr',
    country: 'FR',
    billingContactIds: [PEOPLE.claire],
    seatAdminIds: [],
    pastDue: false,
    paymentMethod: 'pm_ok',
    version: 1,
  });
  const start = civil.Now.plainDateISO('Europe/Paris').subtract({ days: 10 });
  const period = { start: start.toString(), end: start.add({ months: 1 }).toString() };
  const billed = { period, amount: '275.00', credited: '0.00', paid: true, vatPercent: '20' };
  await api.put(`/v1/subscriptions/${subscriptionId}`, {
    accountId,
    productId: SAMPLE.product,
    tierId: 'professional',
    seats: 5,
    frequency: 'month',
    status: 'active',
    currency: 'EUR',
    period,
    anchorDay: start.day,
    billedLines: [{ lineId: `${subscriptionId}_1`, ...billed }],
    version: 1,
  });
  return subscriptionId;
}
