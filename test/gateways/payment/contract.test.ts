import { CardDataRefused } from '../../../gateways/payment/card-data';
import { asking, CONTRACT_STANDS, type ContractStand, type Details, pay, saved } from './contract-stands';
import { calm } from './sandbox/stand';
import { testCardNumber } from './sandbox/test-numbers';

describe.each(CONTRACT_STANDS)('a charge at %s', (_, open) => {
  let stand: ContractStand;
  beforeEach(async () => {
    stand = await open();
  });
  afterEach(() => stand.close());
  const kinds = async () => (await stand.ledger()).map(({ kind, amount }) => [kind, amount]);

  it('a charge takes the money once and shows it to a look-up', async () => {
    const { result, pointer } = await pay(stand.gateway, await asking(stand));

    expect(result).toEqual({ status: 'succeeded', gatewayReference: expect.any(String), methodKind: 'card' });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({
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
    const asked = await asking(stand);
    const first = await stand.gateway.charge(asked, calm());

    expect(await stand.gateway.charge(asked, calm())).toEqual(first);
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge is refused under a reference that is bound to another amount', async () => {
    const asked = await asking(stand);
    await stand.gateway.charge(asked, calm());

    await expect(stand.gateway.charge({ ...asked, amount: 1300 }, calm())).rejects.toMatchObject({
      name: 'GatewayMisuse',
      code: 'reference_reused',
    });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it.each<[Details, string]>([
    ['declined', 'card_declined'],
    ['expired', 'expired_card'],
  ])('a charge with %s details is declined as %s, and stays so for a look-up', async (details, code) => {
    const { result, pointer } = await pay(stand.gateway, await asking(stand, details));

    expect(result).toEqual({ status: 'declined', code, retryable: false });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'declined', code, captured: 0 });
    expect(await kinds()).toEqual([]);
  });

  it('a declined charge says whether the same details may do later', async () => {
    await stand.script({ fault: 'decline', code: 'insufficient_funds', retryable: true, operation: 'charge' });
    const { result, pointer } = await pay(stand.gateway, await asking(stand));

    expect(result).toEqual({ status: 'declined', code: 'insufficient_funds', retryable: true });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'declined', retryable: true });
  });

  it('a charge is declined for details that nobody knows, or that are somebody else’s', async () => {
    const theirs = await saved(stand, 'pays', 'other');
    for (const method of ['pm_nobody', theirs]) {
      expect(await stand.gateway.charge(await asking(stand, 'pays', { method }), calm())).toEqual({
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
    const asked = await asking(stand, 'pays', { currency, amount });
    expect(await stand.gateway.charge(asked, calm())).toMatchObject({ status: 'declined', code });
  });

  it.each([0, -1, 12.5, Number.NaN, 2 ** 53])('a charge throws for the amount %d', async (amount) => {
    await expect(stand.gateway.charge(await asking(stand, 'pays', { amount }), calm())).rejects.toThrow(RangeError);
  });

  it.each(['', 'a b', 'ü', 'x'.repeat(256)])('a charge throws for the reference %p', async (reference) => {
    await expect(stand.gateway.charge(await asking(stand, 'pays', { reference }), calm())).rejects.toThrow(RangeError);
  });

  it('a charge sends no card number, whatever field it hides in', async () => {
    const number = testCardNumber();
    const setup = { reference: 'set:1', customer: 'acme', token: number };

    await expect(stand.gateway.createSetup(setup, calm())).rejects.toThrow(CardDataRefused);
    await expect(stand.gateway.charge(await asking(stand, 'pays', { method: number }), calm())).rejects.toThrow(
      CardDataRefused,
    );
  });

  it('a charge is not known by a reference that never came', async () => {
    const lookup = await stand.gateway.lookup({ reference: 'chg:none' }, calm());
    expect(lookup).toEqual({ status: 'not_found', reference: 'chg:none' });
  });

  it('a charge cannot have happened when the connection is refused', async () => {
    const { pointer, asked } = await pay(stand.gateway, await asking(stand));
    await stand.close();
    // The connection that was kept open breaks first.
    await stand.gateway.lookup(pointer, calm());

    expect(await stand.gateway.charge({ ...asked, reference: 'chg:2' }, calm())).toEqual({
      status: 'failed_not_sent',
      reason: 'connection_refused',
    });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'unknown',
      reason: 'connection_refused',
    });
  });

  it('a charge cannot have happened when the caller gave up before, or when it was turned away', async () => {
    const asked = await asking(stand);

    expect(await stand.gateway.charge(asked, AbortSignal.abort())).toEqual({
      status: 'failed_not_sent',
      reason: 'aborted_before_sending',
    });
    await stand.script({ fault: 'error_before_commit', status: 429, code: 'rate_limit', operation: 'charge' });
    expect(await stand.gateway.charge(asked, calm())).toEqual({
      status: 'failed_not_sent',
      reason: 'too_many_requests',
    });
    expect(await stand.gateway.charge(asked, calm())).toMatchObject({ status: 'succeeded' });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge that needs the customer waits with a link, and a second confirmation changes nothing', async () => {
    const { result, pointer } = await pay(stand.gateway, await asking(stand, 'asks_customer'));
    if (result.status !== 'requires_action') throw new Error(JSON.stringify(result));

    expect(Date.parse(result.expiresAt)).toBeGreaterThan(Date.now());
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ ...result });
    expect(await kinds()).toEqual([]);
    expect([await stand.confirm(result.url), await stand.confirm(result.url)]).toEqual([200, 200]);
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'succeeded', captured: 1250 });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge is declined when the customer refuses', async () => {
    const { result, pointer } = await pay(stand.gateway, await asking(stand, 'asks_customer'));
    if (result.status !== 'requires_action') throw new Error(result.status);

    expect(await stand.confirm(result.url, 'refuse')).toBe(200);
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'declined',
      code: expect.stringMatching(/authentication_fail/),
    });
    expect(await stand.confirm(result.url)).toBe(410);
  });

  it('a charge by bank debit settles days later and is reversed weeks later', async () => {
    const { result, pointer } = await pay(stand.gateway, await asking(stand, 'bank_debit'));
    const { reference } = pointer;

    expect(result).toMatchObject({ status: 'pending' });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'pending', methodKind: 'bank_debit' });
    await stand.settle(reference);
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'succeeded', captured: 1250 });
    await stand.reverse(reference, 'debit_not_authorized');
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'reversed',
      code: 'debit_not_authorized',
    });
    const refund = { reference: 'r', payment: pointer, amount: 1, currency: 'EUR', reason: 'test' };
    expect(await stand.gateway.refund(refund, calm())).toMatchObject({ code: 'not_refundable_reversed' });
    expect((await stand.ledger()).map(({ amount }) => amount)).toEqual([1250, -1250]);
  });

  it('a charge by bank debit is declined when it bounces', async () => {
    const { pointer } = await pay(stand.gateway, await asking(stand, 'bank_debit'));
    await stand.fail(pointer.reference, 'insufficient_funds');

    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({
      status: 'declined',
      code: 'insufficient_funds',
    });
  });
});
