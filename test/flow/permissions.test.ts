import type { WorkflowHandle } from '@temporalio/client';
import type { OrderListItem } from '../../schemas/orders/order';
import { NUDGE, type OrderView, orderWorkflowId, SEND, VIEW } from '../../workflows/contract';
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
    const grant = async (grantId: string, more: object = {}): Promise<string> => {
      const people = { requestedBy: 'lea', approvedBy: 'louis', reasonCode: 'x', reason: 'Because.' };
      const times = { requestedAt: now, expiresAt: new Date(now.getTime() + 3_600_000) };
      const event = { tenantId: TENANT, changeId, eventType: 'OVERRIDE' as const, evidence: EVIDENCE, subject: null };
      await grants.request({ grantId, ...event, ...people, ...times, ...more });
      return grantId;
    };
    const request = await lead.request(changeId, { type: 'OVERRIDE', evidence: EVIDENCE });
    const used = await grant('used');
    await grants.use({ tenantId: TENANT, grantId: used }, 'another event', now);
    const worthless = {
      'made up': override('grt_made_up'),
      'not approved yet': override(String(request.grantId)),
      'approved by the one who asked': override(await grant('alone', { approvedBy: 'lea' })),
      expired: override(await grant('expired', { expiresAt: new Date(now.getTime() - 1) })),
      'used already': override(used),
      'of another order': override(await grant('others', { changeId: 'chg_of_somebody' })),
      'of another tenant': override(await grant('foreign', { tenantId: 'other' })),
      'for another event': override(await grant('skip', { eventType: 'SKIP' })),
      'for other evidence': override(await grant('other_words'), 'Somebody said so.'),
    };
    for (const [which, event] of Object.entries(worthless)) {
      const view = await handle.executeUpdate<OrderView, [object]>(SEND, { args: [event] });
      expect([which, view.state, view.details.stuck?.attempts]).toEqual([which, STUCK, 1]);
      await handle.signal(NUDGE, event);
    }
    const view = await handle.query<OrderView>(VIEW);
    expect(view).toMatchObject({ state: STUCK, nudgesRejected: Object.keys(worthless).length });
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
