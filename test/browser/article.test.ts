import { ApiClient } from '../../dev/stack/api-client';
import { changeSettings } from '../../dev/stack/change-settings';
import { SHOP, SHOP_ACCOUNT } from '../../dev/stack/sample-shop';
import { ARTICLE_START, walkTheArticle } from '../support/article';
import { startBillingStand } from '../support/billing-stand';
import { startBrowser, type TestBrowser } from '../support/browser';
import { type FlowStand, TENANT } from '../support/flow-stand';
import { KEYBOARD, POINTER } from '../support/hands';
import { faultsOf, openAs } from '../support/pages';

/** The help article from beginning to end, by somebody who has nothing else, in a real browser on the real stack. */

let browser: TestBrowser;
let stand: FlowStand;
let service: ApiClient;
let version = 1;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startBillingStand()]);
  await changeSettings(stand.store, TENANT, { billingCentreUrl: `${stand.url}/billing` });
  service = new ApiClient(stand.url, await stand.key('service'));
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});
beforeEach(async () => {
  const { body } = await service.get<{ version: number }>(`/v1/accounts/${SHOP.account}`);
  version = Math.max(version, body.version ?? 0) + 1;
  await service.put(`/v1/accounts/${SHOP.account}`, { ...SHOP_ACCOUNT, paymentMethod: null, version });
});

describe('the help article', () => {
  it('is done in French with nothing but the keyboard', async () => {
    const { page, context, complaints } = await openAs(browser, stand, { path: ARTICLE_START, look: { locale: 'fr' } });
    const faults: string[] = [];
    await walkTheArticle({
      ...{ page, language: 'fr', hands: KEYBOARD },
      onStep: async (step) => {
        // The gateway's page is not ours.
        if (step !== 'payment') faults.push(...(await faultsOf(page)).map((fault) => `${step}: ${fault}`));
      },
    });
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is done in English by pointer, and nothing is asked that is known already', async () => {
    const { page, context, complaints } = await openAs(browser, stand, { path: ARTICLE_START });
    const steps: string[] = [];
    await walkTheArticle({
      ...{ page, language: 'en', hands: POINTER },
      onStep: async (step) => void steps.push(step),
    });
    expect(steps).toContain('payment');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
