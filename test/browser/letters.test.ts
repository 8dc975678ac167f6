import { mailWords } from '../../activities/mail/outbox';
import { letterHtml } from '../../letters/letter-html';
import { TEXTS } from '../../locales/texts';
import { DEFAULT_SETTINGS } from '../../store/facts/settings';
import { COVERING_LOOKS, isTooWide, startBrowser, type TestBrowser } from '../support/browser';

/** As long as each may be, without a place to break it. */
const LONGEST = { changeId: 'c'.repeat(64), purchaseOrder: 'P'.repeat(64), line: 'w'.repeat(80) };

describe('a mail on a screen', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each(COVERING_LOOKS)('a mail with the longest words is read without pushing it aside: %o', async (look) => {
    const { changeId, purchaseOrder, line } = LONGEST;
    const settings = {
      ...DEFAULT_SETTINGS,
      billingCentreUrl: 'https://billing.example',
      branding: { ...DEFAULT_SETTINGS.branding, name: 'N'.repeat(80) },
    };
    const reader = { locale: look.locale, timeZone: 'UTC', texts: TEXTS[look.locale] };
    const facts = () => ({ hasPurchaseOrder: 'yes', purchaseOrder });
    const words = mailWords({ kind: 'confirmed', changeId, facts, more: () => [line] }, settings, reader);
    const { page, complaints } = await browser.visit(look);
    await page.setContent(letterHtml(words));
    expect([await isTooWide(page), complaints]).toEqual([false, []]);
  });
});
