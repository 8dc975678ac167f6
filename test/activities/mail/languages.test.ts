import { type ActivityStand, openAccount, openActivityStand, TENANT, visitOf } from '../stand';

let stand: ActivityStand;
beforeAll(async () => {
  stand = await openActivityStand();
});
afterAll(() => stand.close());

it('each contact is written to in their own language, and in that of the account where theirs is not known', async () => {
  const facts = { tenantId: TENANT, name: 'Bernd', mailAddress: 'bernd@example.com', hasLeft: false, asOf: new Date() };
  await stand.store.people.record({ ...facts, personId: 'bernd', locale: 'en' });
  const opened = await openAccount(stand, { account: { locale: 'fr', billingContactIds: ['bernd', 'claire'] } });
  await stand.activities.tellCustomer({ ...visitOf(opened), about: 'compensated' });
  const mails = await stand.store.outbox.listOfAccount(TENANT, opened.account.accountId, 5);
  const written = mails.map(({ recipientId, locale, subject }) => [recipientId, locale, subject]).sort();
  expect(written).toEqual([
    ['bernd', 'en', expect.stringMatching(/order/)],
    ['claire', 'fr', expect.stringMatching(/commande/)],
  ]);
});
