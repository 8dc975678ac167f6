import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { standingCheck } from '../../commands/reconcile/standing';
import { workflowChecks } from '../../commands/reconcile/workflows';
import type { Store } from '../../store';
import {
  LOST_ORDER_WORKFLOW,
  type LostOrderEnd,
  type LostOrderInput,
  lostOrderWorkflowId,
  TASK_QUEUE,
} from '../../workflows/contract';
import { rawDatabase } from '../store/test-store';
import type { Desk } from '../support/flow-api';
import { openNamespace } from '../support/flow-namespace';
import { oneRun } from '../support/flow-runs';
import type { Shop } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { look, losesItsWorkflow, soon, untilWritten, workflowOf } from '../support/lost-orders';
import { PATIENCE, until } from '../support/within';

interface Ending {
  grantId: string;
  code: string;
}

interface Timeline {
  items: object[];
}

/** What `avenant reconcile` will tell of orders and their workflows in some minutes. */
async function differences({ stand }: Shop, store: Store = stand.store): Promise<string[]> {
  const told: string[] = [];
  for (const { run } of workflowChecks(stand.temporal.client, soon())) {
    await run(store, ({ subject, problem }) => void told.push(`${subject}: ${problem}`));
  }
  return told;
}

/** The command itself. */
async function reconcile({ stand: { mongo, temporal } }: Shop): Promise<{ code: number; told: string }> {
  const env = {
    ...process.env,
    MONGODB_URI: mongo.uri,
    MONGODB_DATABASE: mongo.database,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.name,
  };
  const command = ['--import', 'tsx', 'commands/main.ts', 'reconcile'];
  return promisify(execFile)(process.execPath, command, { cwd: join(__dirname, '..', '..'), env }).then(
    ({ stdout }) => ({ code: 0, told: stdout }),
    ({ code, stdout }) => ({ code, told: stdout }),
  );
}

