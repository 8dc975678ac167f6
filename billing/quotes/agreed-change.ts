import { type AgreedChange, type Change, TERMS_FIELDS, type Terms, type TermsField } from '../facts/types';
import type { AgreedOutcome, Quote } from './types';

/** A change and what it makes of the terms. */
interface NewerChange {
  before: Terms;
  after: Terms;
  /** It waits for its day as well: a subscription has one agreed change, so the older one ends. */
  isLater: boolean;
}

/**
 * What becomes of an agreed change once a newer one is placed: what the newer one changes is taken out of it, and so is what would
 * change nothing any more; the rest is kept.
 */
export function agreedOutcome(agreed: AgreedChange, newer: NewerChange): AgreedOutcome {
  const { changeId, visit, change } = agreed;
  const fields = fieldsOf(change);
  const kept = newer.isLater ? [] : fields.filter((field) => survives(field, change, newer));
  return { changeId, visit, takenOut: fields.filter((field) => !kept.includes(field)), kept };
}

const fieldsOf = (change: Change): TermsField[] => TERMS_FIELDS.filter((field) => change[field] !== undefined);

const survives = (field: TermsField, change: Change, { before, after }: NewerChange): boolean =>
  before[field] === after[field] && change[field] !== after[field];

/** A change without some of its fields, or null where it changes nothing any more. */
export function withoutFields(change: Change, fields: readonly TermsField[]): Change | null {
  const { expectedSeats: _, ...rest } = change;
  for (const field of fields) delete rest[field];
  return fieldsOf(rest).length === 0 ? null : rest;
}

/** What a placed order takes of agreed ones, by subscription. */
export interface Replaced extends AgreedOutcome {
  subscriptionId: string;
}

/** An end that is lifted leaves terms, period and price as they were: nobody is told of that. */
export const replacedBy = ({ changes }: Pick<Quote, 'changes'>): Replaced[] =>
  changes.flatMap(({ subscriptionId, agreed, endLifted }) =>
    agreed === undefined || endLifted !== undefined ? [] : [{ subscriptionId, ...agreed }],
  );
