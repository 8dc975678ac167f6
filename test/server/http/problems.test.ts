import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let key: string;

beforeAll(async () => {
  stand = await startServerStand();
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());

const expectProblem = (reply: Reply, status: number, code: string): void => {
  expect(reply.body).toMatchObject({ status, code, type: `urn:avenant:problem:${code}` });
  expect(reply.status).toBe(status);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(reply.body.title).toEqual(expect.any(String));
  expect(reply.body.requestId).toBe(reply.headers.get('x-request-id'));
  expect(JSON.stringify(reply.body)).not.toMatch(/node_modules|\bat .*:\d+:\d+/);
};

/** Sends bytes that no client would, and reads what comes until the connection is closed. */
function bytes(lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(stand.url).port), '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
}

async function raw(lines: string[]): Promise<Reply> {
  const [head = '', body = ''] = (await bytes(lines)).split('\r\n\r\n');
  const [statusLine = '', ...fields] = head.split('\r\n');
  const headers = new Headers(fields.map((field) => field.split(': ', 2) as [string, string]));
  return { status: Number(statusLine.split(' ')[1]), headers, body: JSON.parse(body) };
}

const post = (body: unknown, headers: Record<string, string> = {}) =>
  request(stand, 'POST', '/v1/changes', { key, body, headers: { ...commandFor('user_1'), ...headers } });

describe('what does not exist', () => {
  it('an unknown route is a problem', async () => {
    expectProblem(await request(stand, 'GET', '/v1/nothing', { key }), 404, 'not_found');
    expectProblem(await request(stand, 'GET', '/v1'), 404, 'not_found');
  });

  it('an unknown method is a problem that names the known ones', async () => {
    const reply = await request(stand, 'DELETE', '/v1/changes', { key });
    expectProblem(reply, 405, 'method_not_allowed');
    expect(reply.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'POST']);
    expectProblem(await request(stand, 'POST', '/livez'), 405, 'method_not_allowed');
  });

  it.each(['%2e%2e%2f', 'a%2fb', '%00', 'a'.repeat(65), '%F0%9F%98%80', "a'b"])(
    'the id %s is answered like an absent one',
    async (id) => {
      expectProblem(await request(stand, 'GET', `/v1/changes/${id}`, { key }), 404, 'not_found');
    },
  );

  it('an address that cannot be decoded is refused', async () => {
    expectProblem(await request(stand, 'GET', '/v1/changes/%zz', { key }), 400, 'malformed_url');
  });
});

