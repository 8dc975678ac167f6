import { randomUUID } from 'node:crypto';
import type { Quote } from '../../../billing/quotes/types';
import { Temporal } from '../../../server/api/temporal';
import { unavailable } from '../../../server/http/problem';
import { previewOf } from '../../../server/support/acts/acts';
import { startingAgain } from '../../../server/support/acts/lost-order';
import type { ProjectedOrder } from '../../../workflows/contract';
import { sampleView } from '../../store/orders/sample-view';
import { sampleQuote } from '../../support/sample-quote';
import { ACCOUNT, bringIn } from '../facts/facts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What two persons agree on that is no event: which orders take it, why not others, what it would do, and what came of it. */

let stand: ServerStand;
const keys = { agent: '', lead: '', otherLead: '', operator: '' };

const WHY = { reasonCode: 'checked_at_provider', reason: 'Terminated by hand.', evidence: 'Ticket 4711.' };
const LOST = { step: 'running', code: 'workflow_lost', message: 'Gone.', attempts: 1, since: '2026-03-12T10:00:00Z' };
const CHARGED = { line: 'VAT that was charged on a number', vat: '59.61' };

beforeAll(async () => {
  stand = await startServerStand();
  const service = await stand.key('service');
  keys.agent = await stand.key('support_agent', { userId: 'agnes' });
  keys.lead = await stand.key('support_lead', { userId: 'lea' });
  keys.otherLead = await stand.key('support_lead', { userId: 'louis' });
  keys.operator = await stand.key('operator', { userId: 'olga' });
  await bringIn(stand, service);
  await request(stand, 'PUT', '/v1/accounts/acc_1', { key: service, body: { ...ACCOUNT, version: 2 } });
});
afterAll(() => stand.stop());

type Details = Partial<ProjectedOrder['details']>;

async function order(more: Partial<ProjectedOrder>, details: Details): Promise<string> {
  const changeId = `chg_${randomUUID()}`;
  await stand.store.orders.project(sampleView(more, { tenantId: 'acme', changeId, ...details }));
  return changeId;
}

const lostOrder = (more: Partial<ProjectedOrder> = {}): Promise<string> =>
  order({ state: 'settlingPayment.waiting', tags: ['settled', 'stuck'], allowedEvents: [], ...more }, {
    stuck: LOST,
  } as Details);

/** An order that was made, with VAT on a number that nobody could check. */
async function chargedOrder(): Promise<string> {
  const line: Quote['lines'][number] = {
    ...{ lineId: 'l1', kind: 'cart_item', textKey: 'quote.line.cart_item', facts: { description: 'Training' } },
    ...{ basis: '298.06', fraction: { numerator: 1, denominator: 1, unit: 'day' } },
    ...{ net: '298.06', vatPercent: '20', vat: CHARGED.vat },
  };
  const quote = sampleQuote({ lines: [line] });
  const vat = { number: 'DE811115368', status: 'unverifiable', chargedMeanwhile: true } as const;
  const made = { state: 'completed', status: 'done', tags: ['settled', 'committed'], allowedEvents: [] } as const;
  const changeId = await order({ ...made, tags: [...made.tags], allowedEvents: [] }, {
    quote,
    vat,
    difference: null,
  } as Details);
  const item = {
    tenantId: 'acme',
    key: `${changeId}:vat-follow-up`,
    kind: 'vat_not_verified',
    subscriptionId: 'sub_1',
  } as const;
  await stand.store.supportItems.open({ ...item, facts: { changeId }, openedAt: new Date() });
  return changeId;
}

const get = (who: keyof typeof keys, path: string, language = 'en'): Promise<Reply> =>
  request(stand, 'GET', path, { key: keys[who], headers: { 'accept-language': language } });

const ask = (who: keyof typeof keys, path: string, body: object, seen?: number): Promise<Reply> =>
  request(stand, 'POST', path, {
    ...{ key: keys[who], body },
    headers: { 'idempotency-key': randomUUID(), ...(seen === undefined ? {} : { 'if-match': `"${seen}"` }) },
  });

const BY_TWO = ['CREDIT_VAT', 'START_AGAIN', 'END_LOST'];

/** Those of an order, each with why it is not possible; null where it is. */
async function standing(who: keyof typeof keys, changeId: string): Promise<Record<string, string | null>> {
  const { status, body } = await get(who, `/v1/changes/${changeId}`);
  expect(status).toBe(200);
  const { acts, notNow } = body;
  const of = (list: { type: string; why?: string }[]) => list.filter(({ type }) => BY_TWO.includes(type));
  return Object.fromEntries([...of(acts), ...of(notNow)].map(({ type, why }) => [type, why ?? null]));
}

