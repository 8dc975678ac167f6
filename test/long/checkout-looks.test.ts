import { faultsOfArticle, startArticleStand } from '../support/article-stand';
import { LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { startCheckoutStand } from '../support/checkout-stand';
import { faultsUntilPlaced } from '../support/checkout-walk';
import { POINTER } from '../support/hands';

/** Every screen from the order summary to the assigned seats, in every language, theme and width. */

let browser: TestBrowser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe('from the order summary to the assigned seats, in every look', () => {
  it('cart and checkout are without a fault in every look', async () => {
    const shop = await startCheckoutStand();
    for (const look of LOOKS) expect([look, await faultsUntilPlaced(browser, shop, look)]).toEqual([look, []]);
    await shop.stand.stop();
  });

  it.each(LOOKS)('the help article is done without a fault: %o', async (look) => {
    const stand = await startArticleStand();
    expect(await faultsOfArticle(browser, stand, { hands: POINTER, look })).toEqual([]);
    await stand.stop();
  });
});
