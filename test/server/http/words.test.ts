import { z } from 'zod';
import { FREQUENCIES, SUBSCRIPTION_STATUSES, TIMINGS } from '../../../billing/facts/types';
import { LEDGER_KINDS } from '../../../billing/ledger/ledger';
import { BULK_RESULTS, BULK_STATUSES } from '../../../machines/bulk';
import { DESK_ACTS, ORDER_EVENTS, ROLES, SEAT_EVENTS, SELLER_ACTS } from '../../../machines/events';
import { REASON_CODES, REASONED_ACTS, reasonCodesFor } from '../../../machines/reason-codes';
import { subscriptionChangeMachine } from '../../../machines/subscription-change/machine';
import { SUPPORT_ITEM_KINDS } from '../../../machines/support-items';
import { WAITS } from '../../../machines/waits';
import { OrderDocumentSchema } from '../../../schemas/orders/order';
import { PaymentCallsSchema } from '../../../schemas/orders/payments';
import { RouteNameSchema } from '../../../schemas/orders/quote';
import { LOCALES, text } from '../../../server/http/texts';

/** The values that a field of a schema may have, at any depth. */
function valuesIn(schema: z.ZodType, name: string): string[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return [...new Set(enumsUnder(json, name))];
}

function enumsUnder(node: unknown, name: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === name ? enumsOf(value) : []),
    ...enumsUnder(value, name),
  ]);
}

const enumsOf = (node: unknown): string[] => {
  const { enum: values = [], anyOf = [] } = node as { enum?: string[]; anyOf?: unknown[] };
  return [...values, ...anyOf.flatMap(enumsOf)];
};

/** Every closed list that a page may have to name, under the beginning of its keys. */
const LISTS: Record<string, readonly string[]> = {
  event: [ORDER_EVENTS, SEAT_EVENTS, DESK_ACTS, SELLER_ACTS].flatMap((catalogue) => Object.keys(catalogue)),
  stateName: Object.keys(subscriptionChangeMachine.states),
  waits: WAITS,
  role: ROLES,
  route: RouteNameSchema.options,
  reasonCode: REASON_CODES,
  item: SUPPORT_ITEM_KINDS,
  ledgerKind: LEDGER_KINDS,
  paymentStatus: [...valuesIn(OrderDocumentSchema.shape.payment, 'status'), ...valuesIn(PaymentCallsSchema, 'status')],
  paymentKind: valuesIn(PaymentCallsSchema, 'kind'),
  subscriptionStatus: SUBSCRIPTION_STATUSES,
  frequency: FREQUENCIES,
  timing: TIMINGS,
  ending: valuesIn(z.strictObject({ ending: OrderDocumentSchema.shape.ending }), 'ending'),
  bulkStatus: BULK_STATUSES,
  bulkResult: BULK_RESULTS,
};

describe.each(LOCALES)('words in %s', (locale) => {
  it.each(Object.entries(LISTS))(`every name of the closed list %s has words, in ${locale}`, (prefix, names) => {
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const words = text(locale, `${prefix}.${name}`);
      expect([name, words]).toEqual([name, expect.stringMatching(/\p{L}/u)]);
      // A word, and no name of a program.
      expect([name, words]).not.toEqual([name, expect.stringMatching(/_|[a-z][A-Z]/)]);
    }
  });
});

describe('the reasons', () => {
  it('the reasons that are offered for an act are few, and end with another one', () => {
    for (const act of REASONED_ACTS) {
      const codes = reasonCodesFor(act);
      expect(codes.at(-1)).toBe('other');
      expect(codes.length).toBeLessThanOrEqual(6);
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  it('the reasons are offered for everything that is done with one', () => {
    const rules = { ...ORDER_EVENTS, ...SEAT_EVENTS, ...DESK_ACTS, ...SELLER_ACTS };
    const reasoned = Object.entries(rules).flatMap(([type, { needsReason }]) => (needsReason ? [type] : []));
    expect([...REASONED_ACTS].sort()).toEqual(reasoned.sort());
  });
});
