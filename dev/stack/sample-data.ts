import { Temporal as civil } from 'temporal-polyfill';
import { present } from '../../billing/present';
import type { ApiClient } from './api-client';

/** Accounts, subscriptions, catalogue and carts to try Avenant with. Nothing here is a real customer. */

export const PEOPLE = { claire: 'claire', bernd: 'bernd', kim: 'kim', nobody: 'nobody' } as const;

export const SAMPLE = {
  product: 'webinar',
  atelier: {
    account: 'acc_atelier',
    subscription: 'sub_atelier',
    second: 'sub_atelier_archive',
    contact: PEOPLE.claire,
  },
  berlin: { account: 'acc_berlin', subscription: 'sub_berlin', contact: PEOPLE.bernd },
  corporate: { account: 'acc_corporate', subscription: 'sub_corporate', contact: PEOPLE.kim },
  gatewayDown: { account: 'acc_lyon', subscription: 'sub_lyon', contact: PEOPLE.claire },
  crash: { account: 'acc_lille', subscription: 'sub_lille', contact: PEOPLE.claire },
} as const;

const PRICES: Record<string, Record<'month' | 'quarter' | 'year', string>> = {
  starter: { month: '29.00', quarter: '84.00', year: '290.00' },
  professional: { month: '55.00', quarter: '159.00', year: '550.00' },
  premium: { month: '90.00', quarter: '261.00', year: '900.00' },
};

export const tier = (tierId: string, name: string, rank: number) => ({
  tierId,
  name,
  rank,
  minSeats: 1,
  maxSeats: 500,
  prices: Object.entries(PRICES[tierId] ?? {}).map(([frequency, unitPrice]) => ({
    frequency,
    currency: 'EUR',
    bands: [{ fromSeats: 1, unitPrice }],
    validFrom: '2020-01-01',
  })),
});

/** Where their mail goes; none of it leaves this machine. */
const FACTS_OF_PEOPLE = {
  claire: { name: 'Claire Martin', mailAddress: 'claire@atelier.example', locale: 'fr' },
  bernd: { name: 'Bernd Schäfer', mailAddress: 'bernd@berlin.example', locale: 'en' },
  kim: { name: 'Kim Larsen', mailAddress: 'kim@corporate.example', locale: 'fr' },
} as const;
const KNOWN_SINCE = '2026-01-01T00:00:00Z';

interface Sample {
  companyName?: string;
  account: string;
  subscription: string;
  contact: string;
  tierId: string;
  seats: number;
  frequency: 'month' | 'year';
  billed: string;
  country?: string;
  timeZone?: string;
  locale?: 'fr' | 'en';
  kind?: 'standard' | 'corporate';
  paymentMethod?: string;
}

const PERIODS = { month: { months: 1 }, year: { years: 1 } } as const;

async function putSubscription(api: ApiClient, sample: Sample, today: civil.PlainDate): Promise<void> {
  const start = today.subtract({ days: 10 });
  const period = { start: start.toString(), end: start.add(PERIODS[sample.frequency]).toString() };
  await bring(api, `/v1/subscriptions/${sample.subscription}`, {
    accountId: sample.account,
    productId: SAMPLE.product,
    tierId: sample.tierId,
    seats: sample.seats,
    frequency: sample.frequency,
    status: 'active',
    currency: 'EUR',
    period,
    anchorDay: start.day,
    billedLines: [
      {
        lineId: `${sample.subscription}_1`,
        period,
        amount: sample.billed,
        credited: '0.00',
        paid: true,
        vatPercent: '20',
      },
    ],
    version: 1,
  });
}

async function putAccount(api: ApiClient, sample: Sample): Promise<void> {
  const account = present({
    kind: sample.kind ?? 'standard',
    currency: 'EUR',
    timeZone: sample.timeZone ?? 'Europe/Paris',
    locale: sample.locale ?? 'fr',
    country: sample.country ?? 'FR',
    billingContactIds: [sample.contact],
    seatAdminIds: [],
    pastDue: false,
    companyName: sample.companyName,
    paymentMethod: sample.paymentMethod,
    version: 1,
  });
  await bring(api, `/v1/accounts/${sample.account}`, account);
}

/** Brings a fact in. One that is there already, in whatever version, stays. @throws Error when it was not taken for another reason */
export async function bring(api: ApiClient, path: string, body: object): Promise<void> {
  const { status, body: answer } = await api.request('PUT', path, body, {});
  if (status >= 300 && status !== ALREADY_THERE) {
    throw new Error(`PUT ${path} was answered ${status}: ${JSON.stringify(answer)}`);
  }
}

const ALREADY_THERE = 409;

/**
 * Brings the sample facts in through the API, as a system of record does. Facts of an earlier start stay as the orders
 * since then have left them.
 */
export async function putSampleData(api: ApiClient): Promise<void> {
  const today = civil.Now.plainDateISO('Europe/Paris');
  const professional = { tierId: 'professional', frequency: 'month' as const };
  const { atelier, berlin, corporate, gatewayDown, crash, product } = SAMPLE;
  await bring(api, `/v1/catalog/${product}`, {
    name: 'Webinar',
    tiers: [tier('starter', 'Starter', 1), tier('professional', 'Professional', 2), tier('premium', 'Premium', 3)],
    version: 1,
  });
  const samples: Sample[] = [
    {
      ...professional,
      companyName: 'Atelier Lumière',
      account: atelier.account,
      subscription: atelier.subscription,
      contact: atelier.contact,
      seats: 5,
      billed: '275.00',
    },
    {
      account: berlin.account,
      subscription: berlin.subscription,
      contact: berlin.contact,
      tierId: 'professional',
      frequency: 'year',
      seats: 5,
      billed: '2750.00',
      country: 'DE',
      timeZone: 'Europe/Berlin',
      locale: 'en',
    },
    {
      ...professional,
      account: corporate.account,
      subscription: corporate.subscription,
      contact: corporate.contact,
      seats: 40,
      billed: '2200.00',
      kind: 'corporate',
      paymentMethod: 'pm_ok',
    },
    {
      ...professional,
      companyName: 'Maison Bellecour',
      account: gatewayDown.account,
      subscription: gatewayDown.subscription,
      contact: gatewayDown.contact,
      seats: 2,
      billed: '110.00',
      paymentMethod: 'pm_ok',
    },
    {
      ...professional,
      companyName: 'Studio Wazemmes',
      account: crash.account,
      subscription: crash.subscription,
      contact: crash.contact,
      seats: 2,
      billed: '110.00',
      paymentMethod: 'pm_ok',
    },
  ];
  for (const [personId, facts] of Object.entries(FACTS_OF_PEOPLE)) {
    await bring(api, `/v1/people/${personId}`, { ...facts, asOf: KNOWN_SINCE });
  }
  for (const sample of samples) {
    await putAccount(api, sample);
    await putSubscription(api, sample, today);
  }
  const second: Sample = {
    ...professional,
    account: atelier.account,
    subscription: atelier.second,
    contact: atelier.contact,
    seats: 2,
    tierId: 'premium',
    billed: '180.00',
  };
  await putSubscription(api, second, today);
  await bring(api, `/v1/carts/${atelier.account}`, {
    currency: 'EUR',
    items: [{ itemId: 'training_day', description: 'Training day', amount: '120.00' }],
    version: 1,
  });
}
