import { randomUUID } from 'node:crypto';
import { startPaymentSandbox } from '../../../dev/sandboxes/payment/server';
import type { EngineServer } from '../../../dev/sandboxes/payment-engine/engine';
import { startStripeSandbox } from '../../../dev/sandboxes/stripe/server';
import { CardDataRefused } from '../../../gateways/payment/card-data';
import type { PaymentGateway } from '../../../gateways/payment/port';
import { sandboxGateway } from '../../../gateways/payment/sandbox/gateway';
import { sandboxSetupPages } from '../../../gateways/payment/sandbox/setup-pages';
import type { OpenPage, SetupPageRequest, SetupPages } from '../../../gateways/payment/setup-port';
import { stripeGateway } from '../../../gateways/payment/stripe/gateway';
import { stripeSetupPages } from '../../../gateways/payment/stripe/setup-pages';
import { browsed } from '../../support/payment-page';
import { calm } from './sandbox/stand';
import { testCardNumber } from './sandbox/test-numbers';

/** A gateway with the two ports that we have to it. */
interface Stand {
  pages: SetupPages;
  gateway: PaymentGateway;
  server: Pick<EngineServer, 'script' | 'close' | 'engine'>;
  /** Milliseconds that its clock is ahead. */
  ahead: { by: number };
}

const RETURN_URL = 'https://shop.example/orders/chg_1?paymentSetup=pst_1';

async function sandboxStand(): Promise<Stand> {
  const ahead = { by: 0 };
  const server = await startPaymentSandbox({ now: () => Date.now() + ahead.by });
  const reached = { baseUrl: server.url, timeoutMilliseconds: 2_000 };
  return { pages: sandboxSetupPages(reached), gateway: sandboxGateway(reached), server, ahead };
}

async function stripeStand(): Promise<Stand> {
  const ahead = { by: 0 };
  const server = await startStripeSandbox({ now: () => Date.now() + ahead.by });
  const reached = { baseUrl: server.url, apiKey: server.apiKey, timeoutMilliseconds: 2_000 };
  const gateway = stripeGateway({ ...reached, returnUrl: 'https://shop.example/orders' });
  return { pages: stripeSetupPages(reached), gateway, server, ahead };
}

const asking = (more: Partial<SetupPageRequest> = {}): SetupPageRequest => ({
  reference: `t:chg_1:setup-page:${randomUUID()}`,
  customer: 'acme:acc_1',
  returnUrl: RETURN_URL,
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  locale: 'en',
  currency: 'EUR',
  ...more,
});

async function opened({ pages }: Stand, request: SetupPageRequest): Promise<OpenPage> {
  const page = await pages.openPage(request, calm());
  if (page.status !== 'open') throw new Error(page.reason);
  return page;
}

const save = (number: string) => ({ act: 'save', number });
const IBAN = 'FR14 2004 1010 0505 0001 3M02 606';

