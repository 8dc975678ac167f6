import { ApplicationFailure } from '@temporalio/common';
import { VIEW } from 'statechart-host/contract';
import { changeSettings } from '../../dev/stack/change-settings';
import type { OpenFollowUps } from '../../schemas/seats/open-follow-ups';
import { type SeatView, seatWorkflowId } from '../../workflows/contract';
import type { Desk } from '../support/flow-api';
import { subscriptionBody } from '../support/flow-facts';
import { oneRun } from '../support/flow-runs';
import type { Buyer } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';
import { PATIENCE, until } from '../support/within';

/** Instead of 1, 3, 7 and 14 days. */
const DELAYS = [400, 800];

/** Whether reminders fail for the moment. */
let isMailBroken = false;

oneRun(
  'new seats',
  (shop) => {
    const remindersOf = async (buyer: Buyer) =>
      (await buyer.mails()).filter(({ kind }) => kind === 'reminder').map(({ recipientId }) => recipientId);
    const followUp = (buyer: Buyer) =>
      shop().stand.temporal.client.workflow.getHandle(seatWorkflowId(TENANT, buyer.subscription));
    /** Her seats in the list of those that nobody uses yet. */
    const listed = async ({ subscription }: Buyer): Promise<OpenFollowUps['items'][number] | undefined> => {
      const { items } = await shop().agent.get<OpenFollowUps>('/v1/seat-follow-ups?limit=100');
      return items.find(({ subscriptionId }) => subscriptionId === subscription);
    };
    const view = (buyer: Buyer): Promise<SeatView> => followUp(buyer).query<SeatView>(VIEW);

    it('seats that were never followed up are no error to look at, and take no event', async () => {
      const { subscription } = await shop().customer();
      const path = `/v1/subscriptions/${subscription}/seat-follow-up`;
      expect(await shop().agent.ask('GET', path, { expect: [204] })).toMatchObject({ etag: null, body: null });
      const remind = { type: 'REMIND', reasonCode: 'asked', reason: 'Claire asked for it on the phone.' };
      await shop().agent.ask('POST', `${path}/events`, { body: remind, ifMatch: '"1"', expect: [404] });
      // Whether somebody else's are is not told.
      await shop().agent.ask('GET', '/v1/subscriptions/sub_of_nobody/seat-follow-up', { expect: [404] });
    });

    it('seats that nobody assigns are reminded of, then handed to a person', async () => {
      const claire = await shop().customer();
      await claire.buy({ seats: 8 });
      const end = (await followUp(claire).result()) as SeatView;
      expect(end).toMatchObject({ state: 'escalated', details: { bought: 8, assigned: 0, remindersSent: 2 } });
      // Two reminders, each to the billing contact and the seat administrator.
      expect((await remindersOf(claire)).sort()).toEqual(['claire', 'claire', 'sam', 'sam']);
      expect((await claire.mails()).find(({ kind }) => kind === 'reminder')).toMatchObject({
        subject: 'Des postes restent à attribuer',
        body: expect.stringMatching(/8\spostes de votre abonnement Meeting ne sont attribués à personne\./),
      });
      expect(await shop().stand.store.supportItems.listOpen(TENANT, 10)).toMatchObject([
        { kind: 'seats_unassigned', subscriptionId: claire.subscription, facts: { unassigned: 8 } },
      ]);
      expect(await listed(claire)).toMatchObject({
        ...{ accountId: claire.account, product: 'Meeting', bought: 8, assigned: 0, free: 8 },
        ...{ remindersSent: 2, nextReminderAt: null, exhausted: true },
      });
      const [item] = await shop().stand.store.supportItems.listOpen(TENANT, 1);
      const body = { reasonCode: 'seen_to', reason: 'They will assign them next week.' };
      await shop().agent.ask('POST', `/v1/support-items/${item?.key}/close`, { body });
      expect(await listed(claire)).toBeUndefined();
    });

    it('seats that are all assigned are not reminded of any more', async () => {
      const claire = await shop().customer({ seats: 1, billed: '31.00' });
      await claire.buy({ seats: 2 });
      await until(PATIENCE, 'the first reminder', async () => (await remindersOf(claire)).length > 0);
      expect(await listed(claire)).toMatchObject({ free: 2, exhausted: false });
      await claire.assign('ana');
      await claire.assign('ben');
      expect(await followUp(claire).result()).toMatchObject({ state: 'assigned', details: { assigned: 2 } });
      expect(await listed(claire)).toBeUndefined();
      expect((await remindersOf(claire)).sort()).toEqual(['claire', 'sam']);
    });

    it('a follow-up ends at once when its seats are gone again, whoever took them away', async () => {
      const { stand, service } = shop();
      await changeSettings(stand.store, TENANT, { reminderDelays: [60_000] });
      const [claire, dora] = [
        await shop().customer({ seats: 1, billed: '31.00' }),
        await shop().customer({ seats: 1, billed: '31.00' }),
      ];
      for (const buyer of [claire, dora]) {
        await buyer.assign('ana');
        await buyer.buy({ seats: 3 });
        await until(PATIENCE, 'the follow-up', async () => (await view(buyer)).state === 'following.waiting');
      }
      stand.clock.advance({ seconds: 5 });
      await claire.buy({ seats: 1 });
      expect(await followUp(claire).result()).toMatchObject({ state: 'assigned', details: { bought: 1 } });
      const ended = { ...subscriptionBody(dora.account, { seats: 3, status: 'ended' }), version: 9 };
      await service.put(`/v1/subscriptions/${dora.subscription}`, ended);
      expect(await followUp(dora).result()).toMatchObject({ status: 'done', details: { remindersSent: 0 } });
      const late = { expect: [409] };
      const refused = await dora.ask('PUT', `/v1/subscriptions/${dora.subscription}/seats/late`, late);
      expect(refused.body).toMatchObject({ code: 'subscription_not_active' });
      await changeSettings(stand.store, TENANT, { reminderDelays: DELAYS });
    });

    it('seats bought later start the reminders again', async () => {
      const { stand } = shop();
      const claire = await shop().customer({ seats: 1, billed: '31.00' });
      await changeSettings(stand.store, TENANT, { reminderDelays: [300, 60_000] });
      await claire.buy({ seats: 2 });
      await until(PATIENCE, 'the first reminder', async () => (await remindersOf(claire)).length === 2);
      stand.clock.advance({ seconds: 5 });
      await claire.buy({ seats: 3 });
      await until(PATIENCE, 'another first reminder', async () => (await remindersOf(claire)).length === 4);
      await until(PATIENCE, 'the note of it', async () => (await listed(claire))?.remindersSent === 1);
      const { openedAt, nextReminderAt } = (await listed(claire)) ?? {};
      expect(Date.parse(nextReminderAt ?? '') - Date.parse(openedAt ?? '')).toBeGreaterThanOrEqual(59_700);
      for (const colleague of ['ana', 'ben', 'cleo']) await claire.assign(colleague);
      expect(await followUp(claire).result()).toMatchObject({ state: 'assigned', details: { bought: 3 } });
      await changeSettings(stand.store, TENANT, { reminderDelays: DELAYS });
    });

    it('a reminder that cannot be written is stuck until support skips it or stops the follow-up', async () => {
      const claire = await shop().customer();
      isMailBroken = true;
      await claire.buy({ seats: 8 });
      await until(PATIENCE, 'being stuck', async () => (await view(claire)).state === 'stuck.reminding');
      const stuck = { step: 'reminding', code: 'StoreUnavailable', attempts: 1 };
      expect(await shop().agent.seats(claire.subscription)).toMatchObject({
        ...{ state: 'stuck.reminding', stuck, allowedEvents: ['RETRY', 'SKIP'] },
      });
      const hers = await claire.ask('GET', `/v1/subscriptions/${claire.subscription}/seat-follow-up`);
      expect(hers.body).toMatchObject({ state: 'stuck.reminding', remindersSent: 0, allowedEvents: [] });
      const send = async (desk: Desk, type: string) => (await desk.actOnSeats(claire.subscription, type)).body;
      expect(await send(shop().agent, 'RETRY')).toMatchObject({ state: 'stuck.reminding', stuck: { attempts: 2 } });
      expect(await send(shop().agent, 'STOP')).toMatchObject({ status: 403, code: 'role_not_allowed' });
      expect(await send(shop().agent, 'SKIP')).toMatchObject({ remindersSent: 1 });
      await until(PATIENCE, 'being stuck again', async () => (await view(claire)).state === 'stuck.reminding');
      isMailBroken = false;
      expect(await send(shop().lead, 'STOP')).toMatchObject({ state: 'stopped', done: true, allowedEvents: [] });
      expect(await remindersOf(claire)).toEqual([]);
      expect(await listed(claire)).toBeUndefined();
      // What is over takes nothing any more.
      expect(await send(shop().lead, 'STOP')).toMatchObject({ status: 409, code: 'event_not_allowed' });
    });

    it('support has seats reminded of at once, on the record', async () => {
      const { stand, agent } = shop();
      const claire = await shop().customer({ seats: 1, billed: '31.00' });
      await changeSettings(stand.store, TENANT, { reminderDelays: [60_000] });
      await claire.buy({ seats: 2 });
      await until(PATIENCE, 'the follow-up', async () => (await view(claire)).state === 'following.waiting');
      const path = `/v1/subscriptions/${claire.subscription}/seat-follow-up/events`;
      const body = { type: 'REMIND', reasonCode: 'asked', reason: 'Claire asked for it on the phone.' };
      expect((await agent.ask('POST', path, { body, expect: [428] })).status).toBe(428);
      expect((await agent.ask('POST', path, { body, ifMatch: '"1"', expect: [412] })).status).toBe(412);
      expect(await remindersOf(claire)).toEqual([]);
      const { body: reminded } = await agent.actOnSeats(claire.subscription, 'REMIND');
      expect(reminded).toMatchObject({ remindersSent: 1, bought: 2, assigned: 0 });
      expect((await remindersOf(claire)).sort()).toEqual(['claire', 'sam']);
      const deeds = await stand.store.audit.list(TENANT, new Date('2100-01-01'), 5);
      expect(deeds[0]).toMatchObject({ action: 'SEATS_REMIND', facts: { subscriptionId: claire.subscription } });
      await changeSettings(stand.store, TENANT, { reminderDelays: DELAYS });
    });
  },
  {
    settings: { reminderDelays: DELAYS },
    steps: (real) => ({
      remind(input) {
        if (isMailBroken) throw ApplicationFailure.nonRetryable('The database did not answer.', 'StoreUnavailable');
        return real.remind(input);
      },
    }),
  },
);
