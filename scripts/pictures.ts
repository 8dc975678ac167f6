import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { browserOnThisMachine, NO_BROWSER } from '../dev/browser';
import { LOCALES } from '../server/http/texts';
import { PAGES } from './pictures/pages';

/**
 * `npm run pictures`: takes pictures of every mail and paper in both languages, on a telephone and a desk, light and dark, four on
 * one sheet, for `docs/mails.md`; and of a PDF where `pdftoppm` (of `poppler-utils`) is installed. With a folder behind `--` each
 * picture is a file of its own there. It fails where a page has to be pushed sideways.
 */

const [GIVEN, ...OTHERS] = process.argv.slice(2);
const FOLDER = GIVEN ?? join(__dirname, '..', 'docs', 'pictures');
const LOOKS = [
  { size: 'wide', width: 760, colorScheme: 'light' },
  { size: 'wide', width: 760, colorScheme: 'dark' },
  { size: 'narrow', width: 320, colorScheme: 'light' },
  { size: 'narrow', width: 320, colorScheme: 'dark' },
] as const;
type Look = (typeof LOOKS)[number];

/** On a sheet a page is so large; it can still be read. */
const SHRUNK = 0.6;
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
        await takePictures(browser, `${name}-${locale}`, html(locale));
        if (pdf) takePdf(`${name}-${locale}-pdf`, await pdf(locale));
      }
    }
  } finally {
    await browser.close();
  }
}

async function takePictures(browser: Browser, name: string, html: string): Promise<void> {
  const taken: { look: Look; picture: Buffer }[] = [];
  for (const look of LOOKS) taken.push({ look, picture: await takePicture(browser, name, html, look) });
  if (GIVEN === undefined) await takeSheet(browser, name, taken);
  else for (const { look, picture } of taken) writeFileSync(join(FOLDER, `${name}-${nameOf(look)}.png`), picture);
}

async function takePicture(
  browser: Browser,
  name: string,
  html: string,
  { width, colorScheme }: Look,
): Promise<Buffer> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 600 } });
  await page.setContent(html);
  const reached = await page.evaluate<number>('document.documentElement.scrollWidth');
  if (reached > width) throw new Error(`${name} is ${reached} pixels wide on a screen of ${width}.`);
  const picture = await page.screenshot({ fullPage: true, timeout: PATIENCE });
  await page.close();
  return picture;
}

/** All looks of a page beside each other. */
async function takeSheet(
  browser: Browser,
  name: string,
  taken: readonly { look: Look; picture: Buffer }[],
): Promise<void> {
  const images = taken.map(({ look, picture }) => {
    const source = `data:image/png;base64,${picture.toString('base64')}`;
    return `<img alt="" width="${look.width * SHRUNK}" src="${source}" style="border: 1px solid #8d8678">`;
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 600 } });
  await page.setContent(
    `<div id="sheet" style="display: inline-flex; gap: 16px; align-items: start; padding: 16px; background: #d9d4c9">${images.join('')}</div>`,
  );
  const path = join(FOLDER, `${name}.jpg`);
  await page.locator('#sheet').screenshot({ path, type: 'jpeg', quality: 70, timeout: PATIENCE });
  await page.close();
}

const nameOf = ({ size, colorScheme }: Look): string => `${size}-${colorScheme}`;

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
