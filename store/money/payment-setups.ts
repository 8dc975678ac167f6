import { type Connection, collectionOf, type QueryFilter, trusted } from '../mongo/collection';
import { findPlain, insertOrFind, listPlain, removeOlder, WITHIN } from '../mongo/documents';

type PaymentSetupStatus = 'open' | 'completed' | 'expired' | 'cancelled';

/** Names a setup; a setup is of one order for good. */
export interface PaymentSetupKey {
  tenantId: string;
  changeId: string;
  setupId: string;
}

/** A token of payment details on its way to the order, sealed with the ring of workers and servers. */
interface SealedToken {
  keyId: string;
  box: string;
}

/** Payment details that are given for an order: on a page of the gateway, or as a one-time token by who calls the API. */
export interface PaymentSetup extends PaymentSetupKey {
  accountId: string;
  way: 'page' | 'token';
  status: PaymentSetupStatus;
  /** Of a page: when it closes. Chosen before it is opened, so that whoever opens it once more opens the same one. */
  closesAt: Date | null;
  /** Of a page: the gateway's id of it and its address; null until the gateway has said so. */
  gatewayReference: string | null;
  url: string | null;
  /** Of completed ones, until the order has it. */
  token: SealedToken | null;
  /** The order was told of it. */
  isGiven: boolean;
  at: Date;
}

export type TokenOfSetup = PaymentSetupKey & Pick<PaymentSetup, 'token'>;

export interface PaymentSetups {
  /** Writes a setup down before anything is asked. @returns the one that stands, which may be of an earlier attempt */
  begin(setup: PaymentSetup): Promise<PaymentSetup>;
  find(key: PaymentSetupKey): Promise<PaymentSetup | null>;
  noteOpened(key: PaymentSetupKey, page: { gatewayReference: string; url: string }): Promise<void>;
  /** Notes what came of it, once: only an open one becomes another. @returns the setup as stored afterwards */
  end(
    key: PaymentSetupKey,
    end: { status: Exclude<PaymentSetupStatus, 'open'>; token: SealedToken | null; at: Date },
  ): Promise<PaymentSetup>;
  noteGiven(key: PaymentSetupKey): Promise<void>;
  /** The order has the details, or they were refused: nobody needs the token any more. */
  forgetToken(key: PaymentSetupKey): Promise<void>;
  /** Setups of all tenants with the token that they hold, by tenant, order and id; from after one of them. */
  listTokens(limit: number, after?: PaymentSetupKey): Promise<TokenOfSetup[]>;
  /** Puts what is sealed with another key in the place of what was read. @returns false where it is not there any more */
  reseal(key: PaymentSetupKey, read: SealedToken, resealed: SealedToken): Promise<boolean>;
  /** @returns how many were removed */
  removeOlderThan(before: Date, limit: number): Promise<number>;
}

export function paymentSetupsIn(connection: Connection): PaymentSetups {
  const model = collectionOf<PaymentSetup>(
    connection,
    'paymentsetups',
    {
      requiredText: ['tenantId', 'changeId', 'setupId', 'accountId', 'way', 'status'],
      requiredInstant: ['at'],
      text: ['gatewayReference', 'url'],
      instant: ['closesAt'],
      json: ['token'],
      requiredFlag: ['isGiven'],
      // A page's address is the gateway's, and what is sealed is nobody's text.
      ours: ['token', 'url'],
    },
    [[{ tenantId: 1, changeId: 1, setupId: 1 }, { unique: true }], [{ at: 1 }]],
  );
  const find = (key: PaymentSetupKey) => findPlain(model, keyOf(key));
  return {
    find,
    begin: (setup) => insertOrFind(model, keyOf(setup), setup),
    async noteOpened(key, { gatewayReference, url }) {
      await model.updateOne({ ...keyOf(key), status: 'open' }, { $set: { gatewayReference, url } }, WITHIN);
    },
    async end(key, { status, token, at }) {
      await model.updateOne({ ...keyOf(key), status: 'open' }, { $set: { status, token, at } }, WITHIN);
      const stored = await find(key);
      if (stored === null) throw new Error('A payment setup ended before it was begun.');
      return stored;
    },
    async noteGiven(key) {
      await model.updateOne(keyOf(key), { $set: { isGiven: true } }, WITHIN);
    },
    async forgetToken(key) {
      await model.updateOne(keyOf(key), { $set: { token: null } }, WITHIN);
    },
    listTokens: (limit, after) =>
      listPlain(model, after ? behind(after) : {}, { sort: BY_KEY, limit }, { ...BY_KEY, token: 1 }),
    async reseal(key, read, resealed) {
      const asRead = { ...keyOf(key), 'token.keyId': read.keyId, 'token.box': read.box };
      return (await model.updateOne(asRead, { $set: { token: resealed } }, WITHIN)).matchedCount === 1;
    },
    removeOlderThan: (before, limit) => removeOlder(model, 'at', before, limit),
  };
}

const keyOf = ({ tenantId, changeId, setupId }: PaymentSetupKey): PaymentSetupKey => ({ tenantId, changeId, setupId });

const BY_KEY = { tenantId: 1, changeId: 1, setupId: 1 } as const;

function behind({ tenantId, changeId, setupId }: PaymentSetupKey): QueryFilter<PaymentSetup> {
  return {
    tenantId: trusted({ $gte: tenantId }),
    $or: [
      { tenantId: trusted({ $gt: tenantId }) },
      { tenantId, changeId: trusted({ $gt: changeId }) },
      { tenantId, changeId, setupId: trusted({ $gt: setupId }) },
    ],
  };
}
