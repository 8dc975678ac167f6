import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutOf, type FormerCheckout } from '../../scripts/release/former-checkout';

/** What the gate of a release finds out: whether another build understands what orders of this one have left behind. */

const HISTORIES = join(__dirname, '..', 'histories');
const ORDERS = ['subscriptionChange@1-bought-at-once.json', 'subscriptionChange@1-declined-then-3d-secure.json'];

let folder: string;
let former: FormerCheckout;

/** What stands around its workflows had another name then, as it may have in a release. */
async function bundleDifferently(): Promise<void> {
  const workflows = join(former.root, 'workflows');
  await rename(join(workflows, 'trace-headers.ts'), join(workflows, 'headers-of-then.ts'));
  const file = join(workflows, 'worker', 'bundle.ts');
  const text = await readFile(file, 'utf8');
  expect(text).toContain('trace-headers.ts');
  await writeFile(file, text.replace('trace-headers.ts', 'headers-of-then.ts'));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avenant-roll-back-'));
  for (const name of ORDERS) await cp(join(HISTORIES, name), join(folder, name));
  former = await checkoutOf('HEAD');
  await bundleDifferently();
});
afterAll(async () => {
  await former.remove();
  await rm(folder, { recursive: true, force: true });
});

it('orders that went the same way before can be left to that build, which is bundled as it was then', async () => {
  expect(await former.replayedBy(folder)).toEqual(new Map());
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
  const failures = await former.replayedBy(folder);
  expect([...failures.keys()]).toEqual(ORDERS);
  expect(failures.get(ORDERS[0] ?? '')).toMatch(/past of this run is another one|it was begun by/);
});
