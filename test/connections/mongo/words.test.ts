import { mongo } from 'mongoose';
import { type MongoCause, whyUnusable } from '../../../connections/mongo/words';

/** An error as the driver has it when it has looked for a server in vain. */
const notFound = (type: string, error?: Error) =>
  Object.assign(new Error('no server'), {
    name: 'MongoServerSelectionError',
    reason: { type, servers: new Map([['mongo-0:27017', { type: 'Unknown', error }]]) },
  });
const cut = (code?: string) =>
  Object.assign(new mongo.MongoNetworkError('cut', { cause: Object.assign(new Error('cut'), { code }) }));

/** As Node has it of a question to a name server, which names the host. */
const notNamed = (code: string, syscall: string) =>
  Object.assign(new Error(`${syscall} ${code} _mongodb._tcp.mongo-0`), { code, syscall, hostname: 'mongo-0' });

const MEANINGS: [string, Error, MongoCause][] = [
  [
    'a wrong password',
    new mongo.MongoServerError({ message: 'Authentication failed.', code: 18 }),
    'credentials_refused',
  ],
  [
    'a wrong password in the cloud',
    new mongo.MongoServerError({ message: 'bad auth', code: 8_000 }),
    'credentials_refused',
  ],
  [
    'nobody who was named',
    new mongo.MongoServerError({ message: 'command listIndexes requires authentication', code: 13 }),
    'not_permitted',
  ],
  ['a replica set without a primary', notFound('ReplicaSetNoPrimary'), 'no_primary'],
  ['a member that refuses', notFound('Unknown', cut('ECONNREFUSED')), 'refused'],
  ['members of whom one refuses, and no primary', notFound('ReplicaSetNoPrimary', cut('ECONNREFUSED')), 'refused'],
  ['a member that hangs up', notFound('Unknown', cut()), 'closed'],
  ['a name server that refuses', notNamed('ECONNREFUSED', 'querySrv'), 'name_unknown'],
  ['a name server that fails', notNamed('ESERVFAIL', 'querySrv'), 'name_unknown'],
  ['a name server that is late with the second question', notNamed('ETIMEOUT', 'queryTxt'), 'name_unknown'],
  ['a name that leads to no server', new mongo.MongoAPIError('No addresses found at host'), 'name_unknown'],
  [
    'a file that is not for us',
    Object.assign(new Error("EACCES: permission denied, open 'mongo-0'"), {
      code: 'EACCES',
      syscall: 'open',
      path: 'mongo-0',
    }),
    'file_unreadable',
  ],
  ['silence', notFound('Unknown'), 'silent'],
  ['something new', new mongo.MongoServerError({ message: 'out of order', code: 999 }), 'failing'],
];

describe('the words for a MongoDB that cannot be used', () => {
  it.each(MEANINGS)('the words for %s are of their own', (_, error, code) => {
    const told = whyUnusable(error, { hasCertificate: false, isConnecting: true });
    expect(told).toMatchObject({
      code,
      message: expect.stringMatching(/^MongoDB \(MONGODB_URI\) cannot be used: .*\.$/),
    });
    expect(told.message).not.toContain('mongo-0');
  });

  it('what a cloud says of a call is no matter of the password', () => {
    const meaningOf = (message: string) =>
      whyUnusable(new mongo.MongoServerError({ message, code: 8_000 }), { hasCertificate: false, isConnecting: false });
    expect(meaningOf('user is not allowed to do action [listIndexes] on [avenant.orders]').code).toBe('not_permitted');
    expect(meaningOf('you are over your space quota')).toMatchObject({
      code: 'failing',
      message: expect.stringContaining('quota'),
    });
  });
});
