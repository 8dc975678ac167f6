import { join } from 'node:path';
import { documents, staleDocuments } from '../../scripts/docs/documents';
import { withPlanted } from '../support/planted';

const ROOT = join(__dirname, '..', '..');

describe('npm run docs', () => {
  it('every document that is made from code is fresh', () => {
    expect(staleDocuments(ROOT).map(([path]) => path)).toEqual([]);
  });

  it('npm run docs finds an API that differs from the written document, and a document that is missing', async () => {
    const { 'docs/generated/openapi.json': openApi = '', 'docs/policies.md': policies, ...others } = documents();
    const planted = { ...others, 'docs/generated/openapi.json': openApi.replace('/v1/quotes', '/v1/offers') };
    const stale = await withPlanted(planted, (root) => staleDocuments(root).map(([path]) => path));
    expect(policies).toBeDefined();
    expect(stale).toEqual(['docs/generated/openapi.json', 'docs/policies.md']);
  });
});
