import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { type ServerStand, type ServerStandOptions, startServerStand } from '../server/stand';
import { isTooWide, type Look, type TestBrowser, type Visitor } from './browser';

/** People of the stand, who sign in by a press. */
const PEOPLE = [
  { tenantId: 'acme', userId: 'claire', role: 'billing_contact', name: 'Claire Martin' },
  { tenantId: 'acme', userId: 'lea', role: 'support_lead', name: 'Léa' },
] as const;

/** The API with the pages. */
export async function startPagesStand({ app, ...options }: ServerStandOptions = {}): Promise<ServerStand> {
  const signIn = { way: { kind: 'sample', people: PEOPLE }, isSecure: false } as const;
  return startServerStand({ ...options, app: { signIn, ...app } });
}

/** Opens a page as one of the people, and waits until its heading is there. */
export async function openAs(
  browser: TestBrowser,
  { url }: Pick<ServerStand, 'url'>,
  { person = 'claire', path, look = {} }: { person?: string; path: string; look?: Partial<Look> },
): Promise<Visitor> {
  const visitor = await browser.visit(look);
  const { page } = visitor;
  await page.goto(`${url}/auth/sign-in?${new URLSearchParams({ returnTo: path })}`);
  await page.locator(`button[value=${person}]`).click();
  await page.locator('h1').waitFor();
  return visitor;
}

/** What is right is not described: on a long page its descriptions take longer than all rules together. */
const AXE: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  selectors: false,
};

/** Waits until everything that a page reads is there; a page that watches an order never stops listening. */
export async function isRead(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** Waits until what was pressed has come to its end: a button that is at it takes no second press. */
export const takesPresses = (page: Page): Promise<void> =>
  page.locator('.button.busy').first().waitFor({ state: 'detached' });

/** Everything that is wrong with a page as it stands, in words; nothing when all is well. */
export async function faultsOf(page: Page): Promise<string[]> {
  const text = await page.evaluate<string>('document.body.innerText + document.title');
  const language = await page.locator('html').getAttribute('lang');
  return [
    ...(await inaccessible(page)),
    ...((await isTooWide(page)) ? ['has to be pushed aside'] : []),
    ...(text.match(/\bui\.[a-z_.]+/g) ?? []).map((key) => `not translated: ${key}`),
    ...(language === 'fr' ? plainSpacesIn(text) : []),
  ];
}

/** A line of French could break before these signs. */
const plainSpacesIn = (text: string): string[] =>
  (text.match(/.{0,20}(?: [;!?»]| :(?=\s|$)|« )/g) ?? []).map((place) => `a plain space before a sign: ${place}`);

async function inaccessible(page: Page): Promise<string[]> {
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe.source);
  const violations = await page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(AXE)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
