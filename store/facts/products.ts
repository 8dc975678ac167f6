import type { Product } from '../../billing/facts/types';
import { anyJson, type Connection, collectionOf, requiredNumber, requiredText } from '../mongo/collection';
import { findPlain } from '../mongo/documents';
import { type PutResult, putVersioned, type Versioned } from '../mongo/versioned';

interface ProductDoc extends Product, Versioned {}

/** The catalogue: products with their tiers and prices. */
export interface Products {
  find(tenantId: string, productId: string): Promise<Product | null>;
  put(product: Product): Promise<PutResult>;
}

export function productsIn(connection: Connection): Products {
  const model = collectionOf<ProductDoc>(
    connection,
    'catalog',
    {
      tenantId: requiredText,
      productId: requiredText,
      name: requiredText,
      tiers: [anyJson],
      version: requiredNumber,
      factsHash: requiredText,
    },
    [[{ tenantId: 1, productId: 1 }, { unique: true }]],
  );
  return {
    async find(tenantId, productId) {
      const doc = await findPlain(model, { tenantId, productId });
      return doc && fromDoc(doc);
    },
    put(product) {
      const { tenantId, productId } = product;
      return putVersioned(model, { key: { tenantId, productId }, facts: product });
    },
  };
}

const fromDoc = ({ factsHash: _, ...product }: ProductDoc): Product => product;
