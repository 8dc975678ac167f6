import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { browserOnThisMachine, NO_BROWSER } from '../dev/browser';
import { ApiClient } from '../dev/stack/api-client';
import { newSecrets } from '../dev/stack/local-secrets';
import { putSampleData } from '../dev/stack/sample-data';
import { placeSampleOrders, putSampleShop, SHOP, SHOP_ACCOUNT } from '../dev/stack/sample-shop';
import { startStack } from '../dev/stack/stack';
import { buildPages } from '../dev/web/build';
import { ARTICLE_START, type ArticleStep, walkTheArticle } from '../test/support/article';
import { POINTER } from '../test/support/hands';
import { isRead } from '../test/support/pages';

/**
 * `npm run screens`: walks the help article on a stack of its own, in each language, and takes a picture of each step for
 * `docs/billing-centre.md` (French) and of the main ones for the README (English).
 */

const FOLDER = join(__dirname, '..', 'docs', 'pictures');
/** For the README. */
const MAIN: readonly ArticleStep[] = ['change', 'ready', 'confirmation'];
const WIDTH = 1_180;

async function main(): Promise<void> {
  const executablePath = browserOnThisMachine();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  mkdirSync(FOLDER, { recursive: true });
  await buildPages();
  // As root, as in most containers, Chromium has no sandbox of its own; it only opens pages of ours.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-lcd-text'] });
  try {
    await walk(browser, 'fr');
    await walk(browser, 'en', MAIN);
  } finally {
    await browser.close();
  }
}

/** On a stack of its own, because the walk changes what it begins with. */
async function walk(browser: Browser, language: 'fr' | 'en', shown?: readonly ArticleStep[]): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'avenant-screens-'));
  const stack = await startStack({ secrets: newSecrets(), dataDir });
  try {
    const service = new ApiClient(stack.url, stack.keys.service);
    await putSampleData(service);
    await putSampleShop(service);
    await placeSampleOrders(service, new ApiClient(stack.url, stack.keys.support_agent));
    const account = `/v1/accounts/${SHOP.account}`;
    await service.put(account, { ...SHOP_ACCOUNT, paymentMethod: null, version: 2 });
    const page = await browser.newPage({ locale: language, viewport: { width: WIDTH, height: 760 } });
    await page.goto(`${stack.url}/auth/sign-in?${new URLSearchParams({ returnTo: ARTICLE_START })}`);
    await page.locator(`button[value=${SHOP.contact}]`).click();
    await walkTheArticle({
      ...{ page, language, hands: POINTER },
      async onStep(step) {
        if (shown !== undefined && !shown.includes(step)) return;
        if (step !== 'payment') await isRead(page);
        await page.screenshot({ path: join(FOLDER, `centre-${language}-${step}.png`), fullPage: step !== 'options' });
        process.stderr.write(`${language}: ${step}\n`);
      },
    });
    await page.close();
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
