import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser } from '../support/browser';
import { outcomesTold, steerBulk } from '../support/bulk-page';
import { chooseReason } from '../support/desk-acts';
import { type DeskStand, openDesk, startDeskStand } from '../support/desk-stand';
import { TENANT } from '../support/flow-stand';
import { isRead } from '../support/pages';
import { stuckOrders } from '../support/stuck-orders';
import { PATIENCE, until } from '../support/within';

/** An outage has stopped five hundred orders in two steps: a lead retries all of them at once, and is told the truth all the way. */

const [UNPRICED, UNRESERVED] = [400, 100];
const ALL = UNPRICED + UNRESERVED;
/** Of a list so many are asked what they would do. */
const ASKED = 200;
/** Customers who give up while the second person is waited for. */
const GIVEN_UP = 5;
const FASTEST = '3000';

let browser: TestBrowser;
let desk: DeskStand;

beforeAll(async () => {
  [browser, desk] = await Promise.all([startBrowser(), startDeskStand()]);
});
afterAll(async () => {
  await browser.close();
  await desk.shop.stand.stop();
});

type Outcomes = Record<string, number>;

const counted = (names: readonly string[]): Outcomes => {
  const counts: Outcomes = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
const sum = (outcomes: Outcomes): number => Object.values(outcomes).reduce((all, count) => all + count, 0);
const waiting = (outcomes: Outcomes): number => outcomes['not worked on yet'] ?? 0;

/** What the store knows of each order of a bulk, in the words of the page: where it was, what it answered, and where it is by now. */
async function inTheStore(bulkId: string): Promise<Map<string, string>> {
  const { bulks, orders } = desk.shop.stand.store;
  const name = { tenantId: TENANT, bulkId };
  const listed = (await bulks.find(name, { from: 0, count: ALL }))?.orders ?? [];
  const changeIds = listed.map(({ changeId }) => changeId);
  const results = new Map((await bulks.results(name, changeIds)).map((item) => [item.changeId, item.status]));
  const docs = new Map((await orders.listNamed({ tenantId: TENANT, changeIds })).map((doc) => [doc.changeId, doc]));
  return new Map(
    listed.map(({ changeId, state }) => {
      const result = results.get(changeId);
      if (result === undefined) return [changeId, 'not worked on yet'];
      if (result === 'skipped') return [changeId, 'left alone'];
      const doc = docs.get(changeId);
      if (doc?.waits === 'stuck') return [changeId, 'stuck again'];
      return [changeId, doc?.view.state === state ? 'took it and stayed' : 'left the state'];
    }),
  );
}

/** What the list says of each order, by its number. */
async function rowsOf(page: Page): Promise<Map<string, string>> {
  const rows = await page.evaluate<[string, string][]>(
    `[...document.querySelectorAll('.bulk-orders .desk-row')].map((row) =>
      [row.querySelector('.row-title a').textContent, row.querySelector('.row-side').textContent.trim()])`,
  );
  return new Map(rows);
}

/** The tags of the list say the outcomes as names. */
const TAGS: Readonly<Record<string, string>> = {
  'left the state': 'Left the state',
  'stuck again': 'Stuck again',
  'left alone': 'Left alone',
};

it('five hundred stuck orders are retried by one act, which tells every outcome before, during, after a reload and in the end as the store has it', async () => {
  const { store } = desk.shop.stand;
  const unpriced = await stuckOrders(desk, 'quote', UNPRICED);
  await stuckOrders(desk, 'reserve', UNRESERVED);

  const { page, context, complaints } = await openDesk(browser, desk, { person: 'lea' });
  const cause = page.locator('.cause').getByRole('link', { name: /^Retry/ });
  await cause.waitFor();
  expect(await cause.textContent()).toBe(`Retry all ${ALL}…`);
  await cause.click();
  await page.getByRole('heading', { name: `Retry: ${ALL} orders` }).waitFor();

  const foreseen = page.getByRole('region', { name: 'What it would come to' });
  await foreseen.getByText(`The first ${ASKED} of ${ALL} orders were asked`).waitFor();
  const first = await store.orders.listStandings(
    { tenantId: TENANT, filters: { code: 'StoreUnavailable' }, sorting: 'updated' },
    ASKED,
  );
  const byStep = Object.values(counted(first.map(({ state }) => state)));
  const told = await foreseen.locator('.foreseen-count').allTextContents();
  expect(told.map(Number).sort()).toEqual(byStep.sort());
  expect(told).toHaveLength(2);

  await page.getByRole('textbox', { name: /^Pace/ }).fill(FASTEST);
  const form = page.getByRole('region', { name: 'Why, and how fast' });
  await chooseReason(form, 'The outage is over', `Retry: ask for ${ALL} orders`);
  await page.waitForURL(/\/desk\/bulk\/[^?]+$/);
  await page.getByText('You asked for it, so another support lead approves it.').waitFor();
  expect(await outcomesTold(page)).toEqual({ 'not worked on yet': ALL });
  for (const { changeId, buyer } of unpriced.slice(0, GIVEN_UP)) await buyer.send(changeId, { type: 'CANCEL' });

  const { pathname } = new URL(page.url());
  const bulkId = decodeURIComponent(pathname.split('/').at(-1) ?? '');
  const louis = await openDesk(browser, desk, { person: 'louis', path: pathname });
  await steerBulk(louis.page, 'Approve', 'The checks are done');
  await louis.page.getByText('It is approved and being worked on.').waitFor();
  await louis.context.close();

  const seen: Outcomes[] = [];
  const isWorkedOn = (least: number) => async (): Promise<boolean> => {
    const now = await outcomesTold(page);
    seen.push(now);
    return ALL - waiting(now) >= least;
  };
  await until(PATIENCE, 'a fifth to be worked on', isWorkedOn(ALL / 5));
  await page.reload();
  await isRead(page);
  await until(PATIENCE, 'half of them to be worked on', isWorkedOn(ALL / 2));
  expect(waiting(seen.at(-1) ?? {})).toBeGreaterThan(0);
  // The cause is back, so that what cannot be priced is retried in vain.
  desk.failing.add('quote');
  await until(PATIENCE, 'all to be worked on', isWorkedOn(ALL));
  await page.getByText('Worked through').waitFor();
  await until(PATIENCE, 'every outcome to be known', async () => (await outcomesTold(page))['under way'] === undefined);
  expect(seen.filter((outcomes) => sum(outcomes) !== ALL)).toEqual([]);
  const left = seen.map(waiting);
  expect(left).toEqual(left.toSorted((one, other) => other - one));

  const known = await inTheStore(bulkId);
  const ended = await outcomesTold(page);
  expect(ended).toEqual(counted([...known.values()]));
  expect(Object.keys(ended).sort()).toEqual(['left alone', 'left the state', 'stuck again']);
  expect(ended['left alone']).toBe(GIVEN_UP);
  await page
    .getByRole('heading', { name: `${ended['left the state']} of ${ALL} orders left the state they were in` })
    .waitFor();

  const isWrongOnly = page.getByText('Only those that were not healed');
  await isWrongOnly.click();
  const stuckAgain = [...known].filter(([, outcome]) => outcome === 'stuck again').map(([changeId]) => changeId);
  await until(
    PATIENCE,
    'all that went wrong to be listed',
    async () => (await rowsOf(page)).size === stuckAgain.length,
  );
  expect([...(await rowsOf(page)).keys()].sort()).toEqual(stuckAgain.sort());
  await isWrongOnly.click();
  await until(PATIENCE, 'all orders to be listed', async () => (await rowsOf(page)).size === ALL);
  expect(await rowsOf(page)).toEqual(new Map([...known].map(([changeId, outcome]) => [changeId, TAGS[outcome]])));

  await page.goto(`${desk.shop.stand.url}/desk`);
  await page.getByRole('link', { name: `Retry all ${stuckAgain.length}…` }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();

  const agnes = await openDesk(browser, desk, { path: '/desk/bulk' });
  await agnes.page.getByText(`${ALL} of ${ALL} worked on`).waitFor();
  await agnes.page.getByRole('link', { name: `Retry: ${ALL} orders` }).click();
  await agnes.page.locator('.outcome-bar').waitFor();
  expect(await outcomesTold(agnes.page)).toEqual(ended);
  await agnes.context.close();
  desk.failing.clear();
}, 300_000);
