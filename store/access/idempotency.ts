import { type Connection, collectionOf, type Model, trusted } from '../mongo/collection';
import { findPlain, insertOnce, removeOlder, WITHIN } from '../mongo/documents';

/** The first answer to a request, kept for a repetition of it. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

interface IdempotentRequest {
  /** Names tenant, principal, route and key. */
  scope: string;
  /** Method, path, canonical body: the same key must come with the same request. */
  fingerprint: string;
  /** Names this attempt, so that only it keeps an answer or frees the key. */
  lease: string;
  now: Date;
  /** The time that the request may take before it may be started again, in milliseconds. */
  leaseFor: number;
  /** The time that the answer is kept, in milliseconds. */
  keepFor: number;
}

type IdempotencyClaim =
  | { kind: 'started' }
  /** `leaseUntil`: when somebody may start it again at the latest. */
  | { kind: 'running'; leaseUntil: Date }
  | { kind: 'other_request' }
  | { kind: 'answered'; answer: StoredAnswer };

/** One record for each request that came with an idempotency key. */
export interface IdempotencyRecords {
  /** Atomic: of two requests at the same moment one starts. An expired record counts as none. */
  claim(request: IdempotentRequest): Promise<IdempotencyClaim>;
  /** Does nothing when the lease has passed to somebody else. */
  keep(scope: string, lease: string, answer: StoredAnswer): Promise<void>;
  /** Frees the key for any request, because nothing was done; nothing when the lease has passed to somebody else. */
  release(scope: string, lease: string): Promise<void>;
  /** Frees the key for the same request alone, because nobody knows what was done. Otherwise as {@link release}. */
  reopen(scope: string, lease: string): Promise<void>;
  removeExpired(now: Date, limit: number): Promise<number>;
}

interface RecordDoc {
  scope: string;
  fingerprint: string;
  status: 'running' | 'done';
  lease: string;
  leaseUntil: Date;
  expiresAt: Date;
  answer: StoredAnswer | null;
}

/** A lease that has run out already. */
const AT_ONCE = new Date(0);

export function idempotencyIn(connection: Connection): IdempotencyRecords {
  const model = collectionOf<RecordDoc>(
    connection,
    'idempotencyrecords',
    {
      requiredText: ['scope', 'fingerprint', 'status', 'lease'],
      requiredInstant: ['leaseUntil', 'expiresAt'],
      json: ['answer'],
    },
    [[{ scope: 1 }, { unique: true }], [{ expiresAt: 1 }]],
  );
  return {
    claim: (request) => claim(model, request),
    async keep(scope, lease, answer) {
      await model.updateOne({ scope, lease }, { $set: { status: 'done', answer } }, WITHIN);
    },
    async release(scope, lease) {
      await model.deleteOne({ scope, lease, status: 'running' }, WITHIN);
    },
    async reopen(scope, lease) {
      await model.updateOne({ scope, lease, status: 'running' }, { $set: { leaseUntil: AT_ONCE } }, WITHIN);
    },
    removeExpired: (now, limit) => removeOlder(model, 'expiresAt', now, limit),
  };
}

async function claim(model: Model<RecordDoc>, request: IdempotentRequest): Promise<IdempotencyClaim> {
  const { scope, fingerprint, lease, now, leaseFor, keepFor } = request;
  const mine: RecordDoc = {
    scope,
    fingerprint,
    lease,
    status: 'running',
    answer: null,
    leaseUntil: new Date(now.getTime() + leaseFor),
    expiresAt: new Date(now.getTime() + keepFor),
  };
  if (await insertOnce(model, mine)) return { kind: 'started' };
  const isFree = {
    $or: [
      { expiresAt: trusted({ $lt: now }) },
      { status: 'running' as const, fingerprint, leaseUntil: trusted({ $lt: now }) },
    ],
  };
  const taken = await model.updateOne({ scope, ...isFree }, { $set: mine }, WITHIN);
  if (taken.modifiedCount === 1) return { kind: 'started' };
  const record = await findPlain(model, { scope });
  // Released in between: the next try starts it.
  if (!record) return claim(model, request);
  if (record.fingerprint !== fingerprint) return { kind: 'other_request' };
  const { answer, leaseUntil } = record;
  return answer ? { kind: 'answered', answer } : { kind: 'running', leaseUntil };
}
