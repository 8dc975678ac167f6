import { startViesSandbox, type ViesFault, type ViesSandbox } from '../../../dev/sandboxes/vies/server';
import { RAW_ANSWER_LIMIT } from '../../../gateways/vat-register/answer';
import type { VatCheckOptions, VatRegister } from '../../../gateways/vat-register/port';
import { CLIENT_VERSION, viesRegister } from '../../../gateways/vies/client';
import conformance from '../../conformance/vat.json';

const ASKED: VatCheckOptions = { checkedAt: '2026-11-22T10:00:00Z', requester: 'FR40303265045' };
const ANSWERED_AT = '2026-11-22T10:00:01Z';

let sandbox: ViesSandbox;
let register: VatRegister;

beforeAll(async () => {
  sandbox = await startViesSandbox({ invalid: ['DE113866163'], now: () => ANSWERED_AT });
  register = viesRegister({ baseUrl: sandbox.url });
});
afterEach(() => sandbox.script(null));
afterAll(() => sandbox.close());

describe('a check', () => {
  it('a check keeps the evidence of a valid number, consultation number first', async () => {
    const answer = await register.check('CZ60727772', ASKED);
    expect(answer).toMatchObject({
      outcome: 'valid',
      evidence: {
        register: 'vies',
        vatNumber: 'CZ60727772',
        requester: 'FR40303265045',
        checkedAt: '2026-11-22T10:00:00Z',
        consultationNumber: expect.stringMatching(/^WAPI/),
        requestDate: ANSWERED_AT,
        traderName: 'TRADER 60727772',
        httpStatus: 200,
        rawAnswer: expect.stringContaining('"valid":true'),
        isRawAnswerCut: false,
        clientVersion: CLIENT_VERSION,
      },
    });
  });

  it('a check sends the requester under the names that REST knows', async () => {
    await register.check('EL094259216', { ...ASKED, trader: { name: 'Example', city: '' } });
    expect(sandbox.requests.at(-1)).toEqual({
      countryCode: 'EL',
      vatNumber: '094259216',
      requesterMemberStateCode: 'FR',
      requesterNumber: '40303265045',
      traderName: 'Example',
    });
  });

  it('a check has no consultation number without a requester', async () => {
    const answer = await register.check('CZ60727772', { checkedAt: ASKED.checkedAt });
    expect(answer).toMatchObject({ outcome: 'valid', evidence: { consultationNumber: null, requester: null } });
  });

  it('a check tells the operator about a wrong requester', async () => {
    const answer = await register.check('CZ60727772', { ...ASKED, requester: 'FR00000000000' });
    expect(answer).toMatchObject({
      outcome: 'config_error',
      retry: false,
      alert: 'operator',
      failure: 'invalid_requester',
    });
  });

  it('a check is invalid when VIES does not know the number', async () => {
    expect(await register.check('DE113866163', ASKED)).toMatchObject({ outcome: 'invalid' });
  });

  it('a check says when Spain knows another name', async () => {
    const answer = await register.check('ESM1234567L', { ...ASKED, trader: { name: 'Somebody else' } });
    expect(answer).toMatchObject({
      outcome: 'valid',
      evidence: { traderName: null, traderMatches: { name: 'mismatch' } },
    });
  });

  it.each(['GB242338087388', 'CHE105838471MWST', 'NO965920358MVA', 'EU372022452'])(
    'a check does not ask VIES for %s',
    async (number) => {
      const asked = sandbox.requests.length;
      expect(await register.check(number, ASKED)).toMatchObject({
        outcome: 'unverifiable',
        failure: 'not_covered',
        retry: false,
      });
      expect(sandbox.requests).toHaveLength(asked);
    },
  );

  it('a check of a number of Northern Ireland asks VIES', async () => {
    expect(await register.check('XI242338087388', ASKED)).toMatchObject({ outcome: 'valid' });
  });
});

describe('an answer about something else', () => {
  const about = (countryCode: unknown, vatNumber: unknown, more: object = {}): ViesFault => ({
    kind: 'answer',
    status: 200,
    body: { countryCode, vatNumber, requestDate: ANSWERED_AT, valid: true, requestIdentifier: 'WAPIAAAA1', ...more },
  });

  it.each<[string, ViesFault]>([
    ['another number', about('CZ', '45274649')],
    ['another number as a JSON number', about('CZ', 45_274_649)],
    ['another state', about('SK', '60727772')],
    ['another number that does not exist', about('CZ', '45274649', { valid: false })],
  ])('an answer about %s is no verdict, and its consultation number no evidence', async (_, fault) => {
    sandbox.script(fault);
    expect(await register.check('CZ60727772', ASKED)).toMatchObject({
      outcome: 'unverifiable',
      code: 'other_number',
      retry: true,
      evidence: { vatNumber: 'CZ60727772', consultationNumber: null, rawAnswer: expect.stringContaining('WAPIAAAA1') },
    });
  });

  it.each<[string, ViesFault]>([
    ['spaced', about('cz', '60 72 77 72')],
    ['as a JSON number', about('CZ', 60_727_772)],
    ['not at all', about(undefined, null)],
  ])('an answer that repeats the number %s counts', async (_, fault) => {
    sandbox.script(fault);
    expect(await register.check('CZ60727772', ASKED)).toMatchObject({
      outcome: 'valid',
      evidence: { consultationNumber: 'WAPIAAAA1' },
    });
  });
});

