import { NUDGE } from 'statechart-host/contract';
import { changeSettings } from '../../dev/stack/change-settings';
import { orderWorkflowId } from '../../workflows/contract';
import { everyRun, oneRun } from '../support/flow-runs';
import type { Buyer, Shop } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';

const GERMAN = { country: 'DE', paymentMethod: 'pm_ok', vatNumber: 'DE811115368' } as const;
const UNKNOWN = { valid: false, countryCode: 'DE', vatNumber: '811115368', requestDate: '2026-03-25T09:00:00Z' };
/** 248.00 charged with 19 % less 80.00 given back with 20 %, and the charge without VAT. */
const [WITH_VAT, WITHOUT_VAT] = ['199.12', '152.00'];

const nudge = ({ stand }: Shop, changeId: string): Promise<void> =>
  stand.temporal.client.workflow
    .getHandle(orderWorkflowId(TENANT, changeId))
    .signal(NUDGE, { type: 'NUDGE', about: 'vat' });

everyRun('a VAT number on file that no order has confirmed', (shop, live) => {
  afterEach(() => shop().stand.vies.script(null));

  it('a number on file is asked about before the order is shown, and is confirmed for the next one', async () => {
    const { vies } = shop().stand;
    const bernd = await shop().customer(GERMAN);
    const asked = vies.requests.length;
    const order = await bernd.start({ seats: 8 });
    expect(order).toMatchObject({
      ...{ state: 'reviewing', askAgain: null, vat: { number: 'DE811115368', status: 'valid' } },
      quote: { dueToday: { amount: WITHOUT_VAT }, vatTreatment: { rule: 'R2', kind: 'reverse_charge', percent: '0' } },
    });
    const ready = await bernd.send(order.changeId, { type: 'CHECKOUT' });
    expect(await bernd.place(ready)).toMatchObject({ state: 'completed' });
    expect(await bernd.start({ seats: 9 })).toMatchObject({ state: 'reviewing', vat: { status: 'valid' } });
    expect(vies.requests).toHaveLength(asked + 1);
  });

  it('a number on file that the register does not know is not used, and each quote says so', async () => {
    const { vies } = shop().stand;
    const bernd = await shop().customer({ ...GERMAN, locale: 'en' });
    vies.script({ kind: 'answer', status: 200, body: UNKNOWN });
    const order = await bernd.start({ seats: 8 });
    const notUsed = {
      vat: null,
      askAgain: {
        ...{ reason: 'vat_number_refused', code: 'vat_not_registered' },
        text: expect.stringMatching(/not used|pas utilisé/),
      },
    };
    expect(order).toMatchObject({
      ...{ state: 'reviewing', ...notUsed },
      quote: { dueToday: { amount: WITH_VAT }, vatTreatment: { rule: 'R3', kind: 'destination', percent: '19' } },
    });
    // The edited order is priced anew and shown at the summary, as it would be without a number on file.
    const edited = await bernd.edit(order.changeId, { seats: 9 });
    expect(edited).toMatchObject({ state: 'reviewing', ...notUsed, changes: [{ seats: 9 }] });
    expect(edited.quote?.changes).toMatchObject([{ after: { seats: 9 } }]);
  });

  live('an edited order that its number on file is confirmed for comes back to the summary', async () => {
    const { vies } = shop().stand;
    const bernd = await shop().customer(GERMAN);
    vies.script({ kind: 'answer', status: 200, body: UNKNOWN });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    vies.script(null);
    expect(await bernd.edit(changeId, { seats: 9 })).toMatchObject({
      ...{ state: 'reviewing', askAgain: null, vat: { status: 'valid' } },
      quote: { vatTreatment: { rule: 'R2' }, changes: [{ after: { seats: 9 } }] },
    });
  });

  live('a number on file that can be none is not used, with the reason, and nobody is asked', async () => {
    const { vies } = shop().stand;
    const bernd = await shop().customer({ ...GERMAN, vatNumber: 'DE811115369' });
    const asked = vies.requests.length;
    expect(await bernd.start({ seats: 8 })).toMatchObject({
      ...{ state: 'reviewing', vat: null, quote: { dueToday: { amount: WITH_VAT } } },
      askAgain: {
        reason: 'vat_number_refused',
        code: 'vat_checksum',
        text: expect.stringMatching(/check digits|chiffres/),
      },
    });
    expect(vies.requests).toHaveLength(asked);
  });

  live(
    'a number on file of a register that is not asked here holds no order, and may be given for support to look at',
    async () => {
      const { store } = shop().stand;
      const { seller } = await store.settings.read(TENANT);
      await changeSettings(store, TENANT, { seller: { ...seller, registrations: ['GB'] } });
      const bertie = await shop().customer({ country: 'GB', vatNumber: 'GB980780684' });
      const order = await bertie.start({ seats: 8 });
      expect(order).toMatchObject({
        ...{ state: 'reviewing', vat: null, quote: { vatTreatment: { rule: 'R10', percent: '20' } } },
        askAgain: { reason: 'vat_number_refused', code: 'not_covered' },
      });
      await bertie.send(order.changeId, { type: 'CHECKOUT' });
      const given = await bertie.send(order.changeId, { type: 'PROVIDE_VAT', vatNumber: '980 7806 84' });
      expect(given).toMatchObject({
        state: 'vatPending.withSupport',
        vatWait: { code: 'not_covered', asksAgain: false },
      });
      await changeSettings(store, TENANT, { seller });
    },
  );

  it('a number on file that gets no answer holds the order until it does', async () => {
    const { vies } = shop().stand;
    const bernd = await shop().customer(GERMAN);
    vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
    const order = await bernd.start({ seats: 8 });
    expect(order).toMatchObject({
      ...{ state: 'vatPending.waiting', quote: null },
      vatWait: { code: 'member_state_unavailable', asksAgain: true },
    });
    vies.script(null);
    await nudge(shop(), order.changeId);
    expect(await bernd.reaches(order.changeId, 'reviewing')).toMatchObject({ vat: { status: 'valid' } });
  });
});

