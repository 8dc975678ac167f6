import type { PaymentGateway } from '../../../../gateways/payment/port';
import { sandboxGateway } from '../../../../gateways/payment/sandbox/gateway';
import { calm, closeAll, order, type PaymentStand, startPaymentStand } from './stand';

describe('a charge at the sandbox gateway', () => {
  let stand: PaymentStand;
  let gateway: PaymentGateway;

  beforeEach(async () => {
    stand = await startPaymentStand();
    gateway = stand.gateway;
  });
  afterEach(closeAll);

  it('a charge at the sandbox gateway takes the money once and shows it to a look-up', async () => {
    const asked = order();
    const result = await gateway.charge(asked, calm());

    expect(result).toEqual({
      status: 'succeeded',
      gatewayReference: expect.stringMatching(/^pay_/),
      methodKind: 'card',
    });
    expect(await gateway.lookup(asked, calm())).toMatchObject({
      status: 'succeeded',
      reference: asked.reference,
      amount: 1250,
      currency: 'EUR',
      captured: 1250,
      refunded: 0,
      refunds: [],
      methodKind: 'card',
    });
    expect(await stand.sandbox.ledger({ reference: asked.reference })).toMatchObject([
      { kind: 'charge', amount: 1250 },
    ]);
  });

  it('a charge at the sandbox gateway answers a repeated reference as before, without taking money again', async () => {
    const asked = order();
    const results = await Promise.all([1, 2, 3].map(() => gateway.charge(asked, calm())));

    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await stand.sandbox.ledger()).toHaveLength(1);
  });

  it('a charge at the sandbox gateway is refused under a reference that is bound to another amount', async () => {
    const asked = order();
    await gateway.charge(asked, calm());

    await expect(gateway.charge({ ...asked, amount: 1300 }, calm())).rejects.toMatchObject({
      name: 'GatewayMisuse',
      code: 'reference_reused',
    });
    expect(await stand.sandbox.ledger()).toHaveLength(1);
  });

  it.each([
    ['pm_declined', 'card_declined'],
    ['pm_expired', 'expired_card'],
    ['pm_nobody', 'unknown_payment_method'],
  ])('a charge at the sandbox gateway is declined for %s with code %s', async (method, code) => {
    const result = await gateway.charge(order({ method }), calm());

    expect(result).toEqual({ status: 'declined', code, retryable: false });
    expect(await stand.sandbox.ledger()).toEqual([]);
  });

  it('a payment that is declined stays visible to a look-up', async () => {
    await stand.sandbox.script({ fault: 'decline', code: 'insufficient_funds', retryable: true });
    const asked = order();

    expect(await gateway.charge(asked, calm())).toEqual({
      status: 'declined',
      code: 'insufficient_funds',
      retryable: true,
    });
    expect(await gateway.lookup(asked, calm())).toMatchObject({
      status: 'declined',
      code: 'insufficient_funds',
      retryable: true,
      captured: 0,
    });
  });

  it.each([
    ['EUR', 49, 'amount_too_small'],
    ['JPY', 49, 'amount_too_small'],
    ['XAU', 500, 'currency_not_supported'],
    ['toString', 500, 'currency_not_supported'],
  ])('a charge at the sandbox gateway is declined for %s %d with code %s', async (currency, amount, code) => {
    expect(await gateway.charge(order({ currency, amount }), calm())).toMatchObject({ status: 'declined', code });
  });

  it.each([0, -1, 12.5, Number.NaN, 2 ** 53])(
    'a charge at the sandbox gateway throws for the amount %d',
    async (amount) => {
      await expect(gateway.charge(order({ amount }), calm())).rejects.toThrow(RangeError);
    },
  );

  it.each(['', 'a b', 'ü', 'x'.repeat(256)])(
    'a charge at the sandbox gateway throws for the reference %p',
    async (reference) => {
      await expect(gateway.charge(order({ reference }), calm())).rejects.toThrow(RangeError);
    },
  );

  it('the sandbox gateway knows nothing of a reference that never came', async () => {
    expect(await gateway.lookup({ reference: 'chg:none' }, calm())).toEqual({
      status: 'not_found',
      reference: 'chg:none',
    });
  });

  it('a charge at the sandbox gateway is not sent with a wrong API key', async () => {
    const guarded = await startPaymentStand({ apiKey: 'sk_test_right' }, { apiKey: 'sk_test_wrong' });
    const asked = order();

    expect(await guarded.gateway.charge(asked, calm())).toEqual({ status: 'failed_not_sent', reason: 'unauthorised' });
    expect(await guarded.gateway.lookup(asked, calm())).toMatchObject({ status: 'unknown', reason: 'answered_401' });
    const right = sandboxGateway({ baseUrl: guarded.sandbox.url, apiKey: 'sk_test_right' });
    expect(await right.charge(asked, calm())).toMatchObject({ status: 'succeeded' });
  });
});

describe('a charge that needs the customer', () => {
  afterEach(closeAll);

  it('a charge that needs the customer waits with a link, and a second confirmation changes nothing', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    const asked = order({ method: 'pm_3ds' });
    const result = await gateway.charge(asked, calm());
    if (result.status !== 'requires_action') throw new Error(result.status);

    expect(result.url.startsWith(sandbox.url)).toBe(true);
    expect(Date.parse(result.expiresAt)).toBeGreaterThan(Date.now());
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'requires_action', url: result.url });
    expect(await (await fetch(result.url)).text()).toContain('<form method="post">');
    expect(await sandbox.ledger()).toEqual([]);

    expect([await sandbox.confirm(result.url), await sandbox.confirm(result.url)]).toEqual([200, 200]);
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'succeeded', captured: 1250 });
    expect(await sandbox.ledger()).toHaveLength(1);
  });

  it('a charge that needs the customer is declined when the customer refuses', async () => {
    const { sandbox, gateway } = await startPaymentStand();
    const asked = order({ method: 'pm_3ds' });
    const result = await gateway.charge(asked, calm());
    if (result.status !== 'requires_action') throw new Error(result.status);

    expect(await sandbox.confirm(result.url, 'refuse')).toBe(200);
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'declined', code: 'authentication_failed' });
    expect(await sandbox.confirm(result.url)).toBe(410);
  });

  it('a charge that needs the customer cannot be confirmed after the link expired', async () => {
    let now = Date.now();
    const { sandbox, gateway } = await startPaymentStand({ now: () => now });
    const asked = order({ method: 'pm_3ds' });
    const result = await gateway.charge(asked, calm());
    if (result.status !== 'requires_action') throw new Error(result.status);
    now = Date.parse(result.expiresAt);

    expect(await sandbox.confirm(result.url)).toBe(410);
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'requires_action' });
    expect(await gateway.void({ reference: `${asked.reference}:void`, payment: asked }, calm())).toMatchObject({
      status: 'succeeded',
    });
    expect(await sandbox.ledger()).toEqual([]);
  });
});
