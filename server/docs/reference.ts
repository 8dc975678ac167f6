import type { OpenApiDocument } from '../api/openapi';
import type { MountedOperation } from '../api/operation';

/** The part of JSON Schema that our schemas are written in. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  enum?: readonly (string | number | boolean | null)[];
  const?: string | number | boolean | null;
  default?: unknown;
  example?: unknown;
  examples?: readonly unknown[];
  description?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

/** What a request carries in its address or its headers. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: JsonSchema;
  description?: string;
}

/** One answer of an operation; without a media type it has no body. */
export interface DescribedAnswer {
  status: string;
  description: string;
  media?: string;
  /** All media types that can be asked for. */
  offered: readonly string[];
  schema?: JsonSchema;
}

/** An operation as the page shows it: what requests are checked with, and the OpenAPI document's view of it. */
export interface DescribedOperation {
  mounted: MountedOperation;
  parameters: readonly Parameter[];
  body?: JsonSchema;
  answers: readonly DescribedAnswer[];
}

/** Everything that the page is made of. */
export interface ApiReference {
  title: string;
  description: string;
  operations: readonly DescribedOperation[];
  schemas: Readonly<Record<string, JsonSchema>>;
}

interface Content {
  schema?: JsonSchema;
}
interface WrittenOperation {
  parameters?: readonly Parameter[];
  requestBody?: { content: Readonly<Record<string, Content>> };
  responses: Readonly<Record<string, { description: string; content?: Readonly<Record<string, Content>> }>>;
}
/** The document by the few names that are read here. */
interface WrittenDocument {
  info: { title: string; description: string };
  paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  components: { schemas: Readonly<Record<string, JsonSchema>> };
}

/** Reads the OpenAPI document of these operations beside the operations themselves. */
export function referenceOf(operations: readonly MountedOperation[], document: OpenApiDocument): ApiReference {
  // Its own type allows for all that OpenAPI can say.
  const { info, paths, components } = document as unknown as WrittenDocument;
  const { schemas } = components;
  return {
    ...info,
    schemas,
    operations: operations.flatMap((mounted) => {
      const written = paths[mounted.path]?.[mounted.method];
      return written === undefined ? [] : [describedOperation(mounted, written)];
    }),
  };
}

function describedOperation(mounted: MountedOperation, written: WrittenOperation): DescribedOperation {
  const body = written.requestBody?.content['application/json']?.schema;
  const answers = Object.entries(written.responses).filter(([status]) => status !== 'default');
  return {
    mounted,
    parameters: written.parameters ?? [],
    ...(body === undefined ? {} : { body }),
    answers: answers.map(([status, { description, content = {} }]) => {
      const [[media, { schema }] = [undefined, {}]] = Object.entries(content);
      return {
        status,
        description,
        offered: Object.keys(content),
        ...(media === undefined ? {} : { media }),
        ...(schema === undefined ? {} : { schema }),
      };
    }),
  };
}

/** The name of a schema that is referred to; undefined for one that stands in its place. */
export const nameOfSchema = ({ $ref }: JsonSchema): string | undefined => $ref?.slice($ref.lastIndexOf('/') + 1);