describe('what is no request', () => {
  const HOST = 'Host: localhost';
  it.each([
    { what: 'an unknown method', lines: ['BREW /v1/changes HTTP/1.1', HOST], status: 400, code: 'malformed_request' },
    { what: 'a missing host', lines: ['GET /livez HTTP/1.1'], status: 400, code: 'malformed_request' },
    { what: 'two hosts', lines: ['GET /livez HTTP/1.1', HOST, 'Host: evil'], status: 400, code: 'malformed_request' },
    {
      what: 'two ways to say how long the body is',
      lines: ['POST /v1/changes HTTP/1.1', HOST, 'Content-Length: 2', 'Transfer-Encoding: chunked'],
      status: 400,
      code: 'malformed_request',
    },
    {
      what: 'a chunk without a length',
      lines: ['POST /v1/changes HTTP/1.1', HOST, 'Transfer-Encoding: chunked', '', 'zz'],
      status: 400,
      code: 'malformed_request',
    },
    { what: 'a tunnel', lines: ['CONNECT localhost:1 HTTP/1.1', HOST], status: 400, code: 'malformed_request' },
    {
      what: 'a header of 17 KiB',
      lines: ['GET /livez HTTP/1.1', HOST, `X-Long: ${'a'.repeat(17 * 1024)}`],
      status: 431,
      code: 'headers_too_large',
    },
  ])('$what is answered with a problem, and the connection is closed', async ({ lines, status, code }) => {
    expectProblem(await raw([...lines, 'Connection: close']), status, code);
  });

  it('a malformed request is answered after the one that came before it on the same connection', async () => {
    const first = ['GET /v1/nothing HTTP/1.1', HOST, `Authorization: Bearer ${key}`, '', ''];
    const answers = await bytes([...first, 'BREW /v1/changes HTTP/1.1', HOST]);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 400']);
  });

  it('a client that hangs up before its malformed request is answered hurts nobody', async () => {
    for (const line of ['CONNECT localhost:1 HTTP/1.1', 'BREW /v1/changes HTTP/1.1']) {
      const socket = connect(Number(new URL(stand.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`${line}\r\n${HOST}\r\n\r\n`);
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    expect((await request(stand, 'GET', '/livez')).status).toBe(200);
  });

  it('a request that expects something unknown is answered for what it wants', async () => {
    const lines = ['GET /v1/nothing HTTP/1.1', HOST, `Authorization: Bearer ${key}`, 'Expect: miracles'];
    expectProblem(await raw([...lines, 'Connection: close']), 404, 'not_found');
  });
});

describe('a body that is not JSON', () => {
  it.each(['{', '', 'seats=5', '{"a":1}}', '{"seats":1_000}', "{'a':1}", '\u0000'])(
    'a body that is not JSON is refused: %j',
    async (body) => {
      expectProblem(await post(body), 400, 'malformed_json');
    },
  );

  it('a body whose bytes are not UTF-8 is refused', async () => {
    expectProblem(await post(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 400, 'malformed_json');
  });

  it.each(['[]', '"text"', '5', 'null', '[{"subscriptionId":"sub_1"}]'])(
    'a body that is no object is refused: %s',
    async (body) => {
      expectProblem(await post(body), 400, 'body_not_an_object');
    },
  );

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/json; charset=utf-16',
    'application/jsonp',
    'application/vnd.api+json',
  ])('a body of the content type %s is refused', async (type) => {
    expectProblem(await post('{}', { 'content-type': type }), 415, 'unsupported_media_type');
  });

  it('a body that names the charset UTF-8 is taken', async () => {
    const reply = await post({ subscriptionId: 'nobody' }, { 'content-type': 'application/json; charset=UTF-8' });
    expectProblem(reply, 404, 'subscription_not_found');
  });

  it('a body in an unknown content encoding is refused', async () => {
    expectProblem(await post('{}', { 'content-encoding': 'compress' }), 415, 'unsupported_media_type');
  });

  it('a body that says gzip and is not is refused', async () => {
    expectProblem(await post('{}', { 'content-encoding': 'gzip' }), 400, 'malformed_json');
  });
});

describe('abuse 23', () => {
  it('a field of the prototype is refused and merged into nothing', async () => {
    const reply = await post('{"subscriptionId":"sub_1","seats":8,"__proto__":{"role":"support_lead"}}');
    expectProblem(reply, 422, 'invalid_request');
    expect(reply.body.errors).toEqual([expect.objectContaining({ pointer: '/__proto__', code: 'unknown_field' })]);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it('a problem names every unknown field', async () => {
    const reply = await post({ subscriptionId: 'sub_1', seats: 8, role: 'support', taxRate: 0, at: 'now', by: {} });
    expectProblem(reply, 422, 'invalid_request');
    expect(reply.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/at',
      '/by',
      '/role',
      '/taxRate',
    ]);
  });

  it.each(['{"subscriptionId":"sub_1","seats":8,"seats":80}', '{"subscriptionId":"sub_1","seats":8,"se\\u0061ts":80}'])(
    'a key that comes twice is refused: %s',
    async (body) => {
      const reply = await post(body);
      expectProblem(reply, 400, 'duplicate_json_key');
      expect(reply.body.errors).toMatchObject([{ pointer: '/seats' }]);
    },
  );

  it('a body nested 4000 deep is refused', async () => {
    expectProblem(await post(`{"a":${'['.repeat(4000)}${']'.repeat(4000)}}`), 400, 'json_too_deep');
  });

  it('a body of 11 MB is refused', async () => {
    expectProblem(await post(`{"a":"${'x'.repeat(11_000_000)}"}`), 413, 'body_too_large');
  });

  it('a gzip bomb is refused while it inflates, with memory flat', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20));
    expect(bomb.length).toBeGreaterThan(100_000);
    // A small one first: its packed size passes, only inflating it shows what it is.
    const small = gzipSync(Buffer.alloc(50_000_000, 0x20));
    expect(small.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    const reply = await post(small, { 'content-encoding': 'gzip' });
    expectProblem(reply, 413, 'body_too_large');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    expectProblem(await post(bomb, { 'content-encoding': 'gzip' }), 413, 'body_too_large');
  });
});

describe('how a problem is told', () => {
  it('a problem speaks the language of the caller', async () => {
    const reply = await request(stand, 'GET', '/v1/nothing', {
      key,
      headers: { 'accept-language': 'fr-CA, en;q=0.5' },
    });
    expect(reply.body.title).toBe('Il n’y a rien ici');
    expect(reply.headers.get('content-language')).toBe('fr');
    const fields = await post({ subscriptionId: 'sub_1', seats: '5' }, { 'accept-language': 'fr' });
    expect(fields.body.errors[0].detail).toMatch(/attendu/);
  });

  it('a problem falls back to English', async () => {
    const reply = await request(stand, 'GET', '/v1/nothing', { key, headers: { 'accept-language': 'de' } });
    expect(reply.body.title).toBe('There is nothing here');
  });

  it('a problem keeps a sane request id and replaces any other', async () => {
    const sane = await request(stand, 'GET', '/v1/nothing', { key, headers: { 'x-request-id': 'trace-0123456789' } });
    expect(sane.body.requestId).toBe('trace-0123456789');
    const odd = await request(stand, 'GET', '/v1/nothing', { key, headers: { 'x-request-id': '<script>alert(1)' } });
    expect(odd.body.requestId).toMatch(/^req_[0-9a-f]{24}$/);
  });

  it('a query is left out of the problem and the log', async () => {
    const reply = await request(stand, 'GET', '/v1/nothing?token=planted-secret', { key });
    expect(reply.body.instance).toBe('/v1/nothing');
    expect(stand.logged()).not.toContain('planted-secret');
  });

  it('a problem never lets the text of an error out', async () => {
    const failing = await startServerStand({
      app: {
        paymentWebhooks: {
          broken: () => {
            throw new Error('planted-secret at /etc/passwd');
          },
        },
      },
    });
    const reply = await request(failing, 'POST', '/webhooks/payments/broken', { body: {} });
    expectProblem(reply, 500, 'internal');
    expect(JSON.stringify(reply.body)).not.toMatch(/planted-secret|passwd/);
    expect(failing.logged()).toContain('planted-secret');
    await failing.stop();
  });

  it('the log holds neither keys nor bodies', async () => {
    await post({ subscriptionId: 'sub_1', planted: 'planted-body' });
    expect(stand.logged()).not.toContain(key.slice(-43));
    expect(stand.logged()).not.toContain('planted-body');
  });
});
