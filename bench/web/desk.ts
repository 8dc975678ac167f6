import type { Browser, Page } from 'playwright-core';
import { ApiClient } from '../../dev/stack/api-client';
import { SHOP } from '../../dev/stack/sample-shop';
import { FIRST_VISIT_LIMITS, firstVisitOf } from '../../dev/web/sizes';
import { atMost, type PartReport } from '../report/report';
import { median } from '../report/statistics';
import { signedInContext, visitsOf } from './visits';

const USABLE_WITHIN = 1_000;
const SEEN_WITHIN = 1_000;
const KILO = 1_000;
const AGENT = 'agnes';

interface Served {
  url: string;
  keys: { service: string };
}

/** What an agent waits for: the queue and an order on a first visit, and what becomes of an order while they look. */
export async function measureDesk(browser: Browser, { url, keys }: Served, rounds: number): Promise<PartReport[]> {
  const service = new ApiClient(url, keys.service);
  const changeId = await openOrder(service);
  const path = `/desk/orders/${changeId}`;
  const queue = {
    url,
    person: AGENT,
    path: '/desk?open=true&sort=updated',
    thereIs: (page: Page) => page.locator('[data-row]'),
  };
  const order = { url, person: AGENT, path, thereIs: onItsChart };
  const visits = { queue: await visitsOf(browser, queue, rounds), order: await visitsOf(browser, order, rounds) };
  const usable = (of: keyof typeof visits): number => median(visits[of].map((one) => one.usable));
  const { script, style } = await firstVisitOf('desk');
  const most = FIRST_VISIT_LIMITS.desk;
  const seen = await seenAfter(browser, { url, path, changeId, service }, rounds);
  return [
    {
      title: 'The desk on a first visit',
      columns: ['visit', 'queue usable after ms', 'order usable after ms'],
      rows: visits.queue.map((one, place) => [
        String(place + 1),
        one.usable.toFixed(0),
        (visits.order[place]?.usable ?? Number.NaN).toFixed(0),
      ]),
      notes: [
        'A browser without any of our files opens the queue until it has rows, and an order until it is on its chart.',
      ],
      verdicts: [
        atMost('script of a first visit', most.script / KILO, script / KILO, ' kB'),
        atMost('style of a first visit', most.style / KILO, style / KILO, ' kB'),
        atMost('queue usable, median', USABLE_WITHIN, usable('queue'), ' ms', `${usable('queue').toFixed(0)} ms`),
        atMost('order usable, median', USABLE_WITHIN, usable('order'), ' ms', `${usable('order').toFixed(0)} ms`),
      ],
    },
    {
      title: 'From an event of the customer to the page of an agent who looks',
      columns: ['round', 'seen after ms'],
      rows: seen.map((one, place) => [String(place + 1), one.toFixed(0)]),
      notes: ['From sending the event; what the order does with it, and writing it, are in it.'],
      verdicts: [atMost('sent to seen, median', SEEN_WITHIN, median(seen), ' ms', `${median(seen).toFixed(0)} ms`)],
    },
  ];
}

/** Where an order is, on its chart. */
const onItsChart = (page: Page) => page.locator('.statechart .state-box.here');

const AS_CONTACT = { onBehalfOf: SHOP.contact, wait: 30 };

/** The order of the sample shop that its customer has not checked out. */
async function openOrder(service: ApiClient): Promise<string> {
  const path = `/v1/changes?accountId=${SHOP.account}&limit=20`;
  const { body } = await service.get<{ items: { changeId: string; done: boolean; subscriptionIds: string[] }[] }>(
    path,
    AS_CONTACT,
  );
  const first = body.items.find(({ done, subscriptionIds }) => !done && subscriptionIds.includes(SHOP.meeting));
  if (first === undefined) throw new Error('The sample shop has no open order.');
  return first.changeId;
}

interface Watched {
  url: string;
  path: string;
  changeId: string;
  service: ApiClient;
}

/** The customer checks out and goes back, by turns, while an agent looks. */
async function seenAfter(
  browser: Browser,
  { url, path, changeId, service }: Watched,
  rounds: number,
): Promise<number[]> {
  const context = await signedInContext(browser, url, AGENT);
  try {
    const page = await context.newPage();
    await page.goto(`${url}${path}`);
    await onItsChart(page).waitFor();
    const headline = page.getByRole('heading', { level: 1 });
    const seen: number[] = [];
    for (let round = 0; round < rounds * 2; round += 1) {
      const seats = 40 + round;
      const edit = { type: 'EDIT', changes: [{ subscriptionId: SHOP.meeting, seats }] };
      const before = (await headline.textContent()) ?? '';
      const began = performance.now();
      const sent = service.post(
        `/v1/changes/${changeId}/events`,
        round % 2 === 0 ? { type: 'CHECKOUT' } : edit,
        AS_CONTACT,
      );
      await headline.filter({ hasNotText: before }).waitFor();
      seen.push(performance.now() - began);
      const { status, body } = await sent;
      if (status >= 300) throw new Error(`The event was answered ${status}: ${JSON.stringify(body)}`);
    }
    return seen;
  } finally {
    await context.close();
  }
}
