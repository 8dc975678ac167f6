import { LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { addressesOfEnds, type EndsStand, faultsAt, startEndsStand } from '../support/ends-stand';

/** Every screen of an order that does not go straight on, in every language, theme and width. */

describe('the screens of orders that do not go straight on, in every look', () => {
  let browser: TestBrowser;
  let stand: EndsStand;
  let addresses: string[];
  beforeAll(async () => {
    [browser, stand] = await Promise.all([startBrowser(), startEndsStand()]);
    addresses = Object.values(await addressesOfEnds(stand));
  });
  afterAll(async () => {
    await browser.close();
    await stand.shop.stand.stop();
  });

  it.each(LOOKS)('every one of them is without a fault: %o', async (look) => {
    expect(await faultsAt(browser, stand, addresses, look)).toEqual([]);
  });
});