oneRun('orders that lose their workflow', (shop) => {
  const lists = (query: string): Promise<string[]> =>
    shop()

      .agent.get<{ items: { changeId: string }[] }>(`/v1/changes?${query}`)
      .then(({ items }) => items.map(({ changeId }) => changeId));

  it('an order whose workflow was terminated while it waited for a payment stands in support’s list, stuck with a code of its own', async () => {
    const claire = await shop().customer({ paymentMethod: 'pm_3ds', locale: 'en' });
    const calm = await (await shop().customer()).start({ seats: 8 });
    const { changeId } = await claire.buy({ seats: 8 });
    await untilWritten(shop(), changeId);
    expect(await look(shop())).toEqual({ lost: 0 });
    await workflowOf(shop(), changeId).terminate('by mistake');
    // Looked for a moment ago: not again before some minutes have passed.
    expect(await look(shop())).toEqual({ lost: 0 });
    await shop().stand.store.orders.noteLookedFor({ tenantId: TENANT, changeId }, new Date(0));
    expect(await look(shop())).toEqual({ lost: 1 });

    const order = await shop().agent.look(changeId);
    expect(order).toMatchObject({
      ...{ state: 'settlingPayment.waiting', settled: true, done: false, allowedEvents: [] },
      stuck: {
        ...{ code: 'workflow_lost', step: 'running', attempts: 1, message: 'Its workflow is gone: terminated.' },
        runbook: 'docs/support-runbook.md#workflow_lost',
      },
    });
    expect(await lists('waits=stuck')).toEqual([changeId]);
    expect(await lists('code=workflow_lost&country=FR')).toEqual([changeId]);
    expect(await lists('waits=payment')).toEqual([]);
    expect((await claire.refused(changeId, { type: 'CANCEL' })).code).toBe('event_not_allowed');
    expect(await shop().agent.look(calm.changeId)).toMatchObject({ state: 'reviewing', stuck: null });
    const lost = `order ${changeId}: expected a workflow, it stands in settlingPayment.waiting; found none (terminated)`;
    expect(await differences(shop())).toEqual([lost]);
    // What was written just now may be about to end, so the command looks at older orders only.
    const { db, close } = await rawDatabase(shop().stand.mongo.database);
    await db.collection('orders').updateMany({}, { $set: { writtenAt: new Date(Date.now() - 6 * 60_000) } });
    await close();
    expect(await reconcile(shop())).toEqual({ code: 1, told: expect.stringContaining(`tenant ${TENANT}, ${lost}\n`) });

    const refused = await claire.refusedStart({ seats: 9 });
    expect(refused).toMatchObject({
      code: 'change_in_progress',
      facts: { openChangeId: changeId, because: 'workflow_lost' },
      next: expect.stringContaining('Support has to start it again or end it'),
    });
    // Once more changes nothing.
    const before = await shop().stand.store.orders.findDoc(TENANT, changeId);
    await shop().stand.store.orders.noteLookedFor({ tenantId: TENANT, changeId }, new Date(0));
    await look(shop());
    expect(await shop().stand.store.orders.findDoc(TENANT, changeId)).toMatchObject({
      view: before?.view,
      writtenAt: before?.writtenAt,
    });
  });

  it('an order that is written otherwise than its workflow says is found by asking, and one that only moves on is not', async () => {
    const claire = await shop().customer({ locale: 'en' });
    const { changeId } = await claire.checkOut({ seats: 8 });
    await untilWritten(shop(), changeId);
    const { client } = shop().stand.temporal;
    const progress: string[] = [];
    const asked = async (): Promise<string[]> => {
      const told: string[] = [];
      const check = standingCheck(client, soon(), (line) => void progress.push(line));
      const count = await check.run(
        shop().stand.store,
        ({ subject, problem }) => void told.push(`${subject}: ${problem}`),
      );
      expect(count).toBeGreaterThan(0);
      return told;
    };
    expect(await asked()).toEqual([]);
    const written = await shop().stand.store.orders.findDoc(TENANT, changeId);
    const { db, close } = await rawDatabase(shop().stand.mongo.database);
    const { sequence = 0 } = written?.view ?? {};
    await db
      .collection('orders')
      .updateOne({ changeId }, { $set: { 'view.state': 'reviewing', 'view.sequence': sequence - 1 } });
    expect(await asked()).toEqual([
      `order ${changeId}: it is written as reviewing after ${sequence - 1} moves; its workflow says verifying after ${sequence}`,
    ]);
    await db
      .collection('orders')
      .updateOne({ changeId }, { $set: { 'view.state': 'verifying', 'view.sequence': sequence } });
    await close();
    expect(await asked()).toEqual([]);
    expect(progress).toEqual([]);
  });

  const WHY = { reasonCode: 'terminated', reason: 'Terminated by hand.', evidence: 'Ticket 4711.' };
  const ending = (who: Desk, changeId: string, body: object, status: number): Promise<Ending> =>
    who.actOfTwo<Ending>(`/v1/changes/${changeId}/ending`, body, status);

  /** Two leads end it; what came of it. */
  const ended = async (changeId: string): Promise<LostOrderEnd> => {
    const { lead, secondLead, stand } = shop();
    const { grantId } = await ending(lead, changeId, WHY, 202);
    await ending(secondLead, changeId, { ...WHY, grantId }, 200);
    return stand.temporal.client.workflow.getHandle(lostOrderWorkflowId(TENANT, grantId)).result();
  };

  it('two persons end an order that is lost: its payment is voided, the customer is told, and can order again', async () => {
    const { lead, secondLead, agent, stand } = shop();
    const claire = await shop().customer({ paymentMethod: 'pm_3ds', locale: 'en' });
    const { changeId, payment } = await claire.buy({ seats: 8 });
    expect((await ending(lead, changeId, WHY, 409)).code).toBe('event_not_allowed');
    await losesItsWorkflow(shop(), changeId);

    await ending(agent, changeId, WHY, 403);
    const { grantId } = await ending(lead, changeId, WHY, 202);
    expect((await ending(lead, changeId, { ...WHY, grantId }, 403)).code).toBe('second_person_required');
    expect((await ending(secondLead, changeId, { ...WHY, evidence: 'Another.', grantId }, 409)).code).toBe(
      'evidence_changed',
    );
    expect(await claire.ledger()).toMatchObject({ balance: '0.00' });
    expect(await ending(secondLead, changeId, { ...WHY, grantId }, 200)).toEqual({ changeId, status: 'under_way' });
    const end = stand.temporal.client.workflow.getHandle(lostOrderWorkflowId(TENANT, grantId));
    expect(await end.result()).toEqual({ outcome: 'ended' });
    expect(await lead.get<object>(`/v1/requests/${grantId}`)).toMatchObject({
      closed: { as: 'used' },
      ended: { as: 'done' },
    });

    expect(await claire.look(changeId)).toMatchObject({
      ...{
        state: 'cancelled',
        done: true,
        stuck: null,
        ending: 'cancelled',
        payment: { status: 'voided', link: null },
      },
    });
    expect(await stand.payments().confirm(payment?.link ?? '')).toBe(410);
    expect(await claire.gatewayBook(changeId)).toEqual([]);
    expect(await claire.mails()).toMatchObject([{ kind: 'compensated', subject: 'Your order did not go through' }]);
    const { items } = await agent.get<Timeline>(`/v1/changes/${changeId}/timeline`);
    expect(items).toContainEqual(
      expect.objectContaining({ event: 'END_LOST', from: 'settlingPayment.waiting', to: 'cancelled' }),
    );
    const trail = await stand.store.audit.listOfChange(TENANT, changeId, 50);
    expect(
      trail
        .map(({ action }) => action)
        .filter((action) => action.startsWith('END_LOST'))
        .sort(),
    ).toEqual([...['END_LOST', 'END_LOST:outcome', 'END_LOST:requested']]);
    expect(await lists('waits=stuck')).not.toContain(changeId);
    expect(await claire.start({ seats: 9 })).toMatchObject({ state: 'reviewing' });
  });

  it('what was paid by the link of an order that is lost goes back when it is ended', async () => {
    const claire = await shop().customer({ paymentMethod: 'pm_3ds' });
    const { changeId, payment } = await claire.buy({ seats: 8 });
    await losesItsWorkflow(shop(), changeId);
    expect(
      await shop()
        .stand.payments()
        .confirm(payment?.link ?? ''),
    ).toBe(200);
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160']);
    // While the gateway says nothing, nothing is let go either.
    await shop().stand.payments().script({ fault: 'down', operation: 'lookup', untilCleared: true });
    expect(await ended(changeId)).toEqual({ outcome: 'refused', because: 'PaymentUnconfirmed' });
    expect(await claire.refusedStart({ seats: 9 })).toMatchObject({ code: 'change_in_progress' });
    await shop().stand.payments().clearScript();
    expect(await ended(changeId)).toEqual({ outcome: 'ended' });
    expect(await claire.look(changeId)).toMatchObject({ state: 'cancelled', payment: { status: 'refunded' } });
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'refund -20160']);
    expect(await claire.terms()).toMatchObject({ seats: 5 });
  });

  it('nobody ends an order past the API, and one that runs or was made is not ended at all', async () => {
    const { stand, lead } = shop();
    const { workflow } = stand.temporal.client;
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    const end = async (input: LostOrderInput): Promise<LostOrderEnd> =>
      workflow.execute(LOST_ORDER_WORKFLOW, {
        ...{ workflowId: lostOrderWorkflowId(TENANT, input.grantId), taskQueue: TASK_QUEUE, args: [input] },
      });
    const agreed = async (grantId: string, of: string, approvedBy: string | null): Promise<LostOrderInput> => {
      const asked = { ...WHY, tenantId: TENANT, grantId, changeId: of, subject: null, requestedBy: 'lea' };
      await stand.store.grants.request({ ...asked, eventType: 'END_LOST', approvedBy });
      return { tenantId: TENANT, changeId: of, grantId, evidence: WHY.evidence };
    };
    const refused = (because: string) => ({ outcome: 'refused', because });
    const nobody = { tenantId: TENANT, changeId, grantId: 'grt_nobody', evidence: WHY.evidence };
    expect(await end(nobody)).toEqual(refused('not_agreed'));
    expect(await end(await agreed('grt_alone', changeId, 'lea'))).toEqual(refused('not_agreed'));
    expect(await end(await agreed('grt_runs', changeId, 'louis'))).toEqual(refused('not_lost'));
    expect(await claire.look(changeId)).toMatchObject({ state: 'reviewing' });

    const bob = await shop().customer();
    const made = await bob.buy({ seats: 8 });
    expect((await ending(lead, made.changeId, WHY, 409)).code).toBe('event_not_allowed');
    // What is written may be older than what was done: the subscription itself says that the change is made.
    const doc = await stand.store.orders.findDoc(TENANT, made.changeId);
    if (doc === null) throw new Error('The order is not written.');
    const open = { ...doc.view, status: 'active', state: 'applying.working', tags: ['money'] } as const;
    const facts = { country: null, gateway: null, vatHash: null };
    await stand.store.orders.correct(doc.view.writtenIn, { ...open, tags: ['money'] }, facts);
    expect(await end(await agreed('grt_made', made.changeId, 'louis'))).toEqual(refused('already_made'));
    expect(await bob.gatewayBook(made.changeId)).toEqual(['charge 20160']);
    await stand.store.orders.correct(doc.view.writtenIn, doc.view, facts);
  });

  it('an order that was found lost and runs after all shows where it stands', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    await untilWritten(shop(), changeId);
    const elsewhere = await openNamespace();
    await look(shop(), elsewhere.client);
    await elsewhere.connection.close();
    expect(await shop().agent.look(changeId)).toMatchObject({
      stuck: { code: 'workflow_lost', message: 'Its workflow is gone: not known to the engine.' },
    });
    await shop().stand.store.orders.noteLookedFor({ tenantId: TENANT, changeId }, new Date(0));
    await look(shop());
    expect(await shop().agent.look(changeId)).toMatchObject({ state: 'reviewing', stuck: null });
    expect(await claire.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
  });

  it('an order that comes to its end while it is looked at is no difference', async () => {
    const { store } = shop().stand;
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    await untilWritten(shop(), changeId);
    const { listOpen } = store.orders;
    const slowly: typeof listOpen = async (...page) => {
      const found = await listOpen(...page);
      if (found.some((order) => order.changeId === changeId)) {
        await claire.send(changeId, { type: 'CANCEL' });
        await workflowOf(shop(), changeId).result();
      }
      return found;
    };
    const told = await differences(shop(), { ...store, orders: { ...store.orders, listOpen: slowly } });
    expect(told.filter((one) => one.includes(changeId))).toEqual([]);
  });

  it('an order that runs and of which nothing is written, or which is written as over, is a difference', async () => {
    const { store, mongo } = shop().stand;
    const over = await (await shop().customer()).start({ seats: 8 });
    const unwritten = await (await shop().customer()).start({ seats: 8 });
    const doc = await store.orders.findDoc(TENANT, over.changeId);
    if (doc === null) throw new Error('The order is not written.');
    const { view } = doc;
    const facts = { country: null, gateway: null, vatHash: null };
    await store.orders.correct(view.writtenIn, { ...view, status: 'done', state: 'cancelled' }, facts);
    const { db, close } = await rawDatabase(mongo.database);
    await db.collection('orders').deleteOne({ changeId: unwritten.changeId });
    await close();
    const wanted = [
      `order ${over.changeId}: its workflow runs, and it is written as cancelled`,
      `order ${unwritten.changeId}: its workflow runs, and nothing is written of it`,
    ];
    // The engine's list comes a little later than its workflows.
    await until(PATIENCE, 'both to be told', async () => {
      const told = await differences(shop());
      return wanted.every((one) => told.includes(one));
    });
  });
});