describe('acts of two persons among those of an order', () => {
  it('a lead is told which of them an order takes and why not the others, and nobody else is told of them', async () => {
    const lost = await lostOrder();
    expect(await standing('lead', lost)).toEqual({
      END_LOST: null,
      START_AGAIN: 'Nothing is kept of this order to start it from.',
      CREDIT_VAT: expect.stringContaining(CHARGED.line),
    });
    for (const who of ['agent', 'operator'] as const) expect(await standing(who, lost)).toEqual({});
    const { acts } = (await get('lead', `/v1/changes/${lost}`, 'fr')).body;
    expect(acts).toEqual([
      {
        ...{ type: 'END_LOST', label: 'Mettre fin à la commande perdue', tone: 'danger', movesMoney: true },
        ...{ needsReason: true, needsEvidence: true, needsSecondPerson: true },
      },
    ]);
  });

  it('an order that runs, is over or is made says why it is not ended', async () => {
    const isEnded = async (changeId: string) => (await standing('lead', changeId)).END_LOST;
    expect(await isEnded(await order({}, {}))).toBe('This is for an order that has come to a stop as a whole.');
    expect(await isEnded(await order({ state: 'cancelled', status: 'done' }, {}))).toBe('The order is over.');
    expect(await isEnded(await lostOrder({ tags: ['settled', 'stuck', 'committed'] }))).toBe(
      'The change has taken effect.',
    );
  });

  it('VAT is given back where it was charged on a number that nobody could check, until somebody has seen to it', async () => {
    const changeId = await chargedOrder();
    expect(await standing('lead', changeId)).toMatchObject({ CREDIT_VAT: null });
    await stand.store.supportItems.close('acme', `${changeId}:vat-follow-up`);
    expect(await standing('lead', changeId)).toMatchObject({
      CREDIT_VAT: 'Somebody has seen to the VAT of this order already.',
    });
  });
});

it('VAT whose number the register is still asked about, or has answered for, is not given back by hand', async () => {
  const vat = { number: 'DE811115368', status: 'unverifiable', chargedMeanwhile: true } as const;
  const made = { state: 'completed', status: 'done', tags: ['settled', 'committed'], allowedEvents: [] } as const;
  const more = { ...made, tags: [...made.tags], allowedEvents: [] };
  const changeId = await order(more, { quote: sampleQuote(), vat, difference: null } as Details);
  expect((await standing('lead', changeId)).CREDIT_VAT).toBe(
    'The register is still being asked about this VAT number, or has answered.',
  );
});

describe('what an act of two persons would do', () => {
  it('ending a lost order lets go of what it holds and tells the customer; what is still asked for is called off', async () => {
    const changeId = await lostOrder();
    const { status, body } = await get('lead', `/v1/changes/${changeId}/ending/preview`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ event: 'END_LOST', needsSecondPerson: true, path: ['cancelled'], movesMoney: false, mails: ['compensated'] },
      leadsTo: { state: 'cancelled', done: true },
      clears: { step: 'running', code: 'workflow_lost' },
    });
    const reference = `acme:${changeId}:1`;
    const charge = { tenantId: 'acme', accountId: 'acc_1', changeId, kind: 'charge', reference } as const;
    await stand.store.payments.intend({ ...charge, amount: 35_767, currency: 'EUR', method: 'pm_1' }, new Date());
    const asked = (await get('lead', `/v1/changes/${changeId}/ending/preview`)).body;
    expect(asked).toMatchObject({ movesMoney: true, callsOutside: true });
    expect(asked.text).toContain(
      'What is done, in this order: calling the payment off, letting go of the subscription, telling the customer.',
    );
  });

  it('starting again an order whose agreed day has come meanwhile prices it first, and money may move; before it none does', async () => {
    const agreed = sampleView({ state: 'scheduled' }, { quote: sampleQuote({ effectiveAt: '2026-03-25T00:00:00Z' }) });
    const on = (day: string) => {
      const parts = { ...stand.store, temporal: new Temporal(stand.parts.temporal), keyRing: null };
      const act = startingAgain({ ...parts, now: () => new Date(day) });
      return previewOf(act, agreed, { needsSecondPerson: true, locale: 'en' });
    };
    const due = await on('2026-03-25T00:00:00Z');
    expect(due).toMatchObject({ steps: [{ step: 'quote' }], undecided: 'quote', movesMoney: true });
    expect(due.text).toContain('Money may move.');
    const early = await on('2026-03-24T23:59:59Z');
    expect(early).toMatchObject({ steps: [], undecided: null, movesMoney: false });
    expect(early.text).toContain('No money moves.');
  });

  it('giving VAT back says how much at most, and leaves the order as it is', async () => {
    const changeId = await chargedOrder();
    const { body } = await get('lead', `/v1/changes/${changeId}/vat-credit/preview`);
    expect(body).toMatchObject({ event: 'CREDIT_VAT', path: [], steps: [], movesMoney: true, mails: ['vatCredited'] });
    expect(body.text).toContain('Up to €59.61 of VAT is given back');
    expect(body.text).toContain('The order itself stays as it is.');
    expect((await get('lead', `/v1/changes/${changeId}/vat-credit/preview`, 'fr')).body.text).toMatch(
      /59,61\s€ de TVA/u,
    );
  });

  it('what would be refused is answered with the same problem as the act, and an agent tries nothing out', async () => {
    const changeId = await lostOrder();
    for (const [path, code] of [
      ['restart', 'nothing_kept'],
      ['vat-credit', 'not_found'],
    ]) {
      expect((await get('lead', `/v1/changes/${changeId}/${path}/preview`)).body.code).toBe(code);
      expect((await ask('lead', `/v1/changes/${changeId}/${path}`, WHY)).body.code).toBe(code);
    }
    expect((await get('agent', `/v1/changes/${changeId}/ending/preview`)).status).toBe(403);
  });
});

