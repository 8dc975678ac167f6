import type { PaymentPointer } from '../../../../gateways/payment/port';
import { calm } from '../sandbox/stand';
import { closeStripes, payingCalls, type StripeStand, startStripeStand, stripeOrder } from './stand';

describe('at Stripe', () => {
  let stand: StripeStand;
  beforeEach(async () => {
    stand = await startStripeStand();
  });
  afterEach(closeStripes);

  async function paid(token = 'pm_card_visa'): Promise<PaymentPointer> {
    const asked = await stripeOrder(stand, token);
    const { gatewayReference } = Object(await stand.gateway.charge(asked, calm()));
    return { reference: asked.reference, gatewayReference };
  }
  const refundOf = (payment: PaymentPointer, reference: string, amount = 1250) => ({
    reference,
    payment,
    amount,
    currency: 'EUR',
    reason: 'order_not_made',
  });

  it('a payment is looked up by its id and never by a search', async () => {
    const payment = await paid();
    stand.stripe.requests.length = 0;
    await stand.gateway.lookup(payment, calm());

    expect(payingCalls(stand.stripe)).toEqual(['GET /v1/payment_intents/:id', 'GET /v1/refunds']);
    expect(stand.stripe.requests.some(({ path }) => path.includes('search'))).toBe(false);
    stand.stripe.requests.length = 0;
    expect(await stand.gateway.lookup({ reference: payment.reference }, calm())).toMatchObject({ status: 'not_found' });
    expect(stand.stripe.requests).toEqual([]);
  });

  it('a payment is not taken for another that has its id', async () => {
    const payment = { ...(await paid()), reference: 'chg:other' };

    expect(await stand.gateway.lookup(payment, calm())).toEqual({
      status: 'unknown',
      reference: 'chg:other',
      reason: 'answer_of_another_payment',
    });
    expect(await stand.gateway.refund(refundOf(payment, 'ref:x'), calm())).toMatchObject({ code: 'payment_not_found' });
  });

  it('a void whose payment lost its id finds the intent by its key and cancels it', async () => {
    const asked = await stripeOrder(stand);
    const { reference, ...rest } = asked;
    await stand.stripe.script({ fault: 'drop_after_commit', operation: 'create' });
    await stand.gateway.charge(asked, calm());
    const payment = { reference, asked: rest };

    expect(await stand.gateway.void({ reference: 'void:1', payment }, calm())).toMatchObject({ status: 'succeeded' });
    expect(stand.stripe.intents().map(({ status }) => status)).toEqual(['canceled']);
    expect(await stand.gateway.charge(asked, calm())).toMatchObject({ status: 'declined', code: 'voided' });
    expect(await stand.stripe.ledger()).toEqual([]);
  });

  it('a void without an id and without what was asked for stays unknown', async () => {
    expect(await stand.gateway.void({ reference: 'v', payment: { reference: 'chg:9' } }, calm())).toEqual({
      status: 'unknown',
      reason: 'gateway_reference_not_known',
    });
  });

  it('a debit under way cannot be voided', async () => {
    const payment = await paid('pm_success_de');
    expect(await stand.gateway.void({ reference: 'v', payment }, calm())).toEqual({
      status: 'declined',
      code: 'already_pending',
      retryable: false,
    });
  });

  it('a refund may be pending for days and then arrive', async () => {
    const payment = await paid('pm_card_pendingRefund');

    expect(await stand.gateway.refund(refundOf(payment, 'ref:1'), calm())).toMatchObject({ status: 'pending' });
    expect(await stand.gateway.lookup(payment, calm())).toMatchObject({
      refunded: 0,
      refunds: [{ reference: 'ref:1', status: 'pending', amount: 1250 }],
    });
    stand.stripe.decideRefund('ref:1', 'succeeded');
    expect(await stand.gateway.lookup(payment, calm())).toMatchObject({
      refunded: 1250,
      refunds: [{ status: 'succeeded' }],
    });
  });

  it('a refund may fail at once, or come back after it succeeded', async () => {
    const failing = await paid('pm_card_refundFail');
    expect(await stand.gateway.refund(refundOf(failing, 'ref:2'), calm())).toMatchObject({ status: 'declined' });

    const payment = await paid();
    expect(await stand.gateway.refund(refundOf(payment, 'ref:3'), calm())).toMatchObject({ status: 'succeeded' });
    stand.stripe.decideRefund('ref:3', 'declined');
    expect(await stand.gateway.lookup(payment, calm())).toMatchObject({
      refunded: 0,
      refunds: [{ status: 'declined', code: 'lost_or_stolen_card' }],
    });
    expect(await stand.gateway.refund(refundOf(payment, 'ref:4'), calm())).toMatchObject({ status: 'succeeded' });
  });

  it('all refunds are counted, also beyond one page', async () => {
    const payment = await paid();
    for (let count = 0; count < 101; count += 1)
      await stand.gateway.refund(refundOf(payment, `many:${count}`, 2), calm());

    const found = await stand.gateway.lookup(payment, calm());
    expect(found).toMatchObject({ refunded: 202 });
    expect('refunds' in found && found.refunds).toHaveLength(101);
  });

  it.each([
    ['needs_response', 'reversed'],
    ['under_review', 'reversed'],
    ['lost', 'reversed'],
    ['won', 'succeeded'],
    ['warning_needs_response', 'succeeded'],
    ['prevented', 'succeeded'],
  ])('a dispute that is %s leaves the payment %s', async (dispute, status) => {
    const payment = await paid();
    stand.stripe.dispute(payment.reference, 'fraudulent', dispute);

    expect(await stand.gateway.lookup(payment, calm())).toMatchObject({ status });
  });

  it('a dispute of a part takes back no more than that part', async () => {
    const payment = await paid();
    stand.stripe.dispute(payment.reference, 'product_not_received', 'lost', 200);

    expect(await stand.gateway.lookup(payment, calm())).toMatchObject({ status: 'reversed', lost: 200 });
  });

  it('a state is unknown when a part of it could not be read', async () => {
    const payment = await paid();
    for (const skipped of [0, 1]) {
      for (let count = 0; count < skipped; count += 1) {
        await stand.stripe.script({ fault: 'slow', milliseconds: 1, operation: 'lookup' });
      }
      await stand.stripe.script({ fault: 'drop_before_commit', operation: 'lookup' });
      expect(await stand.gateway.lookup(payment, calm())).toMatchObject({
        status: 'unknown',
        reason: 'connection_lost',
      });
    }
  });
});

describe('a customer at Stripe', () => {
  afterEach(closeStripes);

  it('a customer at Stripe is made once: by the key while the search lags, by the search when the key is forgotten', async () => {
    const stand = await startStripeStand();
    await stripeOrder(stand);
    await stripeOrder(stand);
    expect(stand.stripe.shop.customers.size).toBe(1);

    stand.stripe.catchUpSearch();
    stand.stripe.forgetKeys();
    await stripeOrder(stand);
    expect(stand.stripe.shop.customers.size).toBe(1);
  });

  it('a customer at Stripe is found under a name that would break out of the query', async () => {
    const stand = await startStripeStand();
    const setup = { customer: "a'\\b' OR metadata['customer']:'x", token: 'pm_card_visa' };
    await stand.gateway.createSetup({ ...setup, reference: 's:1' }, calm());
    stand.stripe.catchUpSearch();
    stand.stripe.forgetKeys();

    expect(await stand.gateway.createSetup({ ...setup, reference: 's:2' }, calm())).toMatchObject({
      status: 'succeeded',
    });
    expect(stand.stripe.shop.customers.size).toBe(1);
  });
});
