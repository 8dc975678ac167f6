import { z } from 'zod';
import type { Role } from '../../machines/events';
import { readersOf } from '../../schemas/api/readers';

type Schema = z.core.$ZodType;
/** A value as a role sees it. */
type Look = (value: unknown) => unknown;

/** Stands where there was something of which a role sees nothing. */
const NOTHING = Symbol('nothing');

/** An answer as a role sees it, by the table of `schemas/api/readers.ts`. The body is left as it is; a copy is returned. */
export function shownTo<Body>(role: Role, schema: Schema, body: Body): Body {
  const known = looks.get(schema) ?? new Map<Role, Look | undefined>();
  looks.set(schema, known);
  if (!known.has(role)) known.set(role, lookAt({ schema, owner: '', path: '' }, role));
  return (known.get(role)?.(body) ?? body) as Body;
}

const looks = new WeakMap<Schema, Map<Role, Look | undefined>>();

/** A part of an answer: the named schema that it stands in, and the path to it from there. */
interface Part {
  schema: Schema;
  owner: string;
  path: string;
}

/** The fields of all objects of an answer, at any depth. */
export function fieldsOf(schema: Schema, owner = '', path = ''): Part[] {
  const fields = ownFields({ schema, owner, path });
  if (fields !== undefined) return fields.flatMap((one) => [one, ...fieldsOf(one.schema, one.owner, one.path)]);
  return innerOf({ schema, owner, path }).flatMap((one) => fieldsOf(one.schema, one.owner, one.path));
}

/** Undefined where a role sees all there is, which is most often. */
function lookAt(part: Part, role: Role): Look | undefined {
  const fields = ownFields(part);
  if (fields !== undefined) return lookAtObject(fields, role);
  const { type } = definitionOf(part.schema);
  const inner = innerOf(part);
  if (inner.length > 1) return lookAtKinds(inner, role);
  const look = inner[0] && lookAt(inner[0], role);
  if (look === undefined) return undefined;
  if (type === 'array') return (items) => (items as unknown[]).map(look).filter((item) => item !== NOTHING);
  if (type === 'record') return (value) => valuesSeen(value as object, look);
  return (value) => (value === null ? null : look(value));
}

function lookAtObject(fields: readonly Part[], role: Role): Look | undefined {
  const seen = fields.filter(({ owner, path }) => readersOf(owner, path)?.includes(role));
  if (seen.length === 0) return () => NOTHING;
  const inside = seen.flatMap((field) => {
    const look = lookAt(field, role);
    return look === undefined ? [] : [[nameOf(field), field, look] as const];
  });
  const hidden = fields.filter((field) => !seen.includes(field)).map((field) => [nameOf(field), field, hide] as const);
  const changed = [...inside, ...hidden];
  if (changed.length === 0) return undefined;
  return (value) => {
    const shown: Record<string, unknown> = { ...(value as object) };
    for (const [name, { schema }, look] of changed) {
      if (shown[name] === undefined) continue;
      const left = look(shown[name]);
      if (left !== NOTHING) shown[name] = left;
      else if (definitionOf(schema).type === 'nullable') shown[name] = null;
      else delete shown[name];
    }
    return shown;
  };
}

const valuesSeen = (value: object, look: Look): object =>
  Object.fromEntries(
    Object.entries(value)
      .map(([name, one]) => [name, look(one)] as const)
      .filter(([, one]) => one !== NOTHING),
  );

const hide: Look = () => NOTHING;

/** Of several kinds of an object, a value is of the one that has all its fields; what is of none is not shown. */
function lookAtKinds(kinds: readonly Part[], role: Role): Look | undefined {
  const looks = kinds.map((kind) => ({ names: new Set(ownFields(kind)?.map(nameOf)), look: lookAt(kind, role) }));
  if (looks.every(({ look }) => look === undefined)) return undefined;
  return (value) => {
    const present = Object.keys(value as object);
    const kind = looks.find(({ names }) => present.every((name) => names.has(name)));
    if (kind === undefined) return NOTHING;
    return kind.look === undefined ? value : kind.look(value);
  };
}

const nameOf = ({ path }: Part): string => path.slice(path.lastIndexOf('.') + 1);

/** The parts of a schema's definition that are walked here, whatever its kind. */
interface Definition {
  type: string;
  shape?: Readonly<Record<string, Schema>>;
  element?: Schema;
  valueType?: Schema;
  innerType?: Schema;
  out?: Schema;
  options?: readonly Schema[];
}
const definitionOf = (schema: Schema): Definition => schema._zod.def as Definition;

function placeOf({ schema, owner, path }: Part): { owner: string; path: string } {
  const id = z.globalRegistry.get(schema)?.id;
  return id === undefined || id === owner ? { owner, path } : { owner: id, path: '' };
}

function ownFields(part: Part): Part[] | undefined {
  const { shape } = definitionOf(part.schema);
  if (shape === undefined) return undefined;
  const { owner, path } = placeOf(part);
  const prefix = path === '' ? '' : `${path}.`;
  return Object.entries(shape).map(([name, schema]) => ({ schema, owner, path: `${prefix}${name}` }));
}

function innerOf(part: Part): Part[] {
  const { element, valueType, innerType, out, options } = definitionOf(part.schema);
  const inner = options ?? [element, valueType, innerType, out].filter((one) => one !== undefined);
  return inner.map((schema) => ({ schema, ...placeOf(part) }));
}
