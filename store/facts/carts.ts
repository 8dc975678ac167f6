import type { Cart } from '../../billing/facts/types';
import { type Connection, collectionOf, nullable, requiredNumber, requiredText, trusted } from '../mongo/collection';
import { findPlain, WITHIN } from '../mongo/documents';
import { type PutResult, putVersioned, type Versioned } from '../mongo/versioned';

interface CartDoc extends Cart, Versioned {
  /** Orders that took their items out, the latest ones: a repeated attempt takes nothing out a second time. */
  boughtBy: string[];
  /** The order that is being placed with this cart: nobody else may sell its items meanwhile. */
  heldBy: PlacingVisit | null;
  /** Visits of placing that are over, the latest ones: a stale attempt of theirs cannot hold the cart again. */
  closedVisits: PlacingVisit[];
}

/** One attempt of one order to be placed. */
interface PlacingVisit {
  changeId: string;
  visit: number;
}

const REMEMBERED_ORDERS = 50;

/** The other products a customer has put aside. */
export interface Carts {
  find(tenantId: string, accountId: string): Promise<Cart | null>;
  put(cart: Cart): Promise<PutResult>;
  /** Holds the cart for placing an order, if it is what the quote saw and no other order holds it. */
  hold(tenantId: string, accountId: string, placing: PlacingVisit & { version: number }): Promise<boolean>;
  /** Lets go of the cart, and keeps attempts of this visit that are still under way from holding it again. */
  letGo(tenantId: string, accountId: string, placing: PlacingVisit): Promise<void>;
  /**
   * Takes out an item that its customer does not want; one that is not there is out already.
   *
   * @returns the order that is being placed with the cart, if one is: then nothing is taken out
   */
  putBack(tenantId: string, accountId: string, itemId: string): Promise<{ heldBy: string | null }>;
  /** Takes bought items out, once an order; items put in meanwhile stay. */
  takeOut(tenantId: string, accountId: string, changeId: string, itemIds: readonly string[]): Promise<void>;
}

export function cartsIn(connection: Connection): Carts {
  const model = collectionOf<CartDoc>(
    connection,
    'carts',
    {
      requiredText: ['tenantId', 'accountId', 'currency', 'factsHash'],
      requiredNumber: ['version'],
      texts: ['boughtBy'],
      others: {
        items: [{ _id: false, itemId: requiredText, description: requiredText, amount: requiredText }],
        heldBy: nullable({ requiredText: ['changeId'], requiredNumber: ['visit'] }),
        closedVisits: [{ _id: false, changeId: requiredText, visit: requiredNumber }],
      },
    },
    [[{ tenantId: 1, accountId: 1 }, { unique: true }]],
  );
  return {
    find: (tenantId, accountId) => findPlain(model, { tenantId, accountId }, FACTS),
    put(cart) {
      const { tenantId, accountId } = cart;
      const owned = { boughtBy: [], heldBy: null, closedVisits: [] };
      return putVersioned(model, { key: { tenantId, accountId }, facts: cart, owned, lock: 'heldBy' });
    },
    async hold(tenantId, accountId, { changeId, visit, version }) {
      const isClosed = { $elemMatch: { changeId, visit: { $gte: visit } } };
      const held = await model.updateOne(
        {
          tenantId,
          accountId,
          version,
          closedVisits: trusted({ $not: isClosed }),
          $or: [{ heldBy: null }, { 'heldBy.changeId': changeId }],
        },
        { $set: { heldBy: { changeId, visit } } },
        WITHIN,
      );
      return held.matchedCount === 1;
    },
    async letGo(tenantId, accountId, { changeId, visit }) {
      await model.updateOne(
        { tenantId, accountId, closedVisits: trusted({ $not: { $elemMatch: { changeId, visit } } }) },
        { $push: { closedVisits: { $each: [{ changeId, visit }], $slice: -REMEMBERED_ORDERS } } },
        WITHIN,
      );
      await model.updateOne(
        { tenantId, accountId, 'heldBy.changeId': changeId, 'heldBy.visit': trusted({ $lte: visit }) },
        { $set: { heldBy: null } },
        WITHIN,
      );
    },
    async putBack(tenantId, accountId, itemId) {
      await model.updateOne(
        { tenantId, accountId, heldBy: null, 'items.itemId': itemId },
        { $pull: { items: { itemId } }, $inc: { version: 1 } },
        WITHIN,
      );
      const left = await findPlain(model, { tenantId, accountId }, { items: 1, heldBy: 1 });
      const isThere = left?.items.some((item) => item.itemId === itemId) === true;
      return { heldBy: isThere ? (left?.heldBy?.changeId ?? null) : null };
    },
    async takeOut(tenantId, accountId, changeId, itemIds) {
      await model.updateOne(
        { tenantId, accountId, boughtBy: trusted({ $ne: changeId }) },
        {
          $pull: { items: { itemId: { $in: [...itemIds] } } },
          $push: { boughtBy: { $each: [changeId], $slice: -REMEMBERED_ORDERS } },
          // A quote that counted on these items is no longer what the cart holds.
          $inc: { version: 1 },
          $set: { heldBy: null },
        },
        WITHIN,
      );
    },
  };
}

/** The cart as it was brought in. */
const FACTS = { factsHash: 0, boughtBy: 0, heldBy: 0, closedVisits: 0 } as const;
