import { randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';
import { startMongo } from '../../../dev/embedded/mongo-server';
import { connectStore, type Store } from '../../../store';
import { isDuplicate, isStoreUnavailable, saysUnavailable } from '../../../store/mongo/availability';
import { testBackends } from '../../support/backends';
import { type BrokenLine, type Fault, openBrokenLine } from '../../support/broken-line';
import { PATIENCE, until, within } from '../../support/within';
import { inboundEvent } from '../test-store';

const { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } = mongo;

/** An error as Node makes those of a socket. */
const ofSocket = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });
const ofServer = (code: number, errmsg = 'No.'): Error => new MongoServerError({ ok: 0, code, errmsg });
const ofBulk = (error: object): Error => new MongoBulkWriteError(error as never, {} as never);

describe('the closed list of what passes', () => {
  it.each<[string, Error]>([
    ['a socket that was closed while it was written to', ofSocket('EPIPE')],
    ['a socket that was reset', ofSocket('ECONNRESET')],
    ['a socket error that another one was caused by', new Error('No.', { cause: ofSocket('ETIMEDOUT') })],
    ['one of several addresses that refuses', new AggregateError([new Error('No.'), ofSocket('ECONNREFUSED')])],
    ['a broken connection', new MongoNetworkError('gone')],
    ['a broken connection inside a bulk write', ofBulk(new MongoNetworkError('gone'))],
    ['a raw socket error inside a bulk write', ofBulk(ofSocket('EPIPE'))],
    ['no server that answers', new MongoServerSelectionError('none', {} as never)],
    ['a time limit of the server', ofServer(50)],
    ['a server that stops', ofServer(11_600)],
    ['a server that is not the primary any more', ofServer(10_107)],
    ['a full disk', ofServer(14_031)],
    ['a full disk under another code', ofServer(8, 'pwrite: No space left on device')],
    ['a full disk inside a bulk write', ofBulk({ message: 'No.', code: 14_031, writeErrors: [] })],
  ])('%s says that MongoDB is unavailable', (_, error) => {
    expect([saysUnavailable(error), isDuplicate(error)]).toEqual([true, false]);
  });

  it.each<[string, unknown]>([
    ['a bug of ours', new TypeError('x is not a function')],
    ['a query that MongoDB does not understand', ofServer(2)],
    ['a wrong password', ofServer(18)],
    ['a document that is too large', ofServer(10_334)],
    ['a code of another protocol', Object.assign(new Error('14 UNAVAILABLE'), { code: 91 })],
    ['a thrown text', 'ECONNRESET'],
  ])('%s is not taken for an outage', (_, error) => {
    expect([saysUnavailable(error), isDuplicate(error)]).toEqual([false, false]);
  });

  it('a key that is taken is a duplicate and no outage, also in a bulk write', () => {
    for (const error of [ofServer(11_000), ofBulk({ message: 'No.', code: 11_000, writeErrors: [] })]) {
      expect([saysUnavailable(error), isDuplicate(error)]).toEqual([false, true]);
    }
  });
});

/** A call ends by itself within eight seconds; a busy machine may need longer to notice. */
const IN_TIME = 25_000;

const outcomeOf = (call: Promise<unknown>): Promise<unknown> =>
  within(IN_TIME, call, 'the end of a call').then(
    () => 'done',
    (error: unknown) => (isStoreUnavailable(error) ? 'unavailable' : error),
  );

const READS_AND_WRITES: Record<string, (store: Store) => Promise<unknown>> = {
  'a read': ({ orders }) => orders.find('t', 'chg_1'),
  'a list': ({ outbox }) => outbox.list('t', 10),
  'a count': ({ inboundEvents }) => inboundEvents.count(['t'], 'done'),
  'an insert': ({ inboundEvents }) => inboundEvents.receive(inboundEvent({ eventId: randomUUID() }), new Date()),
  'a long insert': ({ inboundEvents }) =>
    inboundEvents.receive(inboundEvent({ eventId: randomUUID(), rawBody: 'x'.repeat(8_000_000) }), new Date()),
  'an update': ({ accounts }) => accounts.savePaymentMethod('t', 'acc_1', 'pm_1'),
  'an update that reads': ({ usage }) => usage.count(randomUUID(), new Date(), 1_000),
  'a removal': ({ savedViews }) => savedViews.remove({ tenantId: 't', ownerId: 'o' }, 'v'),
  'a ping': (store) => store.ping(),
};

