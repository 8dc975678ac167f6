import { VIEW } from 'statechart-host/contract';
import type { EventPreview } from '../../schemas/orders/event-preview';
import type { OrderDocument } from '../../schemas/orders/order';
import type { RequestView } from '../../schemas/support/requests';
import { type OrderView, orderWorkflowId } from '../../workflows/contract';
import { failingSteps } from '../support/failing-steps';
import type { Desk, Event, Problem } from '../support/flow-api';
import { storeDump } from '../support/flow-dump';
import { oneRun } from '../support/flow-runs';
import type { Shop } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';

const { failing, options } = failingSteps();

const WHY = { reasonCode: 'flow_test', reason: 'Part of a scenario' };
const DAY_MS = 86_400_000;
/** By the clock of the API, which runs as it does here. */
const EXTEND = { type: 'EXTEND_QUOTE', until: new Date(Date.now() + 5 * DAY_MS).toISOString() };

const problemItself = ({ requestId: _, instance: __, ...problem }: Partial<Problem> = {}) => problem;

/** Everything that is kept about anybody, and the history of one order. */
async function everything({ stand }: Shop, changeId: string) {
  const handle = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
  const { events } = await handle.fetchHistory();
  // Keys say when they were last used; whatever else is kept, records of idempotency keys too, is compared.
  return { events: events?.length, store: await storeDump(stand.mongo, new Set(['apikeys'])) };
}

/** The states at the top of the statechart that an order has gone through since it was asked for a preview. */
async function wayOf({ stand }: Shop, { changeId, sequence, state }: EventPreview): Promise<string[]> {
  const handle = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
  const { transitions } = await handle.query<OrderView>(VIEW);
  const states = [state, ...transitions.filter((move) => move.sequence > sequence).map(({ to }) => to)];
  const tops = states.map((path) => path.split('.', 1)[0] ?? path);
  return tops.filter((top, index) => index > 0 && top !== tops[index - 1]);
}

