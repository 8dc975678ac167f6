import { startBillingStand } from '../support/billing-stand';
import { faultsOnTheWay } from '../support/billing-walk';
import { type Look, startBrowser, type TestBrowser } from '../support/browser';
import type { FlowStand } from '../support/flow-stand';

/** Every screen of the billing centre in every look; `test/browser` has a set of these that covers them. */

const EACH_LOOK: readonly Look[] = (['fr', 'en'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) => [1_280, 320].map((width) => ({ locale, colorScheme, width }))),
);

let browser: TestBrowser;
let stand: FlowStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startBillingStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

describe('the billing centre', () => {
  it.each(EACH_LOOK)('every screen of the billing centre is without a fault: %o', async (look) => {
    expect(await faultsOnTheWay(browser, stand, look)).toEqual([]);
  });
});
