import type { PaymentOutcome } from '../../../machines/subscription-change/steps';
import { applied, placed, releaseOf } from '../order/placing-inputs';
import { type ActivityStand, openAccount, openActivityStand, quoted, TENANT } from '../stand';

describe('a payment that nobody will ever know more of', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(() => stand.at(0));
  afterAll(() => stand.close());

  const unknown = () => stand.store.payments.unknown(100);
  /** An order whose charge was sent and not answered. */
  const unclear = async () => {
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    await stand.activities.reserve(placed(opened, quote));
    stand.gateway.answers.push({ status: 'unknown', reason: 'timeout' });
    const payment = await stand.activities.charge({ ...placed(opened, quote), paymentMethod: 'pm_ok' });
    expect([payment.status, (await unknown()).count]).toEqual(['unknown', 1]);
    return { opened, quote, payment };
  };
  const resolved = (payment: PaymentOutcome, status: 'paid' | 'voided'): PaymentOutcome => ({
    ...payment,
    status,
    code: 'resolved_by_support',
  });
  const NONE = { count: 0, oldestAt: null };

  it('a payment is not waited for once two persons have said that it was not made, and is still looked at', async () => {
    const { opened, payment } = await unclear();
    await stand.activities.release(releaseOf(opened, true));
    expect(await unknown()).toEqual(NONE);
    expect(await stand.store.payments.find(TENANT, payment.reference)).toMatchObject({ status: 'unknown' });
  });

  it('a payment is not waited for once two persons have said that it was made and the order is', async () => {
    const { opened, quote, payment } = await unclear();
    await stand.activities.apply({ ...applied(opened, quote), payment: resolved(payment, 'paid') });
    expect(await unknown()).toEqual(NONE);
  });

  it('a payment is not waited for once two persons have said that its customer has the money', async () => {
    const { opened, quote, payment } = await unclear();
    const input = { ...placed(opened, quote), payment: resolved(payment, 'paid'), grantId: 'grant_1' };
    await stand.activities.bookGivenBack(input);
    expect(await unknown()).toEqual(NONE);
  });

  it('a payment is not waited for once a person was asked to look at it', async () => {
    const { payment } = await unclear();
    await stand.activities.giveUpReview({ tenantId: TENANT, reference: payment.reference });
    expect(await unknown()).toEqual(NONE);
  });

  it('a payment is not hidden by those that were decided before it', async () => {
    const first = await unclear();
    await stand.activities.release(releaseOf(first.opened, true));
    stand.at(60);
    const { opened } = await unclear();
    expect((await unknown()).oldestAt).toEqual(new Date('2026-03-12T12:01:00.000Z'));
    await stand.activities.release(releaseOf(opened, true));
  });
});
