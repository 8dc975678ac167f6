import type { z } from 'zod';
import { localDate } from '../../billing/calendar/calendar';
import { findPrice, findTier } from '../../billing/catalog/catalog';
import { type CivilDate, FREQUENCIES, type Product, type Tier } from '../../billing/facts/types';
import { ROLES, type Role } from '../../machines/events';
import { CatalogueProductSchema, CatalogueQuerySchema } from '../../schemas/customers/catalogue';
import { ProductPathSchema } from '../../schemas/facts/documents';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { Problem } from '../http/problem';
import type { Access } from '../identity/access';
import type { ServerStore } from '../ports';

const BUYERS: readonly Role[] = ROLES.filter((role) => role !== 'seat_admin');

interface CatalogueParts extends Pick<ServerStore, 'products'> {
  access: Access;
  now(): Date;
}

/** What an account can buy of a product today. */
export const catalogueRoutes = (parts: CatalogueParts): MountedOperation[] => [
  operation('Subscriptions', 'GET /v1/catalog/{productId}', {
    id: 'getProduct',
    summary: 'See the tiers of a product, their limits, and the prices on sale today in the currency of an account',
    roles: BUYERS,
    params: ProductPathSchema,
    query: CatalogueQuerySchema,
    answers: { 200: { description: 'The product, its lowest tier first.', schema: CatalogueProductSchema } },
    handle: (call) => getProduct(parts, call),
  }),
];

async function getProduct(
  { products, access, now }: CatalogueParts,
  call: Call<z.output<typeof ProductPathSchema>, z.output<typeof CatalogueQuerySchema>>,
): Promise<Answer> {
  const { productId } = call.params;
  const { accountId, subscriptionId } = call.query;
  const { tenantId, currency, timeZone } = await access.account(call, accountId, 'buy');
  const product = await products.find(tenantId, productId);
  const subscription = subscriptionId && (await access.subscription(call, subscriptionId, 'buy'));
  if (product === null) throw new Problem('not_found');
  // Named together they belong together.
  if (subscription && (subscription.accountId !== accountId || subscription.productId !== productId))
    throw new Problem('not_found');
  const date = localDate(now().toISOString(), timeZone);
  const present = subscription ? findTier(product, subscription.tierId) : undefined;
  const tiers = product.tiers
    .toSorted((one, other) => one.rank - other.rank)
    .map((tier) => tierOnSale(tier, { currency, date, present }));
  return { status: 200, body: { productId, name: product.name, currency, date, tiers } };
}

interface Sale {
  currency: Product['tiers'][number]['prices'][number]['currency'];
  date: CivilDate;
  /** The tier that the customer has. */
  present: Tier | undefined;
}

function tierOnSale(tier: Tier, { currency, date, present }: Sale) {
  const { tierId, name, rank, minSeats, maxSeats } = tier;
  const prices = FREQUENCIES.flatMap((frequency) => findPrice(tier, frequency, currency, date) ?? []);
  return {
    tierId,
    name,
    rank,
    comparison: present === undefined ? null : comparisonOf(tier, present),
    // A seat is sold alone, and an order has one at least.
    seats: { min: Math.max(1, minSeats), max: maxSeats, step: 1 },
    prices: prices.map(({ frequency, bands, validTo }) => ({
      frequency,
      bands: bands.map(({ fromSeats, unitPrice }) => ({ fromSeats, unitPrice: { amount: unitPrice, currency } })),
      endsOn: validTo ?? null,
    })),
  };
}

function comparisonOf(tier: Tier, present: Tier): 'lower' | 'present' | 'higher' {
  if (tier.tierId === present.tierId) return 'present';
  return tier.rank < present.rank ? 'lower' : 'higher';
}
