import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowContinuedAsNewError, type WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { type Carried, NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { startTestWorker } from 'statechart-host/testing';
import { ROLES } from '../../machines/events';
import { carriedBy } from '../../statechart-host/test/support/chain';
import { startingAgainFrom } from '../../store/support/grants';
import * as avenant from '../../workflows/contract';
import { bundle } from '../support/bundle';
import { oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { CONTINUED_SOON } from '../support/hurried-workflows';
import { PATIENCE, until } from '../support/within';

/** What somebody could try who reaches Temporal and nothing else. */

const INDEX = readFileSync(join(__dirname, '..', '..', 'workflows', 'index.ts'), 'utf8');
const WORKFLOWS = [...INDEX.matchAll(/^export \{ (\w+) \} from/gm)].map(([, name]) => String(name));

const vatOrder = {
  ...{ tenantId: TENANT, accountId: 'acc_1', changeId: 'chg_forged' },
  ...{ quoteId: 'chg_forged:q1', vatNumber: 'DE811115368', delays: [] },
};

/** An input that each workflow takes, and the id that goes with it. */
const GOOD: Record<string, { input: unknown; id: string | null }> = {
  subscriptionChange: {
    input: {
      ...{ tenantId: TENANT, changeId: 'chg_forged', accountId: 'acc_1' },
      ...{ actor: { userId: 'claire', role: 'service' }, changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
    },
    id: avenant.orderWorkflowId(TENANT, 'chg_forged'),
  },
  seatFollowUp: {
    input: { tenantId: TENANT, subscriptionId: 'sub_forged', reminderDelays: [] },
    id: avenant.seatWorkflowId(TENANT, 'sub_forged'),
  },
  vatFollowUp: { input: vatOrder, id: avenant.vatWorkflowId(TENANT, 'chg_forged') },
  vatCredit: {
    input: { order: vatOrder, grantId: 'grt_forged', evidence: 'So I was told.' },
    id: avenant.vatCreditWorkflowId(TENANT, 'grt_forged'),
  },
  lostOrder: {
    input: { tenantId: TENANT, changeId: 'chg_forged', grantId: 'grt_forged', evidence: 'So I was told.' },
    id: avenant.lostOrderWorkflowId(TENANT, 'grt_forged'),
  },
  paymentReview: {
    input: { tenantId: TENANT, reference: `${TENANT}:chg_forged:charge:1` },
    id: avenant.paymentReviewWorkflowId(`${TENANT}:chg_forged:charge:1`),
  },
  bulkEvent: {
    input: { tenantId: TENANT, bulkId: 'blk_forged' },
    id: avenant.bulkWorkflowId({ tenantId: TENANT, bulkId: 'blk_forged' }),
  },
  /** A schedule names its runs by the moment. */
  housekeeping: { input: undefined, id: null },
};

const CARRIED = { form: 1, machine: { value: 'completed' } };

oneRun('whoever reaches Temporal and nothing else', (shop) => {
  const start = async (type: string, workflowId: string, args: unknown[]): Promise<unknown> => {
    const { workflow } = shop().stand.temporal.client;
    const options = { workflowId, taskQueue: avenant.TASK_QUEUE, args, workflowTaskTimeout: '5 seconds' } as const;
    return (await workflow.start(type, options)).result().catch((error: { cause?: unknown }) => error.cause ?? error);
  };
  const badInput = expect.objectContaining({ type: avenant.BAD_INPUT, nonRetryable: true });

  it('a workflow starts only by its own id, with an input that can be read, and with no state of its own', async () => {
    expect(Object.keys(GOOD).sort()).toEqual([...WORKFLOWS].sort());
    const tried = WORKFLOWS.map(async (type) => {
      const { input, id } = GOOD[type] ?? {};
      const own = id ?? `forged-${type}`;
      const unlike = typeof input === 'object' ? { ...input, more: 1 } : { batch: 1 };
      return [
        type,
        id === null ? badInput : await start(type, `forged-${type}`, [input]),
        await start(type, own, [unlike]),
        await start(type, own, [{ tenantId: { $ne: '' } }]),
        await start(type, own, [input, type === 'bulkEvent' ? 900 : CARRIED]),
      ];
    });
    expect(await Promise.all(tried)).toEqual(WORKFLOWS.map((type) => [type, badInput, badInput, badInput, badInput]));
  });

  it('no run that follows a refused one takes what that one was refused for: neither one of a schedule nor another try', async () => {
    const { address, spoken, name, client } = shop().stand.temporal;
    const begin = (type: string, workflowId: string, args: unknown[], how: object) =>
      client.workflow.start(type, { workflowId, args, taskQueue: 'late', followRuns: true, ...how });
    const tries = { workflowRunTimeout: '2 seconds', retry: { initialInterval: '100 milliseconds' } };
    const again = { ...(GOOD.subscriptionChange?.input as object), changeId: 'chg_again' };
    const tried = [
      await begin('subscriptionChange', avenant.orderWorkflowId(TENANT, 'chg_again'), [again, CARRIED], tries),
      await begin('bulkEvent', 'forged-bulk', [{ tenantId: { $ne: '' } }], tries),
    ];
    const scheduled = await Promise.all(
      WORKFLOWS.map((type) => {
        const { input, id } = GOOD[type] ?? {};
        return begin(type, id ?? `scheduled-${type}`, [input], { cronSchedule: '@every 1s', followRuns: false });
      }),
    );
    // Nobody works for a while, so that each first try runs out of time unread.
    await until(PATIENCE, 'the second tries', async () => {
      const runs = await Promise.all(tried.map(({ workflowId }) => client.workflow.getHandle(workflowId).describe()));
      return runs.every(({ runId }, index) => runId !== tried[index]?.firstExecutionRunId);
    });
    const workflowBundle = await bundle('workflows/index.ts');
    const worker = await startTestWorker({ address, spoken, namespace: name, taskQueue: 'late', workflowBundle });
    try {
      for (const run of tried) await expect(run.result()).rejects.toMatchObject({ cause: badInput });
      for (const run of scheduled) {
        const { workflowId, firstExecutionRunId } = run;
        // It is over, and the next one of the schedule follows it.
        await expect(run.result()).rejects.toThrow(WorkflowContinuedAsNewError);
        const { events } = await client.workflow.getHandle(workflowId, firstExecutionRunId).fetchHistory();
        const { failure } = events?.at(-1)?.workflowExecutionFailedEventAttributes ?? {};
        expect([workflowId, failure?.applicationFailureInfo?.type]).toEqual([workflowId, avenant.BAD_INPUT]);
      }
    } finally {
      await worker.stop();
    }
  });

  it('no VAT is given back on an order that never named a number, nor on the word of nobody', async () => {
    const claire = await shop().customer();
    const placed = await claire.buy({ seats: 8 });
    const { changeId } = placed;
    const before = await claire.ledger();
    const order = {
      ...vatOrder,
      accountId: claire.account,
      changeId,
      quoteId: placed.quote?.quoteId ?? '',
      delays: [1],
    };
    expect(await start('vatFollowUp', avenant.vatWorkflowId(TENANT, changeId), [order])).toMatchObject({
      cause: { type: 'VatNotCharged' },
    });
    const credit = { order, grantId: 'grt_none', evidence: 'So I was told.' };
    expect(await start('vatCredit', avenant.vatCreditWorkflowId(TENANT, 'grt_none'), [credit])).toMatchObject({
      cause: { type: 'VatNotCharged' },
    });
    expect(await claire.ledger()).toEqual(before);
    expect(await shop().stand.store.taxAmendments.listOfChange(TENANT, changeId)).toEqual([]);
    expect(await shop().stand.store.supportItems.find(TENANT, `${changeId}:vat-follow-up`)).toBeNull();
  });

  const handleOf = (changeId: string): WorkflowHandle =>
    shop().stand.temporal.client.workflow.getHandle(avenant.orderWorkflowId(TENANT, changeId));

  it('an event of support moves nothing past the API, whatever role its sender invents, nor does it by a signal', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    const handle = handleOf(changeId);
    const { sequence } = await handle.query<avenant.OrderView>(VIEW);
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const changes = [{ subscriptionId: claire.subscription, seats: 9 }];
    const forged = [
      ...[{ type: 'HOLD' }, { type: 'RESEND' }, { type: 'AMEND', changes }],
      ...[
        { type: 'EXTEND_QUOTE', until },
        { type: 'KEEP_OPEN', until },
      ],
    ];
    const refusalOf = async (event: object): Promise<unknown> =>
      handle.executeUpdate(SEND, { args: [event], updateId: randomUUID() }).then(
        () => 'taken',
        (error: { cause?: { type?: string } }) => error.cause?.type,
      );
    for (const event of forged) {
      expect([event.type, await refusalOf(event)]).toEqual([event.type, avenant.PERMISSION_REFUSED]);
      for (const role of [...ROLES, 'root', 'system']) {
        const refusal = await refusalOf({ ...event, by: { userId: 'mallory', role } });
        expect([event.type, role, refusal]).toEqual([
          event.type,
          role,
          expect.stringMatching(new RegExp(`^(${avenant.PERMISSION_REFUSED}|BadEvent)$`)),
        ]);
      }
      await handle.signal(NUDGE, { ...event, by: { userId: 'mallory', role: 'support_lead' } });
    }
    // What customers send, in the name of support.
    const placing = { type: 'CHECKOUT', by: { userId: 'mallory', role: 'support_agent' } };
    expect(await refusalOf(placing)).toBe(avenant.PERMISSION_REFUSED);
    const view = await handle.query<avenant.OrderView>(VIEW);
    expect(view).toMatchObject({ sequence, nudgesRejected: forged.length });
  });

  it('an order neither expires nor is superseded when it is told so and it is not so', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    const other = await shop().customer();
    const { changeId: others } = await other.start({ seats: 8 });
    const handle = handleOf(changeId);
    const { sequence } = await handle.query<avenant.OrderView>(VIEW);
    const nudges = [
      { type: 'EXPIRE' },
      { type: 'SUPERSEDED', by: 'chg_made_up' },
      { type: 'SUPERSEDED', by: others },
      { type: 'SUPERSEDED', by: others, subscriptionIds: [claire.subscription] },
    ];
    for (const nudge of nudges) await handle.signal(NUDGE, nudge);
    await until(PATIENCE, 'all nudges to be judged', async () => {
      const { nudgesRejected } = await handle.query<avenant.OrderView>(VIEW);
      return nudgesRejected === nudges.length;
    });
    expect(await handle.query(VIEW)).toMatchObject({ sequence, state: 'reviewing' });
    expect(await stand.store.orders.find(TENANT, changeId)).toMatchObject({ state: 'reviewing' });
  });

  it('a deadline is not moved beyond ninety days, also with a permission', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    const { changeId } = await claire.start({ seats: 8 });
    const by = { userId: 'lea', role: 'support_lead' } as const;
    const event = { type: 'EXTEND_QUOTE', until: new Date(Date.now() + 91 * 86_400_000).toISOString(), by } as const;
    const why = { reasonCode: 'x', reason: 'Because.', evidence: null, subject: null };
    const grant = { grantId: 'grt_far', tenantId: TENANT, changeId, eventType: event.type, requestedBy: 'lea', ...why };
    await stand.store.grants.request({ ...grant, approvedBy: null }, { sentAs: 'upd_far', event });
    const sent = handleOf(changeId).executeUpdate(SEND, { args: [event], updateId: 'upd_far' });
    await expect(sent).rejects.toMatchObject({ cause: { type: avenant.OUT_OF_BOUNDS } });
  });
});

