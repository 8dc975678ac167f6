import { type Judgement, judge, type ServerAnswers } from '../../../store/mongo/judgement';
import { EMBEDDED, REPLICA_SET, ROUTER } from './server-answers';

const SPOTLESS: Judgement = { problems: [], warnings: [], missing: [], namedAndPlain: [] };

const problemsOf = (change: Partial<ServerAnswers>): string[] => judge({ ...REPLICA_SET, ...change }).problems;
const hearWarnings = (change: Partial<ServerAnswers>): string[] => judge({ ...REPLICA_SET, ...change }).warnings;
const driver = (change: Partial<ServerAnswers['driver']>) => ({ driver: { ...REPLICA_SET.driver, ...change } });
const hello = (change: Partial<ServerAnswers['hello']>) => ({ hello: { ...REPLICA_SET.hello, ...change } });

describe('the judgement on a MongoDB', () => {
  it('a replica set of three of a version that is kept up is without fault', () => {
    expect(judge(REPLICA_SET)).toEqual(SPOTLESS);
  });

  it('one server does, and a sharded cluster was not tried, and both are told', () => {
    expect(judge(EMBEDDED)).toEqual({
      ...SPOTLESS,
      warnings: ['It is one server and no replica set: what it loses is lost.'],
    });
    expect(judge(ROUTER)).toEqual({
      ...SPOTLESS,
      warnings: ['It is a sharded cluster, with which nothing was tried.'],
    });
  });

  it.each(['6.0.27', '4.4.29', '5.0.0-rc1', 'unknown'])('a server of version %s is refused', (version) => {
    expect(problemsOf({ buildInfo: { version }, parameters: null })).toEqual([
      `Its version is ${version}: upgrade it to 7.0 or later.`,
    ]);
  });

  it.each(['7.0.0', '8.2.1', '10.0.3'])('a server of version %s is taken', (version) => {
    expect(problemsOf({ buildInfo: { version } })).toEqual([]);
  });

  it('an address is refused that lets fewer than a majority acknowledge a write, or before it is in the journal', () => {
    for (const w of [0, 1, 2, 'somewhere', undefined]) {
      const { w: _, ...rest } = REPLICA_SET.driver;
      const given = w === undefined ? { driver: rest } : driver({ w });
      expect(problemsOf(given)).toEqual([expect.stringContaining('say w=majority')]);
    }
    expect(problemsOf(driver({ journal: false }))).toEqual([expect.stringContaining('journal=false')]);
    expect(problemsOf(driver({ journal: true }))).toEqual([]);
  });

  it('an address is refused that reads what was true a while ago, or leads to a server that takes no writes', () => {
    expect(problemsOf(driver({ readPreference: 'secondaryPreferred' }))).toEqual([
      expect.stringContaining('readPreference'),
    ]);
    expect(problemsOf(hello({ isWritablePrimary: false }))).toEqual([expect.stringContaining('directConnection')]);
  });

  it('what makes a majority hard to reach is told', () => {
    expect(hearWarnings(hello({ hosts: ['a:1', 'b:1'] }))).toEqual([expect.stringContaining('has 2 members')]);
    expect(hearWarnings(hello({ hosts: ['a:1', 'b:1'], arbiters: ['c:1'] }))).toEqual([
      expect.stringContaining('has 2 members'),
      expect.stringContaining('arbiter'),
    ]);
    expect(hearWarnings(hello({ hosts: ['a:1', 'b:1'], passives: ['c:1'] }))).toEqual([]);
  });

  it('an address that leads to one member of a replica set alone is told, and no harm where a server is alone', () => {
    expect(hearWarnings(driver({ isDirect: true }))).toEqual([expect.stringContaining('directConnection')]);
    const alone = { ...EMBEDDED, driver: { ...EMBEDDED.driver, isDirect: true } };
    expect(judge(alone).warnings).toEqual(judge(EMBEDDED).warnings);
  });

  it('members are named that are spoken to in plain text without being in the address', () => {
    const plain = { ...REPLICA_SET, ...hello({ hosts: ['a:1'], passives: ['b:1'] }), ...driver({ speaksTls: false }) };
    expect(judge(plain).namedAndPlain).toEqual(['a:1', 'b:1']);
    expect(judge({ ...plain, driver: { ...plain.driver, isDirect: true } }).namedAndPlain).toEqual([]);
    expect(judge({ ...plain, driver: REPLICA_SET.driver }).namedAndPlain).toEqual([]);
  });

  it('a certificate that is not looked at and an upgrade that was not finished are told', () => {
    expect(hearWarnings(driver({ verifiesCertificate: false }))).toEqual([expect.stringContaining('not verified')]);
    expect(hearWarnings({ parameters: { featureCompatibilityVersion: { version: '7.0' } } })).toEqual([
      expect.stringContaining('still works as 7.0'),
    ]);
    expect(hearWarnings({ parameters: null })).toEqual([]);
  });

  it('an index is missing where none has its keys in their order, and a wrong one where it is not unique any more', () => {
    const wanted = [
      [{ tenantId: 1, changeId: 1 }, { unique: true }],
      [{ tenantId: 1, at: -1 }, {}],
    ] as const;
    const indexesOf = (...built: { key: object; unique?: boolean }[]) =>
      judge({ ...REPLICA_SET, indexes: [{ collection: 'orders', wanted, built }] });
    const [first, second] = ['index of orders by tenantId, changeId', 'index of orders by tenantId, at'];
    expect(indexesOf()).toEqual({ ...SPOTLESS, missing: [first, second] });
    const all = [{ key: { tenantId: 1, changeId: 1 }, unique: true }, { key: { tenantId: 1, at: -1 } }];
    expect(indexesOf({ key: { _id: 1 } }, ...all)).toEqual(SPOTLESS);
    expect(
      indexesOf({ key: { changeId: 1, tenantId: 1 }, unique: true }, { key: { tenantId: 1, at: 1 } }).missing,
    ).toEqual([first, second]);
    const plain = all.map(({ key }) => ({ key }));
    expect(indexesOf(...plain).problems).toEqual([expect.stringContaining(`The ${first} is not unique`)]);
  });

  it('an index is another one where it is unique without need, or holds other documents', () => {
    const open = { partialFilterExpression: { openSince: { $gt: new Date(0) } } };
    const key = { tenantId: 1 };
    const judged = (wanted: object, ...built: object[]) => {
      const indexes = [
        { collection: 'orders', wanted: [[key, wanted] as const], built: built.map((one) => ({ key, ...one })) },
      ];
      const { problems, missing } = judge({ ...REPLICA_SET, indexes });
      return [...problems, ...missing].map((told) => told.replace('The index of orders by tenantId ', ''));
    };
    expect(judged({}, { unique: true })).toEqual([expect.stringMatching(/^is unique and should not be.*: drop it/)]);
    for (const [wanted, built] of [
      [{ unique: true }, { unique: true, ...open }],
      [open, {}],
      [open, { partialFilterExpression: { openSince: { $gt: new Date(1) } } }],
      [{ sparse: true }, {}],
      [{}, { sparse: true }],
    ] as const) {
      expect(judged(wanted, built)).toEqual([expect.stringMatching(/^holds other documents.*: drop it/)]);
      expect(judged(wanted, wanted)).toEqual([]);
      expect(judged(wanted, built, wanted)).toEqual([]);
    }
  });
});
