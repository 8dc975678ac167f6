import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { type IdentityProviderSandbox, startIdentityProvider } from '../../dev/sandboxes/identity-provider';
import { IdentityProvider } from '../../server/identity/sign-in/identity-provider';
import { type ServerStand, startServerStand } from '../server/stand';
import { isTooWide, LOOKS, startBrowser, type TestBrowser, type Visitor } from '../support/browser';

/** People at a real browser: what it sends by itself, and what it keeps from us, only a real one knows. */

const CLIENT = { clientId: 'avenant', clientSecret: 'a secret of the sandbox provider' };
const LEA = { tenantId: 'acme', userId: 'lea', role: 'support_lead' as const, name: 'Léa' };
const MINUTE = 60_000;

let browser: TestBrowser;
let provider: IdentityProviderSandbox;
let withSamples: ServerStand;
let withProvider: ServerStand;
/** By another name than the provider's, so that the way there and back leads through another site. */
let ours: string;
let now = new Date();

beforeAll(async () => {
  browser = await startBrowser();
  provider = await startIdentityProvider(CLIENT);
  const clock = () => now;
  withSamples = await startServerStand({
    app: { signIn: { way: { kind: 'sample', people: [LEA] }, isSecure: false }, now: clock },
  });
  const settings = {
    ...CLIENT,
    issuer: provider.issuer,
    // The port is known once the server listens.
    get publicUrl() {
      return ours;
    },
    roleClaim: 'groups',
    roles: { support: 'support_agent' } as const,
    tenantClaim: 'company',
  };
  const way = { kind: 'oidc', provider: new IdentityProvider(settings) } as const;
  withProvider = await startServerStand({ app: { signIn: { way, isSecure: false }, now: clock } });
  ours = withProvider.url.replace('127.0.0.1', 'localhost');
});
afterAll(async () => {
  await browser.close();
  await Promise.all([withSamples.stop(), withProvider.stop(), provider.close()]);
});

interface Session {
  status: number;
  userId?: string;
  role?: string;
  csrfToken?: string;
}

/** Sent by a script of the page that is open, as pages of ours do. */
const sessionOf = (page: Page): Promise<Session> =>
  page.evaluate<Session>(
    `fetch('/v1/session').then(async (reply) => ({ ...(await reply.json()), status: reply.status }))`,
  );

/** Does something as a person would: a look at the session is no use of it. */
const use = (page: Page): Promise<number> =>
  page.evaluate<number>(`fetch('/v1/saved-views').then(({ status }) => status)`);

const signOut = (page: Page, token: string): Promise<number> =>
  page.evaluate<number>(
    `fetch('/auth/sign-out', { method: 'POST', headers: { 'X-CSRF-Token': '${token}' } }).then(({ status }) => status)`,
  );

const signInAsLea = async ({ page }: Visitor): Promise<void> => {
  await page.goto(`${withSamples.url}/auth/sign-in?returnTo=/docs`);
  await page.getByRole('button', { name: /Léa/ }).click();
  await page.waitForURL('**/docs');
};

describe('a person at a browser', () => {
  it('a person signs in by the form of our page, and out again', async () => {
    const visitor = await browser.visit();
    await signInAsLea(visitor);
    const { page, complaints } = visitor;
    const { csrfToken = '', ...session } = await sessionOf(page);
    expect(session).toMatchObject({ status: 200, userId: 'lea', role: 'support_lead' });
    expect(complaints).toEqual([]);
    expect(await signOut(page, 'a token of somebody else')).toBe(403);
    expect((await sessionOf(page)).status).toBe(200);
    expect(await signOut(page, csrfToken)).toBe(204);
    expect(await visitor.context.cookies()).toEqual([]);
    expect((await sessionOf(page)).status).toBe(401);
  });

  it('a person is signed out when nobody uses the session, and after twelve hours however much it is used', async () => {
    const visitor = await browser.visit();
    const later = async (minutes: number): Promise<number> => {
      now = new Date(now.getTime() + minutes * MINUTE);
      return use(visitor.page);
    };
    await signInAsLea(visitor);
    expect([await later(29), await later(29), await later(31)]).toEqual([200, 200, 401]);
    await signInAsLea(visitor);
    for (let used = 0; used < 28; used += 1) expect(await later(25)).toBe(200);
    expect(await later(25)).toBe(401);
  });

  it('a person goes to the identity provider, which is another site, and comes back signed in', async () => {
    provider.signsIn({ sub: 'agnes', groups: ['support'], company: 'acme' });
    const { page } = await browser.visit();
    await page.goto(`${ours}/auth/sign-in?returnTo=/docs`);
    expect(page.url()).toBe(`${ours}/docs`);
    const { csrfToken = '', ...session } = await sessionOf(page);
    expect(session).toMatchObject({ status: 200, userId: 'agnes', role: 'support_agent' });
    expect(await signOut(page, csrfToken)).toBe(204);
    expect((await sessionOf(page)).status).toBe(401);
  });

  it('a person whom the provider vouches for wrongly is told so and is nobody', async () => {
    provider.signsIn({ sub: 'agnes', groups: ['support'], company: 'acme' });
    provider.answersWrong('nonce');
    const { page } = await browser.visit();
    const answer = await page.goto(`${ours}/auth/sign-in`);
    expect([answer?.status(), await answer?.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'sign_in_failed' }),
    ]);
    expect((await sessionOf(page)).status).toBe(401);
  });

  it.each([
    ['a page of another site', (form: string) => form],
    ['a frame that has no origin', (form: string) => `<iframe sandbox="allow-forms" srcdoc='${form}'></iframe>`],
  ])('a person is not signed in by a form of %s', async (_what, pageWith) => {
    const form = `<form method="post" action="${withSamples.url}/auth/sign-in"><button name="person" value="lea">Win</button></form>`;
    const stranger = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(pageWith(form));
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { page, context } = await browser.visit();
    await page.goto(`http://localhost:${(stranger.address() as AddressInfo).port}/`);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    const frame = page.frames().at(-1);
    await frame?.getByRole('button').click();
    expect((await answered).status()).toBe(403);
    expect(await context.cookies(withSamples.url)).toEqual([]);
    await context.close();
    stranger.close();
  });
});

describe.each(LOOKS)('the sign-in page in $locale, $colorScheme, $width pixels wide', (look) => {
  it(`the sign-in page speaks ${look.locale}, is ${look.colorScheme} and fits ${look.width} pixels`, async () => {
    const { page, context, complaints } = await browser.visit(look);
    await page.goto(`${withSamples.url}/auth/sign-in`);
    expect(await page.locator('html').getAttribute('lang')).toBe(look.locale);
    const role = { en: 'support lead', fr: 'responsable de l’assistance clientèle' }[look.locale];
    expect(await page.getByRole('button', { name: `Léa (${role})` }).isVisible()).toBe(true);
    expect(await isTooWide(page)).toBe(false);
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(ground === 'rgb(250, 248, 244)').toBe(look.colorScheme === 'light');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
