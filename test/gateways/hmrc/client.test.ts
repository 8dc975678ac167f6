import {
  jsonReply,
  listen,
  type RunningServer,
  type SandboxReply,
  type SandboxRequest,
} from '../../../dev/sandboxes/sandbox-server';
import { hmrcRegister } from '../../../gateways/hmrc/client';
import { registersByPrefix } from '../../../gateways/vat-register/by-prefix';
import type { VatRegister } from '../../../gateways/vat-register/port';

const NUMBER = 'GB980780684';
const asked = { checkedAt: '2026-11-25T10:00:00Z', requester: 'GB243609761' };
const found = {
  target: { name: 'EXAMPLE LTD', vatNumber: '980780684', address: { line1: '1 High Street', postcode: 'AA1 1AA' } },
  requester: '243609761',
  consultationNumber: 'JKB-4WV-T8J',
  processingDate: '2026-11-25T10:00:01+00:00',
};

let server: RunningServer;
let register: VatRegister;
/** Only for an answer that never comes: on a busy machine others may take as long. */
let impatient: VatRegister;
let requests: SandboxRequest[];
let reply: SandboxReply;
let grants: number;
let grant: SandboxReply | null;

beforeEach(async () => {
  requests = [];
  grants = 0;
  grant = null;
  reply = jsonReply(200, found);
  server = await listen(async (request) => {
    if (request.path === '/oauth/token') {
      grants += 1;
      return grant ?? jsonReply(200, { access_token: `token-${grants}`, expires_in: 14_400 });
    }
    requests.push(request);
    return reply;
  });
  const access = { clientId: 'id', clientSecret: 'secret' };
  register = hmrcRegister({ baseUrl: server.url, ...access });
  impatient = hmrcRegister({ baseUrl: server.url, ...access, timeoutMilliseconds: 300 });
});
afterEach(() => server.close());

describe('a British number at HMRC', () => {
  it('a British number at HMRC is valid with a consultation number, asked with the seller’s own and one token', async () => {
    const [answer] = [await register.check(NUMBER, asked), await register.check(NUMBER, asked)];
    expect(answer).toMatchObject({
      outcome: 'valid',
      evidence: {
        register: 'hmrc',
        vatNumber: NUMBER,
        consultationNumber: 'JKB-4WV-T8J',
        traderName: 'EXAMPLE LTD',
        traderAddress: '1 High Street, AA1 1AA',
        requestDate: '2026-11-25T10:00:01+00:00',
        httpStatus: 200,
        clientVersion: 'avenant-hmrc/1',
      },
    });
    expect(grants).toBe(1);
    expect(requests[0]?.path).toBe('/organisations/vat/check-vat-number/lookup/980780684/243609761');
    expect(requests[0]?.headers).toMatchObject({
      accept: 'application/vnd.hmrc.2.0+json',
      authorization: 'Bearer token-1',
    });
  });

  it.each<[string, SandboxReply, object]>([
    ['not found', jsonReply(404, { code: 'NOT_FOUND', message: 'no such company' }), { outcome: 'invalid' }],
    ['refused as written', jsonReply(400, { code: 'INVALID_REQUEST' }), { outcome: 'input_refused', retry: false }],
    ['forbidden', jsonReply(403, { code: 'FORBIDDEN' }), { outcome: 'config_error', alert: 'operator' }],
    ['404 of a proxy', { kind: 'text', status: 404, type: 'text/html', text: '<html>' }, { outcome: 'unverifiable' }],
    ['maintenance', jsonReply(503, { code: 'SCHEDULED_MAINTENANCE' }), { outcome: 'unverifiable', retry: true }],
    [
      'throttled',
      jsonReply(429, { code: 'MESSAGE_THROTTLED_OUT' }),
      { outcome: 'unverifiable', failure: 'rate_limit' },
    ],
    [
      'another number',
      jsonReply(200, { target: { vatNumber: '1' } }),
      { outcome: 'unverifiable', code: 'other_number' },
    ],
    ['a broken connection', { kind: 'drop' }, { outcome: 'unverifiable', failure: 'service_unavailable' }],
    ['silence', { kind: 'hang' }, { outcome: 'unverifiable', failure: 'timeout' }],
  ])('an answer of HMRC is told apart from others: %s', async (_, answer, expected) => {
    reply = answer;
    const patience = answer.kind === 'hang' ? impatient : register;
    expect(await patience.check(NUMBER, asked)).toMatchObject(expected);
  });

  it('an answer about another number is no evidence of the one that was asked about', async () => {
    reply = jsonReply(200, { ...found, target: { ...found.target, vatNumber: '243609761' } });
    expect(await register.check(NUMBER, asked)).toMatchObject({
      outcome: 'unverifiable',
      evidence: { consultationNumber: null, traderName: null, rawAnswer: expect.stringContaining('JKB-4WV-T8J') },
    });
  });

  it('an application that HMRC does not know is a matter of operators, and one that gets no answer is asked again', async () => {
    grant = jsonReply(401, { error: 'invalid_client' });
    expect(await register.check(NUMBER, asked)).toMatchObject({ outcome: 'config_error', code: 'access_refused' });
    grant = jsonReply(503, {});
    expect(await register.check(NUMBER, asked)).toMatchObject({
      outcome: 'unverifiable',
      code: 'no_access',
      retry: true,
    });
    expect(requests).toEqual([]);
  });

  it('a lookup gets another token after the first was refused', async () => {
    reply = jsonReply(401, { code: 'INVALID_CREDENTIALS' });
    expect(await register.check(NUMBER, asked)).toMatchObject({ outcome: 'unverifiable', retry: true });
    reply = jsonReply(200, found);
    expect(await register.check(NUMBER, asked)).toMatchObject({ outcome: 'valid' });
    expect(grants).toBe(2);
  });

  it('a British number is asked at HMRC, and every other number at VIES', async () => {
    const vies: string[] = [];
    const others: VatRegister = {
      async check(vatNumber, options) {
        vies.push(vatNumber);
        return register.check(vatNumber, options);
      },
    };
    const both = registersByPrefix(others, { GB: register });
    await both.check(NUMBER, asked);
    expect(await both.check('DE136695976', asked)).toMatchObject({ outcome: 'unverifiable', code: 'not_in_hmrc' });
    expect(vies).toEqual(['DE136695976']);
  });
});
