import { faultsOfArticle, startArticleStand } from '../support/article-stand';
import { startBrowser, type TestBrowser } from '../support/browser';
import type { FlowStand } from '../support/flow-stand';
import { KEYBOARD, POINTER } from '../support/hands';

/** The help article from beginning to end, by somebody who has nothing else, in a real browser on the real stack. */

let browser: TestBrowser;
let stand: FlowStand;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
// The walk changes what it begins with.
beforeEach(async () => {
  stand = await startArticleStand();
});
afterEach(() => stand.stop());

describe('the help article', () => {
  it.each([
    ['in French with nothing but the keyboard', 'fr', KEYBOARD],
    ['in English by pointer', 'en', POINTER],
  ] as const)('the article is done from the subscriptions to the assigned seats %s', async (_, locale, hands) => {
    expect(await faultsOfArticle(browser, stand, { hands, look: { locale } })).toEqual([]);
  });
});
