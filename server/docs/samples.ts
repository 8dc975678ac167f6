import { type JsonSchema, nameOfSchema } from './reference';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Of the sample data of `npm start`, so that an example can be tried as it stands; taken where the schema takes it. */
const NAMED: Readonly<Record<string, unknown>> = {
  accountId: 'acc_atelier',
  subscriptionId: 'sub_atelier',
  productId: 'webinar',
  tierId: 'professional',
  personId: 'claire',
  userId: 'claire',
  startedBy: 'claire',
  changeId: 'chg_2026_11_0001',
  viewId: 'stuck-orders',
  itemId: 'item_1',
  source: 'stripe',
  gateway: 'sandbox',
  event: 'RETRY',
  companyName: 'Atelier Nord SARL',
  displayName: 'Claire Martin',
  street: '12 rue du Faubourg',
  postalCode: '59800',
  city: 'Lille',
  country: 'FR',
  vatNumber: 'FR40303265045',
  seats: 8,
  tenantId: 'demo',
  reasonCode: 'customer_asked',
  reason: 'The customer asked for it by phone.',
  evidence: 'Seen in the console of the provider.',
  quoteHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  paymentToken: 'tok_visa',
  grantId: 'grt_2026_11_0001',
  bulkId: 'blk_2026_11_0001',
  setupId: 'stp_2026_11_0001',
  key: 'refund_request:chg_2026_11_0001',
  eventId: 'evt_1',
  start: '2026-03-12',
  end: '2026-04-12',
  openInvoicesUrl: 'https://shop.example/invoices',
  billingCentreUrl: 'https://shop.example/billing',
  currency: 'EUR',
  quoteValidityMinutes: 30,
  vatConfirmationDays: 180,
  fulfilmentDays: 14,
  answerHours: 48,
  idleDays: 30,
  fromSeats: 1,
};

/** Tried in this order for a text whose name says nothing. */
const TEXTS = ['sample', 'sample_1', 'P7D', '7', 'FR', '#0b5f59', 'data:image/png;base64,iVBORw0KGgo='];

/** Deeper than this an example tells nothing any more. */
const DEEPEST = 8;

/**
 * A value that a schema takes, always the same one: its example where it has one, else what is required of it, with
 * names of the sample data.
 *
 * @param name of the field or parameter that it is for
 * @param isAnswer one entry of each list is shown, also where none has to be
 * @throws RangeError for a text that none of ours fits: its schema needs an `example`
 */
export function sampleOf(
  schema: JsonSchema,
  schemas: Schemas,
  { name = '', isAnswer = false }: { name?: string; isAnswer?: boolean } = {},
): unknown {
  return new Sampler(schemas, isAnswer).of(schema, name, 0);
}

class Sampler {
  constructor(
    private readonly schemas: Schemas,
    private readonly isAnswer: boolean,
  ) {}

  of(schema: JsonSchema, name: string, depth: number): unknown {
    const { example, examples, const: constant, enum: listed, anyOf, oneOf } = schema;
    const named = nameOfSchema(schema);
    if (named !== undefined) return this.of(this.schemas[named] ?? {}, name, depth);
    if (constant !== undefined) return constant;
    if (listed !== undefined) return listed.find((value) => value === NAMED[name]) ?? listed[0];
    const [shown = example] = examples ?? [];
    if (shown !== undefined) return typeof shown === 'string' ? textFor(schema, name, shown) : shown;
    const kinds = anyOf ?? oneOf;
    if (kinds !== undefined) return this.ofKinds(kinds, name, depth);
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
    if (type === 'object') return this.ofObject(schema, depth);
    if (type === 'array') return this.ofList(schema, name, depth);
    if (type === 'string') return textFor(schema, name);
    if (type === 'integer' || type === 'number') return numberFor(schema, name);
    return type === 'boolean' ? this.isAnswer : null;
  }

  private ofKinds(kinds: readonly JsonSchema[], name: string, depth: number): unknown {
    const [first = {}] = kinds;
    const canBeNull = kinds.some(({ type }) => type === 'null');
    // What is not there is the shorter example, and as true.
    return canBeNull && (depth > 2 || !this.isAnswer) ? null : this.of(first, name, depth);
  }

  private ofObject({ properties = {}, required = [], additionalProperties }: JsonSchema, depth: number): unknown {
    const shown = required.filter((name) => Object.hasOwn(properties, name));
    const fields = shown.map((name) => [name, this.of(properties[name] ?? {}, name, depth + 1)]);
    const isOpen = typeof additionalProperties === 'object' && fields.length === 0 && depth < DEEPEST;
    return Object.fromEntries(isOpen ? [] : fields);
  }

  private ofList({ items = {}, minItems = 0 }: JsonSchema, name: string, depth: number): unknown[] {
    const isEmpty = minItems === 0 && (!this.isAnswer || depth >= DEEPEST);
    return isEmpty ? [] : [this.of(items, name.replace(/s$/, ''), depth + 1)];
  }
}

function textFor(schema: JsonSchema, name: string, example?: string): string {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const isTaken = (value: unknown): value is string =>
    typeof value === 'string' &&
    value.length >= minLength &&
    value.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(value));
  const sample = [NAMED[name], example, name, ...TEXTS].find(isTaken);
  if (sample === undefined) throw new RangeError(`No sample for the text ${name}: give its schema an example.`);
  return sample;
}

function numberFor({ minimum = 0, maximum = Number.POSITIVE_INFINITY }: JsonSchema, name: string): number {
  const named = NAMED[name];
  if (typeof named === 'number' && named >= minimum && named <= maximum) return named;
  return Math.min(Math.max(1, minimum), maximum);
}
