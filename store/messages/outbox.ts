import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { insert, listPlain, WITHIN } from '../mongo/documents';

/** A mail to be sent. The recipient is a user's id; whoever sends it knows the address. */
interface Mail {
  tenantId: string;
  /** Unique: the same mail is never put in twice. */
  key: string;
  kind: string;
  accountId: string;
  recipientId: string;
  locale: string;
  subject: string;
  body: string;
  /** The same in HTML; null for mails that are text only. */
  html: string | null;
  at: Date;
  sentAt: Date | null;
}

export interface Outbox {
  /** Puts mails in; those that are in already are left alone. */
  put(mails: readonly Omit<Mail, 'sentAt'>[]): Promise<void>;
  /** The latest first. */
  list(tenantId: string, limit: number): Promise<Mail[]>;
  /** Of one account, the latest first. */
  listOfAccount(tenantId: string, accountId: string, limit: number): Promise<Mail[]>;
  /** Waiting to be sent, of all tenants, the oldest first. */
  listUnsent(limit: number): Promise<Mail[]>;
  noteSent(tenantId: string, key: string, at: Date): Promise<void>;
}

export function outboxIn(connection: Connection): Outbox {
  const model = collectionOf<Mail>(
    connection,
    'outbox',
    {
      requiredText: ['tenantId', 'key', 'kind', 'accountId', 'recipientId', 'locale', 'subject', 'body'],
      requiredInstant: ['at'],
      text: ['html'],
      instant: ['sentAt'],
      ours: ['subject', 'body', 'html'],
    },
    [
      [{ tenantId: 1, key: 1 }, { unique: true }],
      [{ tenantId: 1, at: -1 }],
      [{ tenantId: 1, accountId: 1, at: -1 }],
      [{ sentAt: 1, at: 1 }],
    ],
  );
  return {
    async put(mails) {
      for (const mail of mails) {
        await insert(model, [{ ...mail, sentAt: null }]).catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
      }
    },
    list: (tenantId, limit) => listPlain(model, { tenantId }, { sort: { at: -1 }, limit }),
    listOfAccount: (tenantId, accountId, limit) =>
      listPlain(model, { tenantId, accountId }, { sort: { at: -1 }, limit }),
    listUnsent: (limit) => listPlain(model, { sentAt: null }, { sort: { at: 1 }, limit }),
    async noteSent(tenantId, key, at) {
      await model.updateOne({ tenantId, key, sentAt: trusted({ $eq: null }) }, { $set: { sentAt: at } }, WITHIN);
    },
  };
}
