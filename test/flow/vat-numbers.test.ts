import { NUDGE } from 'statechart-host/contract';
import { changeSettings } from '../../dev/stack/change-settings';
import { orderWorkflowId } from '../../workflows/contract';
import { everyRun, oneRun } from '../support/flow-runs';
import { TENANT } from '../support/flow-stand';
import { SHORT_WAITS } from '../support/hurried-workflows';
import { PATIENCE, until } from '../support/within';

const NUMBER = 'DE 811 115 368';
const german = { country: 'DE', paymentMethod: 'pm_ok' } as const;
const give = { type: 'PROVIDE_VAT', vatNumber: NUMBER };

everyRun('VAT numbers', (shop, live, both) => {
  afterEach(() => shop().stand.vies.script(null));

  both('a VAT number that the register confirms takes the VAT off, and removing it puts the VAT back', async () => {
    const bernd = await shop().customer(german);
    const checkout = await bernd.checkOut({ seats: 8 });
    // German VAT of 19 % on the charge, French 20 % given back as it was charged: 248.00 x 1.19 - 80.00 x 1.2 = 199.12
    expect(checkout.quote).toMatchObject({ dueToday: { amount: '199.12' } });
    const reverseCharged = await bernd.send(checkout.changeId, give);
    // 248.00 - 96.00 = 152.00
    expect(reverseCharged).toMatchObject({
      state: 'verifying',
      vat: { number: 'DE811115368', status: 'valid' },
      quote: { dueToday: { amount: '152.00' }, vatTreatment: { kind: 'reverse_charge' } },
    });
    const removed = await bernd.send(checkout.changeId, { type: 'REMOVE_VAT' });
    expect(removed).toMatchObject({ vat: null, quote: { dueToday: { amount: '199.12' } } });
    const again = await bernd.send(checkout.changeId, give);
    expect(await bernd.place(again)).toMatchObject({ state: 'completed' });
    expect(await bernd.gatewayBook(checkout.changeId)).toEqual(['charge 15200']);
  });

  live('a VAT number stands in for payment details where the rate increases and nothing is due', async () => {
    // By the month the rate is higher (5 x 31.00 x 12 = 1860.00 against 1550.00), and the credit of most of a year pays it.
    const bernd = await shop().customer({
      ...german,
      paymentMethod: null,
      ...{ frequency: 'year', billed: '1550.00', period: { start: '2026-03-01', end: '2027-03-01' } },
    });
    const checkout = await bernd.checkOut({ frequency: 'month' });
    expect(checkout).toMatchObject({
      missing: [{ what: 'payment_details_or_vat_number' }],
      quote: { rateIncreases: true },
    });
    expect(checkout.quote?.dueToday.amount).toBe('0.00');
    const ready = await bernd.send(checkout.changeId, give);
    expect(ready.missing).toEqual([]);
    expect(await bernd.place(ready)).toMatchObject({ state: 'completed', payment: null });
    expect(await bernd.gatewayBook(checkout.changeId)).toEqual([]);
  });

  both(
    'a VAT number on file is asked about again once its confirmation is old, before the order is shown',
    async () => {
      const { stand } = shop();
      /** A number that the register confirmed in an order of years ago, as of now. */
      const known = async () => {
        const bernd = await shop().customer({ ...german, vatNumber: 'DE811115368' });
        const { changeId } = await bernd.checkOut({ seats: 8 });
        await bernd.send(changeId, give);
        await bernd.send(changeId, { type: 'CANCEL' });
        return bernd;
      };
      const [fresh, confirmed, gone, silent] = [await known(), await known(), await known(), await known()];
      // Confirmed lately, it is not asked about: what the register would say now does not matter.
      stand.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
      expect((await fresh.start({ seats: 8 })).vat).toMatchObject({ status: 'valid' });
      stand.vies.script(null);

      await changeSettings(stand.store, TENANT, { vatConfirmationDays: 0 });
      stand.clock.advance({ minutes: 1 });
      const asked = await confirmed.start({ seats: 8 });
      expect(asked).toMatchObject({
        state: 'reviewing',
        vat: { status: 'valid' },
        quote: { dueToday: { amount: '152.00' } },
      });
      const body = { valid: false, countryCode: 'DE', vatNumber: '811115368', requestDate: '2026-03-25T09:00:00Z' };
      stand.vies.script({ kind: 'answer', status: 200, body });
      expect(await gone.start({ seats: 8 })).toMatchObject({
        ...{ state: 'reviewing', vat: null, quote: { dueToday: { amount: '199.12' } } },
        askAgain: { reason: 'vat_number_refused', code: 'vat_not_registered' },
      });
      // While the register is down the seller's policy says what happens, here that the order waits.
      stand.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
      const { changeId, state } = await silent.start({ seats: 8 });
      expect(state).toMatch(/^vatPending/);
      expect(await silent.send(changeId, { type: 'REMOVE_VAT' })).toMatchObject({
        ...{ state: 'reviewing', vat: null, quote: { dueToday: { amount: '199.12' } } },
      });
      await changeSettings(stand.store, TENANT, { vatConfirmationDays: 180 });
    },
  );

  both('a VAT number that the register does not know is refused, and the VAT stays', async () => {
    const bernd = await shop().customer(german);
    const { changeId } = await bernd.checkOut({ seats: 8 });
    const body = { valid: false, countryCode: 'DE', vatNumber: '811115368', requestDate: '2026-03-25T09:00:00Z' };
    shop().stand.vies.script({ kind: 'answer', status: 200, body });
    const refused = await bernd.send(changeId, give);
    expect(refused).toMatchObject({
      state: 'verifying',
      vat: null,
      askAgain: { reason: 'vat_number_refused', code: 'vat_not_registered' },
      quote: { dueToday: { amount: '199.12' } },
    });
  });

  live('a text that cannot be a VAT number is refused at the door', async () => {
    const bernd = await shop().customer(german);
    const { changeId } = await bernd.checkOut({ seats: 8 });
    const typo = { type: 'PROVIDE_VAT', vatNumber: 'DE811115369' };
    expect(await bernd.refused(changeId, typo)).toMatchObject({ status: 422, code: 'vat_format' });
  });

  both('a VAT number that gets no answer is pending until a nudge asks again', async () => {
    const { stand } = shop();
    const bernd = await shop().customer(german);
    const { changeId } = await bernd.checkOut({ seats: 8 });
    stand.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
    const pending = await bernd.send(changeId, give);
    expect(pending).toMatchObject({
      ...{ state: 'vatPending.waiting', settled: true, vat: null },
      vatWait: { prefix: 'DE', code: 'member_state_unavailable', attempts: 1, asksAgain: true },
      headline: expect.stringContaining('register DE gives no answer yet; we ask again by ourselves'),
    });
    stand.vies.script(null);
    const order = stand.temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
    await order.signal(NUDGE, { type: 'NUDGE', about: 'vat' });
    expect(await bernd.reaches(changeId, 'verifying')).toMatchObject({ vat: { status: 'valid' } });
  });

  both('a pending VAT number is accepted on evidence by two persons, or removed by the customer', async () => {
    const { stand, lead, secondLead } = shop();
    const bernd = await shop().customer(german);
    stand.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    await bernd.send(changeId, give);
    const evidence = 'A certificate of the tax office, on file.';
    const request = await lead.request(changeId, { type: 'ACCEPT_VAT_EVIDENCE', evidence });
    expect(await lead.refusedAct(changeId, request)).toMatchObject({ code: 'second_person_required' });
    const accepted = await secondLead.act(changeId, request);
    expect(accepted).toMatchObject({ state: 'verifying', quote: { dueToday: { amount: '152.00' } } });
    await bernd.send(changeId, give);
    const removed = await bernd.send(changeId, { type: 'REMOVE_VAT' });
    expect(removed).toMatchObject({ state: 'verifying', quote: { dueToday: { amount: '199.12' } } });
  });

  both('a VAT number of another country or trader waits for a person, and another number can be given', async () => {
    const { stand, lead, secondLead } = shop();
    const bernd = await shop().customer({ ...german, companyName: 'Example GmbH' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    const italian = await bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'IT 00743110157' });
    expect(italian).toMatchObject({
      ...{ state: 'vatPending.withSupport', vat: null },
      vatWait: { prefix: 'IT', code: 'country_mismatch', asksAgain: false },
      headline: expect.stringContaining('another country'),
    });
    const openItems = async () =>
      (await stand.store.supportItems.listOpen(TENANT, 100)).filter(({ facts }) => facts.changeId === changeId);
    expect(await openItems()).toMatchObject([{ kind: 'vat_unverifiable', facts: { code: 'country_mismatch' } }]);
    const italians = await lead.request(changeId, { type: 'ACCEPT_VAT_EVIDENCE', evidence: 'Their branch in Milan.' });
    const body = { valid: true, name: 'SOMEBODY ELSE AG', requestDate: '2026-03-25T09:00:00Z' };
    stand.vies.script({ kind: 'answer', status: 200, body });
    expect(await bernd.send(changeId, give)).toMatchObject({ state: 'vatPending.withSupport', vat: null });
    expect(await openItems()).toHaveLength(1);
    // What was seen of one number is no evidence of another one that the customer gives before it is approved.
    expect(await secondLead.refusedAct(changeId, italians)).toMatchObject({ code: 'request_over' });
    const request = await lead.request(changeId, { type: 'ACCEPT_VAT_EVIDENCE', evidence: 'Renamed in January.' });
    const accepted = await secondLead.act(changeId, request);
    expect(accepted).toMatchObject({ state: 'verifying', quote: { vatTreatment: { kind: 'reverse_charge' } } });
    expect(await openItems()).toEqual([]);
  });

  live('an order does not wait for a VAT number that changes nothing', async () => {
    const { stand } = shop();
    const claire = await shop().customer({ country: 'FR' });
    stand.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
    const { changeId } = await claire.checkOut({ seats: 8 });
    const french = await claire.send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'FR 40 303 265 045' });
    expect(french).toMatchObject({
      ...{ state: 'verifying', vat: { status: 'unverifiable' } },
      quote: { vatTreatment: { rule: 'R1', kind: 'domestic', percent: '20' } },
    });
  });

  live('an order can be cancelled while its VAT number gets no answer', async () => {
    const { stand } = shop();
    const bernd = await shop().customer(german);
    stand.vies.script({ kind: 'silence' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    expect(await bernd.send(changeId, give)).toMatchObject({ state: 'vatPending.waiting' });
    expect(await bernd.send(changeId, { type: 'CANCEL' })).toMatchObject({ state: 'cancelled' });
  });
});

