import { STAFF } from '../../../machines/events';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What support does about a reason to wait, beside the act. */

let stand: ServerStand;
let agent = '';

beforeAll(async () => {
  stand = await startServerStand();
  agent = await stand.key('support_agent', { userId: 'agnes' });
});
afterAll(() => stand.stop());

const asked = (code: string, headers: Record<string, string> = {}): Promise<Reply> =>
  request(stand, 'GET', `/v1/runbook/${code}`, { key: agent, headers });

const read = (parts: { text: string }[]): string => parts.map(({ text }) => text).join('');

it('a failure code is told with the steps it stops, where the money is in each, and what to press', async () => {
  const { status, body } = await asked('AccountGone');
  expect(status).toBe(200);
  expect(body).toMatchObject({ code: 'AccountGone', title: 'The account does not exist any more.' });
  expect(body.steps[0]).toEqual({
    step: 'quoting',
    text: 'preparing the quote',
    money: 'Nothing taken, nothing held.',
  });
  expect(read(body.press[0].text)).toBe('Have the account brought in again (PUT /v1/accounts/{id}), then Retry.');
  expect(body.press[0]).toMatchObject({
    steps: ['quoting', 'checkingVat', 'reserving', 'releasing'],
    events: [{ type: 'RETRY', label: 'Retry', by: 'agent' }],
  });
  expect(body.press[2]).toMatchObject({ steps: ['checkingVatLater'], events: [] });
  expect(body.press[2].text[1]).toEqual({ kind: 'section', text: 'support item', section: 'vat_not_verified' });
  expect(body).not.toHaveProperty('money');
});

it('the runbook is told in the language that is asked for, in the address or beside it', async () => {
  const french = await asked('payment_unknown?lang=fr');
  expect(french.body.title).toBe('On ignore encore si le paiement a été pris.');
  expect(french.body.press[1].events).toEqual([
    { type: 'RESOLVE_PAID', label: 'Trancher\u00a0: c’est payé', by: 'deux responsables' },
  ]);
  expect((await asked('payment_unknown', { 'accept-language': 'fr' })).body).toEqual(french.body);
  expect((await asked('payment_unknown?lang=de')).status).toBe(400);
});

it('support items and orders that wait are told of as well, an order by the state it is in', async () => {
  const { body: item } = await asked('refund_request');
  expect(item).toMatchObject({ title: 'Money is set aside to be paid back to the customer.', steps: [] });
  const { body: waiting } = await asked('handedOver.waiting');
  expect(waiting).toMatchObject({ code: 'handed_over', title: 'A change handed to support or the advisor' });
  expect((await asked('handed_over')).body).toEqual(waiting);
});

it('the runbook knows nothing of a code that it does not have, and opens to staff alone', async () => {
  for (const code of ['nothing_such', 'toString', 'handedOver', 'how_to_press'])
    expect((await asked(code)).status).toBe(404);
  const operation = await request(stand, 'GET', '/v1/runbook/timeout', {
    key: await stand.key('billing_contact', { userId: 'claire' }),
  });
  expect(operation.body).toMatchObject({ status: 403, code: 'role_not_allowed' });
  for (const role of STAFF)
    expect(
      (await request(stand, 'GET', '/v1/runbook/timeout', { key: await stand.key(role, { userId: 'x' }) })).status,
    ).toBe(200);
});
