import type { WorkflowHandle } from '@temporalio/client';
import { NUDGE, SEND, VIEW } from 'statechart-host/contract';
import type { OrderListItem } from '../../schemas/orders/order';
import { type OrderView, orderWorkflowId, PERMISSION_REFUSED } from '../../workflows/contract';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';

/** What is sent straight through Temporal, past the door: being able to reach it is not a permission. */

const STUCK = 'finishing.fulfilling.stuck.waiting';
const EVIDENCE = 'Delivered by hand on 26 March.';

oneRun('permission to override', (shop) => {
  async function stuckInFulfilment(): Promise<{ changeId: string; handle: WorkflowHandle }> {
    const { stand, agent } = shop();
    const kim = await shop().customer({ kind: 'corporate' });
    const { changeId } = await kim.start({ seats: 6 });
    await agent.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-1' });
    await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
    const order = stand.fulfilment.orders().find((each) => each.order.changeId === changeId)?.order;
    await stand.fulfilment.reject(order?.reference ?? '', 'out_of_stock');
    await kim.reaches(changeId, STUCK);
    return { changeId, handle: stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId)) };
  }

  const override = (grantId: string, evidence = EVIDENCE) => ({
    ...{ type: 'OVERRIDE', grantId, evidence, by: { userId: 'lea', role: 'support_lead' } },
  });

  it('an override without a grant for exactly it changes nothing, as an update and as a signal', async () => {
    const { stand, lead, secondLead } = shop();
    const { changeId, handle } = await stuckInFulfilment();
    const { grants } = stand.store;
    const now = stand.clock.now();
    const send = (event: object, updateId: string): Promise<unknown> =>
      handle.executeUpdate<OrderView, [object]>(SEND, { args: [event], updateId });
    const request = await lead.request(changeId, { type: 'OVERRIDE', evidence: EVIDENCE });
    /** A grant that is good for this event under this update, but for what is said. */
    const granted = async (updateId: string, more: object = {}, sent: object = override(updateId)) => {
      const people = { requestedBy: 'louis', approvedBy: 'lea', reasonCode: 'x', reason: 'Because.' };
      const times = { requestedAt: now, expiresAt: new Date(now.getTime() + 3_600_000) };
      const event = { tenantId: TENANT, changeId, eventType: 'OVERRIDE' as const, evidence: EVIDENCE, subject: null };
      await grants.request(
        { grantId: updateId, ...event, ...people, ...times, ...more },
        { sentAs: updateId, event: sent },
      );
      return override(updateId);
    };
    const worthless = {
      'made up': override('grt_made_up'),
      'not approved yet': override(String(request.grantId)),
      'approved by the one who asked': await granted('alone', { requestedBy: 'lea' }),
      'sent by another one': await granted('others', { approvedBy: 'lena' }),
      expired: await granted('expired', { expiresAt: new Date(now.getTime() - 1) }),
      'used already': await granted('used'),
      'of another order': await granted('elsewhere', { changeId: 'chg_of_somebody' }),
      'of another tenant': await granted('foreign', { tenantId: 'other' }),
      'for another event': await granted('skip', { eventType: 'SKIP' }),
      'for another payload': await granted('payload', {}, override('payload', 'Somebody said so.')),
      'for other evidence': await granted('evidence', { evidence: 'Somebody said so.' }),
    };
    await grants.use({ tenantId: TENANT, grantId: 'used' }, 'another update', now);
    for (const [which, event] of Object.entries(worthless)) {
      const refused = await send(event, event.grantId).catch((error: { cause?: unknown }) => error.cause);
      expect([which, refused]).toEqual([which, expect.objectContaining({ type: PERMISSION_REFUSED })]);
      await handle.signal(NUDGE, event);
    }
    await granted('good');
    await expect(send(override('good'), 'another-update')).rejects.toMatchObject({
      cause: { type: PERMISSION_REFUSED },
    });
    const view = await handle.query<OrderView>(VIEW);
    expect(view).toMatchObject({ state: STUCK, nudgesRejected: Object.keys(worthless).length });
    expect(view.details.stuck).toMatchObject({ attempts: 1 });
    // A grant that nobody could use by mistake is still good for what it was asked for.
    expect(await secondLead.act(changeId, request)).toMatchObject({ state: 'completed' });
  });

  it('an override is approved only on the very evidence that it was requested on', async () => {
    const { stand, lead, secondLead } = shop();
    const { changeId } = await stuckInFulfilment();
    const request = await lead.request(changeId, { type: 'OVERRIDE', evidence: EVIDENCE });
    const open = await secondLead.get<{ items: object[] }>('/v1/requests');
    expect(open.items).toContainEqual(expect.objectContaining({ grantId: request.grantId, evidence: EVIDENCE }));
    const changed = { ...request, evidence: 'Delivered, as I was told.' };
    expect(await secondLead.refusedAct(changeId, changed)).toMatchObject({
      code: 'evidence_changed',
      evidence: EVIDENCE,
    });
    expect(await stand.store.grants.find(TENANT, String(request.grantId))).toMatchObject({ approvedBy: null });
    expect(await secondLead.act(changeId, request)).toMatchObject({ state: 'completed' });
  });

  it('only one is heard of two people who act on the same view at the same moment', async () => {
    const { stand, agent, lead } = shop();
    const { changeId } = await stuckInFulfilment();
    const { etag } = await agent.ask('GET', `/v1/changes/${changeId}`);
    const body = { type: 'RETRY', reasonCode: 'flow_test', reason: 'Both saw the same.' };
    const retry = (desk: typeof agent) =>
      desk.ask<{ stuck: { attempts: number } }>('POST', `/v1/changes/${changeId}/events`, {
        ...{ body, ifMatch: etag, expect: [200, 412] },
      });
    const replies = await Promise.all([retry(agent), retry(lead)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await agent.settled(changeId)).stuck).toMatchObject({ attempts: 2 });
    // The order itself holds a command to what was seen, so no race at the door matters.
    const handle = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
    const { sequence } = await handle.query<OrderView>(VIEW);
    const stale = handle.executeUpdate<OrderView, [object, number]>(SEND, { args: [{ type: 'RETRY' }, sequence - 1] });
    await expect(stale).rejects.toMatchObject({ cause: { type: 'MovedOn' } });
    expect((await agent.settled(changeId)).stuck).toMatchObject({ attempts: 2 });
  });
});

