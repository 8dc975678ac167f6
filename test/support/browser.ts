import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserOnThisMachine, NO_BROWSER } from '../../dev/browser';

/** For a page to open or a button to appear, in milliseconds, on a busy machine too. */
const PATIENCE = 20_000;

/** How somebody looks at our pages. */
export interface Look {
  locale: 'en' | 'fr';
  colorScheme: 'light' | 'dark';
  /** Of the window, in CSS pixels. */
  width: number;
  /** The colours of the machine in place of ours, for whoever needs its contrast. */
  forcedColors?: 'active';
}

/** The looks that every page is made for: languages, themes, a desk, and the narrowest screen of WCAG 2.2 (1.4.10). */
export const LOOKS: readonly Look[] = (['en', 'fr'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((colorScheme) => [320, 1_280].map((width) => ({ locale, colorScheme, width }))),
);

/** Each language, theme and width with each other one once. */
export const COVERING_LOOKS: readonly Look[] = [
  { locale: 'fr', colorScheme: 'light', width: 1_280 },
  { locale: 'fr', colorScheme: 'dark', width: 320 },
  { locale: 'en', colorScheme: 'dark', width: 1_280 },
  { locale: 'en', colorScheme: 'light', width: 320 },
];

/** Somebody at a browser of their own: nobody else has its cookies. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the page complained of: errors of its scripts, and what our content policy kept from it. */
  complaints: readonly string[];
}

/** Some violations of our content policy are told to the page only. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy violated: ' + violatedDirective + ' ' + blockedURI))`;

/** A real Chromium without a window. */
export interface TestBrowser {
  visit(look?: Partial<Look>): Promise<Visitor>;
  close(): Promise<void>;
}

/** @throws where there is no Chromium: a test that cannot look has not passed */
export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = browserOnThisMachine();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  // As root, as in most containers, Chromium has no sandbox of its own; it only opens pages of ours.
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    async visit({ locale = 'en', colorScheme = 'light', width = 1_280, ...forced } = {}) {
      const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 800 }, ...forced });
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      const complaints: string[] = [];
      await page.addInitScript(TELL_VIOLATIONS);
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push(line.text());
      });
      return { page, context, complaints };
    },
    close: () => browser.close(),
  };
}

/** Whether a page is wider than its window, so that one has to push it aside to read. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
