import WRITTEN from '../../../docs/generated/openapi.json';
import { EVENT_BODIES } from '../../../schemas/orders/events';
import type { OpenApiDocument } from '../../../server/api/openapi';
import { request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let document: OpenApiDocument;

beforeAll(async () => {
  stand = await startServerStand();
  document = (await request(stand, 'GET', '/openapi.json')).body;
});
afterAll(() => stand.stop());

describe('the OpenAPI document', () => {
  it('the OpenAPI document is served without a key, in version 3.1, with the routes that are written down and that of developers', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.paths).toEqual({ ...WRITTEN.paths, '/v1/outbox': expect.anything() });
  });

  it('the OpenAPI document is made of the schemas that requests are checked with', () => {
    const { schemas } = document.components ?? {};
    expect(schemas).toHaveProperty('Change');
    expect(schemas?.Change).toMatchObject({ additionalProperties: false, required: ['subscriptionId'] });
    const event = schemas?.OrderEvent as { oneOf?: unknown[] };
    expect(event.oneOf).toHaveLength(Object.keys(EVENT_BODIES).length);
    expect(JSON.stringify(event)).not.toMatch(/NUDGE|SUPERSEDED|EXPIRE/);
  });

  it('the OpenAPI document says which preferred wait counts and which is ignored', () => {
    const parameters = document.paths?.['/v1/changes']?.post?.parameters;
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: 'Prefer', in: 'header', description: expect.stringMatching(/wait=N.*ignored/) }),
    );
  });

  it('the OpenAPI document names an operation once and leads every reference somewhere', () => {
    const text = JSON.stringify(document);
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const schemas = Object.keys(document.components?.schemas ?? {});
    const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    for (const reference of new Set(references)) expect(schemas).toContain(reference);
  });

  it('the OpenAPI document tells the problems of every operation', () => {
    for (const item of Object.values(document.paths ?? {})) {
      for (const operation of [item?.get, item?.post, item?.put, item?.delete]) {
        if (operation === undefined) continue;
        expect(operation.responses?.default).toMatchObject({ content: { 'application/problem+json': {} } });
      }
    }
  });

  it('the OpenAPI document shows an answer that is JSON or text in both', () => {
    const content = document.paths?.['/v1/audit']?.get?.responses?.['200'].content;
    expect(Object.keys(content)).toEqual(['application/json', 'text/csv']);
  });

  it('the OpenAPI document names If-Match wherever a version is asked for', () => {
    const asking = Object.entries(document.paths ?? {}).filter(([, item]) =>
      JSON.stringify(item).includes('"If-Match"'),
    );
    expect(asking.map(([path]) => path).sort()).toEqual([
      '/v1/changes/{changeId}/assignee',
      '/v1/changes/{changeId}/ending',
      '/v1/changes/{changeId}/events',
      '/v1/changes/{changeId}/restart',
      '/v1/changes/{changeId}/vat-credit',
      '/v1/settings',
      '/v1/subscriptions/{subscriptionId}/seat-follow-up/events',
    ]);
  });
});

describe('the root of the API', () => {
  it('the root of the API leads programs to the document and people to the page', async () => {
    const { status, headers, body } = await request(stand, 'GET', '/');
    expect([status, body]).toEqual([200, { name: 'Avenant', openapi: '/openapi.json', documentation: '/docs' }]);
    expect(headers.get('link')).toBe('</openapi.json>; rel="service-desc", </docs>; rel="service-doc"');
    const page = await request(stand, 'GET', '/', { headers: { Accept: 'text/html,*/*;q=0.8' } });
    expect(page.body).toBe((await request(stand, 'GET', '/docs')).body);
    expect(await request(stand, 'POST', '/')).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  });
});