oneRun(
  'an order that has lost its workflow',
  (shop) => {
    it('an order is started again only from the very state on which two persons agreed, and once', async () => {
      const { stand } = shop();
      const { client } = stand.temporal;
      const claire = await shop().customer();
      const { changeId } = await claire.start({ seats: 8 });
      const workflowId = avenant.orderWorkflowId(TENANT, changeId);
      const first = await client.workflow.getHandle(workflowId).describe();
      for (let seats = 6; ; seats = seats === 9 ? 6 : seats + 1) {
        await claire.edit(changeId, { seats });
        if ((await client.workflow.getHandle(workflowId).describe()).runId !== first.runId) break;
      }
      const history = await client.workflow.getHandle(workflowId, first.runId).fetchHistory();
      const carried = carriedBy(history);
      const input = defaultPayloadConverter.fromPayload<avenant.OrderInput>(
        history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0] as never,
      );
      await client.workflow.getHandle(workflowId).terminate('It is lost.');
      const start = (state: Carried) =>
        client.workflow.start(avenant.ORDER_WORKFLOW, {
          ...{ workflowId, taskQueue: avenant.TASK_QUEUE, args: [input, state] },
          workflowTaskTimeout: '5 seconds',
        });
      const isRefused = async (state: Carried): Promise<void> =>
        expect((await start(state)).result()).rejects.toMatchObject({ cause: { type: avenant.BAD_INPUT } });

      await isRefused(carried);
      const why = { reasonCode: 'lost', reason: 'Its workflow was terminated.', evidence: null, subject: null };
      const grant = { tenantId: TENANT, changeId, eventType: 'START_AGAIN', requestedBy: 'lea', ...why } as const;
      const alone = { ...carried, startedAt: '2026-01-01T00:00:00Z' };
      await stand.store.grants.request({ ...grant, grantId: 'alone', approvedBy: 'lea' }, startingAgainFrom(alone));
      await isRefused(alone);
      await stand.store.grants.request(
        { ...grant, grantId: 'agreed', approvedBy: 'louis' },
        startingAgainFrom(carried),
      );
      await isRefused({ ...carried, sequence: carried.sequence + 1 });
      const again = await start(carried);
      // It answers once its permission has been checked.
      await until(PATIENCE, 'the order that was started again', async () => {
        const view = await again.query<avenant.OrderView>(VIEW).catch(() => null);
        return view?.state === 'reviewing' && view.sequence === carried.sequence;
      });
      await again.terminate('It is lost once more.');
      await isRefused(carried);
    });
  },
  { change: [CONTINUED_SOON] },
);
