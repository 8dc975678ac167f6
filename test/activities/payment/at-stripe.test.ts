import { Gate } from 'statechart-host/testing';
import { createActivities } from '../../../activities';
import type { Activities } from '../../../activities/contract';
import { UNTIL_ANSWERED } from '../../../activities/shared/attempt';
import type { Quote } from '../../../billing/quotes/types';
import { type StripeSandbox, startStripeSandbox } from '../../../dev/sandboxes/stripe/server';
import { changeSettings } from '../../../dev/stack/change-settings';
import { localFulfilment } from '../../../gateways/fulfilment/local';
import { gatewayCustomer } from '../../../gateways/payment/customer';
import { stripeGateway } from '../../../gateways/payment/stripe/gateway';
import { placed } from '../order/placing-inputs';
import {
  type ActivityStand,
  newId,
  type OpenedAccount,
  openAccount,
  openActivityStand,
  quoted,
  TENANT,
  visitOf,
} from '../stand';

describe('settling a payment at Stripe', () => {
  let stand: ActivityStand;
  let stripe: StripeSandbox;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(async () => {
    stripe = await startStripeSandbox();
  });
  afterEach(() => stripe.close());
  afterAll(() => stand.close());

  const gatewayAt = () =>
    stripeGateway({ baseUrl: stripe.url, apiKey: stripe.apiKey, returnUrl: 'https://shop.example/orders' });

  const activitiesAt = (pauseAt: (point: string) => Promise<void> = async () => {}): Activities =>
    createActivities({
      store: stand.store,
      paymentGateway: gatewayAt(),
      vatRegister: { check: () => Promise.reject(new Error('not asked')) },
      fulfilment: { local: localFulfilment() },
      temporalClient: stand.temporalClient,
      clock: () => new Date('2026-03-12T12:00:00.000Z'),
      log: { info: () => {}, warn: () => {} },
      pauseAt,
    });

  interface Ordered {
    opened: OpenedAccount;
    quote: Quote;
    charge: Parameters<Activities['charge']>[0];
  }

  async function ordered(paymentToken = 'pm_card_visa'): Promise<Ordered> {
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    const kept = await activitiesAt().capturePayment({ ...visitOf(opened), paymentToken });
    if (kept.status !== 'saved') throw new Error(kept.code);
    return { opened, quote, charge: { ...visitOf(opened), quote, paymentMethod: kept.paymentMethod } };
  }

  /** A card that was confirmed when it was saved, and whose bank asks again at each charge. */
  async function confirmedBefore(customer: string): Promise<string> {
    const asked = { reference: newId('setup'), customer, token: 'pm_card_authenticationRequired' };
    const first = await gatewayAt().createSetup(asked, UNTIL_ANSWERED);
    if (first.status === 'requires_action') await stripe.confirm(first.url);
    const setup = await gatewayAt().lookupSetup(asked, UNTIL_ANSWERED);
    if (setup.status !== 'succeeded') throw new Error(setup.status);
    return setup.method.token;
  }

  const stored = ({ opened }: Ordered) => stand.store.payments.find(TENANT, `${TENANT}:${opened.changeId}:charge:1`);
  const intents = () => stripe.intents().map(({ status }) => status);

  /** Runs a charge and kills it at a named point. */
  async function killedAt(point: string, { charge }: Ordered): Promise<void> {
    const gate = new Gate();
    const dying = activitiesAt((name) => (name === point ? gate.pass() : Promise.resolve())).charge(charge);
    await gate.arrived();
    gate.fail(new Error('killed'));
    await expect(dying).rejects.toThrow('killed');
  }

  it('a bank sends a customer back to the page of the order that the settings name, or else to the address of the gateway', async () => {
    const invite = async (billingCentreUrl: string | null): Promise<string> => {
      await changeSettings(stand.store, TENANT, { billingCentreUrl });
      const { opened, charge } = await ordered();
      const paymentMethod = await confirmedBefore(gatewayCustomer(opened.account));
      expect(await activitiesAt().charge({ ...charge, paymentMethod })).toMatchObject({ status: 'requires_action' });
      return opened.changeId;
    };
    const withPages = await invite('https://billing.example');
    await invite(null);
    const addresses = stripe.intents().map(({ next_action: next }) => next?.redirect_to_url?.return_url);
    expect(addresses.sort()).toEqual([`https://billing.example/orders/${withPages}`, 'https://shop.example/orders']);
  });

  it('the id of an intent is stored before the money is asked for', async () => {
    const order = await ordered();
    await killedAt('charge:remembered', order);

    expect(intents()).toEqual(['requires_confirmation']);
    expect(await stored(order)).toMatchObject({ status: 'intended', gatewayReference: expect.stringMatching(/^pi_/) });
  });

  it.each(['charge:intended', 'charge:remembered', 'charge:answered'])(
    'an attempt that dies at %s charges at most once, and a void then leaves no doubt',
    async (point) => {
      const order = await ordered();
      await killedAt(point, order);
      const again = await activitiesAt().charge(order.charge);
      const isPaid = point === 'charge:answered';

      expect(again.status).toBe(isPaid ? 'paid' : 'unknown');
      expect(await activitiesAt().voidPayment(visitOf(order.opened))).toMatchObject({
        status: isPaid ? 'paid' : 'voided',
      });
      expect(intents()).toEqual([isPaid ? 'succeeded' : 'canceled']);
      expect(await stripe.ledger()).toHaveLength(isPaid ? 1 : 0);
    },
  );

  it('an attempt that a void has overtaken confirms nothing', async () => {
    const order = await ordered();
    for (const point of ['charge:intended', 'charge:remembered']) {
      const gate = new Gate();
      const another = { ...order, charge: { ...order.charge, visit: point === 'charge:intended' ? 1 : 2 } };
      const late = activitiesAt((name) => (name === point ? gate.pass() : Promise.resolve())).charge(another.charge);
      await gate.arrived();
      expect(await activitiesAt().voidPayment(another.charge)).toMatchObject({ status: 'voided' });
      gate.open();

      expect(await late).toMatchObject({ status: 'voided' });
    }
    expect(intents()).toEqual(['canceled', 'canceled']);
    expect(await stripe.ledger()).toEqual([]);
  });

  it('a charge whose confirmation was certainly not sent takes the same intent up again', async () => {
    const order = await ordered();
    await stripe.script({ fault: 'error_before_commit', status: 429, code: 'rate_limit', operation: 'charge' });

    expect(await activitiesAt().charge(order.charge)).toMatchObject({ status: 'not_sent' });
    stripe.forgetKeys();
    expect(await activitiesAt().charge(order.charge)).toMatchObject({ status: 'paid' });
    expect(intents()).toEqual(['succeeded']);
    expect(await stripe.ledger()).toHaveLength(1);
  });

  it('a look-up by the intent’s id settles a stored 500', async () => {
    const order = await ordered();
    await stripe.script({ fault: 'error_after_commit', operation: 'charge' });

    expect(await activitiesAt().charge(order.charge)).toMatchObject({ status: 'unknown', code: 'answered_500' });
    expect(
      await activitiesAt().lookUpPayment({ ...visitOf(order.opened), lookUps: 1, linkExtendedUntil: null }),
    ).toMatchObject({
      status: 'paid',
    });
  });

  it('a refund is made once, also when the first answer got lost and the bank takes days', async () => {
    const order = await ordered('pm_card_pendingRefund');
    const { opened, quote } = order;
    await activitiesAt().reserve(placed(opened, quote));
    const payment = await activitiesAt().charge(order.charge);
    await stripe.script({ fault: 'drop_after_commit', operation: 'refund' });
    const undo = () => activitiesAt().compensate({ ...visitOf(opened), quote, payment });

    await expect(undo()).rejects.toMatchObject({ type: 'RefundUnconfirmed' });
    stripe.forgetKeys();
    expect(await undo()).toMatchObject({ status: 'compensated' });
    expect(stripe.shop.engine.book.payments.all().flatMap(({ refunds }) => refunds)).toHaveLength(1);
  });

  it('the charge that a bank’s dispute is about is found by the id of its intent', async () => {
    const order = await ordered();
    const { gatewayReference } = await activitiesAt().charge(order.charge);

    expect(await stand.store.payments.findByGatewayReference(gatewayReference ?? '')).toMatchObject({
      changeId: order.opened.changeId,
    });
  });

  it('an amount that Stripe cannot charge is declined before Stripe is asked', async () => {
    const order = await ordered();
    const krona = { ...order.charge, quote: { ...order.quote, currency: 'ISK', dueToday: '100.50' } };

    expect(await activitiesAt().charge(krona)).toMatchObject({ status: 'declined', code: 'amount_not_chargeable' });
    expect(intents()).toEqual([]);
  });
});
