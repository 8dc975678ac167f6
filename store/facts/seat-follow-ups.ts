import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { listPlain, UPSERT, WITHIN } from '../mongo/documents';
import type { SubscriptionKey } from './subscription-document';

/** New seats that nobody uses yet, as lists read them; the follow-up itself is a workflow. */
export interface SeatFollowUp extends SubscriptionKey {
  /** Of the purchase that its reminders are counted from. */
  openedAt: Date;
  remindersSent: number;
  /** When reminders are due, counted from the purchase, in milliseconds. */
  reminderDelays: number[];
  /** When the next one is due; null where none follows by itself. */
  nextReminderAt: Date | null;
  /** All were sent, and a support item has taken its place. */
  isExhausted: boolean;
}

type FollowUpPosition = Pick<SeatFollowUp, 'openedAt' | 'subscriptionId'>;

export interface SeatFollowUps {
  /** Seats were bought: the reminders start from the beginning, also where some were sent for earlier ones. */
  open(followUp: Omit<SeatFollowUp, 'remindersSent' | 'isExhausted'>): Promise<void>;
  /** What its reminders have come to; nothing happens where there is none. */
  note(key: SubscriptionKey, standing: Pick<SeatFollowUp, 'remindersSent' | 'nextReminderAt'>): Promise<void>;
  /** No reminder follows any more, and a support item tells of the seats. */
  exhaust(key: SubscriptionKey): Promise<void>;
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
      instant: ['nextReminderAt'],
      json: ['reminderDelays'],
    },
    [[{ tenantId: 1, subscriptionId: 1 }, { unique: true }], [{ tenantId: 1, ...OLDEST }]],
  );
  const of = ({ tenantId, subscriptionId }: SubscriptionKey) => ({ tenantId, subscriptionId });
  return {
    async open({ openedAt, reminderDelays, nextReminderAt, ...key }) {
      const begun = { openedAt, reminderDelays, nextReminderAt, remindersSent: 0, isExhausted: false };
      await model.updateOne(of(key), { $set: begun }, UPSERT);
    },
    async note(key, { remindersSent, nextReminderAt }) {
      await model.updateOne(of(key), { $set: { remindersSent, nextReminderAt } }, WITHIN);
    },
    async exhaust(key) {
      await model.updateOne(of(key), { $set: { isExhausted: true, nextReminderAt: null } }, WITHIN);
    },
    async end(key) {
      await model.deleteOne(of(key), WITHIN);
    },
    list: (tenantId, limit, after) =>
      listPlain(model, { tenantId, ...(after && behind(after)) }, { sort: OLDEST, limit }),
    count: (tenantId, limit) => model.countDocuments({ tenantId }, { ...WITHIN, limit }).exec(),
  };
}

const OLDEST = { openedAt: 1, subscriptionId: 1 } as const;

const behind = ({ openedAt, subscriptionId }: FollowUpPosition) => ({
  openedAt: trusted({ $gte: openedAt }),
  $or: [{ openedAt: trusted({ $gt: openedAt }) }, { openedAt, subscriptionId: trusted({ $gt: subscriptionId }) }],
});
