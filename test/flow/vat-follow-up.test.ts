import { NUDGE } from 'statechart-host/contract';
import type { TaxRecord } from '../../schemas/orders/tax-record';
import { type VatFollowUpEnd, vatCreditWorkflowId, vatWorkflowId } from '../../workflows/contract';
import { oneRun } from '../support/flow-runs';
import type { Buyer, Shop } from '../support/flow-shop';
import { TENANT } from '../support/flow-stand';

const give = { type: 'PROVIDE_VAT', vatNumber: 'DE 811 115 368' };
const outage = { kind: 'error', code: 'MS_UNAVAILABLE' } as const;
const DAY = 86_400_000;

/** An order made with German VAT, on a number that nobody could check. */
async function chargedOrder({ stand }: Shop, buyer: Buyer): Promise<string> {
  stand.vies.script(outage);
  const { changeId } = await buyer.checkOut({ seats: 8 });
  const ready = await buyer.send(changeId, give);
  expect(ready).toMatchObject({
    vat: { status: 'unverifiable' },
    quote: { vatTreatment: { rule: 'R5', kind: 'hold' } },
  });
  expect(await buyer.place(ready)).toMatchObject({ state: 'completed' });
  return changeId;
}

const followUp = ({ stand }: Shop, changeId: string) =>
  stand.temporal.client.workflow.getHandle<() => Promise<VatFollowUpEnd>>(vatWorkflowId(TENANT, changeId));

/** Lets the follow-up check now instead of in a day. */
async function checkNow(shop: Shop, changeId: string): Promise<VatFollowUpEnd> {
  const handle = followUp(shop, changeId);
  await handle.signal(NUDGE);
  return handle.result();
}

const mailKinds = async (buyer: Buyer) => (await buyer.mails()).map(({ kind }) => kind).sort();
const german = { country: 'DE', companyName: 'Example GmbH' } as const;

