import { changeSettings } from '../../../dev/stack/change-settings';
import { orderReference } from '../../../receipts/order-reference';
import { PER_MINUTE } from '../../../server/identity/allowances';
import { LOGO } from '../../receipts/samples';
import { SMOOTH } from '../../support/scripted-steps';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let service: string;
const now = new Date('2026-11-25T09:00:15Z');

beforeAll(async () => {
  stand = await startServerStand({ worker: SMOOTH, app: { now: () => now } });
  service = await stand.key('service');
  await bringIn(stand, service);
});
afterAll(() => stand.stop());

describe('VAT checks', () => {
  it('VAT checks beyond a number a minute are refused to a person, with the time to wait, and never reach the order', async () => {
    const { body: order } = await request(stand, 'POST', '/v1/changes', {
      ...{ key: service, body: { subscriptionId: 'sub_1', seats: 8 }, headers: commandFor('user_1') },
    });
    const send = (body: object): Promise<Reply> =>
      request(stand, 'POST', `/v1/changes/${order.changeId}/events`, {
        key: service,
        body,
        headers: commandFor('user_1'),
      });
    await send({ type: 'CHECKOUT' });
    const statuses: number[] = [];
    for (let check = 0; check < PER_MINUTE['vat-check'].person; check += 1) {
      statuses.push((await send({ type: 'PROVIDE_VAT', vatNumber: 'DE136695976' })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    const { sequence } = (await request(stand, 'GET', `/v1/changes/${order.changeId}`, { key: service })).body;
    const refused = await send({ type: 'PROVIDE_VAT', vatNumber: 'DE136695976' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(refused.headers.get('retry-after')).toBe('45');
    expect((await request(stand, 'GET', `/v1/changes/${order.changeId}`, { key: service })).body.sequence).toBe(
      sequence,
    );
  });
});

describe('a VAT number that cannot be one', () => {
  it.each([
    ['the prefix twice', 'DE DE 246595415', 'prefix_twice'],
    ['Greek letters', '\u0392\u03950428759497', 'unknown_country'],
    ['ninety kilobytes', `DE${'1'.repeat(90_000)}`, 'too_long'],
    ['a NUL', 'DE136695976\u0000', 'foreign_character'],
    ['marks of direction', '\u202eDE136695976', 'unknown_country'],
    ['a number of the one-stop shop', 'EU372022452', 'scheme_number'],
    ['nothing', '', 'empty'],
  ])('a VAT number that cannot be one is refused at the door: %s', async (_, vatNumber, reason) => {
    const { body: order } = await request(stand, 'POST', '/v1/changes', {
      ...{ key: service, body: { subscriptionId: 'sub_1', seats: 8 }, headers: commandFor('user_1') },
    });
    const refused = await request(stand, 'POST', `/v1/changes/${order.changeId}/events`, {
      ...{ key: service, body: { type: 'PROVIDE_VAT', vatNumber }, headers: commandFor('user_1') },
    });
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'vat_format',
        errors: [{ pointer: '/vatNumber', code: reason, detail: expect.stringMatching(/^[A-Z].*\.$/) }],
      },
    });
  });
});

describe('a receipt', () => {
  const at = (path: string, headers: Record<string, string> = {}, key = service): Promise<Reply> =>
    request(stand, 'GET', path, { key, headers });

  it('a receipt is HTML, PDF or text in the language asked for, once the change has taken effect', async () => {
    const { body: order } = await request(stand, 'POST', '/v1/changes', {
      ...{ key: service, body: { subscriptionId: 'sub_1', seats: 8 }, headers: commandFor('user_1') },
    });
    const receipt = `/v1/changes/${order.changeId}/receipt`;
    expect(await at(receipt)).toMatchObject({ status: 409, body: { code: 'receipt_not_ready', state: 'reviewing' } });
    for (const type of ['CHECKOUT', 'PLACE_ORDER']) {
      await request(stand, 'POST', `/v1/changes/${order.changeId}/events`, {
        ...{ key: service, body: { type }, headers: commandFor('user_1') },
      });
    }
    const html = await at(receipt, { 'accept-language': 'fr' });
    expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html.headers.get('cache-control')).toContain('no-store');
    expect(html.body).toContain('<h1>Reçu</h1>');
    expect(html.body).not.toMatch(/<script|https?:\/\//);
    const text = await at(receipt, { accept: 'text/plain' });
    expect(text.body).toContain(`Reference: ${orderReference(order.changeId)}`);
    const pdf = await at(receipt, { accept: 'application/pdf' });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.body.slice(0, 5)).toBe('%PDF-');
    expect(await at(receipt, { accept: 'image/png' })).toMatchObject({ status: 406, body: { code: 'not_acceptable' } });
  });

  it('a receipt of a seller whose logo cannot be read is made without it', async () => {
    const { branding } = await stand.store.settings.read('acme');
    await changeSettings(stand.store, 'acme', { branding: { ...branding, logo: LOGO.slice(0, -24) } });
    const receipt = `/v1/changes/${(await at('/v1/changes')).body.items[0].changeId}/receipt`;
    const answers = await Promise.all(
      ['text/html', 'application/pdf', 'text/plain'].map((accept) => at(receipt, { accept })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[0]?.body).not.toContain('<img');
    await changeSettings(stand.store, 'acme', { branding });
  });

  it('a receipt of another tenant, of a stranger or of no order is not there', async () => {
    const { items } = (await at('/v1/changes')).body;
    const receipt = `/v1/changes/${items[0].changeId}/receipt`;
    const stranger = await stand.key('service', { tenantId: 'other' });
    expect((await at(receipt, {}, stranger)).status).toBe(404);
    expect((await at(receipt, { 'avenant-on-behalf-of': 'nobody' })).status).toBe(404);
    expect((await at('/v1/changes/chg_none/receipt')).status).toBe(404);
  });
});
