import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebhookTrust } from '../../../gateways/payment/port';
import { parseSandboxWebhook } from '../../../gateways/payment/sandbox/webhook';
import { signStandard, signTimestamped, verifyStandard, verifyTimestamped } from '../../../gateways/webhooks/signature';

const NOW = 1_760_000_000;
const SECRET = 'whsec_sandbox_newest_one';
const OLD_SECRET = 'whsec_sandbox_oldest_one';
const body = {
  id: 'evt_1',
  type: 'payment.succeeded',
  created: NOW,
  mode: 'test',
  data: { reference: 'chg:1', paymentId: 'pay_1' },
};
const text = JSON.stringify(body, null, 1);
const trust: WebhookTrust = { secrets: [SECRET], nowSeconds: NOW, mode: 'test' };
const signed = (raw = text, secret = SECRET, at = NOW) => ({ 'sandbox-signature': signTimestamped(raw, secret, at) });
const parse = (raw: string, headers: Parameters<typeof parseSandboxWebhook>[1], more: Partial<WebhookTrust> = {}) =>
  parseSandboxWebhook(Buffer.from(raw), headers, { ...trust, ...more });
const refused = (code: string) => expect.objectContaining({ name: 'WebhookRefused', code });

describe('a webhook of the sandbox gateway', () => {
  it('a webhook of the sandbox gateway is read when it is signed over the bytes received', () => {
    expect(parse(text, signed())).toEqual([
      {
        eventId: 'evt_1',
        type: 'payment.succeeded',
        reference: 'chg:1',
        occurredAt: '2025-10-09T08:53:20.000Z',
        isKnownType: true,
        concernsPastPayment: false,
      },
    ]);
  });

  it.each(['Sandbox-Signature', 'SANDBOX-SIGNATURE'])(
    'a webhook of the sandbox gateway is read with the header spelled %s',
    (name) => {
      expect(parse(text, { [name]: signed()['sandbox-signature'] })).toHaveLength(1);
    },
  );

  it('a webhook of the sandbox gateway is read with either secret during a rotation, on both sides', () => {
    const secrets = [SECRET, OLD_SECRET];
    const both = `${signTimestamped(text, 'whsec_somebody_elses', NOW)},${signTimestamped(text, SECRET, NOW).split(',')[1]}`;

    expect(parse(text, signed(text, OLD_SECRET), { secrets })).toHaveLength(1);
    expect(parse(text, signed(), { secrets })).toHaveLength(1);
    expect(parse(text, { 'sandbox-signature': both })).toHaveLength(1);
    expect(() => parse(text, signed(text, OLD_SECRET))).toThrow(refused('bad_signature'));
  });

  it.each([300, -300, 0])('a webhook of the sandbox gateway is read when its time differs by %d seconds', (offset) => {
    expect(parse(text, signed(text, SECRET, NOW + offset))).toHaveLength(1);
  });

  it.each([-301, 301, 3600])(
    'a webhook of the sandbox gateway is refused when its time differs by %d seconds',
    (offset) => {
      expect(() => parse(text, signed(text, SECRET, NOW + offset))).toThrow(refused('outside_window'));
    },
  );

  it('a webhook of the sandbox gateway is refused when the time was changed after signing', () => {
    const stale = signTimestamped(text, SECRET, NOW - 3600).replace(String(NOW - 3600), String(NOW));
    expect(() => parse(text, { 'sandbox-signature': stale })).toThrow(refused('bad_signature'));
  });

  it('a webhook of the sandbox gateway is refused when the body was serialised again', () => {
    expect(() => parse(JSON.stringify(JSON.parse(text)), signed())).toThrow(refused('bad_signature'));
  });

  it.each([
    ['no header', {}, 'bad_signature'],
    ['two headers as a list', { 'sandbox-signature': [signTimestamped(text, SECRET, NOW), 'x'] }, 'malformed'],
    [
      'two headers joined',
      { 'sandbox-signature': `${signTimestamped(text, SECRET, NOW)}, ${signTimestamped(text, SECRET, NOW)}` },
      'malformed',
    ],
    ['an empty header', { 'sandbox-signature': '' }, 'malformed'],
    ['no time', { 'sandbox-signature': signTimestamped(text, SECRET, NOW).split(',')[1] }, 'malformed'],
    ['no v1', { 'sandbox-signature': signTimestamped(text, SECRET, NOW).replace('v1=', 'v0=') }, 'malformed'],
    ['a time that is no number', { 'sandbox-signature': 't=1e9,v1=00' }, 'malformed'],
    ['an empty signature', { 'sandbox-signature': `t=${NOW},v1=` }, 'bad_signature'],
    ['a short signature', { 'sandbox-signature': signTimestamped(text, SECRET, NOW).slice(0, -2) }, 'bad_signature'],
  ])('a webhook of the sandbox gateway is refused with %s', (_, headers, code) => {
    expect(() => parse(text, headers)).toThrow(refused(code));
  });

  it('a webhook of the sandbox gateway is refused in the other mode', () => {
    expect(() => parse(text, signed(), { mode: 'live' })).toThrow(refused('wrong_mode'));
  });

  it.each(['not json', '[]', '{}', JSON.stringify({ ...body, created: 1e300 }), 'x'.repeat(70_000)])(
    'a webhook of the sandbox gateway is refused when signed but unreadable: %.20s',
    (raw) => {
      expect(() => parse(raw, signed(raw))).toThrow(refused('malformed'));
    },
  );

  it('a webhook of the sandbox gateway comes through with an unknown type and no payment', () => {
    const raw = JSON.stringify({ ...body, type: 'payout.paid', data: {} });
    expect(parse(raw, signed(raw))).toMatchObject([{ type: 'payout.paid', reference: null }]);
  });

  it.each([[[]], [['']], [['short']]])(
    'a webhook of the sandbox gateway cannot be checked with the secrets %j',
    (secrets) => {
      expect(() => parse(text, signed(), { secrets })).toThrow(RangeError);
    },
  );
});

