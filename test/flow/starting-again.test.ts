import type { Carried } from 'statechart-host/contract';
import type { OrderDocument } from '../../schemas/orders/order';
import { startingAgainFrom } from '../../store/support/grants';
import {
  BAD_INPUT,
  type KeptStart,
  keptAs,
  ORDER_WORKFLOW,
  orderWorkflowId,
  START_AGAIN,
  TASK_QUEUE,
} from '../../workflows/contract';
import { rawDatabase } from '../store/test-store';
import type { Desk, Problem } from '../support/flow-api';
import { oneRun } from '../support/flow-runs';
import type { Shop } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { newKey, ringOf, TEST_RING } from '../support/key-rings';
import { losesItsWorkflow, untilWritten, workflowOf } from '../support/lost-orders';
import { PATIENCE, until } from '../support/within';

const WHY = { reasonCode: 'terminated', reason: 'Terminated by hand.', evidence: 'Ticket 4711.' };

interface Answer {
  grantId: string;
  code: string;
}

const restart = (who: Desk, changeId: string, body: object, status: number): Promise<Answer> =>
  who.actOfTwo<Answer>(`/v1/changes/${changeId}/restart`, body, status);

/** Two leads start it. @returns the request that they agreed on */
async function startAgain({ lead, secondLead }: Shop, changeId: string): Promise<string> {
  const { grantId } = await restart(lead, changeId, WHY, 202);
  await restart(secondLead, changeId, { ...WHY, grantId }, 200);
  return grantId;
}

async function orders<Result>(
  { stand: { mongo } }: Shop,
  use: (orders: Awaited<ReturnType<typeof rawDatabase>>['db']) => Promise<Result>,
): Promise<Result> {
  const { db, close } = await rawDatabase(mongo.database);
  return use(db).finally(close);
}

const keep = (shop: Shop, changeId: string, kept: object | null): Promise<unknown> =>
  orders(shop, (db) => db.collection('orders').updateOne({ changeId }, { $set: { kept } }));

async function keptOf({ stand }: Shop, changeId: string) {
  const kept = await stand.store.orders.findKept(TENANT, changeId);
  if (kept === null) throw new Error('Nothing is kept of the order.');
  return kept;
}

/** What was kept, as whoever has the key reads it. */
async function openedOf(shop: Shop, changeId: string): Promise<KeptStart> {
  const kept = await keptOf(shop, changeId);
  return JSON.parse(TEST_RING.open(kept, keptAs({ tenantId: TENANT, changeId }, kept.sequence))) as KeptStart;
}

const actsOf = async ({ stand }: Shop, changeId: string): Promise<string[]> =>
  (await stand.store.audit.listOfChange(TENANT, changeId, 50))
    .map(({ action }) => action)
    .filter((action) => action.startsWith(START_AGAIN))
    .sort();

const noLongerLost = (shop: Shop, changeId: string): Promise<void> =>
  until(PATIENCE, 'the order to be shown as running', async () => {
    const { stuck } = await shop.agent.look(changeId);
    return stuck === null;
  });

