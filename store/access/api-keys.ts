import type { Role } from '../../machines/events';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, insertOnce, listPlain, WITHIN } from '../mongo/documents';
import type { Colleague } from './staff';

/** A key of the API as it is stored: without its secret. */
export interface StoredApiKey {
  keyId: string;
  environment: string;
  /** SHA-256 of the secret, hex. */
  secretHash: string;
  tenantId: string;
  role: Role;
  userId: string | null;
  /** RFC 3339 in UTC; null for a key that does not expire. */
  expiresAt: string | null;
  /** What whoever made it calls it. */
  name?: string | null;
  /** When it was last used, to within some minutes. */
  lastUsedAt?: Date | null;
}

/** A key as it is listed: nothing of its secret, and since when there is one. */
export type ListedApiKey = Omit<StoredApiKey, 'secretHash' | 'environment' | 'tenantId'> & { createdAt: Date };

export interface ApiKeys {
  /** A key does not say whose it is, so this one look-up is not within a tenant. */
  find(keyId: string): Promise<StoredApiKey | null>;
  /** The persons who hold a key of some roles that has not expired, by their ids; some more than once. */
  listPeople(tenantId: string, roles: readonly Role[], at: Date, limit: number): Promise<Colleague[]>;
  /** Those of a tenant by their ids; a removed one is not among them. */
  list(tenantId: string, limit: number): Promise<ListedApiKey[]>;
  /** It was used, at an instant or later. */
  noteUsed(keyId: string, at: Date): Promise<void>;
  add(key: StoredApiKey): Promise<void>;
  /** It ends at an instant (RFC 3339 in UTC) at the latest; what ends before that stays so. */
  endBy(tenantId: string, keyId: string, endsAt: string): Promise<void>;
  /** @returns whether the tenant had such a key */
  remove(tenantId: string, keyId: string): Promise<boolean>;
}

export function apiKeysIn(connection: Connection): ApiKeys {
  const model = collectionOf<StoredApiKey>(
    connection,
    'apikeys',
    {
      requiredText: ['keyId', 'environment', 'secretHash', 'tenantId', 'role'],
      text: ['userId', 'expiresAt', 'name'],
      instant: ['lastUsedAt'],
    },
    [[{ keyId: 1 }, { unique: true }], [{ tenantId: 1, keyId: 1 }], [{ tenantId: 1, role: 1, userId: 1 }]],
  );
  return {
    find: (keyId) => findPlain(model, { keyId }),
    listPeople: (tenantId, roles, at, limit) =>
      listPlain<StoredApiKey, Colleague>(
        model,
        {
          ...{ tenantId, role: trusted({ $in: roles }), userId: trusted({ $ne: null }) },
          $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: at.toISOString() }) }],
        },
        { sort: { userId: 1 }, limit },
        { userId: 1, role: 1 },
      ),
    async list(tenantId, limit) {
      const page = { ...WITHIN, sort: { keyId: 1 as const }, limit };
      const docs = await model.find({ tenantId }, LISTED, page).lean<(StoredApiKey & { _id: Identity })[]>();
      return docs.map(({ _id, ...key }) => ({ ...key, createdAt: _id.getTimestamp() }));
    },
    async noteUsed(keyId, lastUsedAt) {
      await model.updateOne({ keyId }, { $max: { lastUsedAt } }, WITHIN);
    },
    async add(key) {
      await insertOnce(model, key);
    },
    async endBy(tenantId, keyId, expiresAt) {
      const later = { $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: expiresAt }) }] };
      await model.updateOne({ keyId: trusted({ $eq: keyId }), tenantId, ...later }, { $set: { expiresAt } }, WITHIN);
    },
    async remove(tenantId, keyId) {
      const removed = await model.deleteOne({ keyId: trusted({ $eq: keyId }), tenantId }, WITHIN);
      return removed.deletedCount === 1;
    },
  };
}

/** MongoDB writes into the id of a document when it was made. */
interface Identity {
  getTimestamp(): Date;
}

const LISTED = { keyId: 1, role: 1, userId: 1, expiresAt: 1, name: 1, lastUsedAt: 1 } as const;