oneRun(
  'what an event would do',
  (shop) => {
    afterEach(() => failing.clear());

    /** Tries an event out, sees that nothing changed, sends it, and sees that what was told is what happened. */
    async function foretold(desk: Desk, changeId: string, event: Event): Promise<EventPreview> {
      // That somebody looked at the order is on record once an hour; this look is it.
      await desk.look(changeId);
      const before = await everything(shop(), changeId);
      const preview = await desk.preview(changeId, event);
      expect(await everything(shop(), changeId)).toEqual(before);
      const order: OrderDocument = preview.needsSecondPerson
        ? await shop().secondLead.act(changeId, await desk.request(changeId, event))
        : await desk.act(changeId, event);
      expect({ event: event.type, state: order.state, done: order.done }).toEqual({
        ...{ event: event.type, state: preview.leadsTo.state, done: preview.leadsTo.done },
      });
      // No order ever rests where a quote is presented, so that none of its moves ends there.
      expect(await wayOf(shop(), preview)).toEqual(preview.path.filter((state) => state !== 'presenting'));
      return preview;
    }

    it('the preview of a retry tells which steps follow, what they move, whom they tell and what is over then', async () => {
      const claire = await shop().customer();
      failing.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      failing.clear();
      expect(await foretold(shop().agent, changeId, { type: 'RETRY' })).toMatchObject({
        ...{ event: 'RETRY', state: 'applying.stuck.waiting', needsSecondPerson: false, undecided: null },
        leadsTo: { state: 'completed', waits: null, headline: 'The order is completed.' },
        steps: [{ step: 'apply', movesMoney: true }, { step: 'confirm' }, { step: 'followUpSeats' }],
        ...{ movesMoney: true, callsOutside: false, mails: ['confirmed'] },
        clears: { step: 'applying', code: 'StoreUnavailable' },
        text:
          'What is done, in this order: applying the change, confirming to the customer, following up the new seats. ' +
          'If every step does its work: The order is completed. Money moves. The customer gets the confirmation.',
      });
    });

    it('the preview of an abort tells that the money goes back and the customer hears of it', async () => {
      const claire = await shop().customer();
      failing.add('apply');
      const { changeId } = await claire.buy({ seats: 8 });
      const preview = await foretold(shop().lead, changeId, { type: 'ABORT' });
      expect(preview).toMatchObject({ leadsTo: { state: 'cancelled' }, movesMoney: true, callsOutside: true });
      expect(preview.mails).toEqual(['compensated']);
    });

    it('the preview of a new key tells that the attempt is let go and the order placed again', async () => {
      const claire = await shop().customer();
      failing.add('reserve');
      const { changeId } = await claire.buy({ seats: 8 });
      failing.clear();
      const preview = await foretold(shop().lead, changeId, { type: 'RETRY_NEW_KEY', confirmed: true });
      const steps = preview.steps.map(({ step }) => step);
      expect(steps).toEqual(['release', 'reserve', 'charge', 'apply', 'confirm', 'followUpSeats']);
    });

    it('the preview of a skip and of an override tells where the order goes on', async () => {
      const kim = await shop().customer({ kind: 'corporate' });
      const { changeId } = await kim.start({ seats: 6 });
      await shop().agent.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-1' });
      failing.add('confirm').add('fulfil').add('followUpSeats');
      await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
      // Not the delivery, which follows: what is told is that it goes on there.
      failing.delete('followUpSeats');
      const skipped = await shop().agent.preview(changeId, { type: 'SKIP' });
      expect(skipped).toMatchObject({ leadsTo: { state: 'completed' }, callsOutside: true, mails: [] });
      await shop().agent.act(changeId, { type: 'SKIP' });
      const override = { type: 'OVERRIDE', evidence: 'Delivered by hand on 26 March.' };
      const preview = await foretold(shop().lead, changeId, override);
      expect(preview).toMatchObject({ needsSecondPerson: true, clears: { step: 'fulfilling' } });
      expect(preview.text).toMatch(/^A second person has to approve it first\. /);
    });

    it('the preview of a hand-over tells how it ends, and that of a deadline that nothing moves', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.start({ tierId: 'starter' });
      const accept = { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: null };
      const accepted = await foretold(shop().agent, changeId, accept);
      expect(accepted).toMatchObject({ leadsTo: { state: 'reviewing', waits: 'customer' }, movesMoney: false });
      expect(await foretold(shop().lead, changeId, { ...EXTEND })).toMatchObject({ steps: [], clears: null });
      const other = await (await shop().customer()).start({ tierId: 'starter' });
      const declined = await foretold(shop().agent, other.changeId, { type: 'DECLINE_HANDOVER' });
      expect(declined).toMatchObject({ leadsTo: { state: 'cancelled', done: true } });
    });

    it('a preview ends at what only the answer of a step can tell', async () => {
      const claire = await shop().customer();
      const { changeId } = await claire.start({ seats: 8 });
      const body = { type: 'EDIT', changes: [{ subscriptionId: claire.subscription, seats: 9 }] };
      const { body: preview } = await claire.ask<EventPreview>('POST', `/v1/changes/${changeId}/events/preview`, {
        body,
      });
      expect(preview).toMatchObject({ undecided: 'assess', leadsTo: { state: 'assessing.working', settled: false } });
      expect(preview.text).toBe('How it goes on depends on what checking the change answers. No money moves.');
    });

    it('a preview is refused in the very words that the event would be refused in, and changes nothing', async () => {
      const { agent, lead } = shop();
      failing.add('confirm');
      const { changeId: stuck, sequence } = await (await shop().customer()).buy({ seats: 8 });
      const { changeId: reviewing } = await (await shop().customer()).start({ seats: 8 });
      for (const desk of [agent, lead]) for (const id of [stuck, reviewing]) await desk.look(id);
      const tries: [Desk, string, Event, string][] = [
        [agent, reviewing, { type: 'RETRY' }, 'event_not_allowed'],
        [agent, stuck, { type: 'OVERRIDE', evidence: 'A letter.' }, 'role_not_allowed'],
        [agent, stuck, { type: 'RETRY', reason: '' }, 'invalid_request'],
        [agent, stuck, { type: 'RETRY', reason: 'card 4242 4242 4242 4242' }, 'card_data_refused'],
        [lead, reviewing, { ...EXTEND, until: '2020-01-01T00:00:00Z' }, 'invalid_request'],
      ];
      const before = await everything(shop(), stuck);
      const told: Problem[] = [];
      for (const [desk, id, event] of tries) told.push(await desk.refusedPreview(id, event));
      const path = `/v1/changes/${stuck}/events/preview`;
      const body = { type: 'RETRY', ...WHY };
      const missing = await agent.ask<Problem>('POST', path, { body, expect: [428] });
      const stale = await agent.ask<Problem>('POST', path, { body, ifMatch: `"${sequence - 1}"`, expect: [412] });
      expect([missing.body.code, stale.body.code]).toEqual(['precondition_required', 'precondition_failed']);
      await agent.ask('POST', '/v1/changes/chg_absent/events/preview', { body, expect: [404] });
      expect(await everything(shop(), stuck)).toEqual(before);
      expect(told.map(({ code }) => code)).toEqual(tries.map(([, , , code]) => code));
      for (const [index, [desk, id, event]] of tries.entries()) {
        expect(problemItself(await desk.refusedAct(id, event))).toEqual(problemItself(told[index]));
      }
    });

    it('the preview of an approval is for another person, and leaves the request as it is', async () => {
      const { lead, secondLead, customer, stand } = shop();
      const kim = await customer({ kind: 'corporate' });
      const { changeId } = await kim.start({ seats: 6 });
      await lead.act(changeId, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-1' });
      failing.add('fulfil');
      await kim.place(await kim.send(changeId, { type: 'CHECKOUT' }));
      const request = await lead.request(changeId, { type: 'OVERRIDE', evidence: 'Delivered by hand.' });
      expect(await lead.refusedPreview(changeId, request)).toMatchObject({ code: 'second_person_required' });
      expect(await secondLead.preview(changeId, request)).toMatchObject({ needsSecondPerson: false });
      const grant = await stand.store.grants.find(TENANT, String(request.grantId));
      expect(grant).toMatchObject({ approvedBy: null, usedAt: null });
      failing.clear();
      const asked = () => lead.get<RequestView>(`/v1/requests/${request.grantId}`);
      expect(await asked()).toMatchObject({ preview: { path: ['completed'] }, mayApprove: false, closed: null });
      await secondLead.act(changeId, request);
      expect((await asked()).closed).toMatchObject({ as: 'used', by: 'louis', at: expect.any(String) });
    });
  },
  options,
);
