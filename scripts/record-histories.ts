import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { NUDGE } from 'statechart-host/contract';
import { chargeReference } from '../activities/shared/references';
import { startBackends } from '../dev/embedded/stack';
import { changeSettings } from '../dev/stack/change-settings';
import { seatFollowUpMachine } from '../machines/seat-follow-up/machine';
import { subscriptionChangeMachine } from '../machines/subscription-change/machine';
import type { OrderDocument } from '../schemas/orders/order';
import { dayComesIn } from '../test/support/agreed-day';
import { type Buyer, openShop, type Shop } from '../test/support/flow-shop';
import { startFlowStand, TENANT } from '../test/support/flow-stand';
import { CONTINUED_SOON } from '../test/support/hurried-workflows';
import { PATIENCE, until } from '../test/support/within';
import {
  bulkStart,
  orderWorkflowId,
  paymentReviewStart,
  STUCK_ATTRIBUTE,
  seatWorkflowId,
  vatCreditWorkflowId,
  vatWorkflowId,
} from '../workflows/contract';

/**
 * Records what orders leave behind at the engine, one file a path: `<machine>@<version>-<path>.json`. Later code must
 * replay them. Commit new files before the change they are to check, and never record again what is committed. With a
 * folder behind it, it records into that one.
 */

const ROOT = join(__dirname, '..');
/** Elsewhere for the gate of a release, which records all of them. */
const FOLDER = process.argv[2] ?? join(ROOT, 'test', 'histories');
const NOW = { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-117' };

const WHY = { reasonCode: 'recording', reason: 'Part of a story.' };
const ORDERS_A_ROUND = 10;
/** What a round of a bulk that is paused answers, as an engine keeps it. */
const PAUSED = Buffer.from('{"status":"paused","next":').toString('base64').slice(0, -4);

/** The third look-up of a payment comes after 15 seconds. */
const THIRD_LOOK_UP_WAITS = '"15s"';

/** Whether the commit fails for the moment. */
let isCommitBroken = false;

/** The service of one recording may have had orders of another. */
async function confirmDelivery({ stand: { fulfilment } }: Shop, changeId: string): Promise<void> {
  const delivery = fulfilment.orders().find(({ order }) => order.changeId === changeId);
  await fulfilment.confirm(delivery?.order.reference ?? '');
}

/** How far the day of an agreed change is, in milliseconds. */
const FAR = 3_600_000;
let agreedDayIn = FAR;

/** A lower tier, agreed with support for the end of the period and ready to be placed. */
async function agreedForLater(shop: Shop, claire: Buyer): Promise<OrderDocument> {
  const { changeId } = await claire.start({ tierId: 'starter' });
  await shop.agent.act(changeId, { ...NOW, effective: 'period_end' });
  return claire.send(changeId, { type: 'CHECKOUT' });
}

/** Each path tells a story and answers with the order that went it. */
const PATHS: Record<string, (shop: Shop) => Promise<OrderDocument>> = {
  'bought-at-once': async (shop) => (await shop.customer()).buy({ seats: 8 }),

  'edited-in-the-cart-with-payment-details': async (shop) => {
    const claire = await shop.customer({ paymentMethod: null });
    const items = [{ itemId: 'training', description: 'Training day', amount: '120.00' }];
    await shop.service.put(`/v1/carts/${claire.account}`, { currency: 'EUR', items, version: 1 });
    const { changeId } = await claire.start({ seats: 8 });
    await claire.edit(changeId, { seats: 7 });
    await claire.send(changeId, { type: 'ADD_TO_CART' });
    await claire.send(changeId, { type: 'CHECKOUT' });
    return claire.place(await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' }));
  },

  'handed-to-the-advisor-and-fulfilled-later': async (shop) => {
    const kim = await shop.customer({ kind: 'corporate' });
    const { changeId } = await kim.start({ seats: 6 });
    await shop.agent.act(changeId, NOW);
    await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
    await confirmDelivery(shop, changeId);
    return kim.reaches(changeId, 'completed');
  },

  'agreed-for-later-then-made': async (shop) => {
    const claire = await shop.customer();
    agreedDayIn = 1_000;
    const checkout = await agreedForLater(shop, claire);
    agreedDayIn = FAR;
    const before = shop.stand.clock.now();
    shop.stand.clock.set('2026-04-09T22:00:00Z');
    await claire.place(checkout);
    const made = await claire.reaches(checkout.changeId, 'completed');
    shop.stand.clock.set(before.toISOString());
    return made;
  },

  'agreed-for-later-then-replaced': async (shop) => {
    const claire = await shop.customer();
    const { changeId } = await claire.place(await agreedForLater(shop, claire));
    shop.stand.clock.advance({ minutes: 1 });
    await claire.buy({ tierId: 'premium' });
    return claire.reaches(changeId, 'superseded');
  },

  'bought-beside-an-agreed-one': async (shop) => {
    const claire = await shop.customer();
    await claire.place(await agreedForLater(shop, claire));
    shop.stand.clock.advance({ minutes: 1 });
    return claire.buy({ seats: 8 });
  },

  'edits-refused-in-the-cart-and-at-checkout': async (shop) => {
    const claire = await shop.customer();
    const items = [{ itemId: 'training', description: 'Training day', amount: '120.00' }];
    await shop.service.put(`/v1/carts/${claire.account}`, { currency: 'EUR', items, version: 1 });
    const { changeId } = await claire.start({ seats: 8 });
    await claire.send(changeId, { type: 'ADD_TO_CART' });
    const change = { subscriptionId: claire.subscription, seats: 9 };
    await claire.refused(changeId, { type: 'ADD_CHANGE', change });
    const checkout = await claire.send(changeId, { type: 'CHECKOUT' });
    await claire.refused(changeId, { type: 'EDIT', changes: [{ ...change, seats: 1_000 }] });
    return claire.place(checkout);
  },

  'delivery-overdue-then-confirmed': async (shop) => {
    await changeSettings(shop.stand.store, TENANT, { fulfilmentDays: 0 });
    const kim = await shop.customer({ kind: 'corporate' });
    const { changeId } = await kim.start({ seats: 6 });
    await shop.agent.act(changeId, NOW);
    await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
    await changeSettings(shop.stand.store, TENANT, { fulfilmentDays: 3 });
    await confirmDelivery(shop, changeId);
    return kim.reaches(changeId, 'completed');
  },

  'declined-then-3d-secure': async (shop) => {
    const claire = await shop.customer({ paymentMethod: 'pm_declined' });
    const { changeId } = await claire.buy({ seats: 8 });
    await claire.send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_3ds' });
    const { payment } = await claire.send(changeId, { type: 'PLACE_ORDER' });
    await shop.stand.payments().confirm(payment?.link ?? '');
    return claire.reaches(changeId, 'completed');
  },

  'charged-without-an-answer': async (shop) => {
    await shop.stand.payments().script({ fault: 'timeout_after_commit', operation: 'charge' });
    return (await shop.customer()).buy({ seats: 8 });
  },

  'looked-up-for-long-then-found-paid': async (shop) => {
    const payments = shop.stand.payments();
    await payments.script({ fault: 'timeout_after_commit', operation: 'charge' });
    await payments.script({ fault: 'down', operation: 'lookup', untilCleared: true });
    const claire = await shop.customer();
    const { changeId } = await claire.buy({ seats: 8 });
    await untilInHistory(shop, orderWorkflowId(TENANT, changeId), THIRD_LOOK_UP_WAITS);
    await payments.clearScript();
    return claire.reaches(changeId, 'completed');
  },

  'gateway-down-then-back': async (shop) => {
    const claire = await shop.customer();
    await shop.stand.gatewayGoesDown();
    const { changeId } = await claire.buy({ seats: 8 });
    await shop.stand.gatewayComesBack();
    return claire.reaches(changeId, 'completed');
  },

  'aborted-in-front-of-the-commit': async (shop) => {
    isCommitBroken = true;
    const { changeId } = await (await shop.customer()).buy({ seats: 8 });
    isCommitBroken = false;
    return shop.lead.act(changeId, { type: 'ABORT' });
  },

  'refund-declined-then-retried': async (shop) => {
    const payments = shop.stand.payments();
    isCommitBroken = true;
    const claire = await shop.customer();
    const { changeId } = await claire.buy({ seats: 8 });
    isCommitBroken = false;
    await payments.script({ fault: 'decline', code: 'refund_limit', operation: 'refund', untilCleared: true });
    await claire.send(changeId, { type: 'CANCEL' });
    await payments.clearScript();
    return shop.agent.act(changeId, { type: 'RETRY' });
  },

  'refund-declined-then-given-back-by-hand': async (shop) => {
    const payments = shop.stand.payments();
    isCommitBroken = true;
    const { changeId } = await (await shop.customer()).buy({ seats: 8 });
    isCommitBroken = false;
    await payments.script({ fault: 'decline', code: 'account_closed', operation: 'refund', untilCleared: true });
    await shop.lead.act(changeId, { type: 'ABORT' });
    await payments.clearScript();
    const override = { type: 'OVERRIDE', evidence: 'The statement of our bank.' };
    return shop.secondLead.act(changeId, await shop.lead.request(changeId, override));
  },

  'vat-number-accepted-on-evidence': async (shop) => {
    const bernd = await shop.customer({ country: 'DE' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    shop.stand.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE', times: 1 });
    await bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' });
    const evidence = { type: 'ACCEPT_VAT_EVIDENCE', evidence: 'A certificate of the tax office.' };
    const accepted = await shop.secondLead.act(changeId, await shop.lead.request(changeId, evidence));
    return bernd.place(accepted);
  },

  'vat-doubted-then-another-number': async (shop) => {
    const bernd = await shop.customer({ country: 'DE' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    await bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'IT00743110157' });
    return bernd.place(await bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' }));
  },

  'vat-charged-then-followed-up': async (shop) => {
    const { vies, store } = shop.stand;
    await changeSettings(store, TENANT, { vatPolicy: 'charge_then_credit', vatRecheckDelays: [300, 300] });
    const bernd = await shop.customer({ country: 'DE' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    vies.script({ kind: 'error', code: 'MS_UNAVAILABLE', times: 2 });
    const placed = await bernd.place(await bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' }));
    await changeSettings(store, TENANT, { vatPolicy: 'hold' });
    const followUp = vatWorkflowId(TENANT, changeId);
    await shop.stand.temporal.client.workflow.getHandle(followUp).result();
    await keep(shop, followUp, 'vatFollowUp-credited');
    return placed;
  },

  'asked-again-then-cancelled': async (shop) => {
    const claire = await shop.customer();
    const checkout = await claire.checkOut({ seats: 8 });
    shop.stand.clock.advance({ days: 1 });
    const back = await claire.place(checkout);
    return claire.send(back.changeId, { type: 'CANCEL' });
  },
};

/** What goes on beside orders: each story answers with the workflow that went it, which has an end. */
const BESIDES: Record<string, (shop: Shop) => Promise<string>> = {
  [`${seatFollowUpMachine.id}-reminded-then-escalated`]: async (shop) => {
    const claire = await shop.customer({ seats: 1, billed: '31.00' });
    await claire.buy({ seats: 2 });
    return seatWorkflowId(TENANT, claire.subscription);
  },

  'paymentReview-arrived-after-the-order': async (shop) => {
    await changeSettings(shop.stand.store, TENANT, { placeOnPending: ['bank_debit'] });
    const claire = await shop.customer({ paymentMethod: 'pm_sepa' });
    const { changeId } = await claire.buy({ seats: 8 });
    await changeSettings(shop.stand.store, TENANT, { placeOnPending: [] });
    const tenantId = TENANT;
    const reference = chargeReference({ tenantId, changeId, visit: 1 });
    const { workflowId } = paymentReviewStart({ tenantId, reference });
    // Nothing new at first: it looks, and waits on.
    await shop.stand.temporal.client.workflow.getHandle(workflowId).signal(NUDGE);
    await shop.stand.payments().settle(reference);
    return workflowId;
  },

  /** More orders than one round takes; paused while it rests. */
  'bulkEvent-paused-and-resumed': async (shop) => {
    const claire = await shop.customer();
    const changeIds = [(await claire.start({ seats: 6 })).changeId];
    for (let count = 1; count <= ORDERS_A_ROUND; count += 1) {
      changeIds.push((await (await shop.customer()).start({ seats: 6 })).changeId);
    }
    const event = { type: 'HOLD', ...WHY };
    const request = { body: { event, changeIds, perMinute: 300 }, expect: [202] };
    const { body } = await shop.lead.ask<{ bulkId: string }>('POST', '/v1/bulk-events', request);
    const path = `/v1/bulk-events/${body.bulkId}`;
    await shop.lead.ask('POST', `${path}/pause`, { body: WHY });
    const bulk = bulkStart({ tenantId: TENANT, bulkId: body.bulkId });
    await untilInHistory(shop, bulk.workflowId, PAUSED);
    await shop.lead.ask('POST', `${path}/resume`, { body: WHY });
    return bulk.workflowId;
  },

  'vatCredit-agreed-by-two': async (shop) => {
    const { vies, store } = shop.stand;
    await changeSettings(store, TENANT, { vatPolicy: 'charge_then_credit', vatRecheckDelays: [10] });
    vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
    const bernd = await shop.customer({ country: 'DE' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    await bernd.place(await bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE811115368' }));
    await shop.stand.temporal.client.workflow.getHandle(vatWorkflowId(TENANT, changeId)).result();
    vies.script(null);
    await changeSettings(store, TENANT, { vatPolicy: 'hold' });
    const path = `/v1/changes/${changeId}/vat-credit` as const;
    const body = { ...WHY, evidence: 'A certificate of the tax office.' };
    const { grantId } = await shop.lead.actOfTwo<{ grantId: string }>(path, body, 202);
    await shop.secondLead.actOfTwo(path, { ...body, grantId }, 200);
    return vatCreditWorkflowId(TENANT, grantId);
  },
};

/** Waits until a history tells something, in the words of the engine. */
async function untilInHistory(shop: Shop, workflowId: string, words: string): Promise<void> {
  const handle = shop.stand.temporal.client.workflow.getHandle(workflowId);
  await until(PATIENCE, words, async () => historyToJSON(await handle.fetchHistory()).includes(words));
}

async function record(shop: Shop): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const [path, tell] of Object.entries(PATHS)) {
    if (isKept(`${subscriptionChangeMachine.id}-${path}`)) continue;
    const { changeId, state } = await tell(shop);
    await keep(shop, orderWorkflowId(TENANT, changeId), `${subscriptionChangeMachine.id}-${path}`);
    process.stdout.write(`${path}: ${state}\n`);
  }
  for (const [name, tell] of Object.entries(BESIDES)) {
    if (isKept(name)) continue;
    const workflowId = await tell(shop);
    await shop.stand.temporal.client.workflow.getHandle(workflowId).result();
    await keep(shop, workflowId, name);
    process.stdout.write(`${name}\n`);
  }
}

const fileOf = (name: string): string => join(FOLDER, `${name}.json`);

/** What is there already is what orders of that time did. */
const isKept = (name: string): boolean => existsSync(fileOf(name));

/** An order that goes on in a second run: what it left in the first, and in the last one. */
async function recordContinued(shop: Shop): Promise<void> {
  const name = `${subscriptionChangeMachine.id}-edited-until-continued`;
  if (isKept(name)) return;
  const claire = await shop.customer();
  const { changeId } = await claire.start({ seats: 8 });
  const workflowId = orderWorkflowId(TENANT, changeId);
  const { runId } = await shop.stand.temporal.client.workflow.getHandle(workflowId).describe();
  for (let seats = 6; ; seats = seats === 9 ? 6 : seats + 1) {
    await claire.edit(changeId, { seats });
    const now = await shop.stand.temporal.client.workflow.getHandle(workflowId).describe();
    if (now.runId !== runId) break;
  }
  const { state } = await claire.place(await claire.send(changeId, { type: 'CHECKOUT' }));
  await keep(shop, workflowId, name, runId);
  await keep(shop, workflowId, `${subscriptionChangeMachine.id}-continued-then-bought`);
  process.stdout.write(`edited-until-continued: ${state}\n`);
}

async function keep({ stand }: Shop, workflowId: string, name: string, runId?: string): Promise<void> {
  const history = await stand.temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
  // A failed step left a stack trace: where this checkout lies is nobody's business.
  const events: unknown = JSON.parse(historyToJSON(history).replaceAll(`${ROOT}/`, ''));
  await writeFile(fileOf(name), `${JSON.stringify(events)}\n`);
}

async function main(): Promise<void> {
  const backends = await startBackends({ searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' } });
  process.env.AVENANT_TEST_TEMPORAL = backends.temporal.address;
  process.env.AVENANT_TEST_MONGO = backends.mongo.uri;
  const stand = await startFlowStand({
    settings: { reminderDelays: [300, 600] },
    steps: (real) => ({
      ...dayComesIn(() => agreedDayIn)(real),
      apply(input) {
        if (isCommitBroken) throw ApplicationFailure.nonRetryable('The database did not answer.', 'StoreUnavailable');
        return real.apply(input);
      },
    }),
  });
  try {
    await record(await openShop(stand));
    await stand.stop();
    const continued = await startFlowStand({ change: CONTINUED_SOON });
    await recordContinued(await openShop(continued));
    await continued.stop();
  } finally {
    await backends.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
