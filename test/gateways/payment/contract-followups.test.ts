import type { BookedCharge, ChargePage, PaymentPointer } from '../../../gateways/payment/port';
import { asking, CONTRACT_STANDS, type ContractStand, pay, saved } from './contract-stands';
import { calm } from './sandbox/stand';

describe.each(CONTRACT_STANDS)('after a payment was made at %s', (_, open) => {
  let stand: ContractStand;
  beforeEach(async () => {
    stand = await open();
  });
  afterEach(() => stand.close());
  const kinds = async () => (await stand.ledger()).map(({ kind, amount }) => [kind, amount]);
  const refundOf = (payment: PaymentPointer, amount: number, count = 1) => ({
    reference: `${payment.reference}:refund:${count}`,
    payment,
    amount,
    currency: 'EUR',
    reason: 'order_not_made',
  });
  const voidOf = (payment: PaymentPointer, count = 1) => ({
    reference: `${payment.reference}:void:${count}`,
    payment,
  });

  it('an authorization holds money, and a part of it is taken once', async () => {
    const { result, pointer } = await pay(stand.gateway, await asking(stand), 'authorize');
    const part = { reference: 'cap:1', payment: pointer, amount: 1000, currency: 'EUR' };

    expect(result).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'authorized', captured: 0 });
    expect(await stand.gateway.capture({ ...part, amount: 1251, reference: 'cap:0' }, calm())).toEqual({
      status: 'declined',
      code: 'capture_exceeds_authorized',
      retryable: false,
    });
    expect(await stand.gateway.capture(part, calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.capture(part, calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.capture({ ...part, reference: 'cap:2' }, calm())).toMatchObject({
      code: 'already_succeeded',
    });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'succeeded', captured: 1000 });
    expect(await kinds()).toEqual([['capture', 1000]]);
  });

  it('a payment is refunded up to what was captured, each reference once', async () => {
    const { pointer } = await pay(stand.gateway, await asking(stand));
    const first = refundOf(pointer, 1000);

    expect(await stand.gateway.refund(first, calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.refund(first, calm())).toMatchObject({ status: 'succeeded' });
    const tooMuch = { status: 'declined', code: 'refund_exceeds_captured' };
    expect(await stand.gateway.refund(refundOf(pointer, 251, 2), calm())).toMatchObject(tooMuch);
    expect(await stand.gateway.refund(refundOf(pointer, 250, 3), calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.refund(refundOf(pointer, 1, 4), calm())).toMatchObject(tooMuch);
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ captured: 1250, refunded: 1250 });
    expect(await kinds()).toEqual([
      ['charge', 1250],
      ['refund', -1000],
      ['refund', -250],
    ]);
  });

  it('a refund of unknown outcome is settled by looking at the payment', async () => {
    const { pointer } = await pay(stand.gateway, await asking(stand));
    const refund = refundOf(pointer, 1250);
    await stand.script({ fault: 'drop_after_commit', operation: 'refund' });

    expect(await stand.gateway.refund(refund, calm())).toEqual({ status: 'unknown', reason: 'connection_lost' });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({
      refunded: 1250,
      refunds: [{ reference: refund.reference, amount: 1250, status: 'succeeded' }],
    });
  });

  it('a refund that failed is shown, and moves no money', async () => {
    const { pointer } = await pay(stand.gateway, await asking(stand));
    await stand.script({ fault: 'decline', code: 'expired_or_canceled_card', operation: 'refund' });

    expect(await stand.gateway.refund(refundOf(pointer, 1250), calm())).toMatchObject({
      status: 'declined',
      code: 'expired_or_canceled_card',
    });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({
      refunded: 0,
      refunds: [{ status: 'declined', code: 'expired_or_canceled_card' }],
    });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a refund in another currency, or of a payment that is not there, is refused', async () => {
    const { pointer } = await pay(stand.gateway, await asking(stand));
    const dollars = { ...refundOf(pointer, 5), currency: 'USD' };

    expect(await stand.gateway.refund(dollars, calm())).toMatchObject({ code: 'currency_mismatch' });
    const nobody = refundOf({ reference: 'chg:nobody' }, 5);
    expect(await stand.gateway.refund(nobody, calm())).toMatchObject({ code: 'payment_not_found' });
  });

  it('a payment that waits for the customer is voided for good', async () => {
    const { result, pointer } = await pay(stand.gateway, await asking(stand, 'asks_customer'));
    if (result.status !== 'requires_action') throw new Error(result.status);

    expect(await stand.gateway.void(voidOf(pointer), calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.void(voidOf(pointer, 2), calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.lookup(pointer, calm())).toMatchObject({ status: 'voided', captured: 0 });
    expect(await stand.confirm(result.url)).toBe(410);
    expect(await kinds()).toEqual([]);
  });

  it('an authorization is voided', async () => {
    const { pointer } = await pay(stand.gateway, await asking(stand), 'authorize');
    const capture = { reference: 'cap', payment: pointer, amount: 1250, currency: 'EUR' };

    expect(await stand.gateway.void(voidOf(pointer), calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.capture(capture, calm())).toMatchObject({ status: 'declined', code: 'already_voided' });
  });

  it('a payment that has been made is not voided', async () => {
    const { pointer } = await pay(stand.gateway, await asking(stand));

    expect(await stand.gateway.void(voidOf(pointer), calm())).toEqual({
      status: 'declined',
      code: 'already_succeeded',
      retryable: false,
    });
    expect(await kinds()).toEqual([['charge', 1250]]);
  });

  it('a charge that arrives after its void is kept out', async () => {
    const asked = await asking(stand);
    const { reference } = asked;

    expect(await stand.gateway.void(voidOf({ reference, asked }), calm())).toMatchObject({ status: 'succeeded' });
    expect(await stand.gateway.charge(asked, calm())).toMatchObject({ status: 'declined', code: 'voided' });
    expect(await kinds()).toEqual([]);
  });
});

describe.each(CONTRACT_STANDS)('the books of %s', (_, open) => {
  let stand: ContractStand;
  beforeEach(async () => {
    stand = await open();
  });
  afterEach(() => stand.close());
  const listed = async (since: string): Promise<BookedCharge[]> => {
    const charges: BookedCharge[] = [];
    let after: string | null = null;
    do {
      const page: ChargePage = await stand.gateway.listCharges({ since, after }, calm());
      if (page.status === 'unknown') throw new Error(page.reason);
      charges.push(...page.charges);
      after = page.next;
    } while (after !== null);
    return charges;
  };

  it('the books of a gateway show all money taken since an instant, page by page, and nothing that was not', async () => {
    const method = await saved(stand, 'pays');
    const references: string[] = [];
    for (let count = 0; count < 101; count += 1) {
      const { asked } = await pay(stand.gateway, await asking(stand, 'pays', { method }));
      references.push(asked.reference);
    }
    await pay(stand.gateway, await asking(stand, 'declined'));
    await pay(stand.gateway, await asking(stand, 'bank_debit'));
    const charges = await listed('2026-01-01T00:00:00.000Z');
    expect(charges.map(({ reference }) => reference).sort()).toEqual(references.sort());
    expect(charges[0]).toMatchObject({ captured: 1250, currency: 'EUR', gatewayReference: expect.any(String) });
    expect(await listed('2100-01-01T00:00:00.000Z')).toEqual([]);
  }, 30_000);

  it('the books of a gateway are unknown, and not empty, while it says nothing', async () => {
    const closed = await open();
    await closed.close();
    const page = await closed.gateway.listCharges({ since: '2026-01-01T00:00:00.000Z', after: null }, calm());
    expect(page).toMatchObject({ status: 'unknown' });
  });
});
