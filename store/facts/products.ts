import type { Connection } from 'mongoose';
import type { Product } from '../../billing/types';
import { anyJson, collectionOf, requiredNumber, requiredText } from '../mongo/collection';
import { findPlain, type PutResult, putVersioned, refusedPut, type Versioned } from '../mongo/versioned';

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
    async put(product) {
      const { tenantId, productId } = product;
      const key = { tenantId, productId };
      const stored = await putVersioned(model, { key, facts: product, optional: [] });
      if (stored) return stored;
      const doc = await findPlain(model, key);
      return doc ? refusedPut(doc, product) : { status: 'version_conflict', version: product.version };
    },
  };
}

const fromDoc = ({ factsHash: _, ...product }: ProductDoc): Product => product;