describe('a request for an act of two persons', () => {
  const asked = async (changeId: string): Promise<string> =>
    (await ask('lead', `/v1/changes/${changeId}/ending`, WHY)).body.grantId;
  const see = (grantId: string) => get('otherLead', `/v1/requests/${grantId}`).then(({ body }) => body);

  it('the second person sees what it would do at this moment, or why it would be refused by now', async () => {
    const changeId = await lostOrder();
    const grantId = await asked(changeId);
    expect(await see(grantId)).toMatchObject({
      ...{ event: 'END_LOST', evidence: WHY.evidence, mayApprove: true, objection: null, closed: null, ended: null },
      preview: { event: 'END_LOST', needsSecondPerson: false, path: ['cancelled'] },
    });
    await stand.store.orders.project(sampleView({ sequence: 9, state: 'reviewing' }, { tenantId: 'acme', changeId }));
    expect(await see(grantId)).toMatchObject({
      preview: null,
      objection: 'This is for an order that has come to a stop as a whole.',
    });
  });

  it('whoever asked is told what came of it, as it was put on record: that it was done, or why not', async () => {
    const entry = { tenantId: 'acme', at: new Date(), actorId: 'lost-order', role: 'system' } as const;
    const approved = async (because: string | null) => {
      const changeId = await lostOrder();
      const grantId = await asked(changeId);
      await stand.store.grants.approve('acme', grantId, 'louis', new Date());
      expect(await see(grantId)).toMatchObject({ closed: { as: 'approved' }, ended: null });
      await stand.store.audit.append({
        ...{ ...entry, changeId, entryId: `end-lost:${grantId}` },
        action: because === null ? 'END_LOST:outcome' : 'END_LOST:refused',
        facts: because === null ? { grantId } : { grantId, because },
      });
      return (await see(grantId)).ended;
    };
    expect(await approved(null)).toMatchObject({ as: 'done', text: 'The order has been ended.' });
    expect(await approved('already_made')).toMatchObject({
      as: 'refused',
      text: 'The change is made already: a developer has to look at it.',
    });
    expect(await approved('PaymentUnconfirmed')).toMatchObject({
      text: 'Nobody knows yet whether the payment was taken, so nothing was given back.',
    });
  });

  it('whoever approves says which order they saw; where it has moved on since, nothing is approved', async () => {
    const changeId = await lostOrder({ sequence: 7 });
    const grantId = await asked(changeId);
    const approve = (seen?: number) => ask('otherLead', `/v1/changes/${changeId}/ending`, { ...WHY, grantId }, seen);
    expect(await approve()).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
    expect(await approve(6)).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    expect(await approve(8)).toMatchObject({ status: 412 });
    expect(await see(grantId)).toMatchObject({ closed: null, mayApprove: true });
  });

  it('VAT that was given back is told with its amount, or that nothing was left to give back', async () => {
    const changeId = await chargedOrder();
    const said = async (facts: Record<string, string>) => {
      const { grantId } = (await ask('lead', `/v1/changes/${changeId}/vat-credit`, WHY)).body;
      await stand.store.grants.approve('acme', grantId, 'louis', new Date());
      await stand.store.audit.append({
        ...{ tenantId: 'acme', at: new Date(), actorId: 'vat-credit', role: 'system', changeId },
        ...{ entryId: `credit-vat:${grantId}`, action: 'CREDIT_VAT:outcome', facts: { grantId, ...facts } },
      });
      return (await see(grantId)).ended.text;
    };
    expect(await said({})).toBe('The VAT has been given back.');
    expect(await said({ amount: '59.61', currency: 'EUR' })).toBe('€59.61 of VAT has been given back.');
    expect(await said({ amount: '0', currency: 'EUR' })).toBe(
      'Nothing was left to give back: the VAT has been put right on record.',
    );
  });

  it('an act whose end nobody has written down long after it was approved has an end that nobody knows', async () => {
    const changeId = await lostOrder();
    const grantId = `grt_${randomUUID()}`;
    const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
    await stand.store.grants.request({
      ...{ grantId, tenantId: 'acme', changeId, eventType: 'END_LOST', ...WHY, subject: null },
      ...{ requestedBy: 'lea', approvedBy: null, requestedAt: hours(72), expiresAt: hours(49) },
    });
    await stand.store.grants.approve('acme', grantId, 'louis', hours(60));
    expect(await see(grantId)).toMatchObject({
      closed: { as: 'approved' },
      ended: { as: 'unknown', text: expect.stringContaining('look at the order') },
    });
  });

  it('an act that was approved and could not be begun stays with whoever approved it, who sends it once more', async () => {
    const changeId = await lostOrder({ sequence: 7 });
    const grantId = await asked(changeId);
    const approve = () => ask('otherLead', `/v1/changes/${changeId}/ending`, { ...WHY, grantId }, 7);
    const listed = async (who: keyof typeof keys) =>
      (await get(who, '/v1/requests')).body.items.find((one: { grantId: string }) => one.grantId === grantId);
    const starting = jest.spyOn(Temporal.prototype, 'start').mockRejectedValue(unavailable('temporal'));
    expect((await approve()).status).toBe(503);
    const notBegun = { closed: { as: 'approved', by: 'louis' }, ended: null, mayApprove: true, whyNot: null };
    expect(await listed('otherLead')).toMatchObject(notBegun);
    expect(await see(grantId)).toMatchObject({ ...notBegun, preview: { event: 'END_LOST', sequence: 7 } });
    expect(await listed('lead')).toBeUndefined();
    expect((await get('lead', `/v1/requests/${grantId}`)).body).toMatchObject({ mayApprove: false, preview: null });
    starting.mockReset().mockResolvedValue();
    expect((await approve()).status).toBe(200);
    expect(starting).toHaveBeenCalledTimes(1);
    starting.mockRestore();
    await stand.store.grants.use({ tenantId: 'acme', grantId }, `${changeId}:END_LOST`, new Date());
    expect(await listed('otherLead')).toBeUndefined();
    expect(await see(grantId)).toMatchObject({ closed: { as: 'used' }, mayApprove: false });
  });

  it('an act that was approved and refused before it began is not sent once more', async () => {
    const changeId = await lostOrder({ sequence: 7 });
    const grantId = await asked(changeId);
    await stand.store.grants.approve('acme', grantId, 'louis', new Date());
    await stand.store.audit.append({
      ...{ tenantId: 'acme', at: new Date(), actorId: 'lost-order', role: 'system', changeId },
      ...{ entryId: `end-lost:${grantId}`, action: 'END_LOST:refused', facts: { grantId, because: 'not_lost' } },
    });
    expect(await see(grantId)).toMatchObject({ mayApprove: false, ended: { as: 'refused' } });
    const { items } = (await get('otherLead', '/v1/requests')).body;
    expect(items).not.toContainEqual(expect.objectContaining({ grantId }));
  });

  it('what was done by an approval is answered as under way to whoever sends it once more, and to nobody else', async () => {
    const changeId = await lostOrder({ sequence: 7 });
    const grantId = await asked(changeId);
    await stand.store.grants.approve('acme', grantId, 'louis', new Date());
    await stand.store.grants.use({ tenantId: 'acme', grantId }, `${changeId}:END_LOST`, new Date());
    const over = sampleView({ sequence: 8, state: 'cancelled', status: 'done' }, { tenantId: 'acme', changeId });
    await stand.store.orders.project(over);
    const again = (who: keyof typeof keys, body: object) => ask(who, `/v1/changes/${changeId}/ending`, body, 7);
    expect(await again('otherLead', { ...WHY, grantId })).toMatchObject({
      ...{ status: 200, body: { changeId, status: 'under_way' } },
    });
    expect((await again('lead', { ...WHY, grantId })).status).toBe(412);
    expect((await again('otherLead', { ...WHY, grantId, evidence: 'Another.' })).status).toBe(412);
  });
});