everyRun('a tax number that the VAT does not depend on', (shop, live) => {
  afterEach(() => shop().stand.vies.script(null));

  it('a domestic number is kept unverified and printed, whatever the register would say', async () => {
    const { vies } = shop().stand;
    const claire = await shop().customer({ vatNumber: 'FR40303265045' });
    const asked = vies.requests.length;
    vies.script({ kind: 'answer', status: 200, body: { ...UNKNOWN, countryCode: 'FR', vatNumber: '40303265045' } });
    const ready = await claire.checkOut({ seats: 8 });
    expect(ready).toMatchObject({
      ...{ state: 'verifying', askAgain: null, vat: { number: 'FR40303265045', status: 'unverifiable' } },
      quote: { vatTreatment: { rule: 'R1', kind: 'domestic', percent: '20' } },
    });
    const given = await claire.send(ready.changeId, { type: 'PROVIDE_VAT', vatNumber: '83 404 833 048' });
    expect(given).toMatchObject({ vat: { number: 'FR83404833048', status: 'unverifiable' } });
    expect(vies.requests).toHaveLength(asked);
    expect(await claire.place(given)).toMatchObject({ state: 'completed' });
    expect(await claire.page(`/v1/changes/${ready.changeId}/receipt`)).toContain('FR83404833048');
  });

  live('a number on file that is mistyped is kept and printed where it changes nothing', async () => {
    const claire = await shop().customer({ vatNumber: 'FR40303265046' });
    const ready = await claire.checkOut({ seats: 8 });
    expect(ready).toMatchObject({ askAgain: null, vat: { number: 'FR40303265046', status: 'unverifiable' } });
    expect(await claire.place(ready)).toMatchObject({ state: 'completed' });
    expect(await claire.page(`/v1/changes/${ready.changeId}/receipt`)).toContain('FR40303265046');
  });

  live(
    'the number of a third country is kept as it is given, and one of a member state waits for nobody there',
    async () => {
      const { vies } = shop().stand;
      const sam = await shop().customer({ country: 'US', vatNumber: 'US123456789' });
      const asked = vies.requests.length;
      const { changeId, vat } = await sam.checkOut({ seats: 8 });
      expect(vat).toEqual({ number: 'US123456789', status: 'unverifiable' });
      for (const vatNumber of ['12-3456789', 'DE811115368']) {
        expect(await sam.send(changeId, { type: 'PROVIDE_VAT', vatNumber })).toMatchObject({
          ...{ state: 'verifying', vat: { number: vatNumber, status: 'unverifiable' } },
          quote: { vatTreatment: { rule: 'R8', percent: '0' } },
        });
      }
      expect(vies.requests).toHaveLength(asked);
      const unprintable = { type: 'PROVIDE_VAT', vatNumber: '12\u00003456789' };
      expect(await sam.refused(changeId, unprintable)).toMatchObject({ status: 422, code: 'vat_format' });
    },
  );

  live('a customer leaves out the prefix of their own country and marks that cannot be seen', async () => {
    const bernd = await shop().customer({ ...GERMAN, vatNumber: 'DE136695976' });
    const { changeId } = await bernd.checkOut({ seats: 8 });
    expect(await bernd.send(changeId, { type: 'PROVIDE_VAT', vatNumber: '\ufeff811 115 368\u200e' })).toMatchObject({
      vat: { number: 'DE811115368', status: 'valid' },
    });
  });
});

