import { randomUUID } from 'node:crypto';
import { Gate } from 'statechart-host/testing';
import { once } from '../../../server/api/idempotency';
import { fingerprintOf } from '../../../server/http/canonical';
import { changeIdOf, updateIdOf } from '../../../server/http/identifiers';
import { Problem } from '../../../server/http/problem';
import { bringIn } from '../facts/facts';
import { commandFor, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let key: string;

beforeAll(async () => {
  stand = await startServerStand({ app: { acceptanceLimit: 100 } });
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());

const NOW = new Date('2026-11-23T10:00:00Z');
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

/** Seconds that the caller waits. */
const WAIT = 10;

const asked = (scope: string, fingerprint = 'f', now = NOW) => ({
  scope,
  fingerprint,
  joinsItself: false,
  now,
  wait: WAIT,
});
const done = async () => ({ status: 201, body: { n: 1 }, headers: { ETag: '"1"' } });

describe('the Idempotency-Key header', () => {
  it.each([
    [undefined, 'idempotency_key_missing'],
    ['', 'idempotency_key_missing'],
    ['two words', 'idempotency_key_invalid'],
    ['x'.repeat(256), 'idempotency_key_invalid'],
  ])('an Idempotency-Key of %j is refused as %s', async (value, code) => {
    const headers = { 'avenant-on-behalf-of': 'user_1', ...(value === undefined ? {} : { 'idempotency-key': value }) };
    const body = { subscriptionId: 'sub_1', seats: 8 };
    const reply = await request(stand, 'POST', '/v1/changes', { key, body, headers });
    expect(reply.body).toMatchObject({ status: 400, code });
  });

  it('an Idempotency-Key is free again after a request that was not done', async () => {
    const headers = { ...commandFor('user_1'), prefer: 'wait=0' };
    const wrong = await request(stand, 'POST', '/v1/changes', {
      key,
      body: { subscriptionId: 'sub_1', seats: -1 },
      headers,
    });
    expect(wrong.status).toBe(422);
    const right = { key, body: { subscriptionId: 'sub_1', seats: 8 }, headers };
    expect((await request(stand, 'POST', '/v1/changes', right)).status).toBe(503);
    expect((await request(stand, 'POST', '/v1/changes', right)).status).toBe(503);
  });
});

describe('doing something once', () => {
  it('a repeated request gets 409 while the first one runs, and learns when its lease ends', async () => {
    const scope = randomUUID();
    const gate = new Gate();
    const first = once(stand.store.idempotency, asked(scope), async () => {
      await gate.pass();
      return done();
    });
    await gate.arrived();
    for (const [passed, left] of [
      [0, '40'],
      [30_500, '10'],
    ] as const) {
      const second = once(stand.store.idempotency, asked(scope, 'f', later(passed)), done);
      await expect(second).rejects.toMatchObject({
        code: 'idempotency_key_in_progress',
        headers: { 'Retry-After': left },
      });
    }
    gate.open();
    expect(await first).toMatchObject({ status: 201 });
  });

  it('a repeated request gets the same status, body and headers', async () => {
    const scope = randomUUID();
    await once(stand.store.idempotency, asked(scope), done);
    const again = await once(stand.store.idempotency, asked(scope), () => Promise.reject(new Error('not called')));
    expect(again).toEqual({ status: 201, body: { n: 1 }, headers: { ETag: '"1"', 'Idempotent-Replayed': 'true' } });
  });

  it('another request under the same key is refused, also while the first one runs', async () => {
    const scope = randomUUID();
    const gate = new Gate();
    const refused = () =>
      expect(once(stand.store.idempotency, asked(scope, 'g'), done)).rejects.toMatchObject({
        code: 'idempotency_key_reused',
      });
    const first = once(stand.store.idempotency, asked(scope), async () => {
      await gate.pass();
      return done();
    });
    await gate.arrived();
    await refused();
    gate.open();
    await first;
    await refused();
  });

  const failing = (scope: string, code: 'not_found' | 'unavailable') =>
    once(stand.store.idempotency, asked(scope), () => Promise.reject(new Problem(code)));

  it('a key is given back when nothing was done', async () => {
    const scope = randomUUID();
    await expect(failing(scope, 'not_found')).rejects.toMatchObject({ code: 'not_found' });
    expect(await once(stand.store.idempotency, asked(scope, 'g'), done)).toMatchObject({ status: 201 });
  });

  it('a key is given back to the same request alone when nobody knows what was done', async () => {
    const scope = randomUUID();
    await expect(failing(scope, 'unavailable')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(once(stand.store.idempotency, asked(scope, 'g'), done)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await once(stand.store.idempotency, asked(scope), done)).toMatchObject({ status: 201 });
  });

  it('a key is given back when the process that held it died, but not before its lease ends', async () => {
    const scope = randomUUID();
    const dead = { ...asked(scope), lease: 'of a process that died' };
    await stand.store.idempotency.claim({ ...dead, leaseFor: 40_000, keepFor: 72 * 3_600_000 });
    await expect(once(stand.store.idempotency, asked(scope, 'f', later(39_000)), done)).rejects.toMatchObject({
      code: 'idempotency_key_in_progress',
    });
    expect(await once(stand.store.idempotency, asked(scope, 'f', later(41_000)), done)).toMatchObject({ status: 201 });
  });

  it('an answer is kept for 72 hours', async () => {
    const scope = randomUUID();
    const hours = 3_600_000;
    await once(stand.store.idempotency, asked(scope), done);
    const replayed = await once(stand.store.idempotency, asked(scope, 'f', later(71 * hours)), done);
    expect(replayed.headers).toHaveProperty('Idempotent-Replayed');
    const fresh = await once(stand.store.idempotency, asked(scope, 'g', later(73 * hours)), done);
    expect(fresh.headers).not.toHaveProperty('Idempotent-Replayed');
  });
});

describe('ids that follow from a request', () => {
  const name = { tenantId: 'acme', principalId: 'key:1', key: 'k' };

  it('the same request has the same ids', () => {
    expect(changeIdOf(name)).toBe(changeIdOf({ ...name }));
    expect(updateIdOf(name, 'chg_1')).toBe(updateIdOf(name, 'chg_1'));
  });

  it('a request of another tenant or principal, or under another key, has other ids', () => {
    const others = [
      { ...name, tenantId: 'other' },
      { ...name, principalId: 'key:2' },
      { ...name, key: 'l' },
    ];
    const shifted = { tenantId: 'acmek', principalId: 'ey:1', key: 'k' };
    expect(new Set([name, ...others, shifted].map(changeIdOf)).size).toBe(5);
  });

  it('the fingerprint of a request does not depend on the order of fields', () => {
    expect(fingerprintOf({ a: 1, b: { c: 2, d: 3 } })).toBe(fingerprintOf({ b: { d: 3, c: 2 }, a: 1 }));
    expect(fingerprintOf({ a: [1, 2] })).not.toBe(fingerprintOf({ a: [2, 1] }));
  });
});
