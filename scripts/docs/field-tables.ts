import type { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The fields of one object of a schema, in words. */
export interface FieldTable {
  name: string;
  description: string;
  rows: { field: string; type: string; usual: string; meaning: string }[];
}

/** One table for each object that a schema names, in the order they are met. */
export function fieldTables({ $defs = {} }: JsonSchema): FieldTable[] {
  const objects = Object.entries($defs).filter(([, definition]) => definition.properties !== undefined);
  return objects.map(([name, definition]) => tableOf(name, definition, $defs));
}

/** A text that a schema names: what it must look like. */
interface TextForm {
  name: string;
  meaning: string;
  form: string;
}

function textForms({ $defs = {} }: JsonSchema): TextForm[] {
  return Object.entries($defs)
    .filter(([, { type, enum: choices }]) => type === 'string' && choices === undefined)
    .map(([name, { description = '', examples, pattern, format = '' }]) => ({
      name,
      meaning: escaped([description, ...(examples ?? []).map((one) => JSON.stringify(one))].join(' ').trim()),
      form: format === '' && pattern !== undefined ? `\`${escaped(pattern)}\`` : format,
    }));
}

/** The section that tells them, for pages whose tables lead there. */
export function textsSection(schema: JsonSchema): string {
  const rows = textForms(schema).map(({ name, meaning, form }) => `| ${name} | ${meaning} | ${form} |`);
  return ['## Texts', '', '| name | | form |', '| --- | --- | --- |', ...rows].join('\n');
}

function tableOf(
  name: string,
  { description = '', properties = {}, required = [] }: JsonSchema,
  named: Named,
): FieldTable {
  const rows = Object.entries(properties).map(([field, value]) => {
    const property = asSchema(value);
    return {
      field,
      type: typeOf(property, named),
      usual: usualOf(property, required.includes(field)),
      meaning: escaped(property.description ?? ''),
    };
  });
  return { name, description, rows };
}

type Named = Record<string, JsonSchema>;

const asSchema = (value: JsonSchema | boolean): JsonSchema => (typeof value === 'boolean' ? {} : value);

function usualOf({ default: usual }: JsonSchema, isRequired: boolean): string {
  if (usual !== undefined) return `\`${JSON.stringify(usual)}\``;
  return isRequired ? '**required**' : '';
}

function typeOf(schema: JsonSchema, named: Named): string {
  const { $ref, allOf, anyOf, items, pattern, minimum, maximum, properties, additionalProperties } = schema;
  if ($ref !== undefined) return refType($ref, named);
  if (allOf?.[0]) return typeOf(asSchema(allOf[0]), named);
  if (anyOf) return anyOf.map((choice) => typeOf(asSchema(choice), named)).join(' or ');
  if (schema.enum) return schema.enum.map((choice) => `\`${JSON.stringify(choice)}\``).join(', ');
  if (schema.type === 'array')
    return `list of ${items && !Array.isArray(items) ? typeOf(asSchema(items), named) : 'any'}`;
  if (properties)
    return Object.entries(properties)
      .map(([name, one]) => `\`${name}\`: ${typeOf(asSchema(one), named)}`)
      .join('; ');
  if (schema.type === 'integer') {
    return maximum === Number.MAX_SAFE_INTEGER
      ? `whole number from ${minimum}`
      : `whole number, ${minimum} to ${maximum}`;
  }
  if (schema.type === 'null') return '`null`';
  if (typeof additionalProperties === 'object') return `${typeOf(additionalProperties, named)} for each name`;
  if (schema.type === 'boolean') return '`true` or `false`';
  return pattern === undefined ? (schema.format ?? 'text') : `text like \`${escaped(pattern)}\``;
}

/** Objects have a table of their own; what is no object is told where it is used. */
function refType(ref: string, named: Named): string {
  const name = ref.split('/').at(-1) ?? '';
  const definition = named[name] ?? {};
  if (definition.properties) return `[${name}](#${name.toLowerCase()})`;
  if (definition.enum) return name === 'PresetName' ? 'name of a [preset](policies.md)' : typeOf(definition, named);
  if (definition.anyOf) return typeOf(definition, named);
  return `[${name}](#texts)`;
}

const escaped = (text: string): string => text.replaceAll('|', '\\|');