oneRun(
  'VAT charged on an unverified number',
  (shop) => {
    afterEach(() => shop().stand.vies.script(null));

    it('a number that is confirmed later gives the VAT back on record, in the ledger and by mail, each once', async () => {
      const { store, vies } = shop().stand;
      const bernd = await shop().customer(german);
      const changeId = await chargedOrder(shop(), bernd);
      vies.script({ ...outage, times: 1 });
      await followUp(shop(), changeId).signal(NUDGE);
      expect(await followUp(shop(), changeId).result()).toEqual({ outcome: 'credited', attempts: 2 });
      // 19 % of the 248.00 charged; the French VAT of the credit stays with its own original charge.
      const { balance, entries } = await bernd.ledger();
      expect(balance).toBe('47.12');
      expect(entries.filter((entry) => entry.startsWith('vat_credit'))).toEqual(['vat_credit 47.12']);
      const [quote] = (await store.quotes.listOfChange(TENANT, changeId)).slice(-1);
      expect(quote?.taxDecision).toMatchObject({ rule: 'R5', kind: 'hold' });
      const [amendment, ...more] = await store.taxAmendments.listOfChange(TENANT, changeId);
      expect(more).toEqual([]);
      expect(amendment).toMatchObject({
        ...{ amount: '47.12', currency: 'EUR', quoteId: quote?.quoteId },
        taxDecision: { rule: 'R2', kind: 'reverse_charge', evidenceId: `${changeId}:vat-later:2` },
      });
      const evidence = await store.vatEvidence.find(TENANT, `${changeId}:vat-later:2`);
      expect(evidence).toMatchObject({ typed: 'DE811115368', vatNumber: 'DE811115368', outcome: 'valid' });
      const subscription = await store.subscriptions.find({ tenantId: TENANT, subscriptionId: bernd.subscription });
      expect(subscription?.billedLines).toMatchObject([{ vatPercent: '0', vatTreatment: { rule: 'R2' } }]);
      expect(await mailKinds(bernd)).toEqual(['confirmed', 'vatCredited']);
      // Who has to defend the VAT reads all of it in one place; the receipt shows what was given back.
      const record = await shop().agent.get<TaxRecord>(`/v1/changes/${changeId}/tax`);
      expect(record.decisions.map(({ decision }) => decision.rule)).toEqual(['R3', 'R5']);
      expect(record.amendments).toMatchObject([{ decision: { rule: 'R2' }, credit: { amount: '47.12' } }]);
      expect(record.checks.map(({ outcome, code }) => [outcome, code])).toEqual([
        ['unverifiable', 'member_state_unavailable'],
        ['unverifiable', 'member_state_unavailable'],
        ['valid', null],
      ]);
      expect(record.checks[0]).toMatchObject({
        ...{ typed: 'DE 811 115 368', vatNumber: 'DE811115368' },
        evidence: { register: 'vies', httpStatus: 200, clientVersion: 'avenant-vies/1' },
      });
      expect(record.checks[0]).toMatchObject({ registerCode: 'MS_UNAVAILABLE' });
      expect(record.checks[0]?.evidence.rawAnswer).toContain('MS_UNAVAILABLE');
      expect(await bernd.page(`/v1/changes/${changeId}/receipt`)).toMatch(/TVA rendue le .*47,12/s);
    });

    it('a follow-up gives back only the VAT that a later order has not given back already', async () => {
      const { store, vies } = shop().stand;
      const bernd = await shop().customer(german);
      const changeId = await chargedOrder(shop(), bernd);
      // The same day: all of the 248.00 is credited with its 19 %, and ten seats are charged with theirs.
      const second = await bernd.buy({ seats: 10 });
      expect(second.quote?.lines).toMatchObject([
        { kind: 'credit', vat: { amount: '-47.12' }, vatTreatment: { kind: 'hold', country: 'DE' } },
        { kind: 'charge', vat: { amount: '58.90' } },
      ]);
      vies.script(null);
      expect(await checkNow(shop(), changeId)).toEqual({ outcome: 'credited', attempts: 1 });
      expect((await bernd.ledger()).entries.filter((entry) => entry.startsWith('vat_credit'))).toEqual([]);
      expect(await store.taxAmendments.listOfChange(TENANT, changeId)).toMatchObject([{ amount: '0.00' }]);
    });

    it('a follow-up keeps the VAT when the register does not know the number, and says so', async () => {
      const { store, vies } = shop().stand;
      const bernd = await shop().customer(german);
      const changeId = await chargedOrder(shop(), bernd);
      const before = await bernd.ledger();
      vies.script({ kind: 'answer', status: 200, body: { valid: false, requestDate: '2026-03-26T09:00:00Z' } });
      expect(await checkNow(shop(), changeId)).toEqual({ outcome: 'kept', attempts: 1 });
      expect(await bernd.ledger()).toEqual(before);
      expect(await store.taxAmendments.listOfChange(TENANT, changeId)).toMatchObject([
        { amount: '0', taxDecision: { rule: 'R4', percent: '19' } },
      ]);
      expect(await mailKinds(bernd)).toEqual(['confirmed', 'vatKept']);
    });

    it('a number of another trader gives no VAT back: a person looks', async () => {
      const { store, vies } = shop().stand;
      const bernd = await shop().customer(german);
      const changeId = await chargedOrder(shop(), bernd);
      vies.script({ kind: 'answer', status: 200, body: { valid: true, name: 'Somebody Else AG', requestDate: 'x' } });
      expect(await checkNow(shop(), changeId)).toEqual({ outcome: 'handed_to_support', attempts: 1 });
      const items = await store.supportItems.listOpen(TENANT, 100);
      expect(items.find(({ facts }) => facts.changeId === changeId)).toMatchObject({
        kind: 'vat_not_verified',
        facts: { code: 'trader_mismatch', attempts: 1 },
      });
      expect(await store.taxAmendments.listOfChange(TENANT, changeId)).toEqual([]);
    });
  },
  { settings: { vatPolicy: 'charge_then_credit', vatRecheckDelays: [DAY, 20, DAY] } },
);

