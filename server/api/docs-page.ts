import { page } from '../http/page';
import type { OpenApiDocument } from './openapi';

/** The API as one page. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item?.[method];
      return operation === undefined ? [] : [{ path, method, operation, tag: operation.tags?.[0] ?? '' }];
    }),
  );
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const sections = tags.map((tag) => {
    const here = operations.filter((operation) => operation.tag === tag);
    return `<h2>${escaped(tag)}</h2>${here.map(({ path, method, operation }) => section(method, path, operation)).join('')}`;
  });
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="schema-${escaped(name)}"><summary>${escaped(name)}</summary>${json(schema)}</details>`,
  );
  const title = `${escaped(document.info.title)} API`;
  const content = `<h1>${title}</h1>
<p>The machine-readable document is <a href="/openapi.json">/openapi.json</a>.</p>
${sections.join('')}<h2>Schemas</h2>${schemas.join('')}`;
  return page(title, content, 'en');
}

type Shown = {
  summary?: string;
  description?: string;
  operationId?: string;
  requestBody?: unknown;
  responses?: unknown;
  parameters?: unknown;
};

function section(method: string, path: string, operation: Shown): string {
  const { summary = '', description = '', operationId = '', requestBody, responses, parameters } = operation;
  const parts: [string, unknown][] = [
    ['Parameters', parameters],
    ['Body', requestBody],
    ['Answers', responses],
  ];
  const shown = parts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<details><summary>${name}</summary>${json(value)}</details>`);
  return `<section id="${escaped(operationId)}"><h3><code>${method.toUpperCase()} ${escaped(path)}</code></h3>
<p><strong>${escaped(summary)}</strong></p><p>${escaped(description)}</p>${shown.join('')}</section>`;
}

const json = (value: unknown): string => `<pre>${escaped(JSON.stringify(value, null, 2))}</pre>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

export const DOCS_STYLE = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
h3 { margin-bottom: 0; } section { border-top: 1px solid #ccc; } pre { overflow: auto; background: #f4f4f4; padding: .75rem; }
button { font: inherit; padding: .5rem 1rem; } summary { cursor: pointer; color: #0a4a8a; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #16181c; } pre { background: #23262c; } summary { color: #8ab8f0; } }
`;
