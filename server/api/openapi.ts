import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { present } from '../../billing/present';
import { MAX_BYTES, USUAL_BYTES } from '../../schemas/api/answer-bounds';
import { ProblemDocumentSchema } from '../../schemas/api/problem';
import type { MountedOperation } from './operation';
import { DEFAULT_WAIT, LONGEST_WAIT } from './preconditions';
import { ON_BEHALF_OF } from './principal';

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** The OpenAPI 3.1 document, made of the very operations and schemas that requests are checked with. */
export function openApiDocument(operations: readonly MountedOperation[]): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Avenant',
      version: '1',
      description:
        'Subscription changes as durable, explainable orders. Amounts are decimal text, instants are UTC. No answer has ' +
        `more than ${USUAL_BYTES} bytes, unless its schema says so (\`${MAX_BYTES}\`).`,
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key (`sk_…`) or a token (JWT).' },
      },
    },
  });
}

function operationObject(operation: MountedOperation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, params, query, body, answers, roles } = operation;
  const asked = [description, `Roles: ${roles.join(', ')}.`].filter((text) => text !== undefined);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: asked.join('\n\n'),
    requestParams: {
      ...present({ path: isObject(params) ? params : undefined, query: isObject(query) ? query : undefined }),
      header: headersOf(operation),
    },
    ...present({
      requestBody: body && { required: true, content: { 'application/json': { schema: body } } },
    }),
    responses: { ...answersOf(answers), default: problemAnswer },
  };
}

const problemAnswer = {
  description: 'A problem (RFC 9457); `code` is stable.',
  content: { 'application/problem+json': { schema: ProblemDocumentSchema } },
};

const asText = (media: readonly string[], mostBytes: number | undefined) =>
  Object.fromEntries(
    media.map((type) => [
      type,
      { schema: { type: 'string' as const, ...(mostBytes === undefined ? {} : { [MAX_BYTES]: mostBytes }) } },
    ]),
  );

function answersOf(answers: MountedOperation['answers']) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, media = [], mostBytes }]) => [
      status,
      {
        description,
        ...present({
          content:
            schema === undefined && media.length === 0
              ? undefined
              : { ...(schema && { 'application/json': { schema } }), ...asText(media, mostBytes) },
        }),
      },
    ]),
  );
}

const PreferSchema = z
  .string()
  .optional()
  .meta({
    description: `\`wait=N\`: how many seconds to wait for the outcome, ${DEFAULT_WAIT} unless asked for, at most ${LONGEST_WAIT}. Other preferences, and what is no such number, are ignored (RFC 7240).`,
    example: 'wait=30',
  });

function headersOf({ needsIdempotencyKey, roles, path, method }: MountedOperation): z.ZodObject {
  // What moves on under whoever looks at it.
  const isOfVersion = method !== 'get' && /\/(events|settings|assignee|vat-credit|ending|restart)$/.test(path);
  return z.object({
    ...(needsIdempotencyKey ? { 'Idempotency-Key': z.string().min(1).max(255), Prefer: PreferSchema } : {}),
    ...(roles.includes('service') && method !== 'put' ? { [ON_BEHALF_OF]: z.string().optional() } : {}),
    ...(isOfVersion ? { 'If-Match': z.string().optional() } : {}),
    'Accept-Language': z.enum(['fr', 'en']).optional(),
  });
}

const isObject = (schema: z.ZodType): schema is z.ZodObject => schema instanceof z.ZodObject;
