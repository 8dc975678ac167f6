import { type Connection, collectionOf, type Model, trusted } from '../mongo/collection';
import { findPlain, firstPlain, insertOnce, listPlain, WITHIN } from '../mongo/documents';

/** The progress of a call to the gateway, as far as it is known. `intended`: written before the call, no answer kept yet. */
export type PaymentStatus =
  | 'intended'
  | 'not_sent'
  | 'unknown'
  | 'pending'
  | 'requires_action'
  | 'expired'
  | 'declined'
  | 'voided'
  | 'paid'
  /** Taken back after it had counted as paid: a bank return, a dispute. */
  | 'reversed';

/** The part of a payment that is bound to its reference for good: the same reference never asks for anything else. */
export interface PaymentIntent {
  tenantId: string;
  accountId: string;
  changeId: string;
  kind: 'charge' | 'refund' | 'setup';
  /** Ours; the gateway's idempotency key. */
  reference: string;
  /** In minor units as the gateway counts them; 0 for a setup. */
  amount: number;
  currency: string;
  /** Token of the payment details, never card data; for a refund the reference of what is given back. */
  method: string;
  /** On whose word it was given back past the gateway: the request that two persons agreed on. */
  grantId?: string;
}

/** The gateway's latest answer. */
export interface RecordedResult {
  status: PaymentStatus;
  gatewayReference: string | null;
  code: string | null;
  link: string | null;
  linkExpiresAt: string | null;
  /** As the gateway says, e.g. "card"; absent where it does not. */
  methodKind?: string;
  at: Date;
}

export interface StoredPayment extends PaymentIntent, RecordedResult {
  /** When it was first decided to send it. */
  intendedAt?: Date;
  /** The attempt that decided it, and alone may send it. */
  intendedBy?: string;
  /** When persons, or its order, went on without the gateway's word on it: nobody waits for that any more. */
  decidedAt?: Date;
  /** Its order was made before the money had arrived. */
  placedOnPending?: boolean;
  /** The number of times that money of it was taken back, and the sum that is gone at present, in minor units. */
  reversals?: number;
  lost?: number;
}

/** Codes of a refund that was given back past the gateway, where its charge was known to be paid and where nobody knew. */
export const BY_HAND = { paid: 'given_back_by_hand', unseen: 'given_back_unseen' } as const;

export const isByHand = ({ code }: StoredPayment): boolean => code === BY_HAND.paid || code === BY_HAND.unseen;

/** Whether the gateway may still take, or give back, what it was asked for. */
export const isOpen = ({ status }: Pick<StoredPayment, 'status'>): boolean =>
  ['intended', 'unknown', 'pending', 'requires_action'].includes(status);

/** Of a refund: one that the gateway has taken on counts as given, although the bank may need days. */
export const isGiven = ({ status }: StoredPayment): boolean => status === 'paid' || status === 'pending';

/** The refunds of a charge among the calls of its order, also those only asked for. */
export const refundsOf = ({ reference }: StoredPayment, calls: readonly StoredPayment[]): StoredPayment[] =>
  calls.filter(({ kind, method }) => kind === 'refund' && method === reference);

/** The kind of payment details that an order was charged to, as the gateway says; null where none were, or it does not say. */
export const chargedKind = (calls: readonly StoredPayment[]): string | null =>
  calls.findLast(({ kind, status }) => kind === 'charge' && (status === 'paid' || status === 'pending'))?.methodKind ??
  null;

/** Whether no other charge of its order was asked for later: each new decision to place the order makes another one. */
export const isLatestCharge = ({ reference }: StoredPayment, calls: readonly StoredPayment[]): boolean =>
  calls.every((other) => other.kind !== 'charge' || visitOf(other.reference) <= visitOf(reference));

/** References of ours end with the visit that they are of. */
const visitOf = (reference: string): number => Number(reference.split(':').at(-1));