oneRun(
  'numbers that nobody ever answers for',
  (shop) => {
    it('a follow-up of a number that nobody answers for ends in one support item', async () => {
      const { store } = shop().stand;
      const bernd = await shop().customer(german);
      const changeId = await chargedOrder(shop(), bernd);
      expect(await followUp(shop(), changeId).result()).toEqual({ outcome: 'handed_to_support', attempts: 3 });
      const items = await store.supportItems.listOpen(TENANT, 100);
      expect(items).toMatchObject([
        {
          kind: 'vat_not_verified',
          subscriptionId: bernd.subscription,
          facts: { code: 'member_state_unavailable', attempts: 3 },
        },
      ]);
    });

    it('two persons credit VAT by hand on evidence, once and on record', async () => {
      const { lead, secondLead, agent } = shop();
      const { store, temporal } = shop().stand;
      const bernd = await shop().customer(german);
      const changeId = await chargedOrder(shop(), bernd);
      await followUp(shop(), changeId).result();
      const path = `/v1/changes/${changeId}/vat-credit` as const;
      const why = {
        reasonCode: 'certificate',
        reason: 'The tax office confirms the number.',
        evidence: 'File 2026-117.',
      };
      const post = (who: typeof lead, body: object, expected: number) =>
        who.actOfTwo<{ grantId: string; code: string; status: string }>(path, body, expected);
      await post(agent, why, 403);
      const preview = await lead.get<{ text: string }>(`${path}/preview`);
      expect(preview.text).toContain('Up to €47.12 of VAT is given back');
      const { grantId } = await post(lead, why, 202);
      expect((await post(lead, { ...why, grantId }, 403)).code).toBe('second_person_required');
      expect((await post(secondLead, { ...why, evidence: 'Another.', grantId }, 409)).code).toBe('evidence_changed');
      expect((await bernd.ledger()).balance).toBe('0.00');
      expect(await post(secondLead, { ...why, grantId }, 200)).toEqual({ changeId, status: 'under_way' });
      const credit = temporal.client.workflow.getHandle(vatCreditWorkflowId(TENANT, grantId));
      expect(await credit.result()).toEqual({ outcome: 'credited' });
      expect((await bernd.ledger()).entries.filter((entry) => entry.startsWith('vat_credit'))).toEqual([
        'vat_credit 47.12',
      ]);
      const record = await agent.get<TaxRecord>(`/v1/changes/${changeId}/tax`);
      expect(record.amendments).toMatchObject([
        { decision: { rule: 'R2', evidenceId: grantId }, credit: { amount: '47.12' } },
      ]);
      expect(record.checks.at(-1)).toMatchObject({ code: 'accepted_on_evidence', outcome: 'unverifiable' });
      expect((await post(lead, why, 409)).code).toBe('item_closed');
      const trail = await store.audit.listOfChange(TENANT, changeId, 50);
      const actions = trail
        .map(({ action, actorId }) => [action, actorId])
        .filter(([action]) => action?.includes('VAT'));
      const deeds = ['CREDIT_VAT', 'CREDIT_VAT:outcome', 'CREDIT_VAT:requested'];
      expect(actions.map(([action]) => action)).toEqual(expect.arrayContaining(deeds));
      const request = await lead.get<{ ended: object }>(`/v1/requests/${grantId}`);
      expect(request.ended).toMatchObject({ as: 'done', text: '€47.12 of VAT has been given back.' });
      // What two persons accepted is no register's word: the next order asks for the number again.
      expect((await bernd.start({ seats: 9 })).vat).toBeNull();
    });
  },
  { settings: { vatPolicy: 'charge_then_credit', vatRecheckDelays: [10, 10, 10] } },
);