interface SignatureCase {
  id: string;
  scheme: string;
  secret: string;
  webhookId?: string;
  timestamp: number;
  payload: string;
  signature?: string;
  header?: string;
}

const CONFORMANCE = join(__dirname, '../..', 'conformance', 'vat.json');
const cases: SignatureCase[] = existsSync(CONFORMANCE)
  ? JSON.parse(readFileSync(CONFORMANCE, 'utf8')).webhookSignatures
  : [];

describe('the signatures of other systems', () => {
  it('the signatures of other systems are known', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  it.each(cases.map((row) => [row.id, row] as const))('the signature %s is made and accepted', (_, row) => {
    const raw = Buffer.from(row.payload);
    const check = { secrets: [row.secret], nowSeconds: row.timestamp };
    if (row.header !== undefined) {
      expect(signTimestamped(raw, row.secret, row.timestamp)).toBe(row.header);
      expect(verifyTimestamped(raw, row.header, check)).toBe('valid');
      return;
    }
    const message = { id: row.webhookId ?? '', timestamp: row.timestamp, body: raw };
    const headers = { id: message.id, timestamp: String(row.timestamp), signature: row.signature ?? '' };
    expect(signStandard(message, row.secret)).toBe(row.signature);
    expect(verifyStandard(raw, headers, check)).toBe('valid');
    expect(verifyStandard(raw, { ...headers, signature: `v1a,xx v1,AAAA ${headers.signature}` }, check)).toBe('valid');
    expect(verifyStandard(raw, { ...headers, id: 'msg_other' }, check)).toBe('bad_signature');
    expect(verifyStandard(raw, headers, { ...check, nowSeconds: row.timestamp + 301 })).toBe('outside_window');
    expect(verifyStandard(raw, { ...headers, signature: '' }, check)).toBe('malformed');
  });
});
