import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from '@swc/core';
import {
  Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import * as host from 'statechart-host/contract';
import { present } from '../../billing/present';
import { callerKeys } from '../../connections/temporal/payloads/keys';
import type { PayloadSettings } from '../../connections/temporal/payloads/settings';
import { pythonClient } from '../../dev/embedded/python-client';
import { changeSettings } from '../../dev/stack/change-settings';
import { callerCodec } from '../../docs/start-from-temporal/codec';
import * as alone from '../../docs/start-from-temporal/contract';
import * as avenant from '../../workflows/contract';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { newKey, ringOf, TEST_RING } from '../support/key-rings';

const ROOT = join(__dirname, '..', '..');
const PAGES = join(ROOT, 'docs');
const run = promisify(execFile);

/** The code of the page, as a reader would copy it. */
async function printedLines(): Promise<{ printed: string; printedOfCodec: string }> {
  const page = await readFile(join(PAGES, 'start-from-temporal.md'), 'utf8');
  const linesOf = (fence: string): string =>
    [...page.matchAll(new RegExp(`\`\`\`${fence}\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code).join('\n');
  return { printed: linesOf('ts'), printedOfCodec: linesOf('typescript') };
}

const RING = ringOf(`k2:${newKey()},k1:${newKey()}`);

interface Run {
  title: string;
  payloads: PayloadSettings;
  /** As a service is given them. */
  keys?: string;
}

const RUNS: Run[] = [
  { title: 'a backend service that speaks Temporal', payloads: { encryption: 'off', ring: RING } },
  {
    title: 'a backend service that speaks Temporal where payloads are encrypted',
    payloads: { encryption: 'required', ring: RING },
    keys: callerKeys(RING, TENANT),
  },
];

describe.each(RUNS)('$title', ({ title, payloads, keys }) =>
  oneRun(
    title,
    (shop) => {
      /** What docs/start-from-temporal.md tells: a client, the contract, the codec where it is wanted, and nothing else of ours. */
      const service = (): Client => {
        const { address: _, connection, name } = shop().stand.temporal;
        const dataConverter = keys === undefined ? {} : { payloadCodecs: [callerCodec(keys)] };
        return new Client({ connection, namespace: name, dataConverter });
      };

      /** What is sealed under one id is nothing that another workflow reads. */
      const OTHER_ID = keys === undefined ? alone.BAD_INPUT : alone.PAYLOAD_UNREADABLE;

      const orderOf = (accountId: string, subscriptionId: string, changeId: string): avenant.OrderInput => ({
        tenantId: TENANT,
        changeId,
        accountId,
        actor: { userId: 'claire', role: 'service' },
        changes: [{ subscriptionId, seats: 8 }],
      });

      async function start(
        order: avenant.OrderInput,
        workflowId = avenant.orderWorkflowId(order.tenantId, order.changeId),
      ): Promise<{ quoted: avenant.OrderView; handle: WorkflowHandle }> {
        const operation = new WithStartWorkflowOperation(avenant.ORDER_WORKFLOW, {
          workflowId,
          taskQueue: avenant.TASK_QUEUE,
          args: [order],
          workflowIdConflictPolicy: 'USE_EXISTING',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowTaskTimeout: avenant.WORKFLOW_TASK_TIMEOUT,
        });
        const quoted: avenant.OrderView = await service().workflow.executeUpdateWithStart(host.UNTIL_SETTLED, {
          startWorkflowOperation: operation,
        });
        return { quoted, handle: await operation.workflowHandle() };
      }

      it('a service gets a quote in one round trip and places the order with only the client and the contract', async () => {
        const claire = await shop().customer();
        const { quoted, handle } = await start(orderOf(claire.account, claire.subscription, 'chg_by_temporal_1'));
        expect(quoted).toMatchObject({ state: 'reviewing', details: { quote: { dueToday: '201.60' } } });
        await handle.executeUpdate(host.SEND, { args: [{ type: 'CHECKOUT' }], updateId: 'checkout-1' });
        const event = { type: 'PLACE_ORDER', quoteHash: quoted.details.quote?.hash };
        const place = () =>
          handle.executeUpdate<avenant.OrderView, [object]>(host.SEND, { args: [event], updateId: 'place-1' });
        const [placed, again] = await Promise.all([place(), place()]);
        expect(placed).toMatchObject({ state: 'completed', status: 'done' });
        expect(again).toEqual(placed);
        expect(await handle.result()).toMatchObject({ state: 'completed' });
        expect(await claire.gatewayBook('chg_by_temporal_1')).toEqual(['charge 20160']);
        expect(await claire.look('chg_by_temporal_1')).toMatchObject({ state: 'completed' });
      });

      it('a service puts an order off until the end of the period, and an edit that says no time brings it forward', async () => {
        await changeSettings(shop().stand.store, TENANT, { customersMayDefer: true });
        const claire = await shop().customer();
        const changes = [{ subscriptionId: claire.subscription, seats: 3 }];
        const order = { ...orderOf(claire.account, claire.subscription, 'chg_by_temporal_2'), changes };
        const { quoted, handle } = await start({ ...order, effective: 'period_end' });
        expect(quoted).toMatchObject({ details: { effective: 'period_end', quote: { effectiveDate: '2026-04-10' } } });
        const event: alone.OrderEvent = { type: 'EDIT', changes };
        const edited = await handle.executeUpdate<avenant.OrderView, [object]>(host.SEND, { args: [event] });
        expect(edited).toMatchObject({ details: { effective: 'now', quote: { effectiveDate: '2026-03-25' } } });
        await changeSettings(shop().stand.store, TENANT, { customersMayDefer: false });
      });

      it('the very lines that the documentation prints place an order', async () => {
        const claire = await shop().customer();
        const { printed } = await printedLines();
        const lines = printed
          .replace(/^import .*$/gm, '')
          .replace(/^const client = .*$/m, '')
          .replace("'demo'", `'${TENANT}'`)
          .replace('acc_lille', claire.account)
          .replace('sub_lille', claire.subscription)
          .replace('chg_2026_11_0001', 'chg_as_printed');
        const { code } = transformSync(`async function told() {${lines} return placed; }`, {
          jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        });
        const tell = new Function('client', 'avenant', 'WithStartWorkflowOperation', `${code} return told();`);
        const placed: avenant.OrderView = await tell(service(), alone, WithStartWorkflowOperation);
        expect(placed).toMatchObject({ state: 'completed', status: 'done' });
      });

      it('a service in Python walks the same way, and hears of each mistake what the documentation says', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_by_python');
        const { address, name } = shop().stand.temporal;
        const args = [join(PAGES, 'start-from-temporal', 'walk.py'), address, name, JSON.stringify(order)];
        const { stdout } = await run('python3', args, {
          env: { ...process.env, PYTHONPATH: await pythonClient(), ...present({ AVENANT_CALLER_KEYS: keys }) },
        });
        const told: Record<string, unknown> = JSON.parse(stdout);
        const at = (state: string, event: string) =>
          expect.objectContaining({ event, state, allowedEvents: expect.arrayContaining(['CANCEL']) });
        expect(told).toEqual({
          quoted: 'reviewing',
          joined: expect.any(String),
          notAllowed: { type: 'EventNotAllowed', details: [at('reviewing', 'PLACE_ORDER')] },
          malformed: { type: 'BadEvent', details: [at('reviewing', 'PROVIDE_VAT')] },
          unknownField: { type: 'BadEvent', details: [at('reviewing', 'CHECKOUT')] },
          ofSupport: { type: 'PermissionRefused', details: [{ event: 'HOLD' }] },
          quoteChanged: { type: 'QuoteChanged', details: [{ quoteHash: expect.any(String) }] },
          placed: 'completed',
          secondStart: { type: 'WorkflowAlreadyStarted' },
          otherId: { type: OTHER_ID, details: [] },
          unknownInput: { type: 'BadInput', details: [] },
          ended: 'completed',
        });
        expect(await claire.gatewayBook('chg_by_python')).toEqual(['charge 20160']);
        // What moved the order is on record whichever way it came, each event once; what moved nothing is not.
        const trail = await shop().stand.store.audit.listOfChange(TENANT, 'chg_by_python', 50);
        expect(trail.map(({ action, actorId, facts }) => [action, actorId, facts.update])).toEqual([
          ['CHECKOUT', 'temporal', 'checkout-1'],
          ['PLACE_ORDER', 'temporal', 'place-1'],
        ]);
      });

      it('a service in TypeScript hears the same of each mistake', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_mistaken');
        const { quoted, handle } = await start(order);
        const refused = async (call: Promise<unknown>): Promise<unknown> => {
          const failed: unknown = await call.then(
            () => 'taken',
            (error: unknown) => error,
          );
          return failed instanceof WorkflowUpdateFailedError ? failed.cause : failed;
        };
        const send = (event: object, updateId: string) => handle.executeUpdate(alone.SEND, { args: [event], updateId });
        const at = { state: 'reviewing', allowedEvents: quoted.allowedEvents };
        expect(await refused(send({ type: 'PROVIDE_VAT' }, 'malformed'))).toMatchObject({
          ...{ type: alone.BAD_EVENT, details: [{ event: 'PROVIDE_VAT', ...at }] },
        });
        expect(await refused(send({ type: 'CHECKOUT', note: 'quickly' }, 'unknown-field'))).toMatchObject({
          ...{ type: alone.BAD_EVENT, details: [{ event: 'CHECKOUT', ...at }] },
        });
        expect(await refused(send({ type: 'PLACE_ORDER' }, 'early'))).toMatchObject({
          ...{ type: alone.EVENT_NOT_ALLOWED, details: [{ event: 'PLACE_ORDER', ...at }] },
        });
        const other = { ...order, changeId: 'chg_mistaken_other' };
        const ownId = alone.orderWorkflowId(TENANT, other.changeId);
        expect(await refused(start(other, 'a-third-one'))).toMatchObject({ type: OTHER_ID });
        const discounted = { ...other, discount: '100' } as alone.OrderInput as avenant.OrderInput;
        expect(await refused(start(discounted, ownId))).toMatchObject({ type: alone.BAD_INPUT });
        await send({ type: 'CANCEL' }, 'cancel-1');
        await handle.result();
        expect(await refused(start(order))).toBeInstanceOf(WorkflowExecutionAlreadyStartedError);
      });

      it('an order does not start from a state that its sender has made up', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_9');
        const workflowId = avenant.orderWorkflowId(TENANT, order.changeId);
        const forged = { form: 1, machine: { value: 'completed' } };
        const options = { workflowId, taskQueue: avenant.TASK_QUEUE, args: [order, forged] };
        const handle = await service().workflow.start(avenant.ORDER_WORKFLOW, options);
        await expect(handle.result()).rejects.toMatchObject({ cause: { type: avenant.BAD_INPUT } });
        expect(await shop().stand.store.orders.find(TENANT, order.changeId)).toBeNull();
      });

      it('a service that starts the same change id twice joins the order', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_2');
        const [first, second] = await Promise.all([start(order), start(order)]);
        expect(second.quoted.details.quote?.quoteId).toBe(first.quoted.details.quote?.quoteId);
        expect(second.handle.workflowId).toBe(first.handle.workflowId);
      });

      it('an order that a cancellation of its workflow ended says so on the audit trail, and one that went through the API needs no word', async () => {
        const claire = await shop().customer();
        const { handle } = await start(orderOf(claire.account, claire.subscription, 'chg_cancelled_by_hand'));
        await handle.cancel();
        await handle.result();
        const { audit } = shop().stand.store;
        expect(await audit.listOfChange(TENANT, 'chg_cancelled_by_hand', 50)).toMatchObject([
          { action: 'CANCEL', actorId: 'temporal', after: { state: expect.stringMatching(/^releasing/) } },
        ]);
        const { changeId } = await claire.buy({ seats: 8 });
        expect(await audit.listOfChange(TENANT, changeId, 50)).toEqual([]);
      });

      it('an event that imitates what the API sends is on the audit trail all the same', async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ seats: 8 });
        const order = service().workflow.getHandle(avenant.orderWorkflowId(TENANT, changeId));
        const id = `upd_${'0'.repeat(40)}`;
        const [other] = TEST_RING.marks(['update', TENANT, 'chg_another', id]);
        for (const [type, updateId] of [
          ['CHECKOUT', id],
          ['CANCEL', `${id}~${other}`],
        ] as const) {
          await order.executeUpdate(host.SEND, { args: [{ type }], updateId });
        }
        const trail = await shop().stand.store.audit.listOfChange(TENANT, changeId, 50);
        expect(trail).toMatchObject([
          { action: 'CHECKOUT', actorId: 'temporal', facts: { update: id } },
          { action: 'CANCEL', actorId: 'temporal' },
        ]);
      });

      it('each event is on the audit trail, also where the ids of two updates are masked alike, and the order is written on', async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ seats: 8 });
        const order = service().workflow.getHandle(avenant.orderWorkflowId(TENANT, changeId));
        for (const [type, updateId] of [
          ['CHECKOUT', '4242 4242 4242 4242'],
          ['CANCEL', '4242-4242-4242-4242'],
        ] as const) {
          await order.executeUpdate(host.SEND, { args: [{ type }], updateId });
        }
        await claire.reaches(changeId, 'cancelled');
        const trail = await shop().stand.store.audit.listOfChange(TENANT, changeId, 50);
        const facts = { update: '[card number]' };
        expect(trail).toMatchObject([
          { action: 'CHECKOUT', actorId: 'temporal', facts },
          { action: 'CANCEL', actorId: 'temporal', facts },
        ]);
        expect(await shop().stand.store.orders.find(TENANT, changeId)).toMatchObject({ state: 'cancelled' });
      });

      it('a workflow id other than that of the change starts no order', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_5');
        await expect(start(order, 'a-second-one')).rejects.toThrow();
        const handle = service().workflow.getHandle('a-second-one');
        await expect(handle.result()).rejects.toMatchObject({ cause: { type: OTHER_ID } });
        expect(await shop().stand.store.orders.find(TENANT, 'chg_by_temporal_5')).toBeNull();
      });

      it('an order with a text that looks like a card number does not start', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_8');
        await expect(start({ ...order, requestHash: 'paid with 4242 4242 4242 4242' })).rejects.toThrow();
        const handle = service().workflow.getHandle(avenant.orderWorkflowId(TENANT, order.changeId));
        await expect(handle.result()).rejects.toMatchObject({ cause: { type: avenant.BAD_INPUT } });
        expect(await shop().stand.store.orders.find(TENANT, order.changeId)).toBeNull();
      });

      it('a service does not become support by saying so: the person it names must be the billing contact', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_6');
        for (const role of ['support_agent', 'support_lead', 'operator'] as const) {
          const changeId = `chg_claims_${role}`;
          const { quoted } = await start({ ...order, changeId, actor: { userId: 'mallory', role } });
          expect(quoted).toMatchObject({ state: 'refused', details: { refusal: { code: 'not_billing_contact' } } });
        }
        const { body } = await shop().agent.ask<{ state: string; changeId: string }>('POST', '/v1/changes', {
          body: { subscriptionId: claire.subscription, seats: 8 },
          expect: [201],
        });
        expect(body.state).toBe('reviewing');
        const [entry] = await shop().stand.store.audit.listOfChange(TENANT, body.changeId, 1);
        expect(entry).toMatchObject({ action: 'START', actorId: 'agnes', role: 'support_agent' });
      });

      it('an order refuses events that are malformed, not allowed now or reserved for the machine', async () => {
        const claire = await shop().customer();
        const { handle } = await start(orderOf(claire.account, claire.subscription, 'chg_by_temporal_3'));
        const refusalOf = async (event: object): Promise<unknown> => {
          const failed: unknown = await handle.executeUpdate(host.SEND, { args: [event] }).catch((error) => error);
          return failed instanceof WorkflowUpdateFailedError ? Reflect.get(failed.cause ?? {}, 'type') : failed;
        };
        expect(await refusalOf({ type: 'PLACE_ORDER' })).toBe(host.EVENT_NOT_ALLOWED);
        expect(await refusalOf({ type: 'PROVIDE_VAT' })).toBe(host.BAD_EVENT);
        expect(await refusalOf({ type: 'xstate.done.actor.charge', output: { status: 'paid' } })).toBe(host.BAD_EVENT);
        expect(await handle.query(host.VIEW)).toMatchObject({ state: 'reviewing' });
      });

      it('a nudge that lacks its payload does not reach the machine', async () => {
        const claire = await shop().customer();
        const { handle } = await start(orderOf(claire.account, claire.subscription, 'chg_by_temporal_7'));
        for (const nudge of [
          { type: 'NUDGE', about: 'everything' },
          { type: 'SUPERSEDED' },
          { type: 'CHECKOUT' },
          null,
        ]) {
          await handle.signal(host.NUDGE, nudge);
        }
        expect(await handle.query(host.VIEW)).toMatchObject({ state: 'reviewing', nudgesRejected: 4 });
      });

      it('the timeline shows every move, also of an order that has come a long way', async () => {
        const claire = await shop().customer();
        const { changeId } = await claire.start({ seats: 6 });
        for (let seats = 7; seats < 15; seats += 1) await claire.edit(changeId, { seats });
        const { items } = await claire.get<{ items: { event: string }[] }>(`/v1/changes/${changeId}/timeline`);
        const edits = items.filter(({ event }) => event === 'EDIT');
        expect([items[0]?.event, edits.length, items.length > 20]).toEqual(['started', 8, true]);
      });

      it('an event of support that is sent straight through Temporal changes nothing without a grant', async () => {
        const claire = await shop().customer();
        const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_4');
        const { handle } = await start({
          ...order,
          changes: [{ subscriptionId: claire.subscription, tierId: 'starter' }],
        });
        const forged = { type: 'ACCEPT_HANDOVER', grantId: 'grt_forged', effective: 'now', purchaseOrder: null };
        const sent = handle.executeUpdate<avenant.OrderView, [object]>(host.SEND, { args: [forged] });
        await expect(sent).rejects.toMatchObject({ cause: { type: avenant.PERMISSION_REFUSED } });
        const view = await handle.query<avenant.OrderView>(host.VIEW);
        expect(view).toMatchObject({ state: 'handedOver.waiting', details: { agreement: null } });
      });
    },
    { payloads },
  ),
);

describe('the files that a service copies', () => {
  /** What the compiler says of files in a folder of their own, which has these packages alone. */
  async function compilerOn(files: Record<string, string>, packages: string[], types: string[]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'copied-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    for (const name of packages) {
      const path = join(folder, 'node_modules', name);
      await mkdir(dirname(path), { recursive: true });
      await symlink(join(ROOT, 'node_modules', name), path);
    }
    const resolving = { module: 'esnext', moduleResolution: 'bundler', moduleDetection: 'force' };
    const options = { target: 'es2022', ...resolving, strict: true, noEmit: true, skipLibCheck: true, types };
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const paths = Object.keys(files);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: paths }));
    const { stdout } = await run('node', [join(ROOT, 'node_modules', '.bin', 'tsc'), '-p', folder]).catch(
      (failed: { stdout: string }) => failed,
    );
    await rm(folder, { recursive: true });
    return stdout;
  }
  const copied = (name: string): Promise<string> => readFile(join(PAGES, 'start-from-temporal', name), 'utf8');

  it('the contract is one file that compiles alone beside the client, with the lines that the documentation prints', async () => {
    const { printed } = await printedLines();
    const files = { 'contract.ts': await copied('contract.ts'), 'service.ts': printed };
    expect(await compilerOn(files, ['@temporalio/client'], [])).toBe('');
  });

  it('the codec is one file that compiles beside the client and what comes with it, with the lines that are printed', async () => {
    const { printedOfCodec } = await printedLines();
    const files = { 'codec.ts': await copied('codec.ts'), 'service.ts': printedOfCodec };
    const packages = ['client', 'common', 'proto'].map((name) => `@temporalio/${name}`);
    expect(printedOfCodec).toContain('callerCodec');
    expect(await compilerOn(files, [...packages, '@types/node'], ['node'])).toBe('');
  });

  it('the contract that is copied says what the real one says', () => {
    const real: Record<string, unknown> = { ...host, ...avenant };
    const { orderWorkflowId, ...names } = alone;
    expect(names).toEqual(Object.fromEntries(Object.keys(names).map((name) => [name, real[name]])));
    expect(orderWorkflowId('acme', 'chg_1')).toBe(avenant.orderWorkflowId('acme', 'chg_1'));
    // Whatever it lets a service send is taken by the order, and what the order shows can be read by it.
    const input = (order: alone.OrderInput): avenant.OrderInput => order as avenant.OrderInput;
    const event = (sent: alone.OrderEvent): avenant.OrderEvent => sent;
    const view = (shown: avenant.OrderView): alone.OrderView => shown as alone.OrderView;
    expect([input, event, view]).toHaveLength(3);
  });
});