describe('a number that begins with a zero', () => {
  it('an answer that repeats it as a JSON number, which holds no zero in front, counts', async () => {
    sandbox.script({
      ...{ kind: 'answer', status: 200 },
      body: { countryCode: 'BE', vatNumber: 428_759_497, requestDate: ANSWERED_AT, valid: true },
    });
    expect(await register.check('BE0428759497', ASKED)).toMatchObject({ outcome: 'valid' });
  });
});

describe('the test service', () => {
  it.each(Object.entries(conformance.viesTestService.codes))(
    'the test service answers %s with %s',
    async (number, code) => {
      const service = viesRegister({ baseUrl: `${sandbox.url}/`, operation: 'check-vat-test-service' });
      const answer = await service.check(`DE${number}`, ASKED);
      const outcomes: Record<string, string> = {
        VALID: 'valid',
        INVALID: 'invalid',
        INVALID_INPUT: 'input_refused',
        INVALID_REQUESTER_INFO: 'config_error',
      };
      expect(answer.outcome).toBe(outcomes[code] ?? 'unverifiable');
      if ('code' in answer) expect(answer.code).toBe(code);
    },
  );
});

describe('a bad day', () => {
  it.each<[string, ViesFault, object]>([
    ['the connection breaks', { kind: 'down' }, { code: 'connection_lost', failure: 'service_unavailable' }],
    [
      'an HTML page',
      { kind: 'html' },
      { code: 'unreadable_answer', evidence: { rawAnswer: '<html>Service unavailable</html>' } },
    ],
    ['an HTML page on 502', { kind: 'html', status: 502 }, { code: 'http_502', failure: 'service_unavailable' }],
    ['a redirect', { kind: 'html', status: 302 }, { code: 'http_302' }],
    ['too many requests', { kind: 'answer', status: 429, body: {} }, { code: 'http_429', failure: 'rate_limit' }],
    ['a flood', { kind: 'flood' }, { code: 'answer_too_large' }],
    ['an unknown code', { kind: 'error', code: 'NEW_CODE' }, { code: 'NEW_CODE', failure: 'unknown' }],
  ])('a number is unverifiable, to be asked again, on a bad day of VIES: %s', async (_, fault, expected) => {
    sandbox.script(fault);
    expect(await register.check('CZ60727772', ASKED)).toMatchObject({
      outcome: 'unverifiable',
      retry: true,
      ...expected,
    });
  });

  it('a number is unverifiable, to be asked again, where VIES is silent for longer than is waited', async () => {
    sandbox.script({ kind: 'silence' });
    const impatient = viesRegister({ baseUrl: sandbox.url, timeoutMilliseconds: 300 });
    expect(await impatient.check('CZ60727772', ASKED)).toMatchObject({
      outcome: 'unverifiable',
      retry: true,
      code: 'timeout',
      failure: 'timeout',
    });
  });

  it('a bad day ends after as many checks as scripted', async () => {
    sandbox.script({ kind: 'error', code: 'MS_UNAVAILABLE', times: 2 });
    const outcomes = [];
    for (let check = 0; check < 3; check += 1) outcomes.push((await register.check('CZ60727772', ASKED)).outcome);
    expect(outcomes).toEqual(['unverifiable', 'unverifiable', 'valid']);
  });

  it('a check keeps only the beginning of a long answer', async () => {
    sandbox.script({ kind: 'answer', status: 200, body: { valid: true, padding: 'x'.repeat(20_000) } });
    const { evidence } = await register.check('CZ60727772', ASKED);
    expect(evidence).toMatchObject({ isRawAnswerCut: true });
    expect(evidence.rawAnswer).toHaveLength(RAW_ANSWER_LIMIT);
  });

  it('a number is unverifiable while nobody listens', async () => {
    const gone = await startViesSandbox();
    await gone.close();
    const answer = await viesRegister({ baseUrl: gone.url }).check('CZ60727772', ASKED);
    expect(answer).toMatchObject({ outcome: 'unverifiable', code: 'connection_refused', retry: true });
  });

  it('a check rejects with the reason of the caller who gave up', async () => {
    sandbox.script({ kind: 'silence' });
    const reason = new Error('cancelled');
    const caller = new AbortController();
    const check = register.check('CZ60727772', { ...ASKED, signal: caller.signal });
    caller.abort(reason);
    await expect(check).rejects.toBe(reason);
  });
});
