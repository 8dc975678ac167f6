import { randomUUID } from 'node:crypto';
import { deliverSigned } from '../../dev/sandboxes/signed-delivery';
import { IDENTITY_SIGNATURE_HEADER } from '../../gateways/identity/event';
import { accountBody } from '../support/flow-facts';
import { IDENTITY_SECRET } from '../support/flow-outside';
import { oneRun } from '../support/flow-runs';
import { PATIENCE, until } from '../support/within';

oneRun('people who leave', (shop) => {
  it('an order whose contact leaves before it is placed goes on under another one, who alone hears of it', async () => {
    const { service, stand } = shop();
    const claire = await shop().customer();
    const contacts = { billingContactIds: ['clara', 'bernd'], version: 2 };
    await service.put(`/v1/accounts/${claire.account}`, { ...accountBody({}), ...contacts });
    const [clara, bernd] = [claire.as('clara'), claire.as('bernd')];
    const { changeId } = await clara.checkOut({ seats: 8 });
    const event = { id: randomUUID(), type: 'person.left', at: new Date().toISOString(), person: { id: 'clara' } };
    const target = {
      url: `${stand.url}/webhooks/identity`,
      secret: IDENTITY_SECRET,
      header: IDENTITY_SIGNATURE_HEADER,
    };
    await deliverSigned(target, JSON.stringify(event), new AbortController().signal);
    const contactsNow = async () => (await stand.store.accounts.find('acme', claire.account))?.billingContactIds;
    await until(PATIENCE, 'her to be let go', async () => (await contactsNow())?.includes('clara') === false);
    const placing = { body: { type: 'PLACE_ORDER' }, expect: [403] };
    const refused = await clara.ask<{ code: string }>('POST', `/v1/changes/${changeId}/events`, placing);
    expect(refused.body.code).toBe('person_left');
    // Who may buy for the account is another than the quote saw, so the customer is asked once more.
    let order = await bernd.place(await bernd.look(changeId));
    if (order.state === 'verifying') order = await bernd.place(order);
    expect(order).toMatchObject({ state: 'completed' });
    expect((await bernd.mails()).map(({ kind, recipientId }) => [kind, recipientId])).toEqual([['confirmed', 'bernd']]);
  });
});
