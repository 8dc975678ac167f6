import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { SEND, UNTIL_SETTLED } from 'statechart-host/contract';
import type { Activities } from '../../activities/contract';
import { callerKeys } from '../../connections/temporal/payloads/keys';
import type { PayloadSettings } from '../../connections/temporal/payloads/settings';
import { pythonClient } from '../../dev/embedded/python-client';
import { callerCodec, isAnswerEncrypted } from '../../docs/start-from-temporal/codec';
import * as avenant from '../../workflows/contract';
import { everythingHeld, readableIn } from '../support/everything-in-temporal';
import { oneRun } from '../support/flow-runs';
import type { Shop } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { SHORT_WAITS } from '../support/hurried-workflows';
import { newKey, ringOf } from '../support/key-rings';

const RING = ringOf(`k1:${newKey()}`);
const REQUIRED: PayloadSettings = { encryption: 'required', ring: RING };

/** What a history must not tell; each is in a payload of the walk below. */
const PERSONAL = {
  mail: 'claire@canary.example',
  vatNumber: 'DE811115368',
  token: 'pm_ok_canary',
  evidence: 'Madame Canary has said so by telephone.',
} as const;

/** What the first step of the next order fails with. */
let failsWith: string | null = null;

const failingSteps = (real: Activities): Partial<Activities> => ({
  assess: async (...call) => {
    const words = failsWith;
    failsWith = null;
    if (words !== null) throw ApplicationFailure.nonRetryable(words, 'unexpected');
    return real.assess(...call);
  },
});

/** What can be read of the words of a failed step where Temporal keeps them. */
async function readableOfFailure(shop: Shop): Promise<string[]> {
  const words = 'Nobody answers for Madame Serin, serin@canary.example.';
  failsWith = words;
  const { state } = await (await shop.customer()).start({ seats: 8 });
  expect(state).toBe('assessing.stuck.waiting');
  return readableIn(await everythingHeld(shop.stand.temporal), [words]);
}