everyRun(
  'VAT numbers that get no answer',
  (shop, _, both) => {
    both('a pending VAT number is asked about again by itself', async () => {
      const { vies } = shop().stand;
      const bernd = await shop().customer(german);
      const { changeId } = await bernd.checkOut({ seats: 8 });
      vies.script({ kind: 'error', code: 'MS_UNAVAILABLE', times: 2 });
      expect(await bernd.send(changeId, give)).toMatchObject({ state: 'vatPending.waiting' });
      const ready = await bernd.reaches(changeId, 'verifying');
      expect(ready).toMatchObject({ vat: { status: 'valid' }, quote: { dueToday: { amount: '152.00' } } });
    });

    both(
      'a VAT number that is not answered for becomes one support item, and the order goes on once it is',
      async () => {
        const { vies, store, temporal } = shop().stand;
        const bernd = await shop().customer(german);
        const { changeId } = await bernd.checkOut({ seats: 8 });
        vies.script({ kind: 'html' });
        await bernd.send(changeId, give);
        const openItems = async () =>
          (await store.supportItems.listOpen(TENANT, 100)).filter(({ facts }) => facts.changeId === changeId);
        await until(PATIENCE, 'a support item', async () => (await openItems()).length > 0);
        const order = temporal.client.workflow.getHandle(orderWorkflowId(TENANT, changeId));
        await order.signal(NUDGE, { type: 'NUDGE', about: 'vat' });
        expect(await bernd.reaches(changeId, 'vatPending.waiting')).toMatchObject({ vat: null });
        expect(await openItems()).toMatchObject([
          { kind: 'vat_unverifiable', facts: { code: 'unknown', attempts: 3 } },
        ]);
        vies.script(null);
        await order.signal(NUDGE, { type: 'NUDGE', about: 'vat' });
        expect(await bernd.reaches(changeId, 'verifying')).toMatchObject({ vat: { status: 'valid' } });
        expect(await openItems()).toEqual([]);
      },
    );
  },
  { change: SHORT_WAITS },
);

oneRun(
  'sellers who charge first and credit later',
  (shop) => {
    it('an order goes on with VAT charged while a number is unverifiable', async () => {
      const { vies } = shop().stand;
      const bernd = await shop().customer(german);
      const { changeId } = await bernd.checkOut({ seats: 8 });
      vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
      const ready = await bernd.send(changeId, give);
      expect(ready).toMatchObject({
        state: 'verifying',
        vat: { status: 'unverifiable' },
        quote: { dueToday: { amount: '199.12' } },
      });
      expect(await bernd.place(ready)).toMatchObject({ state: 'completed' });
      expect(await bernd.gatewayBook(changeId)).toEqual(['charge 19912']);
    });
  },
  { settings: { vatPolicy: 'charge_then_credit' } },
);
