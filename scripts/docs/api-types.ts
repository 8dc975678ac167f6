import { openApiDocument } from '../../server/api/openapi';
import type { MountedOperation } from '../../server/api/operation';
import { describedOperations } from '../../server/operations';

/** JSON Schema as our zod schemas come out of it; whatever else one says bounds a value and is no matter of its type. */
interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  items?: Schema;
  prefixItems?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
}

const HEAD = '// Written by `npm run docs` from the schemas that requests are checked with; nobody changes it by hand.';

const JSON_TYPE = 'application/json';

/**
 * `web/shared/api/api-types.ts`: every named schema, and of every operation what is sent and what is answered, as a server of
 * production has them. Sorted, so that a route that only moves is no change.
 */
export function apiTypesFile(): string {
  const operations = describedOperations(false);
  const { paths = {}, components } = openApiDocument(operations);
  const schemas = sorted(Object.entries(components?.schemas ?? {})).map(
    ([name, schema]) => `  ${name}: ${typeOf(schema as Schema, 1)};`,
  );
  const calls = sorted(operations.map((one): [string, MountedOperation] => [callOf(one), one])).map(
    ([call, { path, method }]) =>
      `  '${call}': ${operationType((paths[path] as Record<string, Described>)[method] ?? {})};`,
  );
  return [
    HEAD,
    '',
    '/** The named values of the API. */',
    'export interface Schemas {',
    ...schemas,
    '}',
    '',
    '/** By method and path: what each operation takes, and what it answers when it does what it is asked. */',
    'export interface Operations {',
    ...calls,
    '}',
    '',
  ].join('\n');
}

/** An operation of the document, as far as types need it. */
interface Described {
  parameters?: readonly { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Readonly<Record<string, { schema: Schema }>> };
  responses?: Readonly<Record<string, { content?: Readonly<Record<string, { schema?: Schema }>> }>>;
}

const callOf = ({ method, path }: MountedOperation): string => `${method.toUpperCase()} ${path}`;

function operationType({ parameters = [], requestBody, responses = {} }: Described): string {
  const given = (place: string): Schema => {
    const named = parameters.filter((one) => one.in === place);
    return {
      type: 'object',
      properties: Object.fromEntries(named.map(({ name, schema }) => [name, schema])),
      required: named.filter(({ required }) => required).map(({ name }) => name),
    };
  };
  const body = requestBody?.content[JSON_TYPE]?.schema;
  const needsKey = parameters.some(({ name }) => name === 'Idempotency-Key');
  const fields = [
    `params: ${typeOf(given('path'), 2)}`,
    `query: ${typeOf(given('query'), 2)}`,
    `body: ${body === undefined ? 'undefined' : typeOf(body, 2)}`,
    `answer: ${answerType(responses)}`,
    `needsKey: ${needsKey}`,
  ];
  return `{\n${fields.map((field) => `    ${field};\n`).join('')}  }`;
}

/** All that a success may bring; what is no JSON is text. */
function answerType(responses: Described['responses'] = {}): string {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const types = successes.flatMap(([, { content }]) => {
    if (content === undefined) return ['undefined'];
    return Object.entries(content).map(([media, { schema }]) =>
      media === JSON_TYPE && schema !== undefined ? typeOf(schema, 2) : 'string',
    );
  });
  return united(types);
}

function typeOf(schema: Schema, depth: number): string {
  if (schema.$ref !== undefined) return `Schemas['${schema.$ref.split('/').at(-1)}']`;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return united(schema.enum.map(literal));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return united(choices.map((choice) => typeOf(choice, depth)));
  if (schema.allOf !== undefined) return schema.allOf.map((part) => `(${typeOf(part, depth)})`).join(' & ');
  if (Array.isArray(schema.type)) return united(schema.type.map((type) => typeOf({ ...schema, type }, depth)));
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return listType(schema, depth);
    case 'object':
      return objectType(schema, depth);
    default:
      return 'unknown';
  }
}

function listType({ items, prefixItems }: Schema, depth: number): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((one) => typeOf(one, depth)).join(', ')}]`;
  const type = items === undefined ? 'unknown' : typeOf(items, depth);
  return /[|&]/.test(type) ? `(${type})[]` : `${type}[]`;
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema, depth: number): string {
  const isOpen = typeof additionalProperties === 'object' || additionalProperties === true;
  const fields = Object.entries(properties).map(([name, schema]) => {
    const type = typeOf(schema, depth + 1);
    return `${/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`}${required.includes(name) ? '' : '?'}: ${type}`;
  });
  const value = typeof additionalProperties === 'object' ? typeOf(additionalProperties, depth + 1) : 'unknown';
  if (fields.length === 0) return `Record<string, ${isOpen ? value : 'never'}>`;
  const indent = '  '.repeat(depth);
  // Fields beside the named ones are only known not to be known.
  const all = isOpen ? [...fields, '[more: string]: unknown'] : fields;
  return `{\n${all.map((field) => `${indent}  ${field};\n`).join('')}${indent}}`;
}

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : JSON.stringify(value);

const united = (types: readonly string[]): string => {
  const distinct = [...new Set(types)];
  return distinct.length === 0 ? 'undefined' : distinct.join(' | ');
};

const sorted = <Value>(entries: [string, Value][]): [string, Value][] =>
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
