import { DAY } from '../../billing/calendar/durations';
import type { Role } from '../../machines/events';
import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { listPlain, removeOlder, UPSERT } from '../mongo/documents';
import type { StoredSession } from './sessions';

/** Somebody of ours in the role of their latest sign-in: a session ends, and they are colleagues all the same. */
interface StaffDoc extends Pick<StoredSession, 'tenantId' | 'userId' | 'role'> {
  signedInAt: Date;
}

/** Somebody of ours who has not signed in for so long is no colleague any more whom an order is given to, in milliseconds. */
export const COLLEAGUE_FOR = 90 * DAY;

/** A person of ours, in one of their roles. */
export type Colleague = { userId: string; role: Role };

/** Who of us has signed in with a browser. */
export interface SignedInStaff {
  noteSignIn(person: Omit<StaffDoc, 'signedInAt'>, at: Date): Promise<void>;
  /** The latest first. */
  list(tenantId: string, since: Date, limit: number): Promise<Colleague[]>;
  /** Forgets who has not signed in since an instant, some at a time. */
  removeOlderThan(before: Date, limit: number): Promise<number>;
}

export function staffIn(connection: Connection): SignedInStaff {
  const model = collectionOf<StaffDoc>(
    connection,
    'staff',
    { requiredText: ['tenantId', 'userId', 'role'], requiredInstant: ['signedInAt'] },
    [[{ tenantId: 1, userId: 1 }, { unique: true }], [{ tenantId: 1, signedInAt: -1 }], [{ signedInAt: 1 }]],
  );
  return {
    async noteSignIn({ tenantId, userId, role }, signedInAt) {
      // Of two first sign-ins at the same moment one is noted.
      await model.updateOne({ tenantId, userId }, { $set: { role, signedInAt } }, UPSERT).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
    },
    list: (tenantId, since, limit) =>
      listPlain<StaffDoc, Colleague>(
        model,
        { tenantId, signedInAt: trusted({ $gte: since }) },
        { sort: { signedInAt: -1 }, limit },
        { userId: 1, role: 1 },
      ),
    removeOlderThan: (before, limit) => removeOlder(model, 'signedInAt', before, limit),
  };
}