oneRun('a lost order that is started again', (shop) => {
  it('an order that lost its workflow while it waited for a payment is completed by what was paid meanwhile, and charged once', async () => {
    const { agent, lead, secondLead, stand } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_3ds', locale: 'en' });
    const { changeId, payment } = await claire.buy({ seats: 8 });
    expect((await restart(lead, changeId, WHY, 409)).code).toBe('event_not_allowed');
    await losesItsWorkflow(shop(), changeId);
    // The link of an order works until it is ended.
    expect(await stand.payments().confirm(payment?.link ?? '')).toBe(200);

    await restart(agent, changeId, WHY, 403);
    const { acts } = await lead.look(changeId);
    expect(acts.map(({ type, tone }) => [type, tone])).toEqual([
      ['START_AGAIN', 'primary'],
      ['END_LOST', 'danger'],
    ]);
    expect(await lead.get<object>(`/v1/changes/${changeId}/restart/preview`)).toMatchObject({
      ...{ needsSecondPerson: true, path: [], undecided: 'lookUpPayment', clears: { code: 'workflow_lost' } },
    });
    const { grantId } = await restart(lead, changeId, WHY, 202);
    expect((await restart(lead, changeId, { ...WHY, grantId }, 403)).code).toBe('second_person_required');
    const other = { ...WHY, evidence: 'Another.', grantId };
    expect((await restart(secondLead, changeId, other, 409)).code).toBe('evidence_changed');
    expect(await agent.look(changeId)).toMatchObject({ stuck: { code: 'workflow_lost' } });
    expect(await restart(secondLead, changeId, { ...WHY, grantId }, 200)).toEqual({ changeId, status: 'under_way' });

    expect(await claire.reaches(changeId, 'completed')).toMatchObject({ stuck: null, payment: { status: 'paid' } });
    expect(await lead.get<object>(`/v1/requests/${grantId}`)).toMatchObject({ ended: { as: 'done' } });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    expect(await claire.terms()).toMatchObject({ seats: 8 });
    expect((await claire.mails()).map(({ kind }) => kind)).toEqual(['confirmed']);
    expect(await actsOf(shop(), changeId)).toEqual([START_AGAIN, `${START_AGAIN}:outcome`, `${START_AGAIN}:requested`]);
    expect(await stand.store.orders.findKept(TENANT, changeId)).toBeNull();
    expect(await claire.start({ seats: 9 })).toMatchObject({ state: 'reviewing' });
  });

  it('an order that was lost at its summary is shown there again at once, and is bought as if nothing had been', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    await losesItsWorkflow(shop(), changeId);
    await startAgain(shop(), changeId);
    await noLongerLost(shop(), changeId);
    expect(await claire.look(changeId)).toMatchObject({ state: 'reviewing', stuck: null });
    expect(await claire.send(changeId, { type: 'CHECKOUT' })).toMatchObject({ state: 'verifying' });
    // Lost once more, in another state.
    await losesItsWorkflow(shop(), changeId);
    await startAgain(shop(), changeId);
    await noLongerLost(shop(), changeId);
    expect(await claire.place(await claire.look(changeId))).toMatchObject({ state: 'completed' });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
  });

  it('an order that is lost twice in the same state is started again twice, each time by an agreement of its own', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    for (const _ of [1, 2]) {
      await losesItsWorkflow(shop(), changeId);
      await startAgain(shop(), changeId);
      await noLongerLost(shop(), changeId);
    }
    expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
  });

  it('an order whose change is made cannot be ended, and goes on with what is left to do', async () => {
    const { agent, lead, stand } = shop();
    const kim = await shop().customer({ kind: 'corporate' });
    const { changeId } = await kim.start({ seats: 6 });
    await agent.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-1' });
    await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
    await kim.reaches(changeId, 'finishing.fulfilling.waiting');
    await losesItsWorkflow(shop(), changeId);
    const ending = { body: WHY, expect: [409] };
    expect((await lead.ask<Problem>('POST', `/v1/changes/${changeId}/ending`, ending)).body.code).toBe(
      'too_late_to_cancel',
    );
    const delivery = stand.fulfilment.orders().find((each) => each.order.changeId === changeId)?.order;
    await stand.fulfilment.confirm(delivery?.reference ?? '');
    await startAgain(shop(), changeId);
    expect(await kim.reaches(changeId, 'completed')).toMatchObject({ done: true });
    expect(await kim.gatewayBook(changeId)).toEqual(['charge 12720']);
  });

  it('an order that holds its subscription no more, or went on after it had rested, is not started', async () => {
    const { lead, secondLead, stand } = shop();
    const claire = await shop().customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    await losesItsWorkflow(shop(), changeId);
    // It was being placed when it was lost: nothing that rested has been written since.
    const held = await stand.store.subscriptions.findHeld({ tenantId: TENANT, subscriptionId: claire.subscription });
    const reserving = { tenantId: TENANT, subscriptionId: claire.subscription, changeId, visit: 1, quoteId: 'q' };
    const { version, seats } = held?.subscription ?? { version: 0, seats: 0 };
    await stand.store.subscriptions.reserve({ ...reserving, version, seatsAfter: seats, now: new Date() });
    const { grantId } = await restart(lead, changeId, WHY, 202);
    await restart(secondLead, changeId, { ...WHY, grantId }, 200);
    await until(PATIENCE, 'the refusal to be on record', async () =>
      (await actsOf(shop(), changeId)).includes(`${START_AGAIN}:refused`),
    );
    expect(await stand.store.audit.listOfChange(TENANT, changeId, 50)).toContainEqual(
      expect.objectContaining({ action: `${START_AGAIN}:refused`, facts: { grantId, because: 'moved_on' } }),
    );
    expect(await claire.look(changeId)).toMatchObject({ state: 'verifying', stuck: { code: 'workflow_lost' } });

    await stand.store.subscriptions.endClaims({ tenantId: TENANT, changeId }, [claire.subscription]);
    expect((await restart(lead, changeId, WHY, 409)).code).toBe('claim_lost');
  });

  it('what was kept is refused when it was tampered with, is another order’s, is older, or is sealed with another key', async () => {
    const { lead, stand } = shop();
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    await untilWritten(shop(), changeId);
    const older = await keptOf(shop(), changeId);
    await claire.send(changeId, { type: 'CHECKOUT' });
    await losesItsWorkflow(shop(), changeId);
    const others = (await (await shop().customer()).start({ seats: 8 })).changeId;
    await untilWritten(shop(), others);
    const kept = await keptOf(shop(), changeId);
    const { sequence } = kept;
    const foreign = { ...(await keptOf(shop(), others)), sequence };
    const changed = Buffer.from(kept.box, 'base64url');
    changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
    const ring = ringOf(`elsewhere:${newKey()}`);
    const start = await openedOf(shop(), changeId);
    const sealed = ring.seal(JSON.stringify(start), keptAs({ tenantId: TENANT, changeId }, sequence));
    const namedAlike = ringOf(`tests:${newKey()}`);
    const refused: [object | null, string][] = [
      [{ ...kept, box: changed.toString('base64url') }, 'kept_not_genuine'],
      [{ ...kept, box: '' }, 'kept_not_genuine'],
      [foreign, 'kept_not_genuine'],
      [older, 'kept_not_genuine'],
      [{ ...older, sequence }, 'kept_not_genuine'],
      [{ sequence, ...sealed }, 'kept_key_unknown'],
      [{ ...kept, keyId: 'elsewhere' }, 'kept_key_unknown'],
      [{ sequence, ...namedAlike.seal('[]', keptAs({ tenantId: TENANT, changeId }, sequence)) }, 'kept_not_genuine'],
      [null, 'nothing_kept'],
    ];
    for (const [one, code] of refused) {
      await keep(shop(), changeId, one);
      const problem = await restart(lead, changeId, WHY, 409);
      expect(problem).toMatchObject({ code, next: expect.stringMatching(/\w/) });
      expect(JSON.stringify(problem)).not.toContain(kept.box);
    }
    expect((await workflowOf(shop(), changeId).describe()).status.name).toBe('TERMINATED');
    expect(await actsOf(shop(), changeId)).toEqual([]);
    expect(await stand.store.grants.listOpen(TENANT, new Date(), 50)).not.toContainEqual(
      expect.objectContaining({ changeId }),
    );
    await keep(shop(), changeId, kept);
    await startAgain(shop(), changeId);
    await noLongerLost(shop(), changeId);
  });

  it('what was kept starts nothing by hand: not without the agreement, not twice with it, and not once the order was ended', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    await losesItsWorkflow(shop(), changeId);
    const [input, carried] = await openedOf(shop(), changeId);
    const byHand = async (state: Carried): Promise<void> => {
      const args = [input, state] as const;
      const workflowId = orderWorkflowId(TENANT, changeId);
      const started = await stand.temporal.client.workflow.start(ORDER_WORKFLOW, {
        ...{ workflowId, taskQueue: TASK_QUEUE, args: [...args] },
      });
      await expect(started.result()).rejects.toMatchObject({ cause: { type: BAD_INPUT } });
    };
    await byHand(carried);
    await byHand({} as Carried);
    await startAgain(shop(), changeId);
    await noLongerLost(shop(), changeId);
    await workflowOf(shop(), changeId).terminate('once more');
    await byHand(carried);
    const agreed = { ...WHY, tenantId: TENANT, changeId, subject: null, requestedBy: 'lea', approvedBy: 'louis' };
    await stand.store.grants.request(
      { ...agreed, grantId: 'grt_ended', eventType: START_AGAIN },
      startingAgainFrom(carried),
    );
    const doc = await stand.store.orders.findDoc(TENANT, changeId);
    if (doc === null) throw new Error('The order is not written.');
    const facts = { country: null, gateway: null, vatHash: null };
    await stand.store.orders.correct(doc.view.writtenIn, { ...doc.view, status: 'done', state: 'cancelled' }, facts);
    await byHand(carried);
  });

  it('an order is not started again by another flow than the one that it was kept of', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    await losesItsWorkflow(shop(), changeId);
    const kept = await keptOf(shop(), changeId);
    const [input, carried] = await openedOf(shop(), changeId);
    const former: KeptStart = [input, { ...carried, definition: { ...carried.definition, hash: 'of a former flow' } }];
    const sealed = TEST_RING.seal(JSON.stringify(former), keptAs({ tenantId: TENANT, changeId }, kept.sequence));
    await keep(shop(), changeId, { ...kept, ...sealed });
    const grantId = await startAgain(shop(), changeId);
    await until(PATIENCE, 'the refusal to be on record', async () =>
      (await actsOf(shop(), changeId)).includes(`${START_AGAIN}:refused`),
    );
    expect(await stand.store.audit.listOfChange(TENANT, changeId, 50)).toContainEqual(
      expect.objectContaining({ facts: { grantId, because: 'other_machine' } }),
    );
    expect(await claire.look(changeId)).toMatchObject({ stuck: { code: 'workflow_lost' } });
  });

  it('no answer of the API holds what is kept of an order', async () => {
    const { agent, lead } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_3ds' });
    const { changeId } = await claire.buy({ seats: 8 });
    await untilWritten(shop(), changeId);
    const { box, keyId } = await keptOf(shop(), changeId);
    const order = `/v1/changes/${changeId}`;
    const paths = [order, `${order}/timeline`, `${order}/payments`, `/v1/changes?accountId=${claire.account}`];
    const answers = [
      ...(await Promise.all(paths.map((path) => agent.get(path)))),
      await agent.ask('POST', '/v1/search', { body: { text: changeId } }),
      await lead.get('/v1/audit?limit=100'),
      await agent.ask<OrderDocument>('GET', `${order}?wait=settled`),
    ];
    for (const answer of answers) {
      const text = JSON.stringify(answer);
      expect(text).toContain(changeId);
      expect(text).not.toContain(box);
      expect(text).not.toContain(keyId);
      expect(text).not.toContain('"kept":');
    }
  });

  it('an order whose payment link has expired while it was lost asks its customer again, as any other does', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_3ds' });
    const { changeId, payment } = await claire.buy({ seats: 8 });
    await losesItsWorkflow(shop(), changeId);
    // The last scenario of the stand, because the clock of all of them goes on.
    stand.clock.advance({ days: 2 });
    await startAgain(shop(), changeId);
    expect(await claire.reaches(changeId, 'verifying')).toMatchObject({ payment: { status: 'voided', link: null } });
    expect(await stand.payments().confirm(payment?.link ?? '')).toBe(410);
    expect(await claire.gatewayBook(changeId)).toEqual([]);
  });
});
