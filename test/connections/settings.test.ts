import { X509Certificate } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsOf } from '../../connections/environment';
import { readConnections } from '../../connections/settings';
import { readTemporal } from '../../connections/temporal/settings';
import { Authority } from '../../dev/temporal-server/authority';
import { newKey } from '../support/key-rings';

type Environment = Record<string, string>;

const authority = new Authority('an authority');
const client = authority.issue(['client']);
const another = new Authority('another authority').issue(['client']);
const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
afterAll(() => rm(folder, { recursive: true }));

const MONGO = { MONGODB_URI: 'mongodb://127.0.0.1/avenant' };
const TEMPORAL = { TEMPORAL_ADDRESS: 'temporal.example', TEMPORAL_TLS: '1' };
const read = (more: Environment) => settingsOf(readConnections({ ...MONGO, ...TEMPORAL, ...more }));
const problemsOf = (more: Environment): string[] => {
  const found = readConnections({ ...MONGO, ...TEMPORAL, ...more });
  return 'unfit' in found ? found.unfit.map(({ message }) => message) : [];
};

describe('the settings of connections', () => {
  it('the settings name every variable that is missing at once, and one that is set to nothing is missing', () => {
    const found = readConnections({ TEMPORAL_ADDRESS: '' });
    expect('unfit' in found && found.unfit.map(({ message }) => message)).toEqual([
      'MONGODB_URI: missing',
      'TEMPORAL_ADDRESS: missing',
    ]);
    expect(() => settingsOf(found)).toThrow(/missing or wrong:\n {2}MONGODB_URI: missing\n {2}TEMPORAL_ADDRESS/);
  });

  it('an address has the usual port, a port of its own, or is one of IPv6', () => {
    expect(read({}).temporal).toMatchObject({ host: 'temporal.example', port: 7233, namespace: 'default' });
    expect(read({ TEMPORAL_ADDRESS: '10.0.0.8:443' }).temporal).toMatchObject({ host: '10.0.0.8', port: 443 });
    expect(read({ TEMPORAL_ADDRESS: '[::1]:7' }).temporal).toMatchObject({ host: '::1', port: 7 });
    for (const wrong of ['https://temporal.example', 'temporal.example:', 'a b', 'temporal.example:0', 'x:99999']) {
      expect(problemsOf({ TEMPORAL_ADDRESS: wrong })).toEqual([expect.stringMatching(/^TEMPORAL_ADDRESS: /)]);
    }
  });

  it('an address and a name are one word each: a newline at the end belongs to the file that they came from', () => {
    const well = { MONGODB_URI: MONGO.MONGODB_URI, MONGODB_DATABASE: 'orders', TEMPORAL_NAMESPACE: 'billing' };
    expect(problemsOf(well)).toEqual([]);
    for (const [variable, value] of Object.entries(well)) {
      for (const wrong of [`${value}\n`, ` ${value}`, value.replace(/.$/, ' $&')]) {
        expect(problemsOf({ [variable]: wrong })).toContain(`${variable}: must be one word`);
      }
    }
  });

  it('plain text is spoken to this machine alone, unless it is said', () => {
    const plain = (address: string, more: Environment = {}) => readTemporal({ TEMPORAL_ADDRESS: address, ...more });
    for (const here of ['127.0.0.1:7233', '127.8.0.1', 'localhost', '[::1]:7233']) {
      expect(plain(here)).toMatchObject({ settings: { tls: null } });
    }
    for (const there of ['temporal.example', '10.0.0.8:7233', '127.example.com', 'localhost.example', '[::2]']) {
      expect(plain(there)).toMatchObject({ unfit: [{ variable: 'TEMPORAL_ADDRESS' }] });
      expect(plain(there, { TEMPORAL_TLS: '0', TEMPORAL_API_KEY: 'k' })).toHaveProperty('unfit');
      expect(plain(there, { TEMPORAL_ALLOW_PLAINTEXT: '1' })).toMatchObject({ settings: { tls: null } });
    }
  });

  it('TLS is spoken where it is said, where a certificate or a name is given, and where a key is', () => {
    const { TEMPORAL_TLS: _, ...address } = TEMPORAL;
    const tlsBy = (more: Environment) => settingsOf(readTemporal({ ...address, ...more })).tls;
    expect(tlsBy({ TEMPORAL_TLS: 'true' })).toEqual({});
    expect(tlsBy({ TEMPORAL_API_KEY: 'k' })).toEqual({});
    expect(tlsBy({ TEMPORAL_TLS_SERVER_NAME: 'other.example' })).toEqual({ serverName: 'other.example' });
    expect(tlsBy({ TEMPORAL_TLS_SERVER_CA_CERT_DATA: authority.crt })).toEqual({
      authority: Buffer.from(authority.crt),
    });
    const off = { TEMPORAL_TLS: 'false', TEMPORAL_TLS_SERVER_NAME: 'other.example' };
    expect(problemsOf(off)).toEqual([expect.stringMatching(/^TEMPORAL_TLS_SERVER_NAME: .*that it is not/)]);
    expect(problemsOf({ TEMPORAL_TLS: 'yes' })).toEqual(['TEMPORAL_TLS: one of 1, true, 0, false']);
  });

  it('certificates are read from files or given as they are, and belong together', () => {
    const pair = { crt: Buffer.from(client.crt), key: Buffer.from(client.key) };
    const byPath = {
      TEMPORAL_TLS_CLIENT_CERT_PATH: fileOf('client.crt', client.crt),
      TEMPORAL_TLS_CLIENT_KEY_PATH: fileOf('client.key', client.key),
    };
    const byData = { TEMPORAL_TLS_CLIENT_CERT_DATA: client.crt, TEMPORAL_TLS_CLIENT_KEY_DATA: client.key };
    expect(read(byPath).temporal.tls?.client).toEqual(pair);
    expect(read(byData).temporal.tls?.client).toEqual(pair);
    const wrong: [Environment, RegExp][] = [
      [{ ...byPath, ...byData }, /CERT_DATA: is set beside TEMPORAL_TLS_CLIENT_CERT_PATH/],
      [{ TEMPORAL_TLS_CLIENT_CERT_DATA: client.crt }, /CLIENT_KEY_PATH: missing/],
      [{ TEMPORAL_TLS_CLIENT_KEY_DATA: client.key }, /CLIENT_CERT_PATH: missing/],
      [{ ...byData, TEMPORAL_TLS_CLIENT_KEY_DATA: another.key }, /KEY_DATA: is not the key of the certificate/],
      [{ ...byData, TEMPORAL_TLS_CLIENT_KEY_DATA: 'planted' }, /KEY_DATA: holds no private key/],
      [{ ...byPath, TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere' }, /CERT_PATH: the file cannot be read \(ENOENT\)/],
      [{ TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'planted' }, /CA_CERT_DATA: holds no certificate/],
    ];
    for (const [environment, problem] of wrong) {
      const problems = problemsOf(environment);
      expect(problems).toEqual([expect.stringMatching(problem)]);
      expect(problems.join()).not.toMatch(/planted|BEGIN/);
    }
  });

  it('each certificate of a file is read, and the file has ended where none is left that matters', () => {
    const next = new Authority('the next authority', { lastsDays: 30 });
    const renewed = next.issue(['client']);
    const trusting = (...crts: string[]) => problemsOf({ TEMPORAL_TLS_SERVER_CA_CERT_DATA: crts.join('\n') });
    const showing = ({ crt, key }: typeof client, ...others: string[]) =>
      problemsOf({
        TEMPORAL_TLS_CLIENT_CERT_DATA: [crt, ...others].join('\n'),
        TEMPORAL_TLS_CLIENT_KEY_DATA: key,
      });
    jest.useFakeTimers({ now: Date.now() + 9 * 86_400_000 });
    expect(trusting(authority.crt, next.crt)).toEqual([]);
    expect(showing(renewed, authority.crt)).toEqual([]);
    const [authorityEnded, clientEnded] = [/^TEMPORAL_TLS_SERVER_CA.*: has ended on 20/, /^TEMPORAL_TLS_CLIENT.*ended/];
    expect(trusting(authority.crt, authority.crt)).toEqual([expect.stringMatching(authorityEnded)]);
    expect(showing(client, next.crt)).toEqual([expect.stringMatching(clientEnded)]);
    jest.useRealTimers();
    const broken = next.crt.replace(/\n[\w+/]+/, '\nplanted');
    expect(trusting(authority.crt, broken)).toEqual([expect.stringMatching(/a certificate that cannot be read$/)]);
  });

  it('a certificate that is no PEM is refused at once: the client of workers would not take it', () => {
    const path = join(folder, 'authority.der');
    writeFileSync(path, new X509Certificate(authority.crt).raw);
    expect(problemsOf({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: path })).toEqual([
      'TEMPORAL_TLS_SERVER_CA_CERT_PATH: holds no certificate as PEM',
    ]);
  });

  it('a server is never taken for the right one without its name being looked at', () => {
    const name = 'TEMPORAL_TLS_DISABLE_HOST_VERIFICATION';
    expect(problemsOf({ [name]: '1' })).toEqual([expect.stringMatching(`^${name}: is not offered`)]);
    expect(problemsOf({ [name]: 'false' })).toEqual([]);
  });

  it('no process is started whose environment turns the looking at certificates off', () => {
    const name = 'NODE_TLS_REJECT_UNAUTHORIZED';
    expect(problemsOf({ [name]: '0' })).toEqual([expect.stringMatching(`^${name}: is not offered`)]);
    expect(problemsOf({ [name]: '1' })).toEqual([]);
  });

  it('metadata are headers of text, by the names that follow the prefix, and who calls is said once', () => {
    const metadata = { TEMPORAL_GRPC_META_SOME_KEY: 'value', TEMPORAL_GRPC_META_GONE: '' };
    expect(read(metadata).temporal.metadata).toEqual({ 'some-key': 'value' });
    for (const [variable, value] of [
      ['TEMPORAL_GRPC_META_GRPC_TIMEOUT', '1S'],
      ['TEMPORAL_GRPC_META_X_BIN', 'x'],
      ['TEMPORAL_GRPC_META_X', 'planted\n'],
    ] as const) {
      expect(problemsOf({ [variable]: value })).toEqual([expect.stringMatching(`^${variable}: `)]);
    }
    const twice = { TEMPORAL_API_KEY: 'planted', TEMPORAL_GRPC_META_AUTHORIZATION: 'Bearer planted' };
    expect(problemsOf(twice)).toEqual([expect.stringMatching(/^TEMPORAL_GRPC_META_AUTHORIZATION: (?!.*planted)/)]);
  });

  it('MongoDB is spoken to in plain text on this machine alone, unless its address says so', () => {
    const well = [
      'mongodb://127.0.0.1/avenant',
      'mongodb://user:p%40ss@localhost:27017,[::1]:27018/?replicaSet=rs0',
      'mongodb://%2Frun%2Fmongodb.sock/?directConnection=true',
      'mongodb+srv://user:pass@cluster.example/avenant',
      'mongodb://a.example,b.example/avenant?replicaSet=rs0&tls=true&tlsCAFile=/ca.pem',
      'mongodb://mongo:27017/?tls=false',
      'mongodb://mongo/?SSL=true',
    ];
    for (const uri of well) expect(read({ MONGODB_URI: uri }).mongo).toEqual({ uri, database: undefined });
    for (const uri of [
      'mongodb://user:planted@mongo:27017/avenant',
      'mongodb://127.0.0.1,planted.example/?w=majority',
    ]) {
      expect(problemsOf({ MONGODB_URI: uri })).toEqual([
        expect.stringMatching(/^MONGODB_URI: (?!.*planted).*tls=true/),
      ]);
    }
    expect(problemsOf({ MONGODB_URI: 'postgres://planted' })).toEqual([expect.stringMatching(/^MONGODB_URI: must be/)]);
    expect(read({ MONGODB_DATABASE: 'orders' }).mongo.database).toBe('orders');
  });

  it('payloads are written in the clear unless that is said, and encryption needs a ring', () => {
    const ring = `k2:${newKey()},k1:${newKey()}`;
    const payloadsWith = (more: Environment) => {
      const { encryption, ring: ringRead } = read(more).temporal.payloads;
      return [encryption, ringRead?.keyIds];
    };
    expect(payloadsWith({})).toEqual(['off', undefined]);
    expect(payloadsWith({ AVENANT_KEY_RING: ring })).toEqual(['off', ['k2', 'k1']]);
    expect(payloadsWith({ AVENANT_KEY_RING: ring, AVENANT_PAYLOAD_ENCRYPTION: 'required' })).toEqual([
      'required',
      ['k2', 'k1'],
    ]);
    expect(problemsOf({ AVENANT_PAYLOAD_ENCRYPTION: 'on' })).toEqual([
      'AVENANT_KEY_RING: missing: AVENANT_PAYLOAD_ENCRYPTION seals with its keys',
    ]);
    expect(problemsOf({ AVENANT_PAYLOAD_ENCRYPTION: 'yes' })).toEqual([
      'AVENANT_PAYLOAD_ENCRYPTION: one of off, on, required',
    ]);
    expect(problemsOf({ AVENANT_KEY_RING: 'k1:planted' })).toEqual([
      expect.stringMatching(/^AVENANT_KEY_RING: must be/),
    ]);
  });
});
