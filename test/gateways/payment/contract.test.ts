import { CardDataRefused } from '../../../gateways/payment/card-data';
import { asking, type ContractWorld, type Details, pay, saved, WORLDS } from './contract-worlds';
import { testCardNumber } from './sandbox/test-numbers';
import { calm } from './sandbox/world';

describe.each(WORLDS)('a charge at %s', (_, open) => {
  let world: ContractWorld;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());
  const kinds = async () => (await world.ledger()).map(({ kind, amount }) => [kind, amount]);

  it('a charge takes the money once and shows it to a look-up', async () => {
    const { result, pointer } = await pay(world.gateway, await asking(world));

    expect(result).toEqual({ status: 'succeeded', gatewayReference: expect.any(String) });
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'succeeded',
      reference: pointer.reference,
      amount: 1250,
      currency: 'EUR',
      captured: 1250,
      refunded: 0,
      refunds: [],
      methodKind: 'card',
    });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge answers a repeated reference as before, without taking money again', async () => {
    const asked = await asking(world);
    const first = await world.gateway.charge(asked, calm());

    expect(await world.gateway.charge(asked, calm())).toEqual(first);
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge is refused under a reference that is bound to another amount', async () => {
    const asked = await asking(world);
    await world.gateway.charge(asked, calm());

    await expect(world.gateway.charge({ ...asked, amount: 1300 }, calm())).rejects.toMatchObject({
      name: 'GatewayMisuse',
      code: 'reference_reused',
    });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it.each<[Details, string]>([
    ['declined', 'card_declined'],
    ['expired', 'expired_card'],
  ])('a charge with %s details is declined as %s, and stays so for a look-up', async (details, code) => {
    const { result, pointer } = await pay(world.gateway, await asking(world, details));

    expect(result).toEqual({ status: 'declined', code, retryable: false });
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({ status: 'declined', code, captured: 0 });
    expect(await kinds()).toEqual([]);
  });

  it('a declined charge says whether the same details may do later', async () => {
    await world.script({ fault: 'decline', code: 'insufficient_funds', retryable: true, operation: 'charge' });
    const { result, pointer } = await pay(world.gateway, await asking(world));

    expect(result).toEqual({ status: 'declined', code: 'insufficient_funds', retryable: true });
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({ status: 'declined', retryable: true });
  });

  it('a charge is declined for details that nobody knows, or that are somebody else’s', async () => {
    const theirs = await saved(world, 'pays', 'other');
    for (const method of ['pm_nobody', theirs]) {
      expect(await world.gateway.charge(await asking(world, 'pays', { method }), calm())).toEqual({
        status: 'declined',
        code: 'unknown_payment_method',
        retryable: false,
      });
    }
  });

  it.each([
    ['EUR', 49, 'amount_too_small'],
    ['JPY', 49, 'amount_too_small'],
    ['XAU', 500, 'currency_not_supported'],
    ['toString', 500, 'currency_not_supported'],
  ])('a charge is declined for %s %d with code %s', async (currency, amount, code) => {
    const asked = await asking(world, 'pays', { currency, amount });
    expect(await world.gateway.charge(asked, calm())).toMatchObject({ status: 'declined', code });
  });

  it.each([0, -1, 12.5, Number.NaN, 2 ** 53])('a charge throws for the amount %d', async (amount) => {
    await expect(world.gateway.charge(await asking(world, 'pays', { amount }), calm())).rejects.toThrow(RangeError);
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(256)])('a charge throws for the reference %p', async (reference) => {
    await expect(world.gateway.charge(await asking(world, 'pays', { reference }), calm())).rejects.toThrow(RangeError);
  });

  it('a charge sends no card number, whatever field it hides in', async () => {
    const number = testCardNumber();
    const setup = { reference: 'set:1', customer: 'acme', token: number };

    await expect(world.gateway.createSetup(setup, calm())).rejects.toThrow(CardDataRefused);
    await expect(world.gateway.charge(await asking(world, 'pays', { method: number }), calm())).rejects.toThrow(
      CardDataRefused,
    );
  });

  it('a charge is not known by a reference that never came', async () => {
    const lookup = await world.gateway.lookup({ reference: 'chg:none' }, calm());
    expect(lookup).toEqual({ status: 'not_found', reference: 'chg:none' });
  });

  it('a charge cannot have happened when the connection is refused', async () => {
    const { pointer, asked } = await pay(world.gateway, await asking(world));
    await world.close();
    // The connection that was kept open breaks first.
    await world.gateway.lookup(pointer, calm());

    expect(await world.gateway.charge({ ...asked, reference: 'chg:2' }, calm())).toEqual({
      status: 'failed_not_sent',
      reason: 'connection_refused',
    });
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'unknown',
      reason: 'connection_refused',
    });
  });

  it('a charge cannot have happened when the caller gave up before, or when it was turned away', async () => {
    const asked = await asking(world);

    expect(await world.gateway.charge(asked, AbortSignal.abort())).toEqual({
      status: 'failed_not_sent',
      reason: 'aborted_before_sending',
    });
    await world.script({ fault: 'error_before_commit', status: 429, code: 'rate_limit', operation: 'charge' });
    expect(await world.gateway.charge(asked, calm())).toEqual({
      status: 'failed_not_sent',
      reason: 'too_many_requests',
    });
    expect(await world.gateway.charge(asked, calm())).toMatchObject({ status: 'succeeded' });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge that needs the customer waits with a link, and a second confirmation changes nothing', async () => {
    const { result, pointer } = await pay(world.gateway, await asking(world, 'asks_customer'));
    if (result.status !== 'requires_action') throw new Error(JSON.stringify(result));

    expect(Date.parse(result.expiresAt)).toBeGreaterThan(Date.now());
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({ ...result });
    expect(await kinds()).toEqual([]);
    expect([await world.confirm(result.url), await world.confirm(result.url)]).toEqual([200, 200]);
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({ status: 'succeeded', captured: 1250 });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge is declined when the customer refuses', async () => {
    const { result, pointer } = await pay(world.gateway, await asking(world, 'asks_customer'));
    if (result.status !== 'requires_action') throw new Error(result.status);

    expect(await world.confirm(result.url, 'refuse')).toBe(200);
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'declined',
      code: expect.stringMatching(/authentication_fail/),
    });
    expect(await world.confirm(result.url)).toBe(410);
  });

  it('a charge by bank debit settles days later and is reversed weeks later', async () => {
    const { result, pointer } = await pay(world.gateway, await asking(world, 'bank_debit'));
    const { reference } = pointer;

    expect(result).toMatchObject({ status: 'pending' });
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({ status: 'pending', methodKind: 'bank_debit' });
    await world.settle(reference);
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({ status: 'succeeded', captured: 1250 });
    await world.reverse(reference, 'debit_not_authorized');
    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'reversed',
      code: 'debit_not_authorized',
    });
    const refund = { reference: 'r', payment: pointer, amount: 1, currency: 'EUR', reason: 'test' };
    expect(await world.gateway.refund(refund, calm())).toMatchObject({ code: 'not_refundable_reversed' });
    expect((await world.ledger()).map(({ amount }) => amount)).toEqual([1250, -1250]);
  });

  it('a charge by bank debit is declined when it bounces', async () => {
    const { pointer } = await pay(world.gateway, await asking(world, 'bank_debit'));
    await world.fail(pointer.reference, 'insufficient_funds');

    expect(await world.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'declined',
      code: 'insufficient_funds',
    });
  });
});
