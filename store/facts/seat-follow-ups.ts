import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, insertOnce, listPlain, UPSERT, WITHIN } from '../mongo/documents';
import type { SubscriptionKey } from './subscription-document';

/** New seats that nobody uses yet, as lists read them; the follow-up itself is a workflow. */
export interface SeatFollowUp extends SubscriptionKey {
  /** The order that has bought seats last; null where the follow-up began before it was kept. */
  changeId: string | null;
  /** Of the purchase that its reminders are counted from. */
  openedAt: Date;
  remindersSent: number;
  /** When reminders are due, counted from the purchase, in milliseconds. */
  reminderDelays: number[];
  /** When the next one is due; null where none follows by itself, or nobody knows. */
  nextReminderAt: Date | null;
  /** All were sent, and a support item has taken its place. */
  isExhausted: boolean;
}

type FollowUpPosition = Pick<SeatFollowUp, 'openedAt' | 'subscriptionId'>;
/** A follow-up as somebody has read it: of that purchase, and not of a later one. */
type SeenFollowUp = SubscriptionKey & Pick<SeatFollowUp, 'changeId' | 'openedAt' | 'reminderDelays'>;
type Purchase = SubscriptionKey & Pick<SeatFollowUp, 'openedAt' | 'reminderDelays'> & { changeId: string };

export interface SeatFollowUps {
  /** An order has bought seats: the reminders start from the beginning, once for each order. */
  open(purchase: Purchase): Promise<void>;
  find(key: SubscriptionKey): Promise<SeatFollowUp | null>;
  /** Seats are still free, and somebody counts them: they are followed up, also where that began before it was kept. */
  goOn(key: SubscriptionKey, at: Date): Promise<void>;
  /** A reminder was sent at an instant; the next one is due as long after it as the delays say. */
  noteReminder(followUp: SeenFollowUp, reminder: number, at: Date): Promise<void>;
  /** No reminder follows any more, and a support item tells of the seats. */
  exhaust(followUp: SeenFollowUp): Promise<void>;
  /** Somebody has ended it; one that has come to a support item stays with it. */
  stop(key: SubscriptionKey): Promise<void>;
  /** Only where no reminder follows any more: nobody counts those seats. */
  endExhausted(key: SubscriptionKey): Promise<void>;
  /** Nothing is left to follow up. */
  end(key: SubscriptionKey): Promise<void>;
  /** The oldest first, from after a position. */
  list(tenantId: string, limit: number, after?: FollowUpPosition): Promise<SeatFollowUp[]>;
  /** Counts no further than a limit. */
  count(tenantId: string, limit: number): Promise<number>;
}

export function seatFollowUpsIn(connection: Connection): SeatFollowUps {
  const model = collectionOf<SeatFollowUp>(
    connection,
    'seatfollowups',
    {
      requiredText: ['tenantId', 'subscriptionId'],
      requiredNumber: ['remindersSent'],
      requiredInstant: ['openedAt'],
      requiredFlag: ['isExhausted'],
      text: ['changeId'],
      instant: ['nextReminderAt'],
      json: ['reminderDelays'],
    },
    [[{ tenantId: 1, subscriptionId: 1 }, { unique: true }], [{ tenantId: 1, ...OLDEST }]],
  );
  return {
    async open({ changeId, openedAt, reminderDelays, ...key }) {
      const nextReminderAt = nextAfter({ reminderDelays }, 0, openedAt);
      const begun = { changeId, openedAt, reminderDelays, nextReminderAt, ...UNREMINDED };
      const ofAnother = { ...keyOf(key), changeId: trusted({ $ne: changeId }) };
      await model.updateOne(ofAnother, { $set: begun }, UPSERT).catch((error: unknown) => {
        // This very order has opened it.
        if (!isDuplicate(error)) throw error;
      });
    },
    find: (key) => findPlain(model, keyOf(key)),
    async goOn(key, at) {
      const exhausted = { ...keyOf(key), isExhausted: true };
      const revived = await model.updateOne(exhausted, { $set: { isExhausted: false } }, WITHIN);
      if (revived.matchedCount === 1) return;
      const unknown = { changeId: null, openedAt: at, reminderDelays: [], nextReminderAt: null, ...UNREMINDED };
      await insertOnce(model, { ...keyOf(key), ...unknown });
    },
    async noteReminder(followUp, reminder, at) {
      const standing = { remindersSent: reminder, nextReminderAt: nextAfter(followUp, reminder, at) };
      await model.updateOne(purchaseOf(followUp), { $set: standing }, WITHIN);
    },
    async exhaust(followUp) {
      await model.updateOne(purchaseOf(followUp), { $set: { isExhausted: true, nextReminderAt: null } }, WITHIN);
    },
    async stop(key) {
      await model.deleteOne({ ...keyOf(key), isExhausted: false }, WITHIN);
    },
    async endExhausted(key) {
      await model.deleteOne({ ...keyOf(key), isExhausted: true }, WITHIN);
    },
    async end(key) {
      await model.deleteOne(keyOf(key), WITHIN);
    },
    list: (tenantId, limit, after) =>
      listPlain(model, { tenantId, ...(after && behind(after)) }, { sort: OLDEST, limit }),
    count: (tenantId, limit) => model.countDocuments({ tenantId }, { ...WITHIN, limit }).exec(),
  };
}

const OLDEST = { openedAt: 1, subscriptionId: 1 } as const;
const UNREMINDED = { remindersSent: 0, isExhausted: false } as const;

const keyOf = ({ tenantId, subscriptionId }: SubscriptionKey) => ({ tenantId, subscriptionId });

const purchaseOf = ({ changeId, openedAt, ...key }: SeenFollowUp) => ({ ...keyOf(key), changeId, openedAt });

/** As the follow-up waits: from one reminder to the next, by the difference of their delays. */
function nextAfter({ reminderDelays }: Pick<SeatFollowUp, 'reminderDelays'>, sent: number, at: Date): Date | null {
  const due = reminderDelays[sent];
  return due === undefined ? null : new Date(at.getTime() + due - (reminderDelays[sent - 1] ?? 0));
}

const behind = ({ openedAt, subscriptionId }: FollowUpPosition) => ({
  openedAt: trusted({ $gte: openedAt }),
  $or: [{ openedAt: trusted({ $gt: openedAt }) }, { openedAt, subscriptionId: trusted({ $gt: subscriptionId }) }],
});
