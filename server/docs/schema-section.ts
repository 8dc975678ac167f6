import { html, type Markup } from '../../receipts/markup';
import { CLOSED_LISTS } from './closed-lists';
import { type JsonSchema, nameOfSchema } from './reference';

/** One field of an object, those of objects inside it with their path. */
interface Field {
  path: string;
  isRequired: boolean;
  schema: JsonSchema;
}

const NOTHING = html``;

/** A schema under its own anchor. */
export function schemaSection(name: string, schema: JsonSchema): Markup {
  return html`<section id="schema-${name}" class="schema"><h3><a class="here" href="#schema-${name}">${name}</a></h3>
${described(schema)}${shapeOf(schema)}</section>
`;
}

/** The fields of a schema, or of each kind that it has; its type, where it has no fields. */
export function shapeOf(schema: JsonSchema): Markup {
  const kinds = schema.oneOf ?? [];
  if (kinds.length > 0) return html`${kinds.map((kind) => html`<div class="kind">${shapeOf(kind)}</div>`)}`;
  const fields = fieldsOf(schema, '');
  if (fields.length === 0) return html`<p>${typeInWords(schema)}</p>`;
  return html`<dl class="fields">${fields.map((field) => fieldRow(field.path, field.schema, field.isRequired))}</dl>`;
}

/** A field or a parameter: its name, its type, and what it means. */
export const fieldRow = (name: string, schema: JsonSchema, isRequired: boolean, about = schema.description): Markup =>
  html`<div><dt><code>${name}</code>${isRequired ? NOTHING : html` <small>optional</small>`}</dt><dd>${typeInWords(schema)}${
    about === undefined ? NOTHING : html`<br>${inCode(about)}`
  }</dd></div>`;

function fieldsOf(schema: JsonSchema, prefix: string): Field[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const { items } = field;
    const inside = items?.properties === undefined ? fieldsOf(field, `${path}.`) : fieldsOf(items, `${path}[].`);
    return [{ path, isRequired: required.includes(name), schema: field }, ...inside];
  });
}

/** A type in words, with a link where it has a name. */
export function typeInWords(schema: JsonSchema): Markup {
  const { enum: listed, const: constant, anyOf, oneOf, items, additionalProperties } = schema;
  const name = nameOfSchema(schema);
  if (name !== undefined) return html`<a href="#schema-${name}">${name}</a>`;
  if (constant !== undefined) return html`<code>${String(constant)}</code>`;
  if (listed !== undefined) return choice(listed.map(String));
  const kinds = anyOf ?? oneOf;
  if (kinds !== undefined) return joined(kinds.map(typeInWords), ' or ');
  if (items !== undefined) return html`list of ${typeInWords(items)}${bounds(schema.minItems, schema.maxItems)}`;
  if (typeof additionalProperties === 'object') return html`${typeInWords(additionalProperties)} by name`;
  const types = [schema.type ?? 'any value'].flat().map((type) => WORDS[type] ?? type);
  return html`${types.join(' or ')}${boundsOf(schema)}`;
}

const WORDS: Readonly<Record<string, string>> = { string: 'text', boolean: 'true or false', number: 'number' };

/** A list that has words is told where they are. */
function choice(values: readonly string[]): Markup {
  const list = CLOSED_LISTS.find(
    ({ codes }) => values.length > 3 && values.every((value) => codes.some(({ code }) => code === value)),
  );
  if (list !== undefined && values.length > 8) return html`one of <a href="#${list.id}">${list.title}</a>`;
  return joined(
    values.map((value) => html`<code>${value}</code>`),
    ' | ',
  );
}

function boundsOf({ type, minLength, maxLength, minimum, maximum }: JsonSchema): Markup {
  if (type === 'string') return bounds(minLength, maxLength, ' characters');
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  return isBounded ? bounds(minimum === -maximum ? undefined : minimum, maximum) : NOTHING;
}

function bounds(least: number | undefined, most: number | undefined, unit = ''): Markup {
  if (most === undefined) return NOTHING;
  const number = (value: number): string => value.toLocaleString('en');
  return html`, ${least === undefined || least === most ? NOTHING : html`${number(least)} to `}${number(most)}${unit}`;
}

const joined = (parts: readonly Markup[], between: string): Markup =>
  html`${parts.map((part, index) => (index === 0 ? part : html`${between}${part}`))}`;

const described = ({ description }: JsonSchema): Markup =>
  description === undefined ? NOTHING : html`<p>${inCode(description)}</p>`;

/** A text whose words between backticks are code. */
export const inCode = (text: string): Markup =>
  html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
