import { EVENT_BODIES } from '../../../schemas/orders/events';
import type { OpenApiDocument } from '../../../server/api/openapi';
import { request, startWorld, type World } from '../world';

let world: World;
let document: OpenApiDocument;

beforeAll(async () => {
  world = await startWorld();
  document = (await request(world, 'GET', '/openapi.json')).body;
});
afterAll(() => world.stop());

describe('the OpenAPI document', () => {
  it('is served without a key, in version 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.paths ?? {}).sort()).toEqual([
      '/v1/accounts/{accountId}',
      '/v1/accounts/{accountId}/ledger',
      '/v1/audit',
      '/v1/bulk-events',
      '/v1/bulk-events/preview',
      '/v1/bulk-events/{bulkId}',
      '/v1/bulk-events/{bulkId}/approve',
      '/v1/bulk-events/{bulkId}/cancel',
      '/v1/bulk-events/{bulkId}/orders',
      '/v1/bulk-events/{bulkId}/pause',
      '/v1/bulk-events/{bulkId}/resume',
      '/v1/carts/{accountId}',
      '/v1/catalog/{productId}',
      '/v1/change-counts',
      '/v1/changes',
      '/v1/changes/{changeId}',
      '/v1/changes/{changeId}/assignee',
      '/v1/changes/{changeId}/events',
      '/v1/changes/{changeId}/events/preview',
      '/v1/changes/{changeId}/live',
      '/v1/changes/{changeId}/payment-link',
      '/v1/changes/{changeId}/payments',
      '/v1/changes/{changeId}/receipt',
      '/v1/changes/{changeId}/tax',
      '/v1/changes/{changeId}/timeline',
      '/v1/changes/{changeId}/vat-credit',
      '/v1/inbound-events',
      '/v1/inbound-events/{source}/{eventId}/redelivery',
      '/v1/live/changes',
      '/v1/outbox',
      '/v1/quotes',
      '/v1/quotes/simulate',
      '/v1/requests',
      '/v1/requests/{grantId}/reject',
      '/v1/saved-views',
      '/v1/saved-views/{viewId}',
      '/v1/search',
      '/v1/session',
      '/v1/settings/tax',
      '/v1/subscriptions/{subscriptionId}',
      '/v1/subscriptions/{subscriptionId}/seat-follow-up',
      '/v1/subscriptions/{subscriptionId}/seat-follow-up/events',
      '/v1/subscriptions/{subscriptionId}/seats',
      '/v1/subscriptions/{subscriptionId}/seats/{userId}',
      '/v1/support-items',
      '/v1/support-items/{key}/close',
    ]);
  });

  it('is made of the schemas that requests are checked with', () => {
    const { schemas } = document.components ?? {};
    expect(schemas).toHaveProperty('Change');
    expect(schemas?.Change).toMatchObject({ additionalProperties: false, required: ['subscriptionId'] });
    const event = schemas?.OrderEvent as { oneOf?: unknown[] };
    expect(event.oneOf).toHaveLength(Object.keys(EVENT_BODIES).length);
    expect(JSON.stringify(event)).not.toMatch(/NUDGE|SUPERSEDED|EXPIRE/);
  });

  it('says of the waiting that a caller prefers what counts and what is ignored', () => {
    const parameters = document.paths?.['/v1/changes']?.post?.parameters;
    expect(parameters).toContainEqual(
      expect.objectContaining({ name: 'Prefer', in: 'header', description: expect.stringMatching(/wait=N.*ignored/) }),
    );
  });

  it('names an operation once and leads every reference somewhere', () => {
    const text = JSON.stringify(document);
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const schemas = Object.keys(document.components?.schemas ?? {});
    const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    for (const reference of new Set(references)) expect(schemas).toContain(reference);
  });

  it('tells every operation’s problems', () => {
    for (const item of Object.values(document.paths ?? {})) {
      for (const operation of [item?.get, item?.post, item?.put, item?.delete]) {
        if (operation === undefined) continue;
        expect(operation.responses?.default).toMatchObject({ content: { 'application/problem+json': {} } });
      }
    }
  });
});

describe('the root of the API', () => {
  it('leads programs to the document and people to the page', async () => {
    const { status, headers, body } = await request(world, 'GET', '/');
    expect([status, body]).toEqual([200, { name: 'Avenant', openapi: '/openapi.json', documentation: '/docs' }]);
    expect(headers.get('link')).toBe('</openapi.json>; rel="service-desc", </docs>; rel="service-doc"');
    const page = await request(world, 'GET', '/', { headers: { Accept: 'text/html,*/*;q=0.8' } });
    expect(page.body).toBe((await request(world, 'GET', '/docs')).body);
    expect(await request(world, 'POST', '/')).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  });
});

describe('the page for people', () => {
  it('shows every operation and fetches nothing from anywhere', async () => {
    const reply = await request(world, 'GET', '/docs');
    expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
    expect(reply.body).toContain('POST /v1/changes/{changeId}/events');
    expect(reply.body).not.toMatch(/<script|https?:\/\//);
    expect(reply.headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});
