import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { browserOnThisMachine, NO_BROWSER } from '../dev/browser';
import { LOCALES } from '../server/http/texts';
import { PAGES } from './pictures/pages';

/**
 * `npm run pictures -- FOLDER`: takes a picture of every mail and paper in both languages, on a telephone and a desk, light
 * and dark, and of a PDF where `pdftoppm` (of `poppler-utils`) is installed. Without a folder it takes those that `docs/mails.md`
 * shows. It fails where a page has to be pushed sideways.
 */

const DOCS = join(__dirname, '..', 'docs');
const [FOLDER = join(DOCS, 'pictures'), ...OTHERS] = process.argv.slice(2);
const IS_ASKED_FOR_ALL = process.argv.length > 2;
const SHOWN = readFileSync(join(DOCS, 'mails.md'), 'utf8');
const isWanted = (picture: string): boolean => IS_ASKED_FOR_ALL || SHOWN.includes(`${picture}.png`);

const WIDTHS = { narrow: 320, wide: 760 } as const;
const SCHEMES = ['light', 'dark'] as const;
/** For a busy machine. */
const PATIENCE = 120_000;

async function main(): Promise<void> {
  if (OTHERS.length > 0) throw new Error('Usage: npm run pictures [-- FOLDER]');
  const executablePath = browserOnThisMachine();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  mkdirSync(FOLDER, { recursive: true });
  // As root, as in most containers, Chromium has no sandbox of its own; it only opens pages of ours.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-lcd-text'] });
  try {
    for (const { name, html, pdf } of PAGES) {
      for (const locale of LOCALES) {
        await takePage(browser, `${name}-${locale}`, html(locale));
        if (pdf && isWanted(`${name}-${locale}-pdf`)) takePdf(`${name}-${locale}-pdf`, await pdf(locale));
      }
    }
  } finally {
    await browser.close();
  }
}

async function takePage(browser: Browser, name: string, html: string): Promise<void> {
  for (const [size, width] of Object.entries(WIDTHS)) {
    for (const colorScheme of SCHEMES) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 600 } });
      await page.setContent(html);
      const reached = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (reached > width) throw new Error(`${name} is ${reached} pixels wide on a screen of ${width}.`);
      const picture = `${name}-${size}-${colorScheme}`;
      const path = join(FOLDER, `${picture}.png`);
      if (isWanted(picture)) await page.screenshot({ path, fullPage: true, timeout: PATIENCE });
      await page.close();
    }
  }
}

/** The first page, as it is printed. */
function takePdf(name: string, pdf: Buffer): void {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const source = join(folder, 'paper.pdf');
  writeFileSync(source, pdf);
  const path = join(FOLDER, name);
  const words = ['-png', '-singlefile', '-r', '84', source, path];
  const { error, status } = spawnSync('pdftoppm', words, { stdio: ['ignore', 'inherit', 'inherit'] });
  rmSync(folder, { recursive: true });
  if (error || status !== 0)
    console.error(`No picture of ${name}: ${error?.message ?? `pdftoppm ended with ${status}`}.`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
