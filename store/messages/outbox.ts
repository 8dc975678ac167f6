import { createHash } from 'node:crypto';
import type { Locale } from '../../billing/facts/types';
import type { Receipt } from '../../receipts/receipt';
import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, type Model, trusted } from '../mongo/collection';
import {
  beginningWith,
  findPlain,
  firstPlain,
  inStretch,
  insert,
  listPlain,
  type Stretch,
  WITHIN,
} from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';

/**
 * `waiting`: to be sent, or sent by somebody whose claim holds. `failed`: given up, until support has it sent again.
 * `not_sent`: written before mails were sent at all; nobody wants those any more.
 */
type MailStatus = 'waiting' | 'sent' | 'failed' | 'not_sent';

/**
 * A mail that was written, to somebody of an account by their id, or to the seller's support team; whoever sends it looks the
 * address up.
 */
interface WrittenMail {
  tenantId: string;
  /** Unique: the same mail is never put in twice. */
  key: string;
  kind: string;
  /** Null: it is to the support team. */
  accountId: string | null;
  recipientId: string | null;
  locale: Locale;
  subject: string;
  body: string;
  /** The same in HTML; null for mails that are text only. */
  html: string | null;
  /** Attached as a PDF, which is made when it is sent. */
  receipt?: Receipt;
  at: Date;
  /** Of a mail to the support team: it tells of what had happened until then, and the next one of what came later. */
  upTo?: Date;
}

export interface Mail extends WrittenMail {
  /** Names it to mail servers and its reader, and nobody in it: its `Message-ID` without the domain. */
  letterId: string;
  status: MailStatus;
  /** Since when it is to be sent: since it was written, or since support asked for it again. */
  wantedSince: Date;
  /** Times that its server was asked to take it. */
  attempts: number;
  /** When it is tried again, or when the claim of whoever tries it ends; null when it is not. */
  nextAt: Date | null;
  /** Whoever tries it now. */
  claim: string | null;
  /** Why it was not taken the last time. */
  code: string | null;
  /** Since when it is given up; null where it is not. */
  givenUpAt: Date | null;
  sentAt: Date | null;
}

/** What became of a mail, and not a word of what it says. */
export type ListedMail = Pick<Mail, 'key' | 'kind' | 'recipientId' | 'at' | 'status' | 'givenUpAt'>;

/**
 * Whether it stays unsent until somebody has it sent: it was given up and somebody has to see to that, or it was written before any
 * was sent.
 */
export const isLeftUnsent = ({ status, givenUpAt }: Pick<Mail, 'status' | 'givenUpAt'>): boolean =>
  status === 'failed' ? givenUpAt !== null : status === 'not_sent';

export type MailKey = Pick<Mail, 'tenantId' | 'key'>;

/** What was written before mails were sent has none of the fields that sending needs, and is never taken up. */
type MailDoc = WrittenMail & Partial<Mail>;

type MailPosition = Pick<Mail, 'at' | 'key'>;

export interface Outbox {
  /** Puts mails in, to be sent at once; those that are in already are left alone. */
  put(mails: readonly WrittenMail[]): Promise<void>;
  find(mail: MailKey): Promise<Mail | null>;
  /** By the id it goes by outside. Of any tenant: whoever carries mail knows none. */
  findByLetterId(letterId: string): Promise<Mail | null>;
  /** The latest first. */
  list(tenantId: string, limit: number): Promise<Mail[]>;
  /** Of one status, the latest first, from after a position; of those that were given up only what somebody has to see to. */
  listOfStatus(tenantId: string, status: MailStatus, limit: number, after?: MailPosition): Promise<Mail[]>;
  /** How many were given up and wait for somebody to see to that. Counts no further than a limit. */
  countGivenUp(tenantId: string, limit: number): Promise<number>;
  /** Since when the mail of all tenants is wanted that waits for longest; null where none waits. */
  oldestWaiting(): Promise<Date | null>;
  /** Of one account, the latest first. */
  listOfAccount(tenantId: string, accountId: string, limit: number): Promise<Mail[]>;
  /** Those whose keys begin so, by their keys. */
  listUnder(tenantId: string, beginning: string, limit: number): Promise<ListedMail[]>;
  /** The last one by its key of those whose keys begin so. */
  latestUnder(tenantId: string, beginning: string): Promise<Mail | null>;
  /** Mails to people that were given up in a stretch of time, the first first: when and why. */
  listGivenUp(tenantId: string, stretch: Stretch, limit: number): Promise<Pick<Mail, 'code' | 'givenUpAt'>[]>;
  /** Claims what is due of all tenants, the longest due first, until a time: nobody else gets it before. None: nothing is due. */
  claimDue(claim: { by: string; now: Date; until: Date; limit: number }): Promise<Mail[]>;
  /** Lets go of what was claimed and not tried. */
  unclaim(claim: string, mails: readonly MailKey[], nextAt: Date): Promise<void>;
  /** They were sent, whoever else has claimed them since. */
  noteSent(mails: readonly MailKey[], at: Date): Promise<void>;
  /** It was not taken, and is tried again at a time. */
  postpone(mail: MailKey, claim: string, code: string, nextAt: Date): Promise<void>;
  /** It was not taken and is given up; with null nobody has to see to that. */
  giveUp(mail: MailKey, claim: string, code: string, at: Date | null): Promise<void>;
  /** It had been sent, and came back: it is given up. */
  noteReturned(mail: MailKey, code: string, at: Date): Promise<void>;
  /** Has a mail sent that was given up, or written before any was. @returns false when it is neither */
  sendAgain(mail: MailKey, at: Date): Promise<boolean>;
}

