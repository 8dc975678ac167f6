import type { Role } from '../../machines/events';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, insert, listPlain, WITHIN } from '../mongo/documents';

/** Somebody who signed in with a browser. The secret of the cookie is not stored, only its hash. */
export interface StoredSession {
  sessionHash: string;
  tenantId: string;
  userId: string;
  role: Role;
  /** When it was used last, give or take a minute. */
  seenAt: Date;
  /** When it ends whatever happens. */
  endsAt: Date;
}

/** A sign-in under way: what the identity provider's answer is held against. */
export interface SignInAttempt {
  attemptHash: string;
  state: string;
  nonce: string;
  codeVerifier: string;
  /** Path of ours to go on with. */
  returnTo: string;
  endsAt: Date;
}

/** A cookie does not say whose it is, so look-ups by one are not within a tenant. */
export interface Sessions {
  open(session: StoredSession): Promise<void>;
  find(sessionHash: string): Promise<StoredSession | null>;
  noteSeen(sessionHash: string, at: Date): Promise<void>;
  close(sessionHash: string): Promise<void>;
  /** Who of some roles has signed in and not signed out since; some more than once. */
  listPeople(
    tenantId: string,
    roles: readonly Role[],
    limit: number,
  ): Promise<Pick<StoredSession, 'userId' | 'role'>[]>;
  /** Every session of a person. */
  closeOf(tenantId: string, userId: string): Promise<void>;
  begin(attempt: SignInAttempt): Promise<void>;
  /** Each attempt is good for one answer. */
  take(attemptHash: string): Promise<SignInAttempt | null>;
  /** Removes what has ended; a session or an attempt that is still there then opens nothing all the same. */
  removeEnded(before: Date): Promise<void>;
}

export function sessionsIn(connection: Connection): Sessions {
  const sessions = collectionOf<StoredSession>(
    connection,
    'sessions',
    { requiredText: ['sessionHash', 'tenantId', 'userId', 'role'], requiredInstant: ['seenAt', 'endsAt'] },
    [[{ sessionHash: 1 }, { unique: true }], [{ endsAt: 1 }], [{ tenantId: 1, userId: 1 }], [{ tenantId: 1, role: 1 }]],
  );
  const attempts = collectionOf<SignInAttempt>(
    connection,
    'signinattempts',
    { requiredText: ['attemptHash', 'state', 'nonce', 'codeVerifier', 'returnTo'], requiredInstant: ['endsAt'] },
    [[{ attemptHash: 1 }, { unique: true }], [{ endsAt: 1 }]],
  );
  return {
    open: (session) => insert(sessions, [session]),
    find: (sessionHash) => findPlain(sessions, { sessionHash }),
    async noteSeen(sessionHash, seenAt) {
      await sessions.updateOne({ sessionHash }, { $set: { seenAt } }, WITHIN);
    },
    async close(sessionHash) {
      await sessions.deleteOne({ sessionHash }, WITHIN);
    },
    listPeople: (tenantId, roles, limit) =>
      listPlain(sessions, { tenantId, role: trusted({ $in: roles }) }, { limit }, { userId: 1, role: 1 }),
    async closeOf(tenantId, userId) {
      await sessions.deleteMany({ tenantId, userId }, WITHIN);
    },
    begin: (attempt) => insert(attempts, [attempt]),
    take: async (attemptHash) =>
      (await attempts
        .findOneAndDelete({ attemptHash }, { ...WITHIN, projection: { _id: 0 } })
        .lean()) as SignInAttempt | null,
    async removeEnded(before) {
      const ended = { endsAt: trusted({ $lt: before }) };
      await Promise.all([sessions.deleteMany(ended, WITHIN), attempts.deleteMany(ended, WITHIN)]);
    },
  };
}