describe('a store whose line to MongoDB is broken', () => {
  let line: BrokenLine;
  let store: Store;
  beforeAll(async () => {
    line = await openBrokenLine(testBackends().mongo);
    store = await connectStore(line.uri, { databaseName: `line-${randomUUID().slice(0, 8)}` });
    await store.ensureIndexes();
  });
  afterEach(() => line.break(null));
  afterAll(async () => {
    await store.close();
    await line.close();
  });

  it.each<Fault>(['cut', 'half closed', 'silent', 'stalled'])(
    'every read and every write over a line that is %s ends in time as unavailable, and works again afterwards',
    async (fault) => {
      line.break(fault);
      const calls = Object.entries(READS_AND_WRITES);
      const ends = await Promise.all(calls.map(async ([name, call]) => [name, await outcomeOf(call(store))]));
      expect(Object.fromEntries(ends)).toEqual(Object.fromEntries(calls.map(([name]) => [name, 'unavailable'])));
      line.break(null);
      for (const [name, call] of calls) {
        await until(
          PATIENCE,
          `${name} after the line was mended`,
          async () => (await outcomeOf(call(store))) === 'done',
        );
      }
    },
  );

  it('every call of every repository ends in time as unavailable when no answer comes', async () => {
    line.break('silent');
    const ends = await Promise.all(callsOf(store).map(async ([name, call]) => [name, await endOf(call)]));
    expect(ends.filter(([, end]) => end !== 'unavailable')).toEqual([]);
    expect(ends.length).toBeGreaterThan(100);
  });
});

describe('a MongoDB that is stopped', () => {
  it('every call of every repository ends in time as unavailable, and works again once MongoDB goes on', async () => {
    const mongo = await startMongo();
    const store = await connectStore(mongo.uri, { databaseName: 'stopped' });
    await store.ensureIndexes();
    process.kill(mongo.pid ?? 0, 'SIGSTOP');
    const ends = await Promise.all(callsOf(store).map(async ([name, call]) => [name, await endOf(call)]));
    process.kill(mongo.pid ?? 0, 'SIGCONT');
    const isWell = async () => (await outcomeOf(store.orders.find('t', 'chg_1'))) === 'done';
    await until(PATIENCE, 'an answer of MongoDB', isWell);
    await store.close();
    await mongo.stop();
    expect(ends.filter(([, end]) => end !== 'unavailable')).toEqual([]);
  });
});

type Call = (...input: unknown[]) => Promise<unknown>;

/** Whatever the store offers, also what is added to it later. */
const callsOf = ({ ensureIndexes: _, close: __, ping: ___, ...repositories }: Store): [string, Call][] =>
  Object.entries(repositories as unknown as Record<string, Record<string, Call>>).flatMap(([repository, calls]) =>
    Object.entries(calls).map(([name, call]): [string, Call] => [`${repository}.${name}`, call]),
  );

/** The end of a call with the first input that it does not refuse before it asks MongoDB. */
async function endOf(call: Call): Promise<unknown> {
  let end: unknown;
  for (const input of inputs()) {
    end = await outcomeOf((async () => call(...input))());
    if (end === 'unavailable') return end;
  }
  return end;
}

const AT = new Date('2026-03-12T10:00:00.000Z');
const TEXTS = Object.fromEntries(
  [
    ...[
      'tenantId',
      'accountId',
      'changeId',
      'subscriptionId',
      'userId',
      'productId',
      'operationId',
      'quoteId',
      'grantId',
      'noteId',
      'setupId',
    ],
    ...[
      'evidenceId',
      'amendmentId',
      'bulkId',
      'entryId',
      'keyId',
      'ownerId',
      'viewId',
      'source',
      'eventId',
      'key',
      'kind',
    ],
    ...[
      'reference',
      'scope',
      'lease',
      'fingerprint',
      'sessionHash',
      'attemptHash',
      'action',
      'actorId',
      'authorId',
      'role',
      'name',
    ],
    ...[
      'status',
      'state',
      'type',
      'rawBody',
      'mailAddress',
      'sort',
      'updateId',
      'hash',
      'eventType',
      'secretHash',
      'currency',
    ],
  ].map((name) => [name, 'x']),
);
/** Has of everything something, so that each call finds in it what it asks for first. */
const FACTS = {
  ...TEXTS,
  ...{ now: AT, at: AT, from: AT, to: AT, expiresAt: AT, since: AT, openedAt: AT },
  ...{ visit: 1, version: 1, sequence: 1, sameMoment: 1, leaseFor: 1, keepFor: 1, windowMilliseconds: 1_000 },
  counted: [{ scope: 'x', times: 1 }],
  ...{
    changeIds: ['x'],
    transitions: [],
    references: ['x'],
    eventTypes: ['x'],
    reminderDelays: [1],
    changes: [],
    items: [],
    tags: [],
    place: () => [],
  },
  ...{ status: 'paid', sorting: 'updated', filters: {}, after: undefined },
  details: { ...TEXTS, changes: [], quote: null, payment: null, waits: null },
  writtenIn: { run: 'x', runStartedAt: AT.toISOString(), startedEvent: 1, startedAt: AT.toISOString() },
};
const RESULT = { status: 'paid', gatewayReference: null, code: null, link: null, linkExpiresAt: null, at: AT };
const CANDIDATES: readonly unknown[] = [
  'x',
  FACTS,
  RESULT,
  AT,
  10,
  ['x'],
  [FACTS],
  (given: unknown) => given,
  'bouncedAt',
  undefined,
];

function* inputs(): Generator<unknown[]> {
  for (const first of CANDIDATES) {
    for (const second of CANDIDATES) {
      for (const third of CANDIDATES) yield [first, second, third, third];
    }
  }
}
