import { startBrowser, type TestBrowser } from '../support/browser';
import { openWatchedShop, type WatchedShop } from '../support/order-watch';
import { openAs } from '../support/pages';

/** Two agents at the same order while processes are killed. */

let browser: TestBrowser;
let shop: WatchedShop;

beforeAll(async () => {
  [browser, shop] = await Promise.all([startBrowser(), openWatchedShop()]);
});
afterAll(async () => {
  await browser.close();
  await shop.stop();
});

const opened = (person: string, changeId: string) =>
  openAs(browser, shop.api(), { person, path: `/desk/orders/${changeId}` });

it('two agents see no act done that is not, while workers and the API are killed, and one deed of it in the end', async () => {
  const claire = await shop.buyer();
  const { changeId } = await claire.start({ tierId: 'starter' });
  const [one, other] = await Promise.all([opened('agnes', changeId), opened('lea', changeId)]);
  for (const { page } of [one, other]) await page.getByText('Agreed with the customer').waitFor();
  await shop.killWorker();
  await one.page.getByText('Agreed with the customer').click();
  await one.page.locator('form').getByRole('button', { name: 'Accept the request', exact: true }).click();
  await shop.killApi();
  const lost = (page: typeof one.page) => page.getByText(/No connection since/).first();
  for (const { page } of [one, other]) await lost(page).waitFor();
  expect(await one.page.getByText(/the order has left/).count()).toBe(0);
  await shop.startWorkerAnew();
  await shop.startApiAnew();
  for (const { page } of [one, other]) await lost(page).waitFor({ state: 'detached' });
  // Nobody had answered: it is sent once more under its key, by the page or by whoever reads that it was not.
  const accepts = one.page.locator('form').getByRole('button', { name: 'Accept the request', exact: true });
  const goesOn = ({ page }: typeof one) => page.getByRole('heading', { level: 1, name: /order summary/i });
  await accepts.and(one.page.locator(':enabled')).or(goesOn(one)).first().waitFor();
  if (await accepts.isVisible()) await accepts.click();
  for (const agent of [one, other]) await goesOn(agent).waitFor();
  const { items } = await shop.agent.get<{ items: { kind: string; event?: string }[] }>(
    `/v1/changes/${changeId}/timeline`,
  );
  expect(items.filter(({ kind, event }) => kind === 'move' && event === 'ACCEPT_HANDOVER')).toHaveLength(1);
  await Promise.all([one.context.close(), other.context.close()]);
});
