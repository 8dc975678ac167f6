import { ApiClient } from '../../dev/stack/api-client';
import { changeSettings } from '../../dev/stack/change-settings';
import { SHOP, SHOP_ACCOUNT } from '../../dev/stack/sample-shop';
import { ARTICLE_START, type ArticleStep, walkTheArticle } from '../support/article';
import { startBillingStand } from '../support/billing-stand';
import { startBrowser, type TestBrowser } from '../support/browser';
import { type FlowStand, TENANT } from '../support/flow-stand';
import { KEYBOARD, POINTER } from '../support/hands';
import { faultsOf, openAs } from '../support/pages';

/** The help article from beginning to end, by somebody who has nothing else, in a real browser on the real stack. */

let browser: TestBrowser;
let stand: FlowStand;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stand = await startBillingStand();
  await changeSettings(stand.store, TENANT, { billingCentreUrl: `${stand.url}/billing` });
  const service = new ApiClient(stand.url, await stand.key('service'));
  const { body } = await service.get<{ version: number }>(`/v1/accounts/${SHOP.account}`);
  const version = (body.version ?? 1) + 1;
  await service.put(`/v1/accounts/${SHOP.account}`, { ...SHOP_ACCOUNT, paymentMethod: null, version });
});
afterEach(() => stand.stop());

describe('the help article', () => {
  it.each([
    ['in French with nothing but the keyboard', 'fr', KEYBOARD],
    ['in English by pointer', 'en', POINTER],
  ] as const)('the article is done from the subscriptions to the assigned seats %s', async (_, language, hands) => {
    const { page, context, complaints } = await openAs(browser, stand, {
      path: ARTICLE_START,
      look: { locale: language },
    });
    const faults: string[] = [];
    const onStep = async (step: ArticleStep): Promise<void> => {
      // The gateway's page is not ours.
      if (step !== 'payment') faults.push(...(await faultsOf(page)).map((fault) => `${step}: ${fault}`));
    };
    await walkTheArticle({ page, language, hands, onStep });
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
