import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { ApiClient } from '../../../dev/stack/api-client';
import { putSampleData } from '../../../dev/stack/sample-data';
import type { Role } from '../../../machines/events';
import { openApiDocument } from '../../../server/api/openapi';
import { EXAMPLE_LANGUAGES } from '../../../server/docs/example-code';
import { exampleRequest } from '../../../server/docs/example-request';
import { referenceOf } from '../../../server/docs/reference';
import { LONGEST_SEARCH, MOST_SHOWN } from '../../../server/docs/search';
import { describedOperations } from '../../../server/operations';
import { request, type ServerStand, startServerStand } from '../stand';

const run = promisify(execFile);
const OPERATIONS = describedOperations(true);
const REFERENCE = referenceOf(OPERATIONS, openApiDocument(OPERATIONS));

let stand: ServerStand;
let page: string;

beforeAll(async () => {
  stand = await startServerStand();
  page = (await request(stand, 'GET', '/docs')).body;
});
afterAll(() => stand.stop());

const search = async (q: string): Promise<string> =>
  (await request(stand, 'GET', `/docs?${new URLSearchParams({ q })}`)).body;
const linksIn = (text: string): string[] => [...text.matchAll(/ href="([^"]+)"/g)].map(([, link]) => link ?? '');
const anchors = (): string[] => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');

describe('the page of the API', () => {
  it('the page of the API shows every operation under its id, and fetches nothing from anywhere', async () => {
    const { headers } = await request(stand, 'GET', '/docs');
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(headers.get('content-language')).toBe('en');
    expect(anchors()).toEqual(expect.arrayContaining(REFERENCE.operations.map(({ mounted }) => mounted.id)));
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=|(?:src|href)="https?:/);
  });

  it('every anchor of the page stands there once, and every link leads somewhere', () => {
    expect(new Set(anchors()).size).toBe(anchors().length);
    const elsewhere = ['/docs', '/docs.css', '/openapi.json', 'data:,'];
    const known = new Set([...elsewhere, ...anchors().flatMap((anchor) => [`#${anchor}`, `/docs#${anchor}`])]);
    expect(linksIn(page).filter((link) => !known.has(link))).toEqual([]);
  });

  it('the page is sent small, and not at all to whoever has it', async () => {
    const answer = async (headers: Record<string, string>): Promise<[IncomingMessage, number]> => {
      const [response] = (await once(get(`${stand.url}/docs`, { headers }), 'response')) as [IncomingMessage];
      let bytes = 0;
      for await (const chunk of response) bytes += (chunk as Buffer).length;
      return [response, bytes];
    };
    const [{ headers }, small] = await answer({ 'accept-encoding': 'gzip, br' });
    expect(headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'no-cache', vary: 'Accept-Encoding' });
    expect(small).toBeLessThan(100 * 1024);
    expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024);
    const [again, nothing] = await answer({ 'accept-encoding': 'br', 'if-none-match': headers.etag ?? '' });
    expect([again.statusCode, nothing]).toEqual([304, 0]);
  });
});

describe('the search of the page', () => {
  it('the search finds operations, codes, states and schemas, whatever their case and accents', async () => {
    expect(linksIn(await search('PRÉVIEWquote'))).toContain('/docs#previewQuote');
    expect(linksIn(await search('seats range'))).toContain('/docs#refusal-seats_out_of_range');
    expect(linksIn(await search('vatpending'))).toContain('/docs#state-vatPending');
    expect(linksIn(await search('StartChange'))).toContain('/docs#schema-StartChange');
    expect(await search('idempotency_key_reused')).toContain('1 match for');
  });

  it('every result of a search leads into the page', async () => {
    const known = new Set(anchors().map((anchor) => `/docs#${anchor}`));
    const found = linksIn(await search('a')).filter((link) => link.startsWith('/docs#'));
    expect(found.filter((link) => !known.has(link))).toEqual([]);
    expect(found.length).toBeGreaterThan(MOST_SHOWN);
  });

  it('a search that finds nothing says so, and what was typed is text and nothing else', async () => {
    const odd = '"><script>alert(1)</script>';
    const answer = await search(odd);
    expect(answer).toContain('Nothing matches for “&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;”');
    expect(answer).not.toContain('<script');
  });

  it('a search is cut at its longest, and one that is no text is none', async () => {
    expect(await search('x'.repeat(5_000))).toContain(`“${'x'.repeat(LONGEST_SEARCH)}”`);
    for (const path of ['/docs?q=', '/docs?q=%20', '/docs?q=a&q=b', '/docs?q[a]=b'])
      expect([path, (await request(stand, 'GET', path)).body === page]).toEqual([path, true]);
  });
});

describe('the examples of the page', () => {
  const TRIED = ['listAccounts', 'getSubscription', 'getProduct', 'listReasonCodes', 'previewQuote', 'simulateQuote'];
  let keys: Map<Role, string>;

  beforeAll(async () => {
    const roles: Role[] = ['service', 'support_agent', 'support_lead'];
    keys = new Map(
      await Promise.all(roles.map(async (role) => [role, await stand.key(role, { userId: 'lea' })] as const)),
    );
    await putSampleData(new ApiClient(stand.url, keys.get('service') ?? ''));
  });

  const exampleOf = (id: string) => {
    const described = REFERENCE.operations.find(({ mounted }) => mounted.id === id);
    if (described === undefined) throw new Error(`There is no operation ${id}.`);
    return exampleRequest(described, REFERENCE);
  };
  const written = (id: string, language: string): string =>
    EXAMPLE_LANGUAGES.find((one) => one.id === language)?.write(exampleOf(id)) ?? '';

  it.each(TRIED)('the example of %s is answered with success, as curl would send it', async (id) => {
    const line = written(id, 'curl');
    expect(page).toContain(line.replaceAll('"', '&quot;').replaceAll("'", '&#39;'));
    const [, path = ''] = /"\$AVENANT_URL([^"]*)"/.exec(line) ?? [];
    const [, method = 'GET'] = /-X (\w+)/.exec(line) ?? [];
    const headers = [...line.matchAll(/-H '([^:]+): ([^']*)'/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]);
    const [, body] = /-d '([^']*)'/.exec(line) ?? [];
    const key = keys.get(exampleOf(id).role) ?? '';
    const sent = { key, headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) };
    expect(await request(stand, method, path, sent)).toMatchObject({ status: 200 });
  });

  it.each([
    ['typescript', process.execPath, ['--input-type=module', '-e']],
    ['python', 'python3', ['-c']],
  ])('the examples in %s run as they are written', async (language, program, flags) => {
    for (const id of TRIED) {
      const env = { ...process.env, AVENANT_URL: stand.url, AVENANT_KEY: keys.get(exampleOf(id).role) ?? '' };
      const { stdout } = await run(program, [...flags, written(id, language)], { env });
      expect([id, stdout]).toEqual([id, expect.stringMatching(/^200 \{/)]);
    }
  });
});
