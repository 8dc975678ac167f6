import { randomUUID } from 'node:crypto';
import { CardDataRefused } from '../../../../gateways/payment/card-data';
import { calm, closeAll, order, startPaymentStand } from './stand';
import { testCardNumber } from './test-numbers';

afterEach(closeAll);

const setup = (token = 'pm_ok') => ({ reference: `set:${randomUUID()}`, customer: 'acme', token });

describe('payment details on file', () => {
  it.each([
    ['pm_ok', 'card', 'succeeded'],
    ['pm_3ds', 'card', 'requires_action'],
    ['pm_sepa', 'bank_debit', 'pending'],
    ['pm_expired', 'card', 'declined'],
  ])('payment details made of %s are a saved %s whose charge is %s', async (token, kind, status) => {
    const { gateway } = await startPaymentStand();
    const asked = setup(token);
    const saved = await gateway.createSetup(asked, calm());
    if (saved.status !== 'succeeded') throw new Error(saved.status);

    expect(saved.method).toEqual({ token: expect.stringMatching(/^pm_[0-9a-f]{24}$/), kind });
    expect(await gateway.lookupSetup(asked, calm())).toEqual(saved);
    expect(await gateway.createSetup(asked, calm())).toEqual(saved);
    expect(await gateway.charge(order({ method: saved.method.token }), calm())).toMatchObject({ status });
  });

  it('payment details belong to one customer', async () => {
    const { gateway } = await startPaymentStand();
    const saved = await gateway.createSetup(setup(), calm());
    if (saved.status !== 'succeeded') throw new Error(saved.status);

    expect(await gateway.charge(order({ method: saved.method.token, customer: 'other' }), calm())).toMatchObject({
      code: 'unknown_payment_method',
    });
  });

  it('payment details may need the customer first', async () => {
    const { gateway, sandbox } = await startPaymentStand();
    await sandbox.script({ fault: 'three_d_secure', operation: 'setup' });
    const asked = setup();
    const waiting = await gateway.createSetup(asked, calm());
    if (waiting.status !== 'requires_action') throw new Error(waiting.status);

    expect(await gateway.lookupSetup(asked, calm())).toEqual(waiting);
    expect(await sandbox.confirm(waiting.url)).toBe(200);
    expect(await gateway.lookupSetup(asked, calm())).toMatchObject({ status: 'succeeded', method: { kind: 'card' } });
  });

  it('payment details are declined, lost or never seen like a payment', async () => {
    const { gateway, sandbox } = await startPaymentStand();
    const asked = setup();

    expect(await gateway.lookupSetup(asked, calm())).toEqual({ status: 'not_found' });
    await sandbox.script({ fault: 'decline', code: 'card_declined' });
    expect(await gateway.createSetup(setup(), calm())).toMatchObject({ status: 'declined', code: 'card_declined' });
    await sandbox.script({ fault: 'drop_after_commit' });
    expect(await gateway.createSetup(asked, calm())).toMatchObject({ status: 'unknown' });
    expect(await gateway.lookupSetup(asked, calm())).toMatchObject({ status: 'succeeded' });
  });

  it('payment details never hold a card number: nothing is sent, and the sandbox would refuse it', async () => {
    const { gateway, sandbox } = await startPaymentStand();
    const number = testCardNumber();

    await expect(gateway.createSetup(setup(number), calm())).rejects.toThrow(CardDataRefused);
    await expect(gateway.charge(order({ method: number }), calm())).rejects.toThrow(CardDataRefused);
    const answer = await fetch(`${sandbox.url}/setups`, {
      method: 'POST',
      headers: { 'idempotency-key': 'k' },
      body: JSON.stringify(setup(number)),
    });
    expect([answer.status, await answer.json()]).toEqual([422, { error: { code: 'card_data_refused' } }]);
  });
});
