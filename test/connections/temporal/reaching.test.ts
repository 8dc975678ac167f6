import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import { settingsOf } from '../../../connections/environment';
import { openTemporal } from '../../../connections/temporal/client';
import type { TemporalCause } from '../../../connections/temporal/diagnosis';
import { reachTemporal } from '../../../connections/temporal/reaching';
import { readTemporal } from '../../../connections/temporal/settings';
import { TemporalUnusable } from '../../../connections/temporal/words';
import { Authority } from '../../../dev/temporal-server/authority';
import { testBackends } from '../../support/backends';
import { openKeyProxy } from '../../support/key-proxy';
import { openScriptedTemporal, type ScriptedAnswer } from '../../support/scripted-temporal';
import { type OpenProxy, openTlsProxy, serverAt, type TlsProxyOptions } from '../../support/tls-proxy';
import { PATIENCE, within } from '../../support/within';

type Environment = Record<string, string>;

/** Of gRPC. */
const DEADLINE_EXCEEDED = 4;
const SOON = 1_000;
/** Of a busy machine: it is no fault of ours when it stands still for a while. */
const TRIES = 3;
const KEY = 'a-key-that-is-planted';
const ours = new Authority('the authority of this test');
const foreign = new Authority('another authority');
const server = ours.issue(['127.0.0.1', 'localhost', 'temporal.example']);
const elsewhere = ours.issue(['elsewhere.example']);
const [client, stranger] = [ours.issue(['client']), foreign.issue(['client'])];

const TRUSTED = { TEMPORAL_TLS_SERVER_CA_CERT_DATA: ours.crt };
const shown = ({ crt, key }: typeof client): Environment => ({
  TEMPORAL_TLS_CLIENT_CERT_DATA: crt,
  TEMPORAL_TLS_CLIENT_KEY_DATA: key,
});

/** The two kinds of connection: of the API and of commands, and of a worker. */
const KINDS: [kind: string, connect: (environment: Environment, tell?: (line: string) => void) => Promise<void>][] = [
  [
    'the API',
    async (environment, tell = () => {}) => {
      const opened = await openTemporal(settingsOf(readTemporal(environment)), tell);
      await opened.connection.close();
    },
  ],
  [
    'a worker',
    async (environment, tell = () => {}) => {
      const settings = settingsOf(readTemporal(environment));
      const opened = await reachTemporal(settings, (options) => NativeConnection.connect(options), tell);
      await opened.close();
    },
  ],
];

/** The cause that a connection is told to fail by, and the shortest that it was in coming. */
async function causeOf(connect: () => Promise<void>): Promise<{ code: string; message: string; took: number }> {
  let took = Number.POSITIVE_INFINITY;
  let told = { code: 'none', message: '' };
  for (let tried = 0; tried < TRIES && took > SOON; tried += 1) {
    const began = performance.now();
    told = await connect().then(
      () => ({ code: 'connected', message: '' }),
      (error: unknown) => {
        if (!(error instanceof TemporalUnusable)) throw error;
        return { code: error.code, message: error.message };
      },
    );
    took = Math.min(took, performance.now() - began);
  }
  return { ...told, took };
}

