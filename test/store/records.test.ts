import type { Store } from '../../store/index';
import type { PaymentIntent, PaymentStatus, RecordedResult } from '../../store/money/payments';
import { inboundEvent, newId, openTestStore, TENANT } from './test-store';

const NOW = new Date('2026-03-12T10:00:00.000Z');
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

describe('records', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  describe('of idempotent requests', () => {
    const request = (scope: string, more: object = {}) => ({
      scope,
      fingerprint: 'f1',
      lease: newId('lease'),
      now: NOW,
      leaseFor: 1_000,
      keepFor: 60_000,
      ...more,
    });
    const answer = { status: 202, headers: { etag: '"1"' }, body: { changeId: 'c1' } };

    it('one of many equal requests starts, and the others get its answer', async () => {
      const scope = newId('scope');
      const requests = Array.from({ length: 8 }, () => request(scope));
      const claims = await Promise.all(requests.map((one) => store.idempotency.claim(one)));
      const started = requests.filter((_, index) => claims[index]?.kind === 'started');
      expect([started.length, claims.filter(({ kind }) => kind === 'running').length]).toEqual([1, 7]);
      await store.idempotency.keep(scope, started[0]?.lease ?? '', answer);
      expect(await store.idempotency.claim(request(scope))).toEqual({ kind: 'answered', answer });
      expect(await store.idempotency.claim(request(scope, { fingerprint: 'f2' }))).toEqual({ kind: 'other_request' });
    });

    it('a request passes to somebody else when its lease is over, and the first one can no longer answer', async () => {
      const scope = newId('scope');
      const first = request(scope);
      await store.idempotency.claim(first);
      const second = await store.idempotency.claim(request(scope, { now: later(2_000) }));
      expect(second.kind).toBe('started');
      await store.idempotency.keep(scope, first.lease, answer);
      expect(await store.idempotency.claim(request(scope, { now: later(2_100) }))).toEqual({
        kind: 'running',
        leaseUntil: later(3_000),
      });
    });

    it('a request counts as none once it is released or expired, and is swept', async () => {
      const scope = newId('scope');
      const first = request(scope);
      await store.idempotency.claim(first);
      await store.idempotency.release(scope, first.lease);
      expect((await store.idempotency.claim(request(scope))).kind).toBe('started');
      const afterwards = request(scope, { now: later(61_000), fingerprint: 'f2' });
      expect((await store.idempotency.claim(afterwards)).kind).toBe('started');
      expect(await store.idempotency.removeExpired(later(200_000_000), 100)).toBeGreaterThan(0);
      expect((await store.idempotency.claim(request(scope))).kind).toBe('started');
    });
  });

  describe('of events from outside', () => {
    it('an event from outside is kept once; the same id with another body is told apart', async () => {
      const event = inboundEvent();
      const results = await Promise.all(Array.from({ length: 5 }, () => store.inboundEvents.receive(event, later(10))));
      expect(results.sort()).toEqual(['new', 'repeated', 'repeated', 'repeated', 'repeated']);
      expect(await store.inboundEvents.receive({ ...event, rawBody: '{"a":2}' }, later(10))).toBe('altered');
      await store.inboundEvents.park(event, 1, later(10));
      expect(await store.inboundEvents.list('parked', 5)).toMatchObject([{ eventId: event.eventId, attempts: 1 }]);
      expect(await store.inboundEvents.oldestWaiting(later(9))).toBeNull();
      expect(await store.inboundEvents.oldestWaiting(later(11))).toEqual(later(10));
      expect(await store.inboundEvents.removeOlderThan(later(1), 10)).toBeGreaterThan(0);
      expect(await store.inboundEvents.find(event.source, event.eventId)).toBeNull();
    });

    it('a due event is taken up once by one of many, and by somebody else when that one dies', async () => {
      const event = inboundEvent();
      await store.inboundEvents.receive(event, later(10));
      expect(await store.inboundEvents.takeDue(later(9), later(1_000))).toBeNull();
      const due = Array.from({ length: 5 }, () => store.inboundEvents.takeDue(later(10), later(1_000)));
      const taken = (await Promise.all(due)).filter((one) => one !== null);
      expect(taken).toMatchObject([{ eventId: event.eventId, status: 'received' }]);
      expect(await store.inboundEvents.takeDue(later(1_000), later(2_000))).toMatchObject({ eventId: event.eventId });
      await store.inboundEvents.settle(event, 'done');
      expect(await store.inboundEvents.takeDue(later(9_000), later(9_999))).toBeNull();
    });
  });

  describe('of grants', () => {
    const grant = (more: object = {}) => ({
      grantId: newId('grant'),
      tenantId: TENANT,
      changeId: 'c1',
      eventType: 'OVERRIDE' as const,
      reasonCode: 'done_by_hand',
      reason: 'delivered by phone',
      evidence: null,
      subject: null,
      requestedBy: 'agnes',
      approvedBy: null,
      ...more,
    });

    it('a grant is approved once, and by another person only', async () => {
      const asked = grant();
      await store.grants.request(asked);
      expect(await store.grants.approve(TENANT, asked.grantId, 'agnes', NOW)).toBe(false);
      expect(await store.grants.approve(TENANT, asked.grantId, 'lea', NOW)).toBe(true);
      expect(await store.grants.approve(TENANT, asked.grantId, 'otto', NOW)).toBe(false);
      await store.grants.request({ ...asked, requestedBy: 'mallory' });
      expect(await store.grants.find(TENANT, asked.grantId)).toMatchObject({ requestedBy: 'agnes', approvedBy: 'lea' });
    });

    it('a grant is used once, by one purpose', async () => {
      const asked = grant();
      await store.grants.request(asked);
      const uses = await Promise.all(['a', 'b', 'c'].map((purpose) => store.grants.use(asked, purpose, NOW)));
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await store.grants.use(asked, ['a', 'b', 'c'][uses.indexOf(true)] ?? '', NOW)).toBe(true);
    });
  });

  describe('of payments', () => {
    const intent = (): PaymentIntent => ({
      tenantId: TENANT,
      accountId: 'acc_1',
      changeId: newId('change'),
      kind: 'charge',
      reference: newId('pay'),
      amount: 1_250,
      currency: 'EUR',
      method: 'pm_ok',
    });
    const result = (status: PaymentStatus, more: Partial<RecordedResult> = {}): RecordedResult => ({
      status,
      gatewayReference: null,
      code: null,
      link: null,
      linkExpiresAt: null,
      at: NOW,
      ...more,
    });

    it('a payment is intended once', async () => {
      const wanted = intent();
      const first = await Promise.all([store.payments.intend(wanted, NOW), store.payments.intend(wanted, NOW)]);
      expect(first.sort()).toEqual([false, true]);
      expect(await store.payments.findByReference(wanted.reference)).toMatchObject({ ...wanted, status: 'intended' });
    });

    it('a payment never moves backwards by a late answer', async () => {
      const { tenantId, reference } = await stored();
      const keep = (status: PaymentStatus) => store.payments.keep(tenantId, reference, result(status));
      expect((await keep('unknown')).status).toBe('unknown');
      expect((await keep('requires_action')).status).toBe('requires_action');
      expect((await keep('unknown')).status).toBe('requires_action');
      expect((await keep('paid')).status).toBe('paid');
      for (const status of ['unknown', 'pending', 'requires_action', 'declined', 'voided', 'not_sent'] as const) {
        expect((await keep(status)).status).toBe('paid');
      }
    });

    it('a payment moves back only where the money is gone for certain', async () => {
      const { tenantId, reference } = await stored();
      await store.payments.keep(tenantId, reference, result('paid'));
      const whole = { code: 'disputed', lost: 100, at: NOW };
      for (const [loss, reversals] of [
        [whole, 1],
        [whole, 1],
        [{ ...whole, lost: 60 }, 2],
      ] as const) {
        expect(await store.payments.reverse(tenantId, reference, loss)).toMatchObject({
          status: 'reversed',
          reversals,
        });
      }
      expect(await store.payments.keep(tenantId, reference, result('paid'))).toMatchObject({
        status: 'reversed',
        code: 'disputed',
      });
      await store.payments.restore(tenantId, reference, NOW);
      expect(await store.payments.reverse(tenantId, reference, whole)).toMatchObject({ reversals: 3 });
    });

    it('a payment keeps the reference that the gateway gave once', async () => {
      const { tenantId, reference } = await stored();
      await store.payments.keep(tenantId, reference, result('pending', { gatewayReference: 'gw_1' }));
      expect(await store.payments.keep(tenantId, reference, result('paid'))).toMatchObject({
        gatewayReference: 'gw_1',
      });
    });

    it('a payment is taken for sending again by one only, and not once it is closed', async () => {
      const wanted = await stored();
      const { tenantId, reference } = wanted;
      await store.payments.keep(tenantId, reference, result('not_sent'));
      const taken = await Promise.all(
        [1, 2, 3].map((one) => store.payments.takeForResending(tenantId, reference, NOW, `attempt ${one}`)),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      await store.payments.keep(tenantId, reference, result('not_sent'));
      await store.payments.close(wanted, NOW);
      expect(await store.payments.takeForResending(tenantId, reference, NOW, 'attempt 4')).toBe(false);
    });

    const stored = async (): Promise<PaymentIntent> => {
      const wanted = intent();
      await store.payments.intend(wanted, NOW);
      return wanted;
    };
  });

  it('a mail and an audit entry are each written once', async () => {
    const mail = {
      tenantId: TENANT,
      key: newId('mail'),
      kind: 'confirmed',
      accountId: newId('acc'),
      recipientId: 'claire',
      locale: 'fr' as const,
      subject: 's',
      body: 'b',
      html: null,
      at: NOW,
    };
    await Promise.all([store.outbox.put([mail]), store.outbox.put([mail, { ...mail, key: newId('mail') }])]);
    expect(await store.outbox.listOfAccount(TENANT, mail.accountId, 10)).toHaveLength(2);
    const entry = { tenantId: TENANT, entryId: newId('audit'), at: NOW, actorId: 'lea', role: 'support_lead' };
    const deed = { ...entry, action: 'OVERRIDE', changeId: newId('change'), facts: { reason: 'x' } };
    await Promise.all([store.audit.append(deed), store.audit.append(deed)]);
    expect(await store.audit.listOfChange(TENANT, deed.changeId, 10)).toEqual([deed]);
  });

  it('a step keeps its first answer', async () => {
    const key = { tenantId: TENANT, changeId: newId('change'), step: 'assess', visit: 1 };
    const answers = await Promise.all([1, 2, 3].map((value) => store.answers.settle(key, { value }, NOW)));
    expect(new Set(answers.map(({ value }) => value)).size).toBe(1);
  });
});