/** Calls to the payment gateway: the intent is written before the call, the result after it. */
export interface Payments {
  find(tenantId: string, reference: string): Promise<StoredPayment | null>;
  /** Whose payment a reference is; for webhooks, which know nothing but our reference. */
  findByReference(reference: string): Promise<StoredPayment | null>;
  /** Whose charge a gateway's id is; for webhooks about a payment that do not name our reference. */
  findByGatewayReference(gatewayReference: string): Promise<StoredPayment | null>;
  /**
   * Writes an intent; false when the reference is taken. An attempt that named itself and got no answer may ask again: what
   * it has written itself is not taken.
   */
  intend(intent: PaymentIntent, at: Date, attempt?: string): Promise<boolean>;
  /** Writes down what was done past the gateway, once: it is paid, for the reason that the code says. */
  book(intent: PaymentIntent, code: string, at: Date): Promise<void>;
  /**
   * Takes a payment that was never sent for sending it once more; false when somebody else did, or it is settled. The same
   * attempt may ask again.
   */
  takeForResending(tenantId: string, reference: string, at: Date, attempt: string): Promise<boolean>;
  /**
   * Writes down the id under which a gateway will take the money, before it may; false when the payment is not wanted
   * any more or has another id already.
   */
  remember(tenantId: string, reference: string, gatewayReference: string): Promise<boolean>;
  /**
   * Keeps a result. A payment never moves backwards: what was paid, voided or declined for good stays so, and an
   * unknown does not hide what was known.
   *
   * @returns the payment as stored afterwards
   */
  keep(tenantId: string, reference: string, result: RecordedResult): Promise<StoredPayment>;
  /** Notes that the order is made although the money has not arrived yet. */
  notePlacedOnPending(tenantId: string, reference: string): Promise<void>;
  /**
   * Notes how much of the money that an order counted on is gone. The same loss told twice is one.
   *
   * @returns the payment as stored afterwards
   */
  reverse(tenantId: string, reference: string, loss: { code: string; lost: number; at: Date }): Promise<StoredPayment>;
  /** Notes that everything has come back: a dispute that was won. */
  restore(tenantId: string, reference: string, at: Date): Promise<void>;
  /** All calls of one order, the oldest first. */
  listOfChange(tenantId: string, changeId: string): Promise<StoredPayment[]>;
  /** Notes that nobody waits any more for what the gateway says of it. That is kept, whatever it says later. */
  noteDecided(tenantId: string, reference: string, at: Date): Promise<void>;
  /** Calls of all tenants whose outcome nobody knows and somebody waits for: how many, counted no further than a limit, and since when the oldest is. */
  unknown(limit: number): Promise<{ count: number; oldestAt: Date | null }>;
  /** All calls of all tenants, in the order of their references, from after one. */
  listAfter(reference: string, limit: number): Promise<StoredPayment[]>;
  /** Makes sure that a payment which was never sent never will be. */
  close(intent: PaymentIntent, at: Date): Promise<void>;
  /** Payment details given in an order, the latest ones or those that were recorded as `given`, or null. */
  latestMethod(tenantId: string, changeId: string, given?: string): Promise<string | null>;
}

/** A result may replace those named; nothing else. */
const REPLACES: Record<PaymentStatus, readonly PaymentStatus[]> = {
  intended: [],
  not_sent: ['intended', 'not_sent'],
  unknown: ['intended', 'unknown'],
  pending: ['intended', 'not_sent', 'unknown', 'pending', 'requires_action', 'expired'],
  requires_action: ['intended', 'not_sent', 'unknown', 'requires_action'],
  expired: ['intended', 'unknown', 'requires_action', 'expired'],
  declined: ['intended', 'not_sent', 'unknown', 'pending', 'requires_action', 'expired', 'declined'],
  voided: ['intended', 'not_sent', 'unknown', 'pending', 'requires_action', 'expired', 'voided'],
  paid: ['intended', 'not_sent', 'unknown', 'pending', 'requires_action', 'expired', 'declined', 'voided', 'paid'],
  // Only `reverse` does that, and only `restore` undoes it.
  reversed: [],
};

const MOST_OF_CHANGE = 200;

const UNDECIDED = { decidedAt: null } as unknown as { decidedAt?: never };
const UNKNOWN = { decidedAt: 1, intendedAt: 1 } as const;

const EMPTY = { gatewayReference: null, code: null, link: null, linkExpiresAt: null } as const;

