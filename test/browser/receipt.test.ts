import { receiptOf } from '../../receipts/receipt';
import { receiptHtml } from '../../receipts/receipt-html';
import { policyOfPage } from '../../server/http/content-policy';
import { aReceiptsFacts, ENGLISH, FRENCH, LOGO } from '../receipts/samples';
import { isTooWide, LOOKS, startBrowser, type TestBrowser } from '../support/browser';

describe('a receipt on a screen', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each(LOOKS)(
    'a receipt is read without pushing it aside, with its style and logo and nothing else: %o',
    async (look) => {
      const { branding } = aReceiptsFacts();
      const facts = aReceiptsFacts({
        branding: { ...branding, logo: LOGO, replyTo: `${'long.'.repeat(12)}name@example.com` },
      });
      const html = receiptHtml(receiptOf(facts, look.locale === 'fr' ? FRENCH : ENGLISH));
      const { page, complaints } = await browser.visit(look);
      await page.route('https://seller.example/**', (route) =>
        route.fulfill({
          ...{ contentType: 'text/html; charset=utf-8', body: html },
          headers: { 'Content-Security-Policy': policyOfPage(html) },
        }),
      );
      await page.goto('https://seller.example/receipt');
      expect(await isTooWide(page)).toBe(false);
      expect(await page.evaluate("document.querySelector('img').naturalWidth")).toBe(1);
      expect(await page.evaluate("getComputedStyle(document.querySelector('main')).borderTopWidth")).toBe('6px');
      // Nothing but the little picture of the address bar is asked for, which the policy keeps from it.
      expect(complaints.filter((complaint) => !complaint.includes('favicon'))).toEqual([]);
    },
  );
});
