import { calm, closeAll, order, type PaymentStand, startPaymentStand } from './stand';

describe('after a payment was made', () => {
  let stand: PaymentStand;

  beforeEach(async () => {
    stand = await startPaymentStand();
  });
  afterEach(closeAll);

  const refundOf = (reference: string, amount: number, number = 1) => ({
    reference: `${reference}:refund:${number}`,
    payment: { reference },
    amount,
    currency: 'EUR',
    reason: 'order could not be applied',
  });
  const voidOf = (reference: string) => ({ reference: `${reference}:void`, payment: { reference } });

  it('an authorization holds money, and a part of it is taken once', async () => {
    const { gateway, sandbox } = stand;
    const asked = order();
    const part = { reference: `${asked.reference}:cap`, payment: asked, amount: 1000, currency: 'EUR' };

    expect(await gateway.authorize(asked, calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'authorized', captured: 0 });
    expect(await gateway.capture({ ...part, amount: 1251, reference: 'more' }, calm())).toEqual({
      status: 'declined',
      code: 'capture_exceeds_authorized',
      retryable: false,
    });
    expect(await gateway.capture(part, calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.capture(part, calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.capture({ ...part, reference: 'again' }, calm())).toMatchObject({ code: 'already_succeeded' });
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'succeeded', captured: 1000 });
    expect(await sandbox.ledger()).toMatchObject([{ kind: 'capture', amount: 1000 }]);
  });

  it('a payment is refunded up to what was captured, each reference once', async () => {
    const { gateway, sandbox } = stand;
    const asked = order();
    await gateway.charge(asked, calm());
    const first = refundOf(asked.reference, 1000);

    expect(await gateway.refund(first, calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.refund(first, calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.refund(refundOf(asked.reference, 251, 2), calm())).toMatchObject({
      status: 'declined',
      code: 'refund_exceeds_captured',
    });
    expect(await gateway.refund(refundOf(asked.reference, 250, 3), calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'succeeded', captured: 1250, refunded: 1250 });
    expect((await sandbox.ledger()).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['charge', 1250],
      ['refund', -1000],
      ['refund', -250],
    ]);
  });

  it('a refund of unknown outcome is settled by looking at the payment', async () => {
    const { gateway, sandbox } = stand;
    const asked = order();
    await gateway.charge(asked, calm());
    const refund = refundOf(asked.reference, 1250);
    await sandbox.script({ fault: 'drop_after_commit', operation: 'refund' });

    expect(await gateway.refund(refund, calm())).toEqual({ status: 'unknown', reason: 'connection_lost' });
    expect(await gateway.lookup(asked, calm())).toMatchObject({
      refunded: 1250,
      refunds: [{ reference: refund.reference, amount: 1250, status: 'succeeded' }],
    });
  });

  it('a refund that failed is shown, and moves no money', async () => {
    const { gateway, sandbox } = stand;
    const asked = order();
    await gateway.charge(asked, calm());
    await sandbox.script({ fault: 'decline', code: 'refund_failed', operation: 'refund' });

    expect(await gateway.refund(refundOf(asked.reference, 1250), calm())).toMatchObject({ code: 'refund_failed' });
    expect(await gateway.lookup(asked, calm())).toMatchObject({
      refunded: 0,
      refunds: [{ status: 'declined', code: 'refund_failed' }],
    });
    expect(await sandbox.ledger()).toHaveLength(1);
  });

  it('a refund in another currency, or of a payment that is not there, is refused', async () => {
    const { gateway } = stand;
    const asked = order();
    await gateway.charge(asked, calm());

    expect(await gateway.refund({ ...refundOf(asked.reference, 5), currency: 'USD' }, calm())).toMatchObject({
      code: 'currency_mismatch',
    });
    expect(await gateway.refund(refundOf('chg:nobody', 5), calm())).toMatchObject({ code: 'payment_not_found' });
  });

  it.each(['pm_3ds', 'pm_sepa'])('a payment by %s that took no money yet is voided for good', async (method) => {
    const { gateway, sandbox } = stand;
    const asked = order({ method });
    const made = await gateway.charge(asked, calm());

    expect(await gateway.void(voidOf(asked.reference), calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.void({ ...voidOf(asked.reference), reference: 'again' }, calm())).toMatchObject({
      status: 'succeeded',
    });
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'voided', captured: 0 });
    if (made.status === 'requires_action') expect(await sandbox.confirm(made.url)).toBe(410);
    else await expect(sandbox.settle(asked.reference)).rejects.toThrow('already_voided');
    expect(await sandbox.ledger()).toEqual([]);
  });

  it('an authorization is voided', async () => {
    const { gateway } = stand;
    const asked = order();
    await gateway.authorize(asked, calm());

    expect(await gateway.void(voidOf(asked.reference), calm())).toMatchObject({ status: 'succeeded' });
    expect(
      await gateway.capture({ reference: 'cap', payment: asked, amount: 1250, currency: 'EUR' }, calm()),
    ).toMatchObject({ status: 'declined', code: 'already_voided' });
  });

  it('a payment that has been made is not voided', async () => {
    const { gateway, sandbox } = stand;
    const asked = order();
    await gateway.charge(asked, calm());

    expect(await gateway.void(voidOf(asked.reference), calm())).toEqual({
      status: 'declined',
      code: 'already_succeeded',
      retryable: false,
    });
    expect(await sandbox.ledger()).toHaveLength(1);
  });

  it('a charge that arrives after its void is kept out', async () => {
    const { gateway, sandbox } = stand;
    const asked = order();

    expect(await gateway.void(voidOf(asked.reference), calm())).toMatchObject({ status: 'succeeded' });
    expect(await gateway.charge(asked, calm())).toMatchObject({ status: 'declined', code: 'voided' });
    expect(await sandbox.ledger()).toEqual([]);
  });

  it('a bank debit settles days later and is reversed weeks later', async () => {
    const { gateway, sandbox } = stand;
    const asked = order({ method: 'pm_sepa' });

    expect(await gateway.charge(asked, calm())).toMatchObject({ status: 'pending' });
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'pending', methodKind: 'bank_debit' });
    await sandbox.settle(asked.reference);
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'succeeded', captured: 1250 });
    await sandbox.reverse(asked.reference, 'account_holder_objected');
    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'reversed', code: 'account_holder_objected' });
    expect((await sandbox.ledger()).map(({ amount }) => amount)).toEqual([1250, -1250]);
    expect(await gateway.refund(refundOf(asked.reference, 1), calm())).toMatchObject({
      code: 'not_refundable_reversed',
    });
  });

  it('a reversal takes back no more than was not refunded yet', async () => {
    const { gateway, sandbox } = stand;
    const asked = order();
    await gateway.charge(asked, calm());
    await gateway.refund(refundOf(asked.reference, 250), calm());
    await sandbox.reverse(asked.reference);

    expect((await sandbox.ledger()).map(({ amount }) => amount)).toEqual([1250, -250, -1000]);
  });

  it('a bank debit that bounces is declined', async () => {
    const { gateway, sandbox } = stand;
    await sandbox.script({ fault: 'pending' });
    const asked = order();
    await gateway.charge(asked, calm());
    await sandbox.fail(asked.reference, 'insufficient_funds');

    expect(await gateway.lookup(asked, calm())).toMatchObject({ status: 'declined', code: 'insufficient_funds' });
  });
});