export function paymentsIn(connection: Connection): Payments {
  const model = paymentModel(connection);
  return {
    find: (tenantId, reference) => findPlain(model, { tenantId, reference }),
    findByReference: (reference) => findPlain(model, { reference }),
    findByGatewayReference: (gatewayReference) => findPlain(model, { gatewayReference, kind: 'charge' }),
    async intend(intent, at, attempt) {
      const { tenantId, reference } = intent;
      const by = attempt === undefined ? {} : { intendedBy: attempt };
      if (await insertOnce(model, { ...intent, ...EMPTY, status: 'intended', intendedAt: at, ...by, at })) return true;
      if (attempt === undefined) return false;
      return (await findPlain(model, { tenantId, reference, status: 'intended', ...by })) !== null;
    },
    async book(intent, code, at) {
      await insertOnce(model, { ...intent, ...EMPTY, status: 'paid', code, intendedAt: at, at });
    },
    async takeForResending(tenantId, reference, at, attempt) {
      const isFree = [{ status: 'not_sent' as const }, { status: 'intended' as const, intendedBy: attempt }];
      const taken = await model.updateOne(
        { tenantId, reference, $or: isFree },
        // An id that was given before is kept: the payment that it names is taken up again.
        { $set: { code: null, link: null, linkExpiresAt: null, status: 'intended', intendedBy: attempt, at } },
        WITHIN,
      );
      return taken.matchedCount === 1;
    },
    async remember(tenantId, reference, gatewayReference) {
      const open: PaymentStatus[] = ['intended', 'unknown'];
      const free = [null, gatewayReference];
      const kept = await model.updateOne(
        { tenantId, reference, status: trusted({ $in: open }), gatewayReference: trusted({ $in: free }) },
        { $set: { gatewayReference } },
        WITHIN,
      );
      return kept.matchedCount === 1;
    },
    keep: (tenantId, reference, result) => keep(model, tenantId, reference, result),
    async notePlacedOnPending(tenantId, reference) {
      await model.updateOne({ tenantId, reference }, { $set: { placedOnPending: true } }, WITHIN);
    },
    async reverse(tenantId, reference, { code, lost, at }) {
      const counted: PaymentStatus[] = ['pending', 'paid', 'declined'];
      const isNew = [
        { status: trusted({ $in: counted }) },
        { status: 'reversed' as const, lost: trusted({ $ne: lost }) },
      ];
      await model.updateOne(
        { tenantId, reference, $or: isNew },
        { $set: { status: 'reversed', code, lost, at }, $inc: { reversals: 1 } },
        WITHIN,
      );
      return storedIn(model, tenantId, reference);
    },
    async restore(tenantId, reference, at) {
      const paid = { status: 'paid', code: null, lost: 0, at } as const;
      await model.updateOne({ tenantId, reference, status: 'reversed' }, { $set: paid }, WITHIN);
    },
    listOfChange: (tenantId, changeId) =>
      listPlain(model, { tenantId, changeId }, { sort: { at: 1 }, limit: MOST_OF_CHANGE }),
    async noteDecided(tenantId, reference, at) {
      await model.updateOne({ tenantId, reference, ...UNDECIDED }, { $set: { decidedAt: at } }, WITHIN);
    },
    async unknown(limit) {
      const ofUnknown = { status: 'unknown', ...UNDECIDED } as const;
      const [count, oldest] = await Promise.all([
        model.countDocuments(ofUnknown, { ...WITHIN, hint: UNKNOWN, limit }).exec(),
        firstPlain(model, ofUnknown, { intendedAt: 1 }, { intendedAt: 1, at: 1 }),
      ]);
      return { count, oldestAt: oldest?.intendedAt ?? oldest?.at ?? null };
    },
    listAfter: (reference, limit) =>
      listPlain(model, { reference: trusted({ $gt: reference }) }, { sort: { reference: 1 }, limit }),
    async close(intent, at) {
      const { tenantId, reference } = intent;
      const isNew = await insertOnce(model, { ...intent, ...EMPTY, status: 'voided', code: 'never_sent', at });
      if (isNew) return;
      await model.updateOne(
        { tenantId, reference, status: 'not_sent' },
        { $set: { status: 'voided', code: 'never_sent', at } },
        WITHIN,
      );
    },
    async latestMethod(tenantId, changeId, given) {
      const recorded = given === undefined ? {} : { method: given };
      const setup = await firstPlain(
        model,
        { tenantId, changeId, kind: 'setup', status: 'paid', ...recorded },
        { at: -1 },
        { gatewayReference: 1 },
      );
      return setup?.gatewayReference ?? null;
    },
  };
}

async function keep(
  model: Model<StoredPayment>,
  tenantId: string,
  reference: string,
  result: RecordedResult,
): Promise<StoredPayment> {
  const { gatewayReference, ...rest } = result;
  const kept = await model
    .findOneAndUpdate(
      { tenantId, reference, status: trusted({ $in: [...REPLACES[result.status]] }) },
      // A reference that the gateway gave once is kept when a later answer does not repeat it.
      { $set: gatewayReference === null ? rest : { ...rest, gatewayReference } },
      { ...WITHIN, projection: { _id: 0 }, returnDocument: 'after' },
    )
    .lean<StoredPayment>();
  return kept ?? storedIn(model, tenantId, reference);
}

async function storedIn(model: Model<StoredPayment>, tenantId: string, reference: string): Promise<StoredPayment> {
  const stored = await findPlain(model, { tenantId, reference });
  if (!stored) throw new Error('A payment result came before its intent was written.');
  return stored;
}

function paymentModel(connection: Connection): Model<StoredPayment> {
  return collectionOf<StoredPayment>(
    connection,
    'payments',
    {
      requiredText: ['tenantId', 'accountId', 'changeId', 'kind', 'reference', 'currency', 'status'],
      requiredNumber: ['amount'],
      requiredInstant: ['at'],
      text: ['method', 'grantId', 'gatewayReference', 'code', 'link', 'linkExpiresAt', 'methodKind', 'intendedBy'],
      number: ['reversals', 'lost'],
      instant: ['intendedAt', 'decidedAt'],
      flag: ['placedOnPending'],
    },
    [
      // Across tenants: the gateway has one account for all of them, so a reference names its tenant.
      [{ reference: 1 }, { unique: true }],
      [{ tenantId: 1, changeId: 1, kind: 1, at: -1 }],
      [{ tenantId: 1, changeId: 1, at: 1 }],
      [{ gatewayReference: 1 }, { partialFilterExpression: { gatewayReference: { $gt: '' } } }],
      // Holds only those whose outcome nobody knows.
      [UNKNOWN, { partialFilterExpression: { status: 'unknown' } }],
    ],
  );
}