const LONG_AGO = new Date(0);
const SINCE_ANY_TIME = trusted({ $gt: LONG_AGO });
const LISTED = { key: 1, kind: 1, recipientId: 1, at: 1, status: 1, sentAt: 1, givenUpAt: 1 } as const;
const NEWEST = { at: -1, key: -1 } as const;
/** The same mail has the same one however often it is sent. */
const letterIdOf = ({ tenantId, key }: MailKey): string =>
  createHash('sha256').update(`${tenantId}:${key}`).digest('hex').slice(0, 40);

const UNTOUCHED = { attempts: 0, claim: null, code: null, givenUpAt: null } as const;

export function outboxIn(connection: Connection): Outbox {
  const model = outboxModel(connection);
  const change = async ({ tenantId, key }: MailKey, claim: string, fields: Partial<Mail>): Promise<void> => {
    await model.updateOne(
      { tenantId, key, claim },
      { $set: { ...fields, claim: null }, $inc: { attempts: 1 } },
      WITHIN,
    );
  };
  return {
    async put(mails) {
      for (const mail of mails) {
        const { at } = mail;
        const wanted = { status: 'waiting', wantedSince: at, nextAt: at, sentAt: null } as const;
        const doc: Mail = { ...mail, ...UNTOUCHED, ...wanted, letterId: letterIdOf(mail) };
        await insert(model, [doc]).catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
      }
    },
    async find({ tenantId, key }) {
      const doc = await findPlain(model, { tenantId, key });
      return doc && wholeOf(doc);
    },
    async findByLetterId(letterId) {
      const doc = await findPlain(model, { letterId });
      return doc && wholeOf(doc);
    },
    list: async (tenantId, limit) => (await listPlain(model, { tenantId }, { sort: { at: -1 }, limit })).map(wholeOf),
    async listOfStatus(tenantId, status, limit, after) {
      const filter = { tenantId, ...ofStatus(status), ...(after && before(after)) };
      return (await listPlain(model, filter, { sort: NEWEST, limit })).map(wholeOf);
    },
    countGivenUp: (tenantId, limit) =>
      model.countDocuments({ tenantId, givenUpAt: SINCE_ANY_TIME }, { ...WITHIN, limit }).exec(),
    listOfAccount: async (tenantId, accountId, limit) =>
      (await listPlain(model, { tenantId, accountId }, { sort: { at: -1 }, limit })).map(wholeOf),
    async listUnder(tenantId, beginning, limit) {
      const filter = { tenantId, key: trusted(beginningWith(beginning)) };
      const docs = await listPlain<MailDoc, MailDoc>(model, filter, { sort: { key: 1 }, limit }, LISTED);
      return docs.map(({ key, kind, recipientId, at, ...doc }) => ({
        key,
        kind,
        recipientId,
        at,
        status: statusOf(doc),
        givenUpAt: doc.givenUpAt ?? null,
      }));
    },
    async latestUnder(tenantId, beginning) {
      const doc = await firstPlain(model, { tenantId, key: trusted(beginningWith(beginning)) }, { key: -1 });
      return doc && wholeOf(doc);
    },
    async oldestWaiting() {
      const oldest = await firstPlain(model, { status: 'waiting' }, { wantedSince: 1 }, { wantedSince: 1 });
      return oldest?.wantedSince ?? null;
    },
    listGivenUp: (tenantId, stretch, limit) =>
      listPlain(
        model,
        { tenantId, givenUpAt: trusted(inStretch(stretch)), recipientId: trusted({ $ne: null }) },
        { sort: { givenUpAt: 1 }, limit },
        { code: 1, givenUpAt: 1 },
      ),
    claimDue: ({ by, now, until, limit }) =>
      untilWritten('outbox', async () => {
        const isDue = { nextAt: trusted({ $gt: LONG_AGO, $lte: now }) };
        const due = await model.find(isDue, { _id: 1 }, { ...WITHIN, sort: { nextAt: 1 }, limit }).lean();
        if (due.length === 0) return [];
        const these = { _id: trusted({ $in: due.map(({ _id }) => _id) }) };
        await model.updateMany({ ...these, ...isDue }, { $set: { claim: by, nextAt: until } }, WITHIN);
        const claimed = await listPlain(model, { ...these, claim: by });
        return claimed.length > 0 ? claimed.map(wholeOf) : undefined;
      }),
    async unclaim(claim, mails, nextAt) {
      for (const { tenantId, key } of mails) {
        await model.updateOne({ tenantId, key, claim }, { $set: { claim: null, nextAt } }, WITHIN);
      }
    },
    async noteSent(mails, at) {
      const sent = { status: 'sent', sentAt: at, nextAt: null, claim: null, code: null, givenUpAt: null } as const;
      const these = { $or: mails.map(({ tenantId, key }) => ({ tenantId, key })), sentAt: null };
      await model.updateMany(these, { $set: sent, $inc: { attempts: 1 } }, WITHIN);
    },
    postpone: (mail, claim, code, nextAt) => change(mail, claim, { code, nextAt }),
    giveUp: (mail, claim, code, at) => change(mail, claim, { status: 'failed', code, nextAt: null, givenUpAt: at }),
    async noteReturned({ tenantId, key }, code, at) {
      const returned = { status: 'failed', code, sentAt: null, nextAt: null, givenUpAt: at } as const;
      await model.updateOne({ tenantId, key, status: 'sent' }, { $set: returned }, WITHIN);
    },
    async sendAgain({ tenantId, key }, at) {
      const again = { ...UNTOUCHED, status: 'waiting', wantedSince: at, nextAt: at } as const;
      // Those that were written before any was sent have no status.
      const isAtRest = { status: trusted({ $nin: ['waiting' as const, 'sent' as const] }) };
      return (await model.updateOne({ tenantId, key, ...isAtRest }, { $set: again }, WITHIN)).matchedCount === 1;
    },
  };
}

