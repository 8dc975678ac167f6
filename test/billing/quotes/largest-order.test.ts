import { BOUNDS } from 'statechart-host/contract';
import { ANCHOR_RESET } from '../../../billing/facts/policy-types';
import type { BilledLine, CartItem } from '../../../billing/facts/types';
import { MOST_CHANGES, MOST_LINES } from '../../../billing/facts/types';
import { quoteSideBySide } from '../../../billing/quotes/anchor-alternative';
import { refusalOfSize } from '../../../billing/quotes/assessment';
import type { QuoteInput } from '../../../billing/quotes/input';
import { differenceOf } from '../../../billing/quotes/requote';
import {
  CartBodySchema,
  MOST_BILLED_LINES,
  ProductBodySchema,
  SubscriptionBodySchema,
} from '../../../schemas/facts/documents';
import { anAccount, aProduct, aSubscription, FRENCH_VAT } from '../samples';

/** Three bytes a character, the most that a text of ours can take. */
const longest = (characters: number): string => '€'.repeat(characters);
const PERIOD = { start: '2023-06-01', end: '2023-07-01' };

const product = aProduct({ name: longest(80) });
for (const tier of product.tiers) tier.name = longest(80);

/** As an order before has left it: its id names that order, its quote and its line. */
const billedLine = (line: number): BilledLine => ({
  lineId: `chg_${'a'.repeat(40)}:q100:100:${'s'.repeat(64)}:charge${line}`,
  period: PERIOD,
  amount: '123456.78',
  credited: '1.00',
  paid: true,
  vatPercent: '20.1234',
  vatTreatment: {
    kind: 'reverse_charge',
    country: 'FR',
    rule: 'R1234567',
    mention: longest(100),
    evidenceId: 'e'.repeat(200),
  },
});

const items = (count: number): CartItem[] =>
  Array.from({ length: count }, (_, item) => ({
    itemId: `item${item}`.padEnd(64, 'x'),
    description: longest(200),
    amount: '12345.67',
  }));

/** An order of so many subscriptions, of so many billed lines each, and of so many items. */
function orderOf(subscriptions: number, lines: number, inCart: number): QuoteInput {
  const changes = Array.from({ length: subscriptions }, (_, index) => {
    const subscriptionId = `s${index}`.padEnd(64, 'x');
    const billedLines = Array.from({ length: lines }, (_, line) => billedLine(line));
    const subscription = aSubscription({ subscriptionId, period: PERIOD, billedLines });
    return { subscription, product, change: { subscriptionId, seats: 20 } };
  });
  const cart = { tenantId: 't', accountId: 'a', currency: 'EUR', version: 1, items: items(inCart) };
  return {
    quoteId: `chg_${'a'.repeat(40)}:q100`,
    version: 100,
    at: '2023-06-12T10:00:00.000Z',
    validForSeconds: 1_800,
    policy: ANCHOR_RESET,
    account: anAccount(),
    changes,
    cart: { cart, include: true },
    vatTreatment: FRENCH_VAT,
    balance: '0',
  };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const sizeOf = ({ changes, cart }: QuoteInput) =>
  refusalOfSize(
    changes.map(({ subscription }) => subscription),
    cart?.cart,
  );

/** Beside its quote a view says what was asked for, what was agreed and where it stands. */
const REST_OF_VIEW = 20_000;

describe('the largest order', () => {
  it.each([
    {
      what: 'one subscription billed most often',
      order: orderOf(1, MOST_BILLED_LINES, MOST_LINES - MOST_BILLED_LINES - 1),
    },
    {
      what: 'as many subscriptions as can be',
      order: orderOf(MOST_CHANGES, Math.floor(MOST_LINES / MOST_CHANGES) - 1, 10),
    },
    { what: 'a full cart', order: orderOf(5, 1, 100) },
  ])('an order of $what is taken, and its quote and what it changed fit into a view', ({ order }) => {
    expect(sizeOf(order)).toBeUndefined();
    const quote = quoteSideBySide(order);
    const next = quoteSideBySide({ ...order, at: '2023-06-13T10:00:00.000Z' });
    expect(quote.lines.length).toBeGreaterThan(85);
    expect(bytesOf(quote) + bytesOf(differenceOf(quote, next))).toBeLessThan(BOUNDS.view - REST_OF_VIEW);
  });

  it('an order of one line more is refused with the limit', () => {
    expect(sizeOf(orderOf(1, 100, 20))).toEqual({ code: 'order_too_large', facts: { lines: 121, most: 110 } });
    expect(sizeOf(orderOf(14, 100, 0))).toMatchObject({ facts: { lines: 1_414 } });
  });

  it('texts are no longer than the largest order has them', () => {
    const { tenantId: _, productId: __, ...body } = product;
    expect(ProductBodySchema.safeParse(body).success).toBe(true);
    expect(ProductBodySchema.safeParse({ ...body, name: longest(81) }).success).toBe(false);
    // A half of a character takes six bytes of JSON.
    expect(ProductBodySchema.safeParse({ ...body, name: '\ud800'.repeat(80) }).success).toBe(false);
    const cart = { currency: 'EUR', items: items(100), version: 1 };
    expect(CartBodySchema.safeParse(cart).success).toBe(true);
    expect(CartBodySchema.safeParse({ ...cart, items: items(101) }).success).toBe(false);
    const { tenantId: ___, subscriptionId: ____, assignedSeats: _____, ...facts } = aSubscription();
    const billed = (count: number) => ({
      ...facts,
      billedLines: Array.from({ length: count }, (_, line) => ({ ...billedLine(line), lineId: `l${line}` })),
    });
    expect(SubscriptionBodySchema.safeParse(billed(MOST_BILLED_LINES)).success).toBe(true);
    expect(SubscriptionBodySchema.safeParse(billed(MOST_BILLED_LINES + 1)).success).toBe(false);
  });
});
