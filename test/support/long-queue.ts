import type { Page } from 'playwright-core';
import { seedOrders } from '../../dev/seed/seed';
import type { ServerStand } from '../server/stand';
import { testBackends } from './backends';
import { startPagesStand } from './pages';

/** A queue of so many orders. */
export const LONG = 10_000;

/** The API with its pages and a queue of ten thousand orders. */
export async function startLongQueue(): Promise<ServerStand> {
  const stand = await startPagesStand();
  await seedOrders({
    ...{ uri: testBackends().mongo, databaseName: stand.databaseName },
    ...{ tenantId: 'acme', count: LONG },
  });
  return stand;
}

/** In the page: what is scrolled. */
export const SCROLLER = "document.querySelector('.queue-scroller')";

/** To the end of what was read, which then is read on. @returns the number of rows that there is room for */
export const toTheEnd = (page: Page): Promise<number> =>
  page.evaluate<number>(`${SCROLLER}.scrollTop = ${SCROLLER}.scrollHeight, ${SCROLLER}.scrollHeight / 32`);

/** Scrolls until all orders have been read. */
export async function readAll(page: Page): Promise<void> {
  while ((await toTheEnd(page)) < LONG) {
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
  }
}
