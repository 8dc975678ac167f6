import type { Role } from '../../machines/events';
import { ON_BEHALF_OF } from '../api/principal';
import type { ApiReference, DescribedOperation, Parameter } from './reference';
import { sampleOf } from './samples';

/** One request that an operation takes, as every language of an example writes it. */
export interface ExampleRequest {
  method: string;
  /** With its query, filled in. */
  path: string;
  /** Without the key of whoever calls, which nobody should copy. */
  headers: Readonly<Record<string, string>>;
  body?: unknown;
  /** Who may send it like this. */
  role: Role;
  /** The answer is a line that stays open. */
  isLine: boolean;
  /** The answer is JSON; undefined where it has no body. */
  isJson?: boolean;
}

const BESIDE_JSON = 'text/event-stream';

/** The shortest request that an operation takes, with every header that it asks for. */
export function exampleRequest(described: DescribedOperation, { schemas }: ApiReference): ExampleRequest {
  const { mounted, parameters, body, answers } = described;
  const sample = ({ name, schema }: Parameter): string => String(sampleOf(schema, schemas, { name }));
  const required = parameters.filter((parameter) => parameter.required);
  const path = required
    .filter((parameter) => parameter.in === 'path')
    .reduce(
      (filled, parameter) => filled.replace(`{${parameter.name}}`, encodeURIComponent(sample(parameter))),
      mounted.path,
    );
  const query = new URLSearchParams(
    Object.fromEntries(
      required.filter((parameter) => parameter.in === 'query').map((parameter) => [parameter.name, sample(parameter)]),
    ),
  );
  const isAsked = (header: string): boolean => parameters.some(({ name }) => name === header);
  const media = answers[0]?.media;
  const [first = 'service'] = mounted.roles;
  const role = mounted.roles.includes('service') ? 'service' : first;
  return {
    method: mounted.method.toUpperCase(),
    path: query.size > 0 ? `${path}?${query}` : path,
    role,
    headers: {
      ...(isAsked(ON_BEHALF_OF) && role === 'service' ? { [ON_BEHALF_OF]: 'claire' } : {}),
      ...(mounted.needsIdempotencyKey ? { 'Idempotency-Key': `my-${mounted.id}-1` } : {}),
      ...(isAsked('If-Match') ? { 'If-Match': '"3"' } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: sampleOf(body, schemas) }),
    isLine: media === BESIDE_JSON,
    ...(media === undefined ? {} : { isJson: media === 'application/json' }),
  };
}