/** What support and operators are asked to look at about VAT numbers. */
const itemsOf = async ({ stand }: Shop) =>
  (await stand.store.supportItems.listOpen(TENANT, 100)).filter(({ kind }) => kind.startsWith('vat_'));

oneRun('a register that takes no question of ours', (shop) => {
  afterEach(() => shop().stand.vies.script(null));

  it('orders wait without an item of their own, operators are alerted once, and what is mended heals them', async () => {
    shop().stand.vies.script({ kind: 'error', code: 'IP_BLOCKED' });
    const waiting: [Buyer, string][] = [];
    for (const bernd of [await shop().customer(GERMAN), await shop().customer(GERMAN)]) {
      const order = await bernd.start({ seats: 8 });
      expect(order).toMatchObject({
        ...{ state: 'vatPending.waiting', vatWait: { code: 'blocked', asksAgain: true } },
        headline: expect.stringMatching(/for now; we ask again|pour l’instant/),
      });
      waiting.push([bernd, order.changeId]);
    }
    expect(await itemsOf(shop())).toMatchObject([
      { kind: 'vat_register_refuses', facts: { register: 'vies', code: 'blocked', registerCode: 'IP_BLOCKED' } },
    ]);
    shop().stand.vies.script(null);
    for (const [bernd, changeId] of waiting) {
      await nudge(shop(), changeId);
      expect(await bernd.reaches(changeId, 'reviewing')).toMatchObject({ vat: { status: 'valid' } });
    }
  });
});

oneRun(
  'a register that takes no question of ours, of a seller who charges first',
  (shop) => {
    afterEach(() => shop().stand.vies.script(null));

    it('orders go on with VAT charged, and operators are alerted once', async () => {
      shop().stand.vies.script({ kind: 'error', code: 'INVALID_REQUESTER_INFO' });
      for (const bernd of [await shop().customer(GERMAN), await shop().customer(GERMAN)]) {
        const ready = await bernd.checkOut({ seats: 8 });
        expect(ready).toMatchObject({ vat: { status: 'unverifiable' }, quote: { dueToday: { amount: WITH_VAT } } });
        expect(await bernd.place(ready)).toMatchObject({ state: 'completed' });
      }
      expect(await itemsOf(shop())).toMatchObject([
        { kind: 'vat_register_refuses', facts: { code: 'invalid_requester', registerCode: 'INVALID_REQUESTER_INFO' } },
      ]);
    });
  },
  { settings: { vatPolicy: 'charge_then_credit' } },
);
