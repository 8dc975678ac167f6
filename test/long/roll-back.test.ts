import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietRuntime } from 'statechart-host/testing';
import { checkoutOf, type FormerCheckout } from '../../scripts/release/former-checkout';
import { replayedBy } from '../../scripts/release/replayed-by';

/** What the gate of a release finds out: whether another build understands what orders of this one have left behind. */

const HISTORIES = join(__dirname, '..', 'histories');
const ORDERS = ['subscriptionChange@1-bought-at-once.json', 'subscriptionChange@1-declined-then-3d-secure.json'];

let folder: string;
let former: FormerCheckout;

beforeAll(async () => {
  quietRuntime();
  folder = await mkdtemp(join(tmpdir(), 'avenant-roll-back-'));
  for (const name of ORDERS) await cp(join(HISTORIES, name), join(folder, name));
  former = await checkoutOf('HEAD');
});
afterAll(async () => {
  await former.remove();
  await rm(folder, { recursive: true, force: true });
});

it('orders that went the same way before can be left to that build', async () => {
  expect(await replayedBy(former.root, folder)).toEqual(new Map());
});

it('orders that the former build would have led another way are each named', async () => {
  const file = join(former.root, 'machines', 'subscription-change', 'price', 'checking-out.ts');
  const text = await readFile(file, 'utf8');
  const planted = text.replace(
    "  id: 'reviewing',\n",
    "  id: 'reviewing',\n  after: { nextVatAttempt: TO.verifying },\n",
  );
  expect(planted).not.toBe(text);
  await writeFile(file, planted);
  const failures = await replayedBy(former.root, folder);
  expect([...failures.keys()]).toEqual(ORDERS);
  expect(failures.get(ORDERS[0] ?? '')).toMatch(/past of this run is another one|it was begun by/);
});