describe('a connection to Temporal', () => {
  const open: OpenProxy[] = [];
  const proxyTo = async (options: Partial<TlsProxyOptions>): Promise<string> => {
    const proxy = await openTlsProxy(serverAt(testBackends().temporal), {
      shows: server,
      protocols: ['h2'],
      ...options,
    });
    open.push(proxy);
    return proxy.address;
  };
  const keyProxy = async (refusal: Parameters<typeof openKeyProxy>[1]['refusal']): Promise<string> => {
    const proxy = await openKeyProxy(testBackends().temporal, { shows: server, key: KEY, refusal });
    open.push(proxy);
    return proxy.address;
  };
  const scripted = async (answer: Parameters<typeof openScriptedTemporal>[0]): Promise<string> => {
    const server = await openScriptedTemporal(answer);
    open.push(server);
    return server.address;
  };
  afterAll(() => Promise.all(open.map((proxy) => proxy.close())));

  describe.each(KINDS)('of %s', (_, connect) => {
    it('a connection is made in plain text on this machine, by TLS, by mutual TLS, by another name, and with a key', async () => {
      const secure = await proxyTo({});
      const mutual = await proxyTo({ demands: ours.crt });
      const named = await proxyTo({ shows: ours.issue(['temporal.example']) });
      const keyed = await keyProxy({ status: 16, message: 'no' });
      const well: Environment[] = [
        { TEMPORAL_ADDRESS: testBackends().temporal },
        { TEMPORAL_ADDRESS: secure, ...TRUSTED },
        { TEMPORAL_ADDRESS: mutual, ...TRUSTED, ...shown(client) },
        { TEMPORAL_ADDRESS: named, ...TRUSTED, TEMPORAL_TLS_SERVER_NAME: 'temporal.example' },
        { TEMPORAL_ADDRESS: keyed, ...TRUSTED, TEMPORAL_API_KEY: KEY },
        { TEMPORAL_ADDRESS: keyed, ...TRUSTED, TEMPORAL_GRPC_META_AUTHORIZATION: `Bearer ${KEY}` },
      ];
      for (const environment of well) await expect(connect(environment)).resolves.toBeUndefined();
    });

    const refusals: [TemporalCause, string, () => Promise<Environment>, RegExp][] = [
      [
        'certificate_demanded',
        'no client certificate is shown',
        async () => ({ TEMPORAL_ADDRESS: await proxyTo({ demands: ours.crt }), ...TRUSTED }),
        /TEMPORAL_TLS_CLIENT_CERT_PATH/,
      ],
      [
        'certificate_refused',
        'the client certificate is of a foreign authority',
        async () => ({ TEMPORAL_ADDRESS: await proxyTo({ demands: ours.crt }), ...TRUSTED, ...shown(stranger) }),
        /client certificate/,
      ],
      [
        'authority_unknown',
        'the server is of an authority that nobody knows',
        async () => ({ TEMPORAL_ADDRESS: await proxyTo({}), TEMPORAL_TLS: '1' }),
        /TEMPORAL_TLS_SERVER_CA_CERT_PATH/,
      ],
      [
        'authority_unknown',
        'the server is of another authority than the one that is trusted',
        async () => ({ TEMPORAL_ADDRESS: await proxyTo({}), TEMPORAL_TLS_SERVER_CA_CERT_DATA: foreign.crt }),
        /Another one/,
      ],
      [
        'name_wrong',
        'the server has a certificate for another name',
        async () => ({ TEMPORAL_ADDRESS: await proxyTo({ shows: elsewhere }), ...TRUSTED }),
        /TEMPORAL_TLS_SERVER_NAME/,
      ],
      [
        'tls_wanted',
        'plain text is spoken to TLS',
        async () => ({ TEMPORAL_ADDRESS: await proxyTo({}) }),
        /TEMPORAL_TLS=1/,
      ],
      [
        'tls_not_spoken',
        'TLS is spoken to a server without it',
        async () => ({ TEMPORAL_ADDRESS: testBackends().temporal, TEMPORAL_TLS: 'true' }),
        /leave out TEMPORAL_TLS/,
      ],
      [
        'tls_not_spoken',
        'an API key turns TLS on towards a server without it',
        async () => ({ TEMPORAL_ADDRESS: testBackends().temporal, TEMPORAL_API_KEY: KEY }),
        /TEMPORAL_TLS=0/,
      ],
      [
        'h2_missing',
        'a proxy knows no ALPN',
        async () => ({
          TEMPORAL_ADDRESS: (
            await openTlsProxy(serverAt(testBackends().temporal), { shows: server }).then((proxy) => {
              open.push(proxy);
              return proxy;
            })
          ).address,
          ...TRUSTED,
        }),
        /"h2"/,
      ],
      [
        'h2_missing',
        'a proxy agrees to HTTP/1.1 alone',
        async () => ({ TEMPORAL_ADDRESS: await proxyTo({ protocols: ['http/1.1'] }), ...TRUSTED }),
        /"h2"/,
      ],
      [
        'key_demanded',
        'no key is shown where one is demanded',
        async () => ({ TEMPORAL_ADDRESS: await keyProxy({ status: 16, message: 'who?' }), ...TRUSTED }),
        /TEMPORAL_API_KEY/,
      ],
      [
        'key_refused',
        'a wrong key is shown',
        async () => ({
          TEMPORAL_ADDRESS: await keyProxy({ status: 16, message: 'who?' }),
          ...TRUSTED,
          TEMPORAL_API_KEY: 'another',
        }),
        /TEMPORAL_API_KEY/,
      ],
      [
        'key_refused',
        'a wrong key is shown to a cloud, which permits nothing',
        async () => ({
          TEMPORAL_ADDRESS: await keyProxy({ status: 7, message: 'Request unauthorized.' }),
          ...TRUSTED,
          TEMPORAL_API_KEY: 'another',
        }),
        /namespace "default"/,
      ],
      [
        'namespace_missing',
        'the namespace is not there',
        async () => ({ TEMPORAL_ADDRESS: testBackends().temporal, TEMPORAL_NAMESPACE: 'nowhere' }),
        /no namespace "nowhere"/,
      ],
      ['refused', 'nothing listens', async () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }), /Start Temporal/],
      [
        'name_unknown',
        'nobody has the name',
        async () => ({ TEMPORAL_ADDRESS: 'nowhere.invalid', TEMPORAL_TLS: '1' }),
        /TEMPORAL_ADDRESS/,
      ],
    ];

    it.each(refusals)(
      'a connection says within a second that %s where %s',
      async (cause, _when, environment, advice) => {
        const given = await environment();
        const told = await causeOf(() => connect(given));
        expect(told).toEqual({ code: cause, message: expect.stringMatching(advice), took: expect.any(Number) });
        expect(told.message).not.toMatch(/planted|BEGIN|\n/);
        expect(told.took).toBeLessThan(SOON);
      },
    );

    const answers: [TemporalCause, string, ScriptedAnswer, RegExp][] = [
      [
        'failing',
        'a proxy has nothing behind it',
        { status: 14, message: 'no healthy upstream' },
        /healthy upstream\)/,
      ],
      ['failing', 'a proxy says so by HTTP', { http: 503 }, /HTTP status code 503/],
      ['not_temporal', 'the pages of Temporal answer', { http: 404 }, /not the pages/],
      ['not_temporal', 'another service answers', { status: 12, message: 'unknown service' }, /for gRPC/],
    ];

    it.each(answers)('a connection says within a second that %s where %s', async (cause, _when, answer, words) => {
      const address = await scripted(() => answer);
      const told = await causeOf(() => connect({ TEMPORAL_ADDRESS: address }));
      expect(told).toEqual({ code: cause, message: expect.stringMatching(words), took: expect.any(Number) });
      expect(told.took).toBeLessThan(SOON);
    });

    it('a connection tells of a server that is slow in what it is asked, and of what its answer lacks', async () => {
      const address = await scripted(async (method) => {
        if (method === 'DescribeNamespace') await pause(1.2 * SOON);
        return { status: 0 };
      });
      const lines: string[] = [];
      await connect({ TEMPORAL_ADDRESS: address }, (line) => lines.push(line));
      expect(lines).toEqual([
        expect.stringContaining('has not answered yet'),
        expect.stringContaining('Temporal: It does not report its limits'),
      ]);
    });

    it('a connection is made past the proxy for the web that the environment names', async () => {
      let proxied = 0;
      const proxy = createServer((socket) => {
        proxied += 1;
        socket.destroy();
      });
      const name = `http://${await listening(proxy)}`;
      const address = await scripted(() => ({ status: 0 }));
      await withEnvironment({ grpc_proxy: name, https_proxy: name, http_proxy: name }, () =>
        connect({ TEMPORAL_ADDRESS: address }),
      );
      expect(proxied).toBe(0);
      proxy.close();
    });

    it('a connection tells of a silent server and gives it up after five seconds', async () => {
      const [silent, address] = await saysNothing();
      const lines: string[] = [];
      const began = performance.now();
      await expect(connect({ TEMPORAL_ADDRESS: address }, (line) => lines.push(line))).rejects.toMatchObject({
        code: 'silent',
      });
      expect(performance.now() - began).toBeGreaterThan(4_500);
      expect(lines).toEqual([`Temporal at ${address} has not answered yet; it is given 5 seconds.`]);
      silent.close();
    });
  });

  it('a server that shows the certificate of its authority is taken by the API, and told to whoever starts a worker', async () => {
    const itself = new Authority('a server by itself').itselfAs(['127.0.0.1']);
    const environment = {
      TEMPORAL_ADDRESS: await proxyTo({ shows: itself }),
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: itself.crt,
    };
    const told = KINDS.map(([, connect]) => connect(environment).catch((error: TemporalUnusable) => error.code));
    expect(await Promise.all(told)).toEqual([undefined, 'certificate_of_authority']);
  });

  it('a call of the API that is given no limit ends in ten seconds where Temporal says nothing any more', async () => {
    const open = new Set<Socket>();
    const line = createServer((near) => {
      const far = connectTo(serverAt(testBackends().temporal));
      for (const socket of [near, far]) {
        open.add(socket);
        socket.on('error', () => {});
      }
      near.pipe(far);
      far.pipe(near);
    });
    const client = await openTemporal(settingsOf(readTemporal({ TEMPORAL_ADDRESS: await listening(line) })), () => {});
    for (const socket of open) socket.unpipe().pause();
    const began = performance.now();
    const call = client.connection.workflowService.getSystemInfo({});
    await expect(within(PATIENCE, call, 'an end of the call')).rejects.toMatchObject({ code: DEADLINE_EXCEEDED });
    expect(performance.now() - began).toBeGreaterThan(9_500);
    await client.connection.close();
    for (const socket of open) socket.destroy();
    line.close();
  });

  it('something else that answers is told from Temporal', async () => {
    const web = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const address = await listening(web);
    const [, connect] = KINDS[0] ?? [];
    await expect(connect?.({ TEMPORAL_ADDRESS: address })).rejects.toMatchObject({ code: 'not_temporal' });
    web.close();
  });
});

async function listening(one: Server): Promise<string> {
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  const address = one.address();
  return `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

/** Does something while the process has more variables than it has. */
async function withEnvironment(more: Environment, work: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, more);
  await work().finally(() => {
    for (const name of Object.keys(more)) delete process.env[name];
    Object.assign(process.env, before);
  });
}

async function saysNothing(): Promise<[Server, string]> {
  const silent = createServer((socket) => void socket.on('error', () => {}));
  return [silent, await listening(silent)];
}
