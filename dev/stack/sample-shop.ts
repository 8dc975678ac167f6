import { Temporal as civil } from 'temporal-polyfill';
import { present } from '../../billing/present';
import type { ApiClient } from './api-client';
import { bring, PEOPLE, tier } from './sample-data';

/** A customer as rich as a real one, for the pages: subscriptions of every standing, colleagues, orders and their receipts. */

export const SHOP = {
  account: 'acc_nord',
  name: 'Atelier Nord',
  contact: PEOPLE.claire,
  seatAdmin: 'sam',
  /** Bought, and its new seats wait for people. */
  webinar: 'sub_nord_webinar',
  /** With an order that waits for its customer. */
  meeting: 'sub_nord_meeting',
  /** With a change that is agreed for the end of the period. */
  training: 'sub_nord_training',
  rooms: 'sub_nord_rooms',
  trial: 'sub_nord_trial',
} as const;

const COLLEAGUES: readonly (readonly [id: string, name: string])[] = [
  ['alice', 'Alice Moreau'],
  ['bastien', 'Bastien Roux'],
  ['camille', 'Camille Lefèvre'],
  ['david', 'David N’Diaye'],
  ['elodie', 'Élodie Garnier'],
  ['farid', 'Farid Benali'],
  ['gaelle', 'Gaëlle Le Goff'],
  ['hugo', 'Hugo Fontaine'],
  ['ines', 'Inês Carvalho'],
  ['julien', 'Julien Mercier'],
  ['karim', 'Karim Haddad'],
  ['louise', 'Louise Dubois-Delacroix'],
];
const SEATED = COLLEAGUES.slice(0, 7).map(([id]) => id);

const PRODUCTS = {
  meeting: 'Meeting',
  training: 'Training',
  rooms: 'Rooms',
} as const;

interface ShopSubscription {
  product: keyof typeof PRODUCTS | 'webinar';
  tierId: string;
  seats: number;
  frequency: 'month' | 'quarter' | 'year';
  billed: string;
  status?: 'active' | 'trial' | 'paused';
  /** Days until something of its standing happens. */
  endsIn?: number;
  resumesIn?: number;
}

const SUBSCRIPTIONS: Readonly<Record<string, ShopSubscription>> = {
  [SHOP.webinar]: { product: 'webinar', tierId: 'professional', seats: 8, frequency: 'month', billed: '440.00' },
  [SHOP.meeting]: { product: 'meeting', tierId: 'premium', seats: 25, frequency: 'year', billed: '22500.00' },
  [SHOP.training]: { product: 'training', tierId: 'professional', seats: 6, frequency: 'quarter', billed: '954.00' },
  [SHOP.rooms]: {
    ...{ product: 'rooms', tierId: 'starter', seats: 3, frequency: 'month', billed: '87.00', status: 'paused' },
    resumesIn: 45,
  },
  [SHOP.trial]: { product: 'rooms', tierId: 'premium', seats: 2, frequency: 'month', billed: '0.00', status: 'trial' },
};

const PERIODS = { month: { months: 1 }, quarter: { months: 3 }, year: { years: 1 } } as const;

/** The facts of the account, without payment details: where these are absent they are asked for. */
export const SHOP_ACCOUNT = {
  ...{ kind: 'standard', currency: 'EUR', timeZone: 'Europe/Paris', locale: 'fr', country: 'FR', pastDue: false },
  ...{ companyName: SHOP.name, billingContactIds: [SHOP.contact], seatAdminIds: [SHOP.seatAdmin] },
} as const;

/** Brings the customer in, as systems of record do. What is there already stays. */
export async function putSampleShop(api: ApiClient): Promise<void> {
  for (const [product, name] of Object.entries(PRODUCTS)) {
    const tiers = [
      tier('starter', 'Starter', 1),
      tier('professional', 'Professional', 2),
      tier('premium', 'Premium', 3),
    ];
    await bring(api, `/v1/catalog/${product}`, { name, tiers, version: 1 });
  }
  await bring(api, `/v1/accounts/${SHOP.account}`, { ...SHOP_ACCOUNT, paymentMethod: 'pm_ok', version: 1 });
  const known = { locale: 'fr', accountIds: [SHOP.account], asOf: '2026-01-01T00:00:00Z' };
  for (const [id, name] of [...COLLEAGUES, [SHOP.seatAdmin, 'Sam Petit'] as const]) {
    await bring(api, `/v1/people/${id}`, { ...known, name, mailAddress: `${id}@atelier-nord.example` });
  }
  const today = civil.Now.plainDateISO('Europe/Paris');
  for (const [id, subscription] of Object.entries(SUBSCRIPTIONS)) {
    await bring(api, `/v1/subscriptions/${id}`, subscriptionBody(id, subscription, today));
  }
  for (const userId of SEATED) {
    await api.request('PUT', `/v1/subscriptions/${SHOP.webinar}/seats/${userId}`, undefined, AS_CONTACT);
  }
}

