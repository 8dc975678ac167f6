import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, reachStore } from '../../../connections/mongo/opening';
import { type MongoCause, MongoUnusable } from '../../../connections/mongo/words';
import { Authority } from '../../../dev/temporal-server/authority';
import { testBackends } from '../../support/backends';
import { openScriptedMongo } from '../../support/scripted-mongo';
import { type OpenProxy, openTlsProxy, serverAt, type TlsProxyOptions } from '../../support/tls-proxy';

const SOON = 1_000;
const TRIES = 3;
const ours = new Authority('the authority of this test');
const foreign = new Authority('another authority');
const server = ours.issue(['127.0.0.1']);
const folder = mkdtempSync(join(tmpdir(), 'mongo-tls-'));
const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return encodeURIComponent(join(folder, name));
};
const pem = ({ crt, key }: typeof server): string => `${crt}\n${key}`;
const CA = `tlsCAFile=${fileOf('ca.pem', ours.crt)}`;
const CLIENT = `tlsCertificateKeyFile=${fileOf('client.pem', pem(ours.issue(['client'])))}`;
const STRANGER = `tlsCertificateKeyFile=${fileOf('stranger.pem', pem(foreign.issue(['client'])))}`;
const FOREIGN_CA = `tlsCAFile=${fileOf('foreign.pem', foreign.crt)}`;

/** What the address of the embedded engine says of it, and where it listens: a socket, or a port. */
function mongoBelow() {
  const [, host = '', query = ''] = /^mongodb:\/\/([^/]+)\/\??(.*)$/.exec(testBackends().mongo) ?? [];
  const name = decodeURIComponent(host);
  return { to: name.startsWith('/') ? { path: name } : serverAt(name), query };
}

const settings = (uri: string) => ({ uri, database: `opening-${randomUUID().slice(0, 8)}` });

