import { openApiDocument } from '../../server/api/openapi';
import { describedOperations } from '../../server/operations';

const sorted = <Value>(named: Record<string, Value> = {}): Record<string, Value> =>
  Object.fromEntries(Object.entries(named).sort(([one], [other]) => (one < other ? -1 : 1)));

/**
 * docs/generated/openapi.json, as a server of production offers it: a change of the API is seen in review. Sorted, so that a
 * route that only moves is no change.
 */
export function openApiFile(): string {
  const { paths, components, ...document } = openApiDocument(describedOperations(false));
  const schemas = sorted(components?.schemas);
  return `${JSON.stringify({ ...document, paths: sorted(paths), components: { ...components, schemas } }, null, 2)}\n`;
}