const AS_CONTACT = { onBehalfOf: SHOP.contact };

function subscriptionBody(subscriptionId: string, facts: ShopSubscription, today: civil.PlainDate) {
  const { product, tierId, seats, frequency, billed, status = 'active', resumesIn } = facts;
  const start = today.subtract({ days: 10 });
  const period = { start: start.toString(), end: start.add(PERIODS[frequency]).toString() };
  const line = {
    lineId: `${subscriptionId}_1`,
    period,
    amount: billed,
    credited: '0.00',
    paid: true,
    vatPercent: '20',
  };
  return present({
    ...{ accountId: SHOP.account, productId: product, tierId, seats, frequency, status, currency: 'EUR', period },
    resumesOn: resumesIn === undefined ? undefined : today.add({ days: resumesIn }).toString(),
    ...{ anchorDay: start.day, billedLines: status === 'active' ? [line] : [], version: 1 },
  });
}

interface Order {
  changeId: string;
  state: string;
  quote: { hash: string } | null;
}

/**
 * Places orders as the customer would, unless there are any: two that took effect, one agreed with support, a cancelled one, and
 * one that is open.
 */
export async function placeSampleOrders(api: ApiClient, agent: ApiClient): Promise<void> {
  const { body } = await api.get<{ items: unknown[] }>(`/v1/changes?accountId=${SHOP.account}&limit=1`, AS_CONTACT);
  if (body.items.length > 0) return;
  await buy(api, 'webinar_seats', { subscriptionId: SHOP.webinar, seats: 12 });
  await buy(api, 'meeting_seats', { subscriptionId: SHOP.meeting, seats: 30 });
  const wish = await start(api, 'training_lower', { subscriptionId: SHOP.training, tierId: 'starter' });
  await accept(agent, wish);
  await place(api, 'training_lower', wish);
  const unwanted = await start(api, 'meeting_unwanted', { subscriptionId: SHOP.meeting, frequency: 'month' });
  await send(api, 'meeting_unwanted', unwanted, { type: 'CANCEL' });
  await start(api, 'meeting_open', { subscriptionId: SHOP.meeting, seats: 40 });
}

async function buy(api: ApiClient, name: string, change: object): Promise<void> {
  await place(api, name, await start(api, name, change));
}

async function place(api: ApiClient, name: string, order: Order): Promise<void> {
  const checkedOut = await send(api, name, order, { type: 'CHECKOUT' });
  await send(api, name, checkedOut, { type: 'PLACE_ORDER', quoteHash: checkedOut.quote?.hash });
}

/** A lower tier is not sold online: support agrees to it for the end of the period. */
async function accept(agent: ApiClient, { changeId }: Order): Promise<void> {
  const path = `/v1/changes/${changeId}`;
  const { headers } = await agent.get(path);
  const why = { reasonCode: 'agreed_with_customer', reason: 'Fewer features are enough for now' };
  const body = { type: 'ACCEPT_HANDOVER', effective: 'period_end', ...why };
  const { status, body: answer } = await agent.post(`${path}/events`, body, {
    ifMatch: headers.get('etag') ?? '',
    wait: 30,
  });
  if (status >= 300) throw new Error(`${path} was not accepted, ${status}: ${JSON.stringify(answer)}`);
}

const start = (api: ApiClient, name: string, change: object): Promise<Order> =>
  asked(api, '/v1/changes', `sample_${name}`, change);

const send = (
  api: ApiClient,
  name: string,
  { changeId }: Order,
  event: { type: string; quoteHash?: string | undefined },
) => asked(api, `/v1/changes/${changeId}/events`, `sample_${name}_${event.type}`, event);

/** @throws Error when it was refused */
async function asked(api: ApiClient, path: string, idempotencyKey: string, body: object): Promise<Order> {
  const { status, body: answer } = await api.post<Order>(path, body, { ...AS_CONTACT, idempotencyKey, wait: 30 });
  if (status >= 300) throw new Error(`${path} was answered ${status}: ${JSON.stringify(answer)}`);
  return answer;
}
