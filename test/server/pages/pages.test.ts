import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressAll } from '../../../dev/web/compress';
import { request, type ServerStand, startServerStand } from '../stand';

const SCRIPT = `export const words = '${'a subscription '.repeat(40)}';`;
const PAGE = '<!doctype html><script type="module" src="/assets/main-AbC1.js"></script>';

let folder: string;
let stand: ServerStand;
let inProduction: ServerStand;

async function build(page: string): Promise<void> {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'assets', 'main-AbC1.js'), SCRIPT);
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'sources'), 'a digest');
  await compressAll(folder);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  await build(PAGE);
  [stand, inProduction] = await Promise.all([
    startServerStand({ app: { pagesFolder: folder } }),
    startServerStand({ app: { pagesFolder: folder, development: false } }),
  ]);
});
afterAll(async () => {
  await Promise.all([stand.stop(), inProduction.stop()]);
  rmSync(folder, { recursive: true });
});

interface Sent {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  bytes: Buffer;
}

/** As it comes, not unpacked, and with the path as it is written. */
const fetched = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(stand.url);
    get({ hostname, port, path, headers, method }, (response) => {
      const bytes: Buffer[] = [];
      response.on('data', (chunk: Buffer) => bytes.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(bytes) }),
      );
    }).on('error', reject);
  });

describe('the pages', () => {
  it.each(['/billing', '/billing/subscriptions/sub_1/change?seats=8', '/desk/orders/ch_1', '/styleguide'])(
    'the address %s leads to the page that knows all screens, which is asked about each time',
    async (path) => {
      const { status, headers, body } = await request(stand, 'GET', path);
      expect([status, body]).toEqual([200, PAGE]);
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    },
  );

  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    [undefined, 'identity', (bytes: Buffer) => bytes],
  ] as const)('a file is sent as %s to who takes %s, for ever', async (encoding, accepted, unpacked) => {
    const { status, headers, bytes } = await fetched('/assets/main-AbC1.js', { 'accept-encoding': accepted });
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(unpacked(bytes).toString()).toBe(SCRIPT);
    expect(headers).toMatchObject({
      ...{ 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' },
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect(headers['content-language']).toBeUndefined();
  });

  it('a page that has not changed is not sent again, and its head alone when only that is asked for', async () => {
    const { headers, bytes } = await fetched('/billing');
    const again = await fetched('/billing', { 'if-none-match': String(headers.etag) });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    const head = await fetched('/billing', {}, 'HEAD');
    expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([200, 0, String(bytes.length)]);
    expect((await fetched('/billing', {}, 'POST')).status).toBe(405);
  });

  it.each([
    '/assets/..%2Fsources',
    '/assets/../sources',
    '/assets/%2e%2e/index.html',
    '/assets/main-AbC1.js.br',
    '/assets/',
    '/assets/constructor',
    '/billings',
    '/BILLING',
  ])('nothing but what was built for pages is behind %s', async (path) => {
    expect((await fetched(path)).status).toBe(404);
  });

  it('a developer sees a newer build at once, and the styleguide, which nobody else has', async () => {
    expect((await request(inProduction, 'GET', '/styleguide')).status).toBe(404);
    expect((await request(inProduction, 'GET', '/billing')).body).toBe(PAGE);
    await build(`${PAGE}<p>newer`);
    utimesSync(join(folder, 'index.html'), new Date(), new Date(Date.now() + 5_000));
    expect((await request(stand, 'GET', '/billing')).body).toContain('newer');
    expect((await request(inProduction, 'GET', '/billing')).body).toBe(PAGE);
  });

  it('whoever shows no session signs in before anything is downloaded, and comes back to the same address', async () => {
    const person = { tenantId: 'acme', userId: 'claire', role: 'billing_contact', name: 'Claire' } as const;
    const signIn = { way: { kind: 'sample', people: [person] }, isSecure: false } as const;
    const withPeople = await startServerStand({ app: { pagesFolder: folder, signIn } });
    const address = '/billing/subscriptions/sub_1/change?seats=8&account=acc_1';
    const asked = (headers = {}) => fetch(`${withPeople.url}${address}`, { headers, redirect: 'manual' });
    const first = await asked();
    expect([first.status, first.headers.get('cache-control')]).toEqual([303, 'no-store']);
    const there = new URL(first.headers.get('location') ?? '', withPeople.url);
    expect([there.pathname, there.searchParams.get('returnTo')]).toEqual(['/auth/sign-in', address]);
    // Whether it still holds is not looked at: the page has words for that.
    const cookie = `avenant_session=${'a'.repeat(43)}`;
    for (const headers of [{ cookie }, { authorization: 'Bearer of a proxy in front' }]) {
      const page = await asked(headers);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<script')]);
    }
    await withPeople.stop();
  });

  it('a server without a build says how to make one', async () => {
    const without = await startServerStand({ app: { pagesFolder: join(folder, 'nowhere') } });
    const { status, body } = await request(without, 'GET', '/billing', { headers: { 'accept-language': 'fr' } });
    expect([status, body.code, body.next]).toEqual([503, 'pages_not_built', expect.stringContaining('npm run build')]);
    await without.stop();
  });
});
