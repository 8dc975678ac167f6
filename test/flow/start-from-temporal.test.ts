import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { Client, WithStartWorkflowOperation, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import * as avenant from '../../workflows/contract';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';

oneRun('a backend service that speaks Temporal', (shop) => {
  /** What docs/start-from-temporal.md tells: a client, the contract, and nothing else of ours. */
  const service = (): Client => {
    const { address: _, connection, name } = shop().stand.temporal;
    return new Client({ connection, namespace: name });
  };

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
    const quoted: avenant.OrderView = await service().workflow.executeUpdateWithStart(avenant.UNTIL_SETTLED, {
      startWorkflowOperation: operation,
    });
    return { quoted, handle: await operation.workflowHandle() };
  }

  it('a service gets a quote in one round trip and places the order with only the client and the contract', async () => {
    const claire = await shop().customer();
    const { quoted, handle } = await start(orderOf(claire.account, claire.subscription, 'chg_by_temporal_1'));
    expect(quoted).toMatchObject({ state: 'reviewing', details: { quote: { dueToday: '201.60' } } });
    await handle.executeUpdate(avenant.SEND, { args: [{ type: 'CHECKOUT' }], updateId: 'checkout-1' });
    const event = { type: 'PLACE_ORDER', quoteHash: quoted.details.quote?.hash };
    const place = () =>
      handle.executeUpdate<avenant.OrderView, [object]>(avenant.SEND, { args: [event], updateId: 'place-1' });
    const [placed, again] = await Promise.all([place(), place()]);
    expect(placed).toMatchObject({ state: 'completed', done: true });
    expect(again).toEqual(placed);
    expect(await handle.result()).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook('chg_by_temporal_1')).toEqual(['charge 20160']);
    expect(await claire.look('chg_by_temporal_1')).toMatchObject({ state: 'completed' });
  });

  it('the very lines that the documentation prints place an order', async () => {
    const claire = await shop().customer();
    const page = await readFile(join(__dirname, '..', '..', 'docs', 'start-from-temporal.md'), 'utf8');
    const printed = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code).join('\n');
    const lines = printed
      .replace(/^import .*$/gm, '')
      .replace(/^const client = .*$/m, '')
      .replace("'demo'", `'${TENANT}'`)
      .replace('acc_lille', claire.account)
      .replace('sub_lille', claire.subscription);
    const { code } = transformSync(`async function told() {${lines} return placed; }`, {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    });
    const tell = new Function('client', 'avenant', 'WithStartWorkflowOperation', `${code} return told();`);
    const placed: avenant.OrderView = await tell(service(), avenant, WithStartWorkflowOperation);
    expect(placed).toMatchObject({ state: 'completed', done: true });
  });

  it('a service that starts the same change id twice joins the order', async () => {
    const claire = await shop().customer();
    const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_2');
    const [first, second] = await Promise.all([start(order), start(order)]);
    expect(second.quoted.details.quote?.quoteId).toBe(first.quoted.details.quote?.quoteId);
    expect(second.handle.workflowId).toBe(first.handle.workflowId);
  });

  it('a workflow id other than that of the change starts no order', async () => {
    const claire = await shop().customer();
    const order = orderOf(claire.account, claire.subscription, 'chg_by_temporal_5');
    await expect(start(order, 'a-second-one')).rejects.toThrow();
    const handle = service().workflow.getHandle('a-second-one');
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: avenant.BAD_INPUT } });
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
      const failed: unknown = await handle.executeUpdate(avenant.SEND, { args: [event] }).catch((error) => error);
      return failed instanceof WorkflowUpdateFailedError ? Reflect.get(failed.cause ?? {}, 'type') : failed;
    };
    expect(await refusalOf({ type: 'PLACE_ORDER' })).toBe(avenant.EVENT_NOT_ALLOWED);
    expect(await refusalOf({ type: 'PROVIDE_VAT' })).toBe(avenant.BAD_EVENT);
    expect(await refusalOf({ type: 'xstate.done.actor.charge', output: { status: 'paid' } })).toBe(avenant.BAD_EVENT);
    expect(await handle.query(avenant.VIEW)).toMatchObject({ state: 'reviewing' });
  });

  it('a nudge that lacks its payload does not reach the machine', async () => {
    const claire = await shop().customer();
    const { handle } = await start(orderOf(claire.account, claire.subscription, 'chg_by_temporal_7'));
    for (const nudge of [{ type: 'NUDGE', about: 'everything' }, { type: 'SUPERSEDED' }, { type: 'CHECKOUT' }, null]) {
      await handle.signal(avenant.NUDGE, nudge);
    }
    expect(await handle.query(avenant.VIEW)).toMatchObject({ state: 'reviewing', nudgesRejected: 4 });
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
    const { handle } = await start({ ...order, changes: [{ subscriptionId: claire.subscription, tierId: 'starter' }] });
    const forged = { type: 'ACCEPT_HANDOVER', grantId: 'grt_forged', effective: 'now', purchaseOrder: null };
    const answer = await handle.executeUpdate<avenant.OrderView, [object]>(avenant.SEND, { args: [forged] });
    expect(answer).toMatchObject({ state: 'handedOver.waiting', details: { agreement: null } });
  });
});