describe.each([
  ['the sandbox gateway', sandboxStand],
  ['Stripe', stripeStand],
])('the setup page of %s', (name, start) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await start();
  });
  afterAll(() => stand.server.close());
  afterEach(() => {
    stand.ahead.by = 0;
  });

  it.each([
    ['4242 4242 4242 4242', 'card', 'succeeded'],
    ['4000-0027-6000-3184', 'card', 'requires_action'],
    ['4000000000000341', 'card', 'declined'],
    [IBAN, 'bank_debit', 'pending'],
  ])('the details of %s are a saved %s of this customer whose charge is %s', async (number, kind, status) => {
    const request = asking();
    const { url, gatewayReference } = await opened(stand, request);
    const read = () => stand.pages.readPage({ reference: request.reference, gatewayReference }, calm());
    expect(await read()).toMatchObject({ status: 'open', url });
    expect(await browsed(url, save(number))).toMatchObject({ status: 303, location: RETURN_URL });
    const state = await read();
    if (state.status !== 'completed') throw new Error(state.status);
    expect(state.method.kind).toBe(kind);
    const charge = { amount: 1_250, currency: 'EUR', method: state.method.token, returnUrl: RETURN_URL };
    const { customer } = request;
    const charged = await stand.gateway.charge({ ...charge, customer, reference: `chg:${randomUUID()}:1` }, calm());
    expect(charged).toMatchObject({ status });
    const foreign = { ...charge, customer: 'acme:acc_2', reference: `chg:${randomUUID()}:1` };
    expect(await stand.gateway.charge(foreign, calm())).toMatchObject({ code: 'unknown_payment_method' });
  });

  it('the same reference opens one page, also when the first answer was lost', async () => {
    const request = asking();
    await stand.server.script({ fault: 'drop_after_commit', operation: 'setup_page' });
    expect(await stand.pages.openPage(request, calm())).toEqual({ status: 'unknown', reason: 'connection_lost' });
    const { gatewayReference } = await opened(stand, request);
    expect(await opened(stand, request)).toMatchObject({ gatewayReference });
    expect(
      stand.server.engine.book.pages.all().filter(({ reference }) => reference === request.reference),
    ).toHaveLength(1);
  });

  it('a page speaks the language of its customer, and asks for an account to debit only in euros', async () => {
    const french = await browsed((await opened(stand, asking({ locale: 'fr' }))).url);
    expect(french.text).toContain('<html lang="fr">');
    expect(french.text).toContain('prélèvement\u00a0: IBAN');
    const dollars = (await opened(stand, asking({ currency: 'USD' }))).url;
    expect((await browsed(dollars)).text).not.toContain('IBAN');
    expect((await browsed(dollars, save(IBAN))).status).toBe(422);
    expect(french.text).not.toContain('<script');
  });

  it.each([
    ['4000 0000 0000 0002', /was declined/],
    ['4000 0000 0000 0069', /has expired/],
    ['1234', /none of the numbers/],
  ])('a page refuses %s in words, keeps nothing of it, and takes another one', async (number, words) => {
    const request = asking();
    const { url, gatewayReference } = await opened(stand, request);
    const refused = await browsed(url, save(number));
    expect(refused).toMatchObject({ status: 422, text: expect.stringMatching(words) });
    const form = refused.text.slice(0, refused.text.indexOf('<details'));
    expect(form).not.toContain(number);
    expect(JSON.stringify([...stand.server.engine.book.pages.all()])).not.toContain(number);
    await browsed(url, save('4242424242424242'));
    const page = { reference: request.reference, gatewayReference };
    expect(await stand.pages.readPage(page, calm())).toMatchObject({ status: 'completed' });
  });

  it('whoever turns back is sent back, and a page that has expired takes nothing', async () => {
    const request = asking();
    const { url, gatewayReference } = await opened(stand, request);
    const read = () => stand.pages.readPage({ reference: request.reference, gatewayReference }, calm());
    expect(await browsed(url, { act: 'cancel' })).toMatchObject({ status: 303, location: RETURN_URL });
    // Stripe is not told of it: its page is good until it expires.
    expect((await read()).status).toBe(name === 'Stripe' ? 'open' : 'cancelled');
    const late = asking();
    const other = await opened(stand, late);
    stand.ahead.by = 2 * 3_600_000;
    expect(await browsed(other.url, save('4242424242424242'))).toMatchObject({ status: 410 });
    const { gatewayReference: id } = other;
    expect(await stand.pages.readPage({ reference: late.reference, gatewayReference: id }, calm())).toEqual({
      status: 'expired',
    });
  });

  it('a page is not taken for another one, silence not for an answer, and a card number is never sent', async () => {
    const { gatewayReference } = await opened(stand, asking());
    const mistaken = { reference: `t:chg_2:setup-page:${randomUUID()}`, gatewayReference };
    expect((await stand.pages.readPage(mistaken, calm())).status).toBe('unknown');
    await stand.server.script({ fault: 'garbage', kind: 'html', operation: 'lookup' });
    expect((await stand.pages.readPage(mistaken, calm())).status).toBe('unknown');
    const planted = asking({ customer: `acme:${testCardNumber()}` });
    await expect(stand.pages.openPage(planted, calm())).rejects.toThrow(CardDataRefused);
  });
});
