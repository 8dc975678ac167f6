import { Client } from '@temporalio/client';
import { NUDGE, SEND, VIEW } from 'statechart-host/contract';
import type { GuardedProcess } from 'statechart-host/testing';
import { keysInUse } from '../../commands/ring/in-use';
import { resealStore } from '../../commands/ring/reseal';
import { callerKeys } from '../../connections/temporal/payloads/keys';
import { callerCodec } from '../../docs/start-from-temporal/codec';
import { idsSentUnder } from '../../store/access/update-marks';
import { type OrderView, orderWorkflowId } from '../../workflows/contract';
import { type ApiProcess, aroundNow, startApi, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import { type Buyer, openShop, type Shop } from '../support/flow-shop';
import { type FlowStand, startFlowStand, TENANT } from '../support/flow-stand';
import { SHORT_WAITS } from '../support/hurried-workflows';
import { newKey, ringOf } from '../support/key-rings';
import { taskFailures } from '../support/task-failures';
import { PATIENCE, until } from '../support/within';

const [K1, K2] = [`k1:${newKey()}`, `k2:${newKey()}`];
const BOTH = ringOf(`${K2},${K1}`);

const withRing = (ring: string): Record<string, string> => ({
  AVENANT_PAYLOAD_ENCRYPTION: 'on',
  AVENANT_KEY_RING: ring,
});

/** A worker and an API with one ring. */
interface Pair {
  worker: GuardedProcess;
  api: ApiProcess;
}

async function startPair(stand: FlowStand, ring: string): Promise<Pair> {
  const [worker, api] = await Promise.all([
    startWorker(stand, SHORT_WAITS, withRing(ring)),
    startApi(stand, { more: withRing(ring) }),
  ]);
  return { worker, api };
}

const stopPair = ({ worker, api }: Pair): Promise<unknown> => Promise.all([worker.stop(), api.stop()]);

/** Customers who buy one order after the other, each from the API that there is when it begins. */
class Customers {
  bought = 0;
  readonly #shop: Shop;
  #url: string;
  #isOver = false;
  readonly #buying: Promise<void>[];

  constructor(shop: Shop, url: string) {
    this.#shop = shop;
    this.#url = url;
    this.#buying = [0, 1].map(() => this.#buy());
  }

  async #buy(): Promise<void> {
    while (!this.#isOver) {
      await (await this.newcomer()).buy({ seats: 8 });
      this.bought += 1;
    }
  }

  async newcomer(): Promise<Buyer> {
    const buyer = await this.#shop.customer({ period: aroundNow() });
    return buyer.at(this.#url);
  }

  /** Lets them go to another API; resolves once nobody uses the last one any more. */
  async goTo(url: string): Promise<void> {
    this.#url = url;
    const enough = this.bought + 4;
    await until(PATIENCE, 'orders by way of the new API', async () => this.bought >= enough);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#buying);
  }
}

oneRun(
  'the ring of keys',
  (shop) => {
    it('a key is replaced while orders go on, and leaves the ring once nothing is sealed with it', async () => {
      const { stand } = shop();
      let pair = await startPair(stand, K1);
      const customers = new Customers(shop(), pair.api.url);
      const early = await customers.newcomer();
      const { changeId } = await early.start({ seats: 8 });
      for (const ring of [`${K1},${K2}`, `${K2},${K1}`]) {
        const next = await startPair(stand, ring);
        await customers.goTo(next.api.url);
        await stopPair(pair);
        pair = next;
      }
      const { store, temporal } = stand;
      const before = await keysInUse(store, temporal.client);
      expect(before.get('k1')).toEqual({ 'kept states': 1, 'payment tokens': 0, 'open workflows': expect.any(Number) });
      expect(await resealStore(store, BOTH, () => undefined)).toMatchObject({ resealed: 1, left: {} });
      const order = await early.at(pair.api.url).send(changeId, { type: 'CHECKOUT' });
      expect(await early.at(pair.api.url).place(order)).toMatchObject({ state: 'completed' });
      await customers.stop();
      // Follow-ups of seats are open for weeks, and begin anew with the key that writes as soon as they continue.
      const last = await startPair(stand, K2);
      await stopPair(pair);
      const late = (await shop().customer({ period: aroundNow() })).at(last.api.url);
      expect(await late.buy({ seats: 9 })).toMatchObject({ state: 'completed' });
      await stopPair(last);
    });
  },
  // Webhooks come to the stand's own API, which keeps out of the rotation and reads whatever there is.
  { workersOfItsOwn: true, payloads: { encryption: 'off', ring: BOTH } },
);

/** One that support alone may do, and the customer's own. */
const ACTS = [
  { type: 'HOLD', why: { reasonCode: 'customer_request', reason: 'Asked by telephone.' } },
  { type: 'CANCEL', why: {} },
] as const;

oneRun(
  'what is sent again after another key of the ring has begun to write',
  (shop) => {
    it('an act of support, and one whose order has ended by it, happen once and are answered as before', async () => {
      const { stand } = shop();
      const worker = await startWorker(stand, SHORT_WAITS, withRing(`${K1},${K2}`));
      const [before, after] = await Promise.all(
        [`${K1},${K2}`, `${K2},${K1}`].map((ring) => startApi(stand, { more: withRing(ring) })),
      );
      const key = await stand.key('support_agent', 'sam');
      const sent = async (url: string, changeId: string, { type, why }: (typeof ACTS)[number], etag: number) => {
        const answer = await fetch(`${url}/v1/changes/${changeId}/events`, {
          method: 'POST',
          headers: {
            ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=20' },
            ...{ 'idempotency-key': `${type}-${changeId}`, 'if-match': `"${etag}"` },
          },
          body: JSON.stringify({ type, ...why }),
        });
        const { state, sequence } = (await answer.json()) as { state: string; sequence: number };
        return { status: answer.status, state, sequence };
      };
      for (const act of ACTS) {
        const claire = await shop().customer({ period: aroundNow() });
        const { changeId, sequence } = await claire.start({ seats: 8 });
        const first = await sent(before?.url ?? '', changeId, act, sequence);
        expect(first).toMatchObject({ status: 200 });
        expect(await sent(after?.url ?? '', changeId, act, sequence)).toEqual(first);
      }
      await Promise.all([worker.stop(), before?.stop(), after?.stop()]);
    });

    it('an update that comes under both of its ids is taken once', async () => {
      const { stand } = shop();
      const claire = await shop().customer({ period: aroundNow() });
      const worker = await startWorker(stand, SHORT_WAITS, withRing(`${K1},${K2}`));
      const { changeId } = await claire.start({ seats: 8 });
      const order = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
      const ids = idsSentUnder(BOTH, { tenantId: TENANT, changeId }, 'upd_1');
      const edit = { type: 'EDIT', changes: [{ subscriptionId: claire.subscription, seats: 9 }] };
      const [one, other] = await Promise.all(
        ids.map((updateId) => order.executeUpdate<OrderView, [object]>(SEND, { args: [edit], updateId })),
      );
      expect(other?.sequence).toBe(one?.sequence);
      await worker.stop();
    });
  },
  { workersOfItsOwn: true, payloads: { encryption: 'on', ring: BOTH } },
);

describe('a ring that lacks a key', () => {
  it('an order that needs the missing key waits, and goes on when the key is back', async () => {
    const stand = await startFlowStand({
      workersOfItsOwn: true,
      payloads: { encryption: 'on', ring: ringOf(`${K1},${K2}`) },
    });
    const claire = await (await openShop(stand)).customer({ period: aroundNow() });
    const first = await startWorker(stand, SHORT_WAITS, withRing(K1));
    const { changeId } = await claire.start({ seats: 8 });
    await first.stop();
    const without = await startWorker(stand, SHORT_WAITS, withRing(K2));
    const order = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
    const checkout = order.executeUpdate(SEND, { args: [{ type: 'CHECKOUT' }], updateId: 'checkout-1' });
    const failed = () => taskFailures(stand.temporal);
    await until(PATIENCE, 'a task that fails', async () => (await failed()).length > 0);
    expect((await order.describe()).status.name).toBe('RUNNING');
    await without.stop();
    const healed = await startWorker(stand, SHORT_WAITS, withRing(`${K2},${K1}`));
    expect(await checkout).toMatchObject({ state: 'verifying' });
    await healed.stop();
    await expect(stand.stop()).rejects.toThrow('sealed with the key k1, which is not in AVENANT_KEY_RING');
  });

  it('an order that ignored a signal goes on when the key of the signal comes, and when the setting is another one', async () => {
    const stand = await startFlowStand({
      workersOfItsOwn: true,
      payloads: { encryption: 'on', ring: ringOf(`${K1},${K2}`) },
    });
    const claire = await (await openShop(stand)).customer({ period: aroundNow() });
    const { client } = stand.temporal;
    const expire = (keys?: string): Promise<void> => {
      const { connection, name: namespace } = stand.temporal;
      const dataConverter =
        keys === undefined ? {} : { payloadCodecs: [callerCodec(callerKeys(ringOf(keys), TENANT))] };
      const { workflow } = new Client({ connection, namespace, dataConverter });
      return workflow.getHandle(orderWorkflowId(TENANT, changeId)).signal(NUDGE, { type: 'EXPIRE' });
    };
    const view = () => client.workflow.getHandle(orderWorkflowId(TENANT, changeId)).query(VIEW);
    const required = (ring: string) => ({ ...withRing(ring), AVENANT_PAYLOAD_ENCRYPTION: 'required' });
    const first = await startWorker(stand, SHORT_WAITS, withRing(K1));
    const { changeId } = await claire.start({ seats: 8 });
    await expire();
    await first.stop();
    const strict = await startWorker(stand, SHORT_WAITS, required(K1));
    await expire(K2);
    await expire();
    await until(
      PATIENCE,
      'all signals',
      async () => ((await view()) as { nudgesRejected: number }).nudgesRejected === 3,
    );
    await strict.stop();
    const last = await startWorker(stand, SHORT_WAITS, withRing(`${K1},${K2}`));
    expect(await claire.send(changeId, { type: 'CHECKOUT' })).toMatchObject({ state: 'verifying' });
    await last.stop();
    await stand.stop();
  });
});
