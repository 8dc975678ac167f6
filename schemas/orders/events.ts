import { z } from 'zod';
import { MOST_CHANGES, TERMS_FIELDS } from '../../billing/facts/types';
import {
  type EventField,
  FIELD_KINDS,
  type FieldKind,
  type ValueOfKind,
  type Values,
} from '../../machines/event-fields';
import { type EventRule, ORDER_EVENTS, SENT_EVENTS, type SentEventType } from '../../machines/events';
import { ChangeSchema, changesOf } from '../values/changes';
import { InstantSchema } from '../values/dates';
import { formed, inForm } from '../values/forms';
import { IdSchema } from '../values/ids';

/**
 * The events of the catalogue as the API accepts them: each body is built from its entry there. When an event was received
 * and who sent it is never taken from a body; a grant id only where a second person approves what somebody else asked for.
 */

const text = ({ longest }: { longest: number }) => z.string().trim().min(1).max(longest).check(inForm('withoutNul'));

/** Lines end in one way, and what was pasted out of a log or a table has its tabs as spaces. */
const asTyped = (words: string): string => words.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ');

/** The schema of each kind of field. */
const FIELD_SCHEMAS: { [Kind in FieldKind]: z.ZodType<ValueOfKind<Kind>> } = {
  change: ChangeSchema,
  changes: changesOf(MOST_CHANGES),
  paymentToken: formed('token'),
  // As typed, whatever it is: the tax rules say what is wrong with a number, and read no more of it than they must.
  vatNumber: z.string(),
  quoteHash: formed('quoteHash'),
  consent: text(FIELD_KINDS.consent),
  message: text(FIELD_KINDS.message),
  note: z.string().overwrite(asTyped).trim().min(1).max(FIELD_KINDS.note.longest).check(inForm('manyLines')),
  evidence: text(FIELD_KINDS.evidence),
  instant: InstantSchema,
  timing: z.enum(FIELD_KINDS.timing.values),
  purchaseOrder: text(FIELD_KINDS.purchaseOrder).check(inForm('oneLine')).nullable().default(null),
  confirmation: z.literal(true),
  person: IdSchema.nullable(),
  personSeen: IdSchema.nullable().meta({
    description: 'Who had it as you saw it; when somebody else has it meanwhile, the answer is 412.',
  }),
  id: IdSchema,
  ids: z.array(IdSchema),
  termsFields: z.array(z.enum(TERMS_FIELDS)).max(TERMS_FIELDS.length),
  subject: z.enum(FIELD_KINDS.subject.values),
};

/** Why support does it: kept with the grant and in the audit trail. */
export const WHY = { reasonCode: formed('reasonCode'), reason: z.string().trim().min(3).max(1000) };
/** Where only some cases ask for it. */
const MAYBE_WHY = { reasonCode: WHY.reasonCode.exactOptional(), reason: WHY.reason.exactOptional() };
/** Names the request that this call approves; the first call has none. */
const APPROVAL = { grantId: IdSchema.exactOptional() };

export type BodyOf<Rule extends EventRule> = Values<Rule['fields']> &
  (Rule['needsReason'] extends true ? { reasonCode: string; reason: string } : unknown) &
  (Rule['needsSecondPerson'] extends true ? { grantId?: string } : unknown);

const fieldsOf = ({ fields }: EventRule, mayBeLeftOut: (field: EventField) => boolean): z.ZodRawShape =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const schema: z.ZodType = FIELD_SCHEMAS[field.kind];
      return [name, mayBeLeftOut(field) ? schema.exactOptional() : schema];
    }),
  );

const shapeOf = (rule: EventRule): z.ZodRawShape => ({
  ...fieldsOf(rule, ({ optional }) => optional === true),
  ...(rule.needsReason ? WHY : {}),
  ...(rule.needsSecondPerson ? APPROVAL : {}),
});

/** Kinds of fields that are kept for the record, or are part of what is promised: they do not decide which way an order goes. */
const OF_NO_WAY = [
  'consent',
  'message',
  'evidence',
  'instant',
  'timing',
  'purchaseOrder',
  'confirmation',
] as const satisfies readonly FieldKind[];
type OfNoWay = (typeof OF_NO_WAY)[number];

/** What stands for each of them where an event that is tried out leaves it out. */
export type StandIns = { [Kind in OfNoWay]: (now: Date) => ValueOfKind<Kind> };

export const isOfNoWay = (kind: FieldKind): kind is OfNoWay => OF_NO_WAY.some((one) => one === kind);

/** What is asked of an event that is only tried out. */
const triedShapeOf = (rule: EventRule): z.ZodRawShape => ({
  ...fieldsOf(rule, ({ optional, kind }) => optional === true || isOfNoWay(kind)),
  ...(rule.needsReason ? MAYBE_WHY : {}),
  ...(rule.needsSecondPerson ? APPROVAL : {}),
});

/** The body of what support does beside the events. */
export const bodyOf = <Rule extends EventRule>(rule: Rule) =>
  z.strictObject(shapeOf(rule)) as z.ZodType as z.ZodType<BodyOf<Rule>>;

/** The same of what asks for its reason only in some cases; in which, its door checks. */
export const bodyMaybeWhyOf = <Rule extends EventRule>(rule: Rule) =>
  z.strictObject({ ...shapeOf(rule), ...MAYBE_WHY }) as z.ZodType as z.ZodType<
    Values<Rule['fields']> & { reasonCode?: string; reason?: string }
  >;

export const EVENT_BODIES = Object.fromEntries(
  SENT_EVENTS.map((type) => [type, z.strictObject({ type: z.literal(type), ...shapeOf(ORDER_EVENTS[type]) })]),
) as Record<string, z.ZodObject> as Record<SentEventType, z.ZodObject>;

type BodyOfEvent<Type extends SentEventType> = Type extends unknown
  ? { type: Type } & BodyOf<(typeof ORDER_EVENTS)[Type]>
  : never;

export type EventBody = BodyOfEvent<SentEventType>;

/** An event that is only tried out: its other fields are left out of its type. */
export type TriedBody<Type extends SentEventType = SentEventType> = {
  type: Type;
  reasonCode?: string;
  reason?: string;
  grantId?: string;
  evidence?: string;
};

/** The body of any event of a list, as it is tried out. */
export function anyTriedOf<Type extends SentEventType>(types: readonly Type[]): z.ZodType<TriedBody<Type>> {
  const bodies = types.map((type) => z.strictObject({ type: z.literal(type), ...triedShapeOf(ORDER_EVENTS[type]) }));
  return discriminated(bodies) as z.ZodType<TriedBody<Type>>;
}

/** The body of any event of a list. */
export function anyOf<Type extends SentEventType>(types: readonly Type[]): z.ZodType<BodyOfEvent<Type>> {
  return discriminated(types.map((type) => EVENT_BODIES[type])) as z.ZodType<BodyOfEvent<Type>>;
}

const discriminated = (bodies: readonly z.ZodType[]): z.ZodType =>
  z.discriminatedUnion('type', bodies as unknown as [z.ZodObject, ...z.ZodObject[]]);

export const EventBodySchema = anyOf(SENT_EVENTS).meta({
  id: 'OrderEvent',
  description: 'One event of the catalogue. Whether it is allowed now is up to the order.',
  example: { type: 'CHECKOUT' },
});