describe('a connection to MongoDB', () => {
  const open: OpenProxy[] = [];
  const proxyTo = async (options: Partial<TlsProxyOptions> = {}): Promise<string> => {
    const proxy = await openTlsProxy(mongoBelow().to, { shows: server, ...options });
    open.push(proxy);
    return `mongodb://${proxy.address}/?${mongoBelow().query}`;
  };
  afterAll(async () => {
    await Promise.all(open.map((proxy) => proxy.close()));
    await rm(folder, { recursive: true });
  });

  it('facts are written and read by TLS, and by mutual TLS, as the address says', async () => {
    const [secure, mutual] = [await proxyTo(), await proxyTo({ demands: ours.crt })];
    for (const uri of [`${secure}&tls=true&${CA}`, `${mutual}&tls=true&${CA}&${CLIENT}`]) {
      const store = await openStore(settings(uri), () => {});
      await store.ensureIndexes();
      expect((await store.judge()).missing).toEqual([]);
      await store.close();
    }
  });

  const refusals: [MongoCause, string, () => Promise<string>, RegExp][] = [
    ['authority_unknown', 'nobody knows the authority', async () => `${await proxyTo()}&tls=true`, /tlsCAFile/],
    [
      'authority_unknown',
      'another authority is trusted',
      async () => `${await proxyTo()}&tls=true&${FOREIGN_CA}`,
      /tlsCA/,
    ],
    [
      'name_wrong',
      'the certificate is for another name',
      async () => `${await proxyTo({ shows: ours.issue(['elsewhere.example']) })}&tls=true&${CA}`,
      /another name/,
    ],
    [
      'certificate_demanded',
      'no client certificate is shown',
      async () => `${await proxyTo({ demands: ours.crt })}&tls=true&${CA}`,
      /tlsCertificateKeyFile/,
    ],
    [
      'closed',
      'the client certificate is of a foreign authority',
      async () => `${await proxyTo({ demands: ours.crt })}&tls=true&${CA}&${STRANGER}`,
      /tlsCertificateKeyFile/,
    ],
    ['closed', 'plain text is spoken to TLS', async () => proxyTo(), /tls=true/],
    [
      'file_unreadable',
      'the file of the authority is not there',
      async () => `${await proxyTo()}&tls=true&tlsCAFile=/planted/ca.pem`,
      /tlsCAFile/,
    ],
    [
      'file_unreadable',
      'the file of the client certificate is a folder',
      async () => `${await proxyTo()}&tls=true&${CA}&tlsCertificateKeyFile=${encodeURIComponent(folder)}`,
      /tlsCertificateKeyFile/,
    ],
    ['refused', 'nothing listens', async () => 'mongodb://user:planted@127.0.0.1:1/', /Start it/],
    ['name_unknown', 'nobody has the name', async () => 'mongodb://nowhere.invalid/?tls=true', /DNS/],
    ['address_wrong', 'an option is unknown', async () => 'mongodb://127.0.0.1/?tlsFoo=1', /tlsfoo/],
    ['address_wrong', 'the address is none', async () => 'mongodb://user:planted@:@/', /cannot be read/],
    ['address_wrong', 'a host is none', async () => 'mongodb://user:planted@planted:port/', /cannot be read/],
  ];

  it.each(refusals)(
    'a connection says within a second that it is %s where %s',
    async (cause, _when, address, advice) => {
      const uri = await address();
      let took = Number.POSITIVE_INFINITY;
      for (let tried = 0; tried < TRIES && took > SOON; tried += 1) {
        const began = performance.now();
        const error = await reachStore(settings(uri), () => {}).catch((thrown: unknown) => thrown);
        took = Math.min(took, performance.now() - began);
        if (!(error instanceof MongoUnusable)) throw error;
        expect(error).toMatchObject({ code: cause, message: expect.stringMatching(advice) });
        expect(error.message).not.toMatch(/planted|127\.0\.0\.1:\d{2}/);
      }
      expect(took).toBeLessThan(SOON);
    },
  );

  it('a user who is missing, or who may not build an index, is told of with what is needed', async () => {
    let mayRead = false;
    const refused = { ok: 0, code: 13, errmsg: 'command requires authentication' };
    const server = await openScriptedMongo((command) => {
      if ('createIndexes' in command || ('listIndexes' in command && !mayRead)) return refused;
      if ('listIndexes' in command) return { ok: 0, code: 26, errmsg: 'ns does not exist' };
      return { isWritablePrimary: true, version: '8.0.16' };
    });
    const told = { code: 'not_permitted', message: expect.stringContaining('needs readWrite') };
    const uri = `mongodb://${server.address}/`;
    await expect(openStore(settings(uri), () => {})).rejects.toMatchObject(told);
    mayRead = true;
    const store = await openStore(settings(uri), () => {});
    await expect(store.ensureIndexes()).rejects.toMatchObject(told);
    await store.close();
    await server.close();
  });

  it('members that only a server of this machine has named are not spoken to in plain text unless it is said', async () => {
    const hosts = ['elsewhere.invalid:27017'];
    const server = await openScriptedMongo((command) => {
      if ('listIndexes' in command) return { ok: 0, code: 26, errmsg: 'ns does not exist' };
      return { isWritablePrimary: true, setName: 'rs0', setVersion: 1, version: '8.0.16', me: hosts.at(-1), hosts };
    });
    hosts.push(server.address);
    const uri = `mongodb://${server.address}/?replicaSet=rs0`;
    await expect(openStore(settings(uri), () => {})).rejects.toMatchObject({
      code: 'unfit',
      message: expect.stringMatching(/plain text: add tls=true(?!.*elsewhere)/),
    });
    const said = await openStore(settings(`${uri}&tls=false`), () => {});
    await said.close();
    hosts.shift();
    const here = await openStore(settings(uri), () => {});
    await here.close();
    await server.close();
  });

  it('a silent server is told of, and given up soon after', async () => {
    const silent = createServer((socket) => void socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const lines: string[] = [];
    const uri = `mongodb://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    await expect(reachStore(settings(uri), (line) => lines.push(line))).rejects.toMatchObject({ code: 'silent' });
    expect(lines).toEqual(['MongoDB has not answered yet.']);
    silent.close();
  });

  it('a store is not opened by an address that lets fewer than a majority acknowledge a write', async () => {
    const uri = `${testBackends().mongo}&w=1`;
    await expect(openStore(settings(uri), () => {})).rejects.toMatchObject({
      code: 'unfit',
      message: expect.stringContaining('w=majority'),
    });
    const lines: string[] = [];
    const store = await openStore(settings(`${testBackends().mongo}&w=majority`), (line) => lines.push(line));
    expect(lines).toEqual([expect.stringContaining('no replica set')]);
    await store.close();
  });
});
