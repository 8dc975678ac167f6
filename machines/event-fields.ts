import { type Change, TERMS_FIELDS, type TermsField, TIMINGS } from '../billing/facts/types';
import { millisecondsOf } from './instant';

/**
 * The kinds of field that the payload of an event has. Each is a plain predicate, because it is asked inside the workflow;
 * the type of a field follows from it, and `schemas/orders/events.ts` gives each kind its zod schema for the door.
 */

interface Kind<Value> {
  is(value: unknown): value is Value;
}

/** Text of at most so many characters. */
const upTo = (longest: number) => ({
  longest,
  is: (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= longest,
});

const oneOf = <const Value extends string>(...values: Value[]) => ({
  values,
  is: (value: unknown): value is Value => values.some((one) => one === value),
});

const orNull = <Limits extends Kind<string>>(kind: Limits) => ({
  ...kind,
  is: (value: unknown): value is string | null => value === null || kind.is(value),
});

const text = upTo(2_000);

export const FIELD_KINDS = {
  change: { is: isChange },
  changes: {
    is: (value: unknown): value is Change[] =>
      Array.isArray(value) && value.length > 0 && value.length <= 50 && value.every(isChange),
  },
  paymentToken: text,
  vatNumber: text,
  quoteHash: text,
  consent: upTo(500),
  message: upTo(1_000),
  note: text,
  evidence: text,
  instant: {
    is: (value: unknown): value is string =>
      typeof value === 'string' && value.length <= 40 && Number.isFinite(millisecondsOf(value)),
  },
  timing: oneOf(...TIMINGS),
  termsFields: {
    is: (value: unknown): value is TermsField[] =>
      Array.isArray(value) &&
      value.length <= TERMS_FIELDS.length &&
      value.every((one) => TERMS_FIELDS.some((field) => field === one)),
  },
  purchaseOrder: orNull(upTo(64)),
  confirmation: { is: (value: unknown): value is true => value === true },
  person: orNull({ is: isEventId }),
  personSeen: orNull({ is: isEventId }),
  id: text,
  ids: { is: (value: unknown): value is string[] => Array.isArray(value) && value.every(text.is) },
  subject: oneOf('payment', 'fulfilment', 'vat'),
} as const satisfies Record<string, Kind<unknown>>;

export type FieldKind = keyof typeof FIELD_KINDS;
export type ValueOfKind<Name extends FieldKind> = (typeof FIELD_KINDS)[Name] extends Kind<infer Value> ? Value : never;

export interface EventField {
  kind: FieldKind;
  optional?: true;
  /** Kept in the audit trail with the event. A customer's payment token or VAT number is not. */
  audited?: true;
}

type Fields = Readonly<Record<string, EventField>>;
type OptionalIn<Of extends Fields> = {
  [Name in keyof Of]: Of[Name] extends { optional: true } ? Name : never;
}[keyof Of];

/** The values of the fields of a payload. */
export type Values<Of extends Fields> = {
  [Name in Exclude<keyof Of, OptionalIn<Of>>]: ValueOfKind<Of[Name]['kind']>;
} & { [Name in OptionalIn<Of>]?: ValueOfKind<Of[Name]['kind']> };

/** Whether an object has no field but these: what nobody reads would be taken for something. */
export const hasOnlyKeys = (value: object, ...names: string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

/** Whether a payload has every field that it must have, each with a value of its kind, and no other. */
export const hasOnlyFields = (payload: Record<string, unknown>, fields: Fields): boolean =>
  hasOnlyKeys(payload, ...Object.keys(fields)) &&
  Object.entries(fields).every(([name, { kind, optional }]) => {
    const value = payload[name];
    return value === undefined ? optional === true : FIELD_KINDS[kind].is(value);
  });

/** As `schemas/values/ids.ts` says it: an id with a colon in it could name the workflow of another order. */
export function isEventId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value);
}

/** Whether a value has the shape of a change; whether the change can be made is assessed. */
export function isChange(value: unknown): value is Change {
  if (typeof value !== 'object' || value === null) return false;
  if (!hasOnlyKeys(value, ...CHANGE_KEYS)) return false;
  const { subscriptionId, tierId, seats, frequency, expectedSeats, liftEnd, endTrial } = value as Record<
    string,
    unknown
  >;
  const texts = [tierId, frequency].every((one) => one === undefined || (text.is(one) && one.length <= 200));
  const counts = [seats, expectedSeats].every((one) => one === undefined || Number.isInteger(one));
  const acts = [liftEnd, endTrial].every((one) => one === undefined || one === true);
  return isEventId(subscriptionId) && texts && counts && acts;
}

const CHANGE_KEYS = ['subscriptionId', 'tierId', 'seats', 'frequency', 'expectedSeats', 'liftEnd', 'endTrial'];