oneRun('the list of orders', (shop) => {
  it('an order in the list says where it is from, who takes its money and when it moves by itself', async () => {
    const { agent } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_3ds' });
    const { changeId, payment } = await claire.buy({ seats: 8 });
    const list = await agent.get<{ items: OrderListItem[] }>(`/v1/changes?accountId=${claire.account}`);
    const [item] = list.items;
    expect(item).toMatchObject({ changeId, waits: 'customer_confirmation', country: 'FR', gateway: 'sandbox' });
    // It looks at the payment by itself, within five minutes and not after its link is over.
    const [from, until] = [Date.now(), Date.now() + 5 * 60_000 + 5_000];
    expect(Date.parse(item?.nextTimerAt ?? '')).toBeGreaterThan(from - 60_000);
    expect(Date.parse(item?.nextTimerAt ?? '')).toBeLessThan(until);
    expect(payment?.linkExpiresAt).not.toBeNull();
    const mine = await agent.get<{ items: OrderListItem[] }>('/v1/changes?waits=customer_confirmation&gateway=sandbox');
    expect(mine.items.map((one) => one.changeId)).toContain(changeId);
    await claire.send(changeId, { type: 'CANCEL' });
    const [over] = (await agent.get<{ items: OrderListItem[] }>(`/v1/changes?accountId=${claire.account}`)).items;
    expect(over).toMatchObject({ done: true, nextTimerAt: null });
  });
});
