import { ApiClient } from '../../dev/stack/api-client';
import { changeSettings } from '../../dev/stack/change-settings';
import { SHOP, SHOP_ACCOUNT } from '../../dev/stack/sample-shop';
import { ARTICLE_START, type ArticleStep, walkTheArticle } from './article';
import { startBillingStand } from './billing-stand';
import type { Look, TestBrowser } from './browser';
import { type FlowStand, TENANT } from './flow-stand';
import type { Hands } from './hands';
import { faultsOf, isRead, openAs } from './pages';

/** The sample shop as the article finds it: without payment details, and with the gateway's pages leading back to ours. */
export async function startArticleStand(): Promise<FlowStand> {
  const stand = await startBillingStand();
  await changeSettings(stand.store, TENANT, { billingCentreUrl: `${stand.url}/billing` });
  const service = new ApiClient(stand.url, await stand.key('service'));
  await service.put(`/v1/accounts/${SHOP.account}`, { ...SHOP_ACCOUNT, paymentMethod: null, version: 2 });
  return stand;
}

/** Walks the whole article. @returns what was wrong on the way, by step; nothing when all is well */
export async function faultsOfArticle(
  browser: TestBrowser,
  stand: FlowStand,
  { hands, look }: { hands: Hands; look: Partial<Look> & Pick<Look, 'locale'> },
): Promise<string[]> {
  const { page, context, complaints } = await openAs(browser, stand, { path: ARTICLE_START, look });
  const faults: string[] = [];
  const onStep = async (step: ArticleStep): Promise<void> => {
    // The gateway's page is not ours.
    if (step === 'payment') return;
    await isRead(page);
    faults.push(...(await faultsOf(page)).map((fault) => `${step}: ${fault}`));
  };
  await walkTheArticle({ page, language: look.locale, hands, onStep });
  await context.close();
  return [...faults, ...complaints];
}
