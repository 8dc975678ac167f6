import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { OrderDocument } from '../schemas/orders/order';
import { startBrowser, type TestBrowser } from '../test/support/browser';
import { type DeskStand, openDesk, startDeskStand } from '../test/support/desk-stand';
import setUp from '../test/support/global-setup';
import tearDown from '../test/support/global-teardown';
import { isRead } from '../test/support/pages';
import { TEN_CAUSES } from '../test/support/stuck-causes';

/**
 * `npm run desk-walk [-- folder]`: an agent heals ten stuck orders of ten causes, from the queue. Prints for each how often they
 * pressed and how long it took until the page said that it had helped, and leaves a picture of each order page in the folder
 * (`dist/desk-walk`).
 */

/** The goal: take the oldest, open the act, choose a reason, do it. */
const PRESSES_AT_MOST = 4;

interface Healed {
  step: string;
  code: string;
  presses: number;
  seconds: number;
  said: string;
}

async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? join(__dirname, '..', 'dist', 'desk-walk'));
  mkdirSync(folder, { recursive: true });
  await setUp();
  try {
    const [browser, stand] = await Promise.all([startBrowser(), startDeskStand()]);
    try {
      const healed = await walk(browser, stand, folder);
      tell(healed, folder);
      if (healed.some(({ presses }) => presses > PRESSES_AT_MOST)) process.exitCode = 1;
    } finally {
      await browser.close();
      await stand.shop.stand.stop();
    }
  } finally {
    await tearDown();
  }
}

async function walk(browser: TestBrowser, stand: DeskStand, folder: string): Promise<Healed[]> {
  for (const cause of TEN_CAUSES) {
    await cause.make(stand);
    await cause.mend(stand);
    process.stderr.write(`stuck in ${cause.step}: ${cause.code}\n`);
  }
  const { page, context } = await openDesk(browser, stand);
  const healed: Healed[] = [];
  for (const place of TEN_CAUSES.keys()) {
    await page.goto(`${stand.shop.stand.url}/desk?waits=stuck`);
    await isRead(page);
    healed.push(await heal(page, stand, join(folder, `${String(place + 1).padStart(2, '0')}.png`)));
    process.stderr.write(`healed ${healed.length} of ${TEN_CAUSES.length}\n`);
  }
  await context.close();
  return healed;
}

/** Heals the oldest stuck order. */
async function heal(page: Page, { shop: { agent } }: DeskStand, picture: string): Promise<Healed> {
  const began = performance.now();
  let presses = 0;
  const press = async (button: Locator): Promise<void> => {
    await button.click();
    presses += 1;
  };
  await press(page.getByRole('button', { name: /^Take the oldest/ }).first());
  await page.waitForURL('**/desk/orders/*');
  const changeId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { stuck } = await agent.get<OrderDocument>(`/v1/changes/${changeId}`);
  await isRead(page);
  const panel = page.locator('form.act-panel');
  const doesIt = panel.getByRole('button', { name: 'Retry', exact: true });
  await page
    .getByRole('button', { name: /^Retry/ })
    .first()
    .waitFor();
  // The act that the page offers first is open.
  if (!(await doesIt.isVisible())) await press(page.getByRole('button', { name: /^Retry/, expanded: false }));
  await press(panel.locator('.reason').first());
  await page.screenshot({ path: picture, fullPage: true });
  await press(doesIt);
  const outcome = page.locator('.act-outcome', { hasText: 'it helped' });
  await outcome.waitFor();
  const said = (await outcome.getByRole('heading').first().textContent()) ?? '';
  return {
    ...{ step: stuck?.step ?? '', code: stuck?.code ?? '', presses, said },
    seconds: (performance.now() - began) / 1_000,
  };
}

function tell(healed: readonly Healed[], folder: string): void {
  const lines = healed.map(
    ({ step, code, presses, seconds, said }) => `| ${step} | ${code} | ${presses} | ${seconds.toFixed(1)} | ${said} |`,
  );
  process.stdout.write(
    ['| stuck in | code | presses | seconds | told |', '| --- | --- | ---: | ---: | --- |', ...lines, ''].join('\n'),
  );
  process.stdout.write(`\nGoal: at most ${PRESSES_AT_MOST} presses. A picture of each order page is in ${folder}.\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
