import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { writtenAmount } from '../../billing/explanation/writing';
import type { Locale } from '../../billing/facts/types';
import { exponentOf } from '../../billing/money/currency';
import type { Money } from '../../billing/money/types';
import { present } from '../../billing/present';
import { type TrafficLimits, USUAL_LIMITS } from '../../server/traffic/guard';
import type { Schemas } from '../../web/shared/api/api-types';
import { ACCOUNT, PRODUCT, SUBSCRIPTION } from '../server/facts/facts';
import { request, type ServerStand } from '../server/stand';
import { startPagesStand } from './pages';

/** A stand with subscriptions that Claire may change, in the middle of their billing period. */

const TODAY = '2026-11-20T10:00:00Z';
const START = '/billing/subscriptions';

export const CHANGE = `${START}/sub_1/change`;
export const CHANGE_PAST_DUE = `${START}/sub_2/change`;
export const CHANGE_OF_A_STRANGER = `${START}/sub_3/change`;

const price = (frequency: string, unitPrice: string) => ({
  frequency,
  currency: 'EUR',
  bands: [{ fromSeats: 1, unitPrice }],
  validFrom: '2020-01-01',
});

const tier = (tierId: string, name: string, rank: number, month: string, year: string) => ({
  ...PRODUCT.tiers[0],
  ...{ tierId, name, rank, prices: [price('month', month), price('year', year)] },
});

const TIERS = [
  tier('standard', 'Standard', 0, '35.00', '350.00'),
  tier('professional', 'Professional', 1, '55.00', '550.00'),
  tier('premium', 'Premium', 2, '82.00', '820.00'),
];

export interface ChangeStand extends ServerStand {
  /** Of its traffic; the API looks at them with each request. */
  limits: TrafficLimits;
  /** What the API answers Claire about her subscription. */
  quoteOf(wish: object): Promise<Schemas['Preview']['quote']>;
  /** The order that a page has led to, which is cancelled so that there may be another one. */
  cancelled(page: Page): Promise<unknown>;
}

export async function startChangeStand(): Promise<ChangeStand> {
  const limits = { ...USUAL_LIMITS };
  const stand = await startPagesStand({ worker: {}, app: { now: () => new Date(TODAY), limits } });
  const key = await stand.key('service');
  const put = async (path: string, body: unknown, headers = {}): Promise<void> => {
    const { status, body: answer } = await request(stand, 'PUT', path, { key, body, headers });
    if (status >= 300) throw new Error(`PUT ${path} answered ${status}: ${JSON.stringify(answer)}`);
  };
  const mine = { ...ACCOUNT, billingContactIds: ['claire'] };
  await put('/v1/catalog/meeting', { ...PRODUCT, tiers: TIERS });
  await put('/v1/accounts/acc_1', mine);
  await put('/v1/accounts/acc_2', { ...mine, pastDue: true, openInvoicesUrl: 'https://pay.example/acc_2' });
  await put('/v1/accounts/acc_3', ACCOUNT);
  for (const number of [1, 2, 3]) {
    await put(`/v1/subscriptions/sub_${number}`, { ...SUBSCRIPTION, accountId: `acc_${number}` });
  }
  for (const user of ['u_1', 'u_2', 'u_3']) {
    await put(`/v1/subscriptions/sub_1/seats/${user}`, undefined, { 'avenant-on-behalf-of': 'claire' });
  }
  const contact = await stand.key('billing_contact', { userId: 'claire' });
  const asClaire = (method: string, path: string, body?: object, headers = {}) =>
    request(stand, method, path, {
      key: contact,
      ...present({ body }),
      headers: { 'accept-language': 'en', ...headers },
    });
  return {
    ...stand,
    limits,
    quoteOf: async (wish) => (await asClaire('POST', '/v1/quotes', { subscriptionId: 'sub_1', ...wish })).body.quote,
    async cancelled(page) {
      await page.waitForURL('**/billing/orders/*');
      const path = `/v1/changes/${new URL(page.url()).pathname.split('/').at(-1)}`;
      const order = await asClaire('GET', path);
      const binding = { 'idempotency-key': path, 'if-match': `"${order.body.sequence}"` };
      await asClaire('POST', `${path}/events`, { type: 'CANCEL' }, binding);
      return order.body;
    },
  };
}

export const seatsIn = (page: Page) => page.getByRole('textbox', { name: /Number of seats|Nombre de postes/ });

/** A browser tells every refusal of a request as an error of its own. */
export const ownComplaints = (complaints: readonly string[]): string[] =>
  complaints.filter((complaint) => !complaint.startsWith('Failed to load resource'));

/** As a page writes it. */
export const moneyText = ({ amount, currency }: Money, locale: Locale): string =>
  writtenAmount(locale, currency, amount, exponentOf(currency));

/** An address that says this and nothing else. */
export const saying =
  (said: Record<string, string>) =>
  ({ searchParams }: URL): boolean =>
    isDeepStrictEqual(Object.fromEntries(searchParams), said);

/** Opens everything that is folded. */
export async function unfold(page: Page): Promise<void> {
  const folded = page.locator('.summary button[aria-expanded=false]');
  while ((await folded.count()) > 0) await folded.first().click();
}

/** The large number, once it is no older one. */
export async function totalOn(page: Page): Promise<string> {
  await page.locator('.total .amount.large:not(.old)').waitFor();
  return (await page.locator('.total .amount.large').textContent()) ?? '';
}
