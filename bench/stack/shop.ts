import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal as civil } from 'temporal-polyfill';
import { ApiClient } from '../../dev/stack/api-client';
import { newSecrets } from '../../dev/stack/local-secrets';
import { PEOPLE, putSampleData, SAMPLE } from '../../dev/stack/sample-data';
import { startStack } from '../../dev/stack/stack';

/** A whole Avenant on this machine, database included, and customers who buy through its HTTP API. */
export interface Shop {
  /** Brings a new customer in, with a subscription and a card on file. */
  newSubscription(): Promise<string>;
  /** Moves a subscription from monthly to yearly billing, charged at once; milliseconds of each request. */
  placeOrder(subscriptionId: string): Promise<RequestTimes>;
  stop(): Promise<void>;
}

/** Milliseconds that a customer waited for each answer. */
export interface RequestTimes {
  quote: number;
  checkout: number;
  place: number;
}

interface Answered {
  changeId: string;
  state: string;
}

const SETTLES_WITHIN_SECONDS = 30;

export async function openShop(): Promise<Shop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-bench-'));
  const stack = await startStack({ secrets: newSecrets(), dataDir });
  const api = new ApiClient(stack.url, stack.keys.service);
  await putSampleData(api);
  let customers = 0;
  return {
    newSubscription: async () => {
      customers += 1;
      return putCustomer(api, `bench_${customers}`);
    },
    placeOrder: (subscriptionId) => placeOrder(api, subscriptionId),
    stop: async () => {
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function placeOrder(api: ApiClient, subscriptionId: string): Promise<RequestTimes> {
  const options = { onBehalfOf: PEOPLE.claire, wait: SETTLES_WITHIN_SECONDS };
  const wish = { subscriptionId, frequency: 'year' };
  const began = performance.now();
  const { changeId } = await expectState('reviewing', api.post<Answered>('/v1/changes', wish, options));
  const quoted = performance.now();
  const events = `/v1/changes/${changeId}/events`;
  await expectState('verifying', api.post<Answered>(events, { type: 'CHECKOUT' }, options));
  const checkedOut = performance.now();
  await expectState('completed', api.post<Answered>(events, { type: 'PLACE_ORDER' }, options));
  return { quote: quoted - began, checkout: checkedOut - quoted, place: performance.now() - checkedOut };
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