/** An order that everything personal passes through, up to its end. */
async function walk(shop: Shop): Promise<void> {
  const { client } = shop.stand.temporal;
  const { account, subscription } = await shop.customer({ country: 'DE', paymentMethod: null });
  const order = { ...orderFor(account, subscription, 'chg_canary'), requestHash: PERSONAL.mail };
  await begin(client, order);
  const handle = client.workflow.getHandle(avenant.orderWorkflowId(TENANT, order.changeId));
  const send = (event: object): Promise<avenant.OrderView> => handle.executeUpdate(SEND, { args: [event] });
  await send({ type: 'CHECKOUT' });
  await send({ type: 'PROVIDE_VAT', vatNumber: PERSONAL.vatNumber });
  // The gateway knows no such token, and the next one is taken.
  await send({ type: 'PROVIDE_PAYMENT', paymentToken: PERSONAL.token });
  await send({ type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
  await shop.stand.payments().script({ fault: 'timeout_before_commit', operation: 'charge' });
  await shop.stand.payments().script({ fault: 'down', operation: 'lookup', untilCleared: true });
  await send({ type: 'PLACE_ORDER' });
  const stuck = await shop.agent.get<{ state: string }>(`/v1/changes/${order.changeId}`);
  expect(stuck.state).toMatch(/settlingPayment/);
  const evidence = { type: 'RESOLVE_NOT_PAID', evidence: PERSONAL.evidence };
  await shop.secondLead.act(order.changeId, await shop.lead.request(order.changeId, evidence));
  await shop.stand.payments().clearScript();
  expect(await send({ type: 'PLACE_ORDER' })).toMatchObject({ state: 'completed' });
}

const serviceOf = (shop: Shop, keys?: string): Client => {
  const { connection, name: namespace } = shop.stand.temporal;
  const dataConverter = keys === undefined ? {} : { payloadCodecs: [callerCodec(keys)] };
  return new Client({ connection, namespace, dataConverter });
};

async function orderOf(shop: Shop, changeId: string): Promise<avenant.OrderInput> {
  const { account, subscription } = await shop.customer();
  return orderFor(account, subscription, changeId);
}

function orderFor(accountId: string, subscriptionId: string, changeId: string): avenant.OrderInput {
  return {
    tenantId: TENANT,
    changeId,
    accountId,
    actor: { userId: 'claire', role: 'service' },
    changes: [{ subscriptionId, seats: 8 }],
  };
}

const starting = (order: avenant.OrderInput) =>
  new WithStartWorkflowOperation(avenant.ORDER_WORKFLOW, {
    workflowId: avenant.orderWorkflowId(order.tenantId, order.changeId),
    taskQueue: avenant.TASK_QUEUE,
    args: [order],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });

const begin = (service: Client, order: avenant.OrderInput): Promise<avenant.OrderView> =>
  service.workflow.executeUpdateWithStart(UNTIL_SETTLED, { startWorkflowOperation: starting(order) });

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'taken',
    (error: unknown) => (error instanceof WorkflowUpdateFailedError ? error.cause : error),
  );

const IN_THE_CLEAR = { type: avenant.IN_THE_CLEAR, message: expect.stringContaining('docs/encryption.md') };

oneRun(
  'an order whose payloads are not encrypted',
  (shop) => {
    it('everything personal can be read of it where Temporal keeps it', async () => {
      await walk(shop());
      const told = Object.values(PERSONAL);
      expect(readableIn(await everythingHeld(shop().stand.temporal), told)).toHaveLength(told.length);
    });

    it('the words of a failed step can be read there too', async () => {
      expect(await readableOfFailure(shop())).toHaveLength(1);
    });
  },
  { change: SHORT_WAITS, payloads: { encryption: 'off', ring: RING }, steps: failingSteps },
);

oneRun(
  'an order whose payloads are encrypted',
  (shop) => {
    it('nothing personal can be read of it where Temporal keeps it', async () => {
      await walk(shop());
      const held = await everythingHeld(shop().stand.temporal);
      expect(held.length).toBeGreaterThan(0);
      expect(readableIn(held, Object.values(PERSONAL))).toEqual([]);
    });

    it('the words of a failed step cannot be read there either', async () => {
      expect(await readableOfFailure(shop())).toEqual([]);
    });

    it('a service that starts an order in the clear is told so, in words that need no key', async () => {
      const order = await orderOf(shop(), 'chg_in_the_clear');
      const service = serviceOf(shop());
      expect(await failureOf(begin(service, order))).toMatchObject(IN_THE_CLEAR);
      const ended = service.workflow.getHandle(avenant.orderWorkflowId(TENANT, order.changeId)).result();
      await expect(ended).rejects.toMatchObject({ cause: IN_THE_CLEAR });
      expect(await shop().stand.store.orders.find(TENANT, order.changeId)).toBeNull();
    });

    it('a service in Python that starts an order in the clear is told so', async () => {
      const order = await orderOf(shop(), 'chg_in_the_clear_by_python');
      const told = await walkInPython(shop(), order);
      expect(told).toEqual({ refused: { ...IN_THE_CLEAR, details: [] } });
    });

    it('an event that comes in the clear is refused, and the order goes on', async () => {
      const order = await orderOf(shop(), 'chg_event_in_the_clear');
      const sealing = serviceOf(shop(), callerKeys(RING, TENANT));
      await begin(sealing, order);
      const id = avenant.orderWorkflowId(TENANT, order.changeId);
      const checkout = { args: [{ type: 'CHECKOUT' }] as [object] };
      expect(await failureOf(serviceOf(shop()).workflow.getHandle(id).executeUpdate(SEND, checkout))).toMatchObject(
        IN_THE_CLEAR,
      );
      expect(await sealing.workflow.getHandle(id).executeUpdate(SEND, checkout)).toMatchObject({ state: 'verifying' });
    });

    it.each([
      { whose: 'of another tenant', keys: callerKeys(RING, 'another') },
      { whose: 'that left the ring long ago', keys: `k0:${newKey()}` },
    ])('an event under a key $whose is refused, and the order goes on', async ({ keys }) => {
      const order = await orderOf(shop(), `chg_${keys.slice(0, 2)}_of_another`);
      const own = serviceOf(shop(), callerKeys(RING, TENANT));
      await begin(own, order);
      const id = avenant.orderWorkflowId(TENANT, order.changeId);
      const event = { args: [{ type: 'CHECKOUT' }] as [object] };
      expect(await failureOf(serviceOf(shop(), keys).workflow.getHandle(id).executeUpdate(SEND, event))).toMatchObject({
        type: avenant.PAYLOAD_UNREADABLE,
        message: expect.stringContaining(keys.slice(0, 2)),
      });
      expect(await own.workflow.getHandle(id).executeUpdate(SEND, event)).toMatchObject({ state: 'verifying' });
    });

    it('an order that is started under the key of another tenant is none', async () => {
      const order = await orderOf(shop(), 'chg_of_another_tenant');
      const stranger = serviceOf(shop(), callerKeys(RING, 'another'));
      expect(await failureOf(begin(stranger, order))).toMatchObject({ type: avenant.PAYLOAD_UNREADABLE });
      expect(await shop().stand.store.orders.find(TENANT, order.changeId)).toBeNull();
    });

    it('a signal that nobody can read moves nothing', async () => {
      const order = await orderOf(shop(), 'chg_signalled');
      const own = serviceOf(shop(), callerKeys(RING, TENANT));
      await begin(own, order);
      const id = avenant.orderWorkflowId(TENANT, order.changeId);
      await serviceOf(shop(), callerKeys(RING, 'another')).workflow.getHandle(id).signal('nudge', { type: 'EXPIRE' });
      expect(await own.workflow.getHandle(id).query('view')).toMatchObject({ state: 'reviewing', nudgesRejected: 1 });
    });
  },
  {
    change: SHORT_WAITS,
    payloads: REQUIRED,
    steps: failingSteps,
  },
);

oneRun(
  'a service that has no key yet, while the change-over lasts',
  (shop) => {
    it('the order is taken, and the service hears that its answer is encrypted', async () => {
      const order = await orderOf(shop(), 'chg_changing_over');
      const failed = await failureOf(begin(serviceOf(shop()), order));
      expect(isAnswerEncrypted(failed)).toBe(true);
      expect(await shop().stand.store.orders.find(TENANT, order.changeId)).toMatchObject({ state: 'reviewing' });
      const sealing = serviceOf(shop(), callerKeys(RING, TENANT));
      expect(await begin(sealing, order)).toMatchObject({ state: 'reviewing' });
    });

    it('the order is taken from Python too, which says the same', async () => {
      const told = await walkInPython(shop(), await orderOf(shop(), 'chg_changing_over_by_python'));
      expect(told).toEqual({ refused: expect.stringContaining('its answer is encrypted') });
    });
  },
  { payloads: { encryption: 'on', ring: RING } },
);

async function walkInPython(shop: Shop, order: avenant.OrderInput): Promise<unknown> {
  const script = join(__dirname, '..', '..', 'docs', 'start-from-temporal', 'walk.py');
  const { address, name } = shop.stand.temporal;
  const env = { ...process.env, PYTHONPATH: await pythonClient() };
  const { stdout } = await promisify(execFile)('python3', [script, address, name, JSON.stringify(order)], { env });
  return JSON.parse(stdout);
}