/** What was written before mails were sent has no status. */
const ofStatus = (status: MailStatus): object => ({
  status: status === 'not_sent' ? null : status,
  ...(status === 'failed' && { givenUpAt: SINCE_ANY_TIME }),
});

const statusOf = ({ status, sentAt }: Pick<MailDoc, 'status' | 'sentAt'>): MailStatus =>
  status ?? (sentAt ? 'sent' : 'not_sent');

const wholeOf = (doc: MailDoc): Mail => ({
  ...doc,
  html: doc.html ?? null,
  letterId: doc.letterId ?? letterIdOf(doc),
  status: statusOf(doc),
  wantedSince: doc.wantedSince ?? doc.at,
  attempts: doc.attempts ?? 0,
  nextAt: doc.nextAt ?? null,
  claim: doc.claim ?? null,
  code: doc.code ?? null,
  givenUpAt: doc.givenUpAt ?? null,
  sentAt: doc.sentAt ?? null,
});

const before = ({ at, key }: MailPosition) => ({
  at: trusted({ $lte: at }),
  $or: [{ at: trusted({ $lt: at }) }, { at, key: trusted({ $lt: key }) }],
});

function outboxModel(connection: Connection): Model<MailDoc> {
  return collectionOf<MailDoc>(
    connection,
    'outbox',
    {
      requiredText: ['tenantId', 'key', 'kind', 'locale', 'subject', 'body'],
      requiredInstant: ['at'],
      text: ['accountId', 'recipientId', 'html', 'status', 'claim', 'code', 'letterId'],
      number: ['attempts'],
      instant: ['sentAt', 'nextAt', 'wantedSince', 'givenUpAt', 'upTo'],
      json: ['receipt'],
      ours: ['subject', 'body', 'html', 'receipt', 'letterId'],
    },
    [
      [{ tenantId: 1, key: 1 }, { unique: true }],
      [{ tenantId: 1, at: -1 }],
      [{ tenantId: 1, status: 1, at: -1, key: -1 }],
      [{ tenantId: 1, accountId: 1, at: -1 }],
      [{ letterId: 1 }, { sparse: true }],
      // Holds only what is given up.
      [{ tenantId: 1, givenUpAt: 1 }, { partialFilterExpression: { givenUpAt: { $gt: LONG_AGO } } }],
      // Holds only what waits to be sent, however many mails there were.
      [{ wantedSince: 1 }, { partialFilterExpression: { status: 'waiting' } }],
      [{ nextAt: 1 }, { partialFilterExpression: { nextAt: { $gt: LONG_AGO } } }],
    ],
  );
}
