import type { Product } from '../../billing/facts/types';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, listPlain } from '../mongo/documents';
import { type PutResult, putVersioned, type Versioned } from '../mongo/versioned';

interface ProductDoc extends Product, Versioned {}

/** The catalogue: products with their tiers and prices. */
export interface Products {
  find(tenantId: string, productId: string): Promise<Product | null>;
  /** By their ids, what those products are called that there are. */
  listNames(tenantId: string, productIds: readonly string[]): Promise<Map<string, string>>;
  put(product: Product): Promise<PutResult>;
}

export function productsIn(connection: Connection): Products {
  const model = collectionOf<ProductDoc>(
    connection,
    'catalog',
    {
      requiredText: ['tenantId', 'productId', 'name', 'factsHash'],
      requiredNumber: ['version'],
      jsons: ['tiers'],
    },
    [[{ tenantId: 1, productId: 1 }, { unique: true }]],
  );
  return {
    find: (tenantId, productId) => findPlain(model, { tenantId, productId }, { factsHash: 0 }),
    async listNames(tenantId, productIds) {
      const these = { tenantId, productId: trusted({ $in: [...new Set(productIds)] }) };
      const docs = await listPlain(model, these, {}, { productId: 1, name: 1 });
      return new Map(docs.map(({ productId, name }) => [productId, name]));
    },
    put(product) {
      const { tenantId, productId } = product;
      return putVersioned(model, { key: { tenantId, productId }, facts: product });
    },
  };
}
