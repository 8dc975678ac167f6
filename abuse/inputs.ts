import { z } from 'zod';

/** What is sent: the largest that a schema takes, and what none of them takes. */

type JsonSchema = Record<string, unknown> & {
  type?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  maxLength?: number;
  maxItems?: number;
  maximum?: number;
};

/** Bytes of a body that the API still reads. */
const LARGEST_BODY = 100_000;

/** Ids name what nobody else works with: whoever may change something changes that. */
const OWN: Readonly<Record<string, string>> = {
  accountId: 'acc_abuse',
  subscriptionId: 'sub_abuse',
  productId: 'product_abuse',
  changeId: 'chg_abuse',
};

/** Texts of every form that one is asked for, the longest first. */
const TEXTS: readonly string[] = [
  'x'.repeat(300),
  'x'.repeat(255),
  'x'.repeat(200),
  'a'.repeat(128),
  'a'.repeat(64),
  '999999999999.9999',
  '-999999999999999.9999',
  '100.0000',
  'Europe/Paris',
  '2026-12-31T23:59:59Z',
  '2026-12-31',
  '999',
  'FR',
  'EUR',
  'DE123456789',
];

const known = new WeakMap<z.ZodType, unknown>();

/** The largest value that a schema takes; null where its form is none of those above. */
export function largestOf(schema: z.ZodType): unknown {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const largest = computed(schema);
  known.set(schema, largest);
  return largest;
}

function computed(schema: z.ZodType): unknown {
  return largestIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema, '');
}

function largestIn(schema: JsonSchema, name: string): unknown {
  const own = OWN[name];
  if (own !== undefined) return own;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum.at(-1);
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return largestIn(choice, name);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([inner, value]) => [inner, largestIn(value, inner)]),
      );
    case 'array':
      return Array.from({ length: Math.min(schema.maxItems ?? 1_000, 1_000) }, () =>
        largestIn(schema.items ?? {}, name),
      );
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return schema.maximum ?? Number.MAX_SAFE_INTEGER;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function textOf({ pattern, allOf = [], maxLength }: JsonSchema): string {
  const patterns = [pattern, ...allOf.map((part) => part.pattern)].flatMap((one) =>
    one ? [new RegExp(one, 'u')] : [],
  );
  const fits = (text: string): boolean =>
    text.length <= (maxLength ?? Number.POSITIVE_INFINITY) && patterns.every((one) => one.test(text));
  const long = '€'.repeat(Math.min(maxLength ?? 10_000, 10_000));
  return [long, ...TEXTS].find(fits) ?? '';
}

/** Values that are no answer to any question. */
const ODD: readonly unknown[] = [
  null,
  -1,
  1e308,
  0.1,
  '',
  '\u0000',
  '\ud800',
  '\u202e\u200b',
  '1e10000000',
  '0x1f',
  '../../etc/passwd',
  '{{7*7}}',
  { $ne: null },
  [[[[[]]]]],
];

export const pickFrom = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)] as Item;

/** Bodies that a caller may send for a schema, as text. */
export const BODIES: readonly ((schema: z.ZodType | undefined, random: () => number) => string)[] = [
  (schema) => cut(JSON.stringify(schema === undefined ? {} : largestOf(schema))),
  () => JSON.stringify(Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`field${index}`, 0]))),
  (schema, random) => JSON.stringify(withOdd(schema === undefined ? {} : largestOf(schema), random)),
  (schema) => cut(JSON.stringify(stretched(schema === undefined ? {} : largestOf(schema)))),
  () => '4 '.repeat(LARGEST_BODY / 2),
  () => '{"a":'.repeat(LARGEST_BODY / 6),
  () => `["${'\\u0000'.repeat(15_000)}"]`,
];

/** What is too large to be read is sent as far as it is read. */
const cut = (text: string): string => text.slice(0, LARGEST_BODY);

function withOdd(value: unknown, random: () => number): unknown {
  if (typeof value !== 'object' || value === null) return pickFrom(ODD, random);
  const entries = Object.entries(value);
  const chosen = Math.floor(random() * entries.length);
  return Object.fromEntries(
    entries.map(([name, inner], index) => [name, index === chosen ? withOdd(inner, random) : inner]),
  );
}

/** Each list as long as the body lets it be. */
function stretched(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: 5_000 }, () => value[0] ?? 0);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, stretched(inner)]));
}

/** A value of a path or a query. */
export const PARAMETERS: readonly string[] = [
  'acc_abuse',
  'sub_abuse',
  'chg_abuse',
  'a'.repeat(64),
  'a'.repeat(4_000),
  '..%2f..%2fetc',
  '%00',
  '%F0%9F%98%80',
  '%24ne',
  '4111111111111111',
];
