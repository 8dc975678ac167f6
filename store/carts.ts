import { type Connection, trusted } from 'mongoose';
import type { Cart } from '../billing/types';
import { collectionOf, number, text, WITHIN } from './collection';
import { findPlain, type PutResult, putVersioned, refusedPut, type Versioned } from './versioned';

export interface CartDoc extends Cart, Versioned {
  /** Orders that took their items out, the latest ones: a repeated attempt takes nothing out a second time. */
  boughtBy: string[];
}

const REMEMBERED_ORDERS = 50;

/** The other products a customer has put aside. */
export interface Carts {
  find(tenantId: string, accountId: string): Promise<Cart | null>;
  put(cart: Cart): Promise<PutResult>;
  /** Takes bought items out, once an order; items put in meanwhile stay. */
  takeOut(tenantId: string, accountId: string, changeId: string, itemIds: readonly string[]): Promise<void>;
}

export function cartsIn(connection: Connection): Carts {
  const model = collectionOf<CartDoc>(
    connection,
    'carts',
    {
      tenantId: text,
      accountId: text,
      currency: text,
      items: [{ _id: false, itemId: text, description: text, amount: text }],
      version: number,
      factsHash: text,
      boughtBy: [String],
    },
    [[{ tenantId: 1, accountId: 1 }, { unique: true }]],
  );
  return {
    async find(tenantId, accountId) {
      const doc = await findPlain(model, { tenantId, accountId });
      return doc && fromDoc(doc);
    },
    async put(cart) {
      const { tenantId, accountId } = cart;
      const key = { tenantId, accountId };
      const stored = await putVersioned(model, { key, facts: cart, optional: [], owned: { boughtBy: [] } });
      if (stored) return stored;
      const doc = await findPlain(model, key);
      return doc ? refusedPut(doc, cart) : { status: 'version_conflict', version: cart.version };
    },
    async takeOut(tenantId, accountId, changeId, itemIds) {
      await model.updateOne(
        { tenantId, accountId, boughtBy: trusted({ $ne: changeId }) },
        {
          $pull: { items: { itemId: { $in: [...itemIds] } } },
          $push: { boughtBy: { $each: [changeId], $slice: -REMEMBERED_ORDERS } },
          // A quote that counted on these items is no longer what the cart holds.
          $inc: { version: 1 },
        },
        WITHIN,
      );
    },
  };
}

const fromDoc = ({ factsHash: _, boughtBy: __, ...cart }: CartDoc): Cart => cart;
