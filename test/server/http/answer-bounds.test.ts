import { z } from 'zod';
import { boundOf, LIST_BYTES, MAX_BYTES, ORDER_BYTES, USUAL_BYTES } from '../../../schemas/api/answer-bounds';
import { openApiDocument } from '../../../server/api/openapi';
import { describedOperations } from '../../../server/operations';
import { commandFor, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let key: string;
beforeAll(async () => {
  // What is beyond its bound is not as its schema says either.
  stand = await startServerStand({ app: { checksAnswers: false } });
  key = await stand.key('service');
});
afterAll(() => stand.stop());

/** Schemas of an OpenAPI document, wherever they stand. */
function* schemasIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const inner of Object.values(value)) yield* schemasIn(inner);
}

describe('the bound of an answer', () => {
  it('OpenAPI tells the bound of every answer that may be larger than the usual, and how many items a list has', () => {
    const document = openApiDocument(describedOperations(true));
    expect(document.info.description).toContain(`${USUAL_BYTES} bytes`);
    const schemas = document.components?.schemas as Record<string, Record<string, unknown>>;
    expect(schemas.Order?.[MAX_BYTES]).toBe(ORDER_BYTES);
    expect(schemas.OrderList?.[MAX_BYTES]).toBe(LIST_BYTES);
    const isList = ({ properties }: Record<string, unknown>): boolean =>
      (properties as { items?: { type?: string } } | undefined)?.items?.type === 'array';
    const lists = Object.entries(schemas).filter(([, schema]) => isList(schema));
    expect(lists.length).toBeGreaterThan(8);
    for (const [name, list] of lists) {
      const { items } = list.properties as { items: { maxItems?: number } };
      expect([name, items.maxItems]).toEqual([name, expect.any(Number)]);
    }
  });

  it('every file states its bound, or says how many entries it has', () => {
    const media = Object.values(openApiDocument(describedOperations(true)).paths ?? {}).flatMap((path) => [
      ...schemasIn(path),
    ]);
    const pdf = media.flatMap((one) => ('application/pdf' in one ? [one['application/pdf']] : []));
    expect(pdf).toEqual([{ schema: { type: 'string', [MAX_BYTES]: LIST_BYTES } }]);
  });

  it('an answer beyond its bound is a problem with a stable code, and on the log', async () => {
    const views = Array.from({ length: 50 }, (_, view) => ({
      viewId: `v${view}`,
      name: 'x'.repeat(30_000),
      query: {},
    }));
    const list = jest.spyOn(stand.store.savedViews, 'list').mockResolvedValue(views);
    const reply = await request(stand, 'GET', '/v1/saved-views', { key: await stand.key('support_agent') });
    list.mockRestore();
    expect([reply.status, reply.body.code]).toEqual([422, 'answer_too_large']);
    expect(reply.body.detail).toMatch(/and 1,048,576 are allowed/);
    expect(stand.logged()).toContain('listSavedViews would answer');
  });

  it('a schema without a bound of its own has the usual one', () => {
    expect(boundOf(z.string())).toBe(USUAL_BYTES);
  });
});

describe('the largest problems', () => {
  const LONG = '中'.repeat(60);
  const many = Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`${index}${LONG}`, 1]));

  it('a body of nothing but unknown fields with long names is answered within 64 kB', async () => {
    const reply = await request(stand, 'POST', '/v1/changes', { key, body: many, headers: commandFor('claire') });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid_request']);
    expect(reply.body.errors).toHaveLength(20);
    expect(Buffer.byteLength(JSON.stringify(reply.body))).toBeLessThanOrEqual(USUAL_BYTES);
  });

  it('a query of nothing but unknown parameters is answered within 64 kB', async () => {
    const query = Array.from({ length: 700 }, (_, index) => `x${index}=1`).join('&');
    const reply = await request(stand, 'GET', `/v1/changes?${query}`, { key });
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_query']);
    expect(Buffer.byteLength(JSON.stringify(reply.body))).toBeLessThanOrEqual(USUAL_BYTES);
  });
});
