import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { browserOnThisMachine, NO_BROWSER } from '../../dev/browser';
import { ApiClient } from '../../dev/stack/api-client';
import { newSecrets } from '../../dev/stack/local-secrets';
import { putSampleData } from '../../dev/stack/sample-data';
import { placeSampleOrders, putSampleShop, SHOP } from '../../dev/stack/sample-shop';
import { startStack } from '../../dev/stack/stack';
import { buildPages } from '../../dev/web/build';
import { FIRST_VISIT_LIMITS, firstVisitOf } from '../../dev/web/sizes';
import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median } from '../report/statistics';
import { measureDesk } from '../web/desk';
import { interactionsOf } from '../web/interactions';
import { quotesOnScreen } from '../web/quote';
import { type PageVisit, visitsOf } from '../web/visits';

const USABLE_WITHIN = 1_000;
const SHIFTS_AT_MOST = 0.05;
const KILO = 1_000;

/** What somebody waits for who opens the billing centre for the first time, and for a price while they type. */
export async function measureWeb({ rounds }: BenchOptions): Promise<PartReport[]> {
  const executablePath = browserOnThisMachine();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  await buildPages();
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-bench-'));
  const stack = await startStack({ secrets: newSecrets(), dataDir });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const service = new ApiClient(stack.url, stack.keys.service);
    await putSampleData(service);
    await putSampleShop(service);
    await placeSampleOrders(service, new ApiClient(stack.url, stack.keys.support_agent));
    const { url } = stack;
    const home = {
      url,
      path: `/billing?account=${SHOP.account}`,
      thereIs: (page: Page) => page.getByRole('button', { name: /^Options/ }),
    };
    const checkout = {
      url,
      path: await orderAtCheckout(service),
      thereIs: (page: Page) => page.getByRole('button', { name: /^Passer la commande/ }),
    };
    return [
      await firstVisits(await visitsOf(browser, home, rounds)),
      checkoutVisits(await visitsOf(browser, checkout, rounds)),
      await quotesOnScreen(browser, url, rounds),
      await interactionsOf(browser, { url, checkout: checkout.path }, rounds),
      ...(await measureDesk(browser, stack, rounds)),
    ];
  } finally {
    await browser.close();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** An order whose customer has everything to check before they place it. @returns its page */
async function orderAtCheckout(api: ApiClient): Promise<string> {
  const send = async (path: string, body: object, idempotencyKey: string): Promise<{ changeId: string }> => {
    const options = { onBehalfOf: SHOP.contact, idempotencyKey, wait: 30 };
    const { status, body: order } = await api.post<{ changeId: string }>(path, body, options);
    if (status >= 300) throw new Error(`${path} was answered ${status}: ${JSON.stringify(order)}`);
    return order;
  };
  const { changeId } = await send('/v1/changes', { subscriptionId: SHOP.webinar, seats: 20 }, 'bench_checkout');
  await send(`/v1/changes/${changeId}/events`, { type: 'CHECKOUT' }, 'bench_checkout_go');
  return `/billing/orders/${changeId}?account=${SHOP.account}`;
}

async function firstVisits(visits: PageVisit[]): Promise<PartReport> {
  const { script, style } = await firstVisitOf('billing');
  const usable = median(visits.map((one) => one.usable));
  const shift = median(visits.map((one) => one.shift));
  return {
    title: 'The billing centre on a first visit',
    ...listed(visits),
    notes: [
      'A browser without any of our files opens the subscriptions of an account that has five, on the embedded stack of this machine; ' +
        'script and style are those of that visit, gzipped.',
    ],
    verdicts: [
      atMost('script of a first visit', FIRST_VISIT_LIMITS.billing.script / KILO, script / KILO, ' kB'),
      atMost('style of a first visit', FIRST_VISIT_LIMITS.billing.style / KILO, style / KILO, ' kB'),
      atMost('subscriptions usable, median', USABLE_WITHIN, usable, ' ms', `${usable.toFixed(0)} ms`),
      atMost('layout shift, median', SHIFTS_AT_MOST, shift, '', shift.toFixed(3)),
    ],
  };
}

function checkoutVisits(visits: PageVisit[]): PartReport {
  const usable = median(visits.map((one) => one.usable));
  const shift = median(visits.map((one) => one.shift));
  return {
    title: 'The checkout on a first visit',
    ...listed(visits),
    notes: ['A browser without any of our files opens an order that is to be checked, until it can be placed.'],
    verdicts: [
      atMost('checkout usable, median', USABLE_WITHIN, usable, ' ms', `${usable.toFixed(0)} ms`),
      atMost('layout shift of checkout, median', SHIFTS_AT_MOST, shift, '', shift.toFixed(3)),
    ],
  };
}

const listed = (visits: readonly PageVisit[]): Pick<PartReport, 'columns' | 'rows'> => ({
  columns: ['visit', 'usable after ms', 'layout shift'],
  rows: visits.map((one, place) => [String(place + 1), one.usable.toFixed(0), one.shift.toFixed(3)]),
});
