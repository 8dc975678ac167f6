import { mongo } from 'mongoose';
import { changeSettings } from '../../../dev/stack/change-settings';
import type { Store } from '../../../store';
import { SAMPLE_TASK, sampleView } from '../orders/sample-view';
import { openTestStore, rawDatabase, sampleSubscription, TENANT } from '../test-store';

const NOW = new Date('2026-03-12T10:00:00.000Z');
const SAMPLE_ACCOUNT = {
  tenantId: TENANT,
  kind: 'standard' as const,
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  locale: 'fr' as const,
  country: 'FR',
  pastDue: false,
  billingContactIds: [],
  seatAdminIds: [],
  version: 1,
};

describe('indexes', () => {
  let store: Store & { databaseName: string };
  let raw: Awaited<ReturnType<typeof rawDatabase>>;
  beforeAll(async () => {
    store = await openTestStore();
    raw = await rawDatabase(store.databaseName);
  });
  afterAll(async () => {
    await raw.close();
    await store.close();
  });

  it('every query of every repository is served by an index', async () => {
    const asked = recordQueries();
    await askEverything(store);
    const queries = asked.stop();
    const scans: string[] = [];
    for (const { collection, filter, sort, hint } of queries) {
      const hinted = hint === undefined ? {} : { hint };
      const explained = await raw.db.collection(collection).find(filter, hinted).sort(sort).explain('queryPlanner');
      const plan = JSON.stringify(explained.queryPlanner.winningPlan);
      if (/"(?:COLLSCAN|SORT)"/.test(plan))
        scans.push(`${collection} ${JSON.stringify(filter)} ${JSON.stringify(sort)}`);
    }
    expect(queries.length).toBeGreaterThan(80);
    expect(scans).toEqual([]);
  });

  it('idle orders are listed from an index that holds no others', async () => {
    const idleSince = { $gt: new Date(0), $lt: NOW };
    const sorted = raw.db.collection('orders').find({ idleSince }).sort({ idleSince: 1, changeId: 1 });
    const { winningPlan } = (await sorted.explain('queryPlanner')).queryPlanner;
    expect(winningPlan.inputStage.keyPattern).toEqual({ idleSince: 1, changeId: 1 });
  });

  it('a name is looked up between the ends of its beginning, however many accounts there are', async () => {
    const names = ['Atelier Nord', 'Zinc Atelier', 'Boulangerie', 'Ctesiphon', 'Zoo'];
    for (const [index, companyName] of names.entries())
      await store.accounts.put({ ...SAMPLE_ACCOUNT, accountId: `acc_name_${index}`, companyName });
    const asked = recordQueries();
    expect(await store.accounts.listIdsByName(TENANT, 'ate', 10)).toMatchObject({ ids: { length: 2 }, more: false });
    const [query] = asked.stop();
    const found = raw.db.collection('accounts').find(query?.filter ?? {}, query?.hint ? { hint: query.hint } : {});
    const { totalKeysExamined, totalDocsExamined } = (await found.explain('executionStats')).executionStats;
    expect([totalKeysExamined <= 3, totalDocsExamined]).toEqual([true, 2]);
  });

  it('accounts that were stored before names were kept are found by them once they have been gone through', async () => {
    const accounts = raw.db.collection('accounts');
    await store.accounts.put({ ...SAMPLE_ACCOUNT, accountId: 'acc_old', companyName: 'Quincaillerie' });
    await accounts.updateOne({ accountId: 'acc_old' }, { $unset: { nameWords: 1 } });
    // A server that knows nothing of words writes the name alone.
    await store.accounts.put({ ...SAMPLE_ACCOUNT, accountId: 'acc_renamed', companyName: 'Mistral' });
    await accounts.updateOne({ accountId: 'acc_renamed' }, { $set: { companyName: 'Tramontane' } });
    const named = async (text: string) => (await store.accounts.listIdsByName(TENANT, text, 10)).ids;
    expect([await named('quinc'), await named('tramon')]).toEqual([[], []]);
    let written = 0;
    for (
      let page = await store.accounts.findableByName(2);
      ;
      page = await store.accounts.findableByName(2, page.last)
    ) {
      written += page.written;
      if (page.last === null) break;
    }
    expect(written).toBe(2);
    expect([await named('quinc'), await named('tramon'), await named('mist')]).toEqual([
      ['acc_old'],
      ['acc_renamed'],
      [],
    ]);
  });

  it('open orders are counted from an index, and none of them is read', async () => {
    await store.orders.project(sampleView());
    const asked = jest.spyOn(mongo.Collection.prototype, 'aggregate');
    expect(await store.orders.tally()).toEqual([
      { state: 'verifying', code: null, count: expect.any(Number), since: expect.any(Date) },
    ]);
    const [pipeline, options] = asked.mock.calls[0] ?? [];
    asked.mockRestore();
    const explained = await raw.db.collection('orders').aggregate(pipeline, options).explain('executionStats');
    expect(JSON.stringify(explained)).toMatch(/"totalDocsExamined":0,/);
    expect(JSON.stringify(explained)).not.toContain('COLLSCAN');
  });

  it('the indexes carry the rules of uniqueness', async () => {
    const { db } = raw;
    const unique: string[] = [];
    for (const { name } of await db.listCollections().toArray()) {
      if (name.startsWith('system.')) continue;
      for (const index of await db.collection(name).indexes()) {
        if (index.unique) unique.push(`${name}: ${Object.keys(index.key).join(' ')}`);
      }
    }
    expect(unique.sort()).toEqual([
      'accounts: tenantId accountId',
      'apikeys: keyId',
      'audit: tenantId entryId',
      'audit: tenantId sequence',
      'auditends: tenantId',
      'bulkitems: tenantId bulkId changeId',
      'bulks: tenantId bulkId',
      'carts: tenantId accountId',
      'catalog: tenantId productId',
      'grants: tenantId grantId',
      'idempotencyrecords: scope',
      'inboundevents: source eventId',
      'inspections: name',
      'leases: name',
      'ledgerentries: tenantId accountId sequence',
      'ledgerentries: tenantId reference',
      'ordernotes: tenantId changeId number',
      'ordernotes: tenantId noteId',
      'orders: tenantId changeId',
      'outbox: tenantId key',
      'payments: reference',
      'paymentsetups: tenantId changeId setupId',
      'people: tenantId personId',
      'quotelinks: tenantId changeId',
      'quotes: tenantId quoteId',
      'savedviews: tenantId ownerId viewId',
      'seatfollowups: tenantId subscriptionId',
      'seats: tenantId subscriptionId userId',
      'sessions: sessionHash',
      'settingsversions: tenantId version',
      'signinattempts: attemptHash',
      'staff: tenantId userId',
      'stepanswers: tenantId changeId step visit',
      'subscriptions: tenantId subscriptionId',
      'supportitems: tenantId key',
      'taxamendments: tenantId amendmentId',
      'usage: scope windowStart',
      'vatevidences: tenantId evidenceId',
    ]);
  });
});

interface AskedQuery {
  collection: string;
  filter: mongo.Filter<mongo.Document>;
  sort: Record<string, 1 | -1>;
  hint?: mongo.Hint;
}

/** Listens to what goes to the driver: every filter, whether it reads, updates or deletes. */
function recordQueries(): { stop(): AskedQuery[] } {
  const asked: AskedQuery[] = [];
  const methods = [
    'find',
    'findOne',
    'updateOne',
    'updateMany',
    'deleteOne',
    'deleteMany',
    'findOneAndUpdate',
    'findOneAndDelete',
  ] as const;
  const spies = methods.map((method) => jest.spyOn(mongo.Collection.prototype, method));
  return {
    stop() {
      for (const spy of spies) {
        for (const [index, call] of spy.mock.calls.entries()) {
          const target = spy.mock.contexts[index] as unknown as mongo.Collection;
          const options = (call.length > 2 ? call[2] : call[1]) as
            | { sort?: Record<string, 1 | -1>; hint?: mongo.Hint }
            | undefined;
          const [filter] = call as unknown as [mongo.Filter<mongo.Document>];
          const { sort = {}, hint } = options ?? {};
          asked.push({ collection: target.collectionName, filter, sort, ...(hint === undefined ? {} : { hint }) });
        }
        spy.mockRestore();
      }
      return asked;
    },
  };
}

async function askEverything(store: Store): Promise<void> {
  const subscription = sampleSubscription();
  const { subscriptionId } = subscription;
  const key = { tenantId: TENANT, subscriptionId };
  const order = { ...key, changeId: 'c1', visit: 1, now: NOW };
  const { subscriptions, orders, payments } = store;
  await subscriptions.put(subscription);
  await subscriptions.put(subscription);
  await subscriptions.listOfAccount(TENANT, 'acc_1');
  await subscriptions.list(TENANT, [subscriptionId]);
  await subscriptions.listHeld({ tenantId: TENANT, accountId: 'acc_1' }, 's', 5);
  await subscriptions.claim({ ...order, sameMoment: 0 });
  await subscriptions.undoClaim(key, order);
  await subscriptions.claim({ ...order, sameMoment: 0 });
  await subscriptions.dropOtherClaims({ ...order, visit: 2 }, [subscriptionId]);
  await subscriptions.reserve({ ...order, version: 1, quoteId: 'q1', seatsAfter: 5 });
  await subscriptions.commit(order, (facts) => facts);
  await subscriptions.endPlacing(order);
  await subscriptions.areKept(order, [subscriptionId]);
  await subscriptions.endClaims(order, [subscriptionId]);
  await store.seats.assign({ ...key, userId: 'u1', assignedBy: 'x', assignedAt: NOW });
  await store.seats.list(key, '', 10);
  await store.seats.listHolders(key, ['u1', 'u2']);
  await store.seats.unassign(key, 'u1');
  await store.seatFollowUps.open({ ...key, changeId: 'c1', openedAt: NOW, reminderDelays: [1] });
  await store.seatFollowUps.goOn(key, NOW);
  const followUp = { ...key, changeId: 'c1', openedAt: NOW, reminderDelays: [1] };
  await store.seatFollowUps.find(key);
  await store.seatFollowUps.noteReminder(followUp, 1, NOW);
  await store.seatFollowUps.exhaust(followUp);
  await store.seatFollowUps.endExhausted(key);
  await store.seatFollowUps.list(TENANT, 5);
  await store.seatFollowUps.list(TENANT, 5, { openedAt: NOW, subscriptionId });
  await store.seatFollowUps.stop(key);
  await store.seatFollowUps.end(key);
  await orders.project(sampleView());
  await orders.correct(SAMPLE_TASK, sampleView(), { country: null, gateway: null, vatHash: null });
  await store.leases.hold('watch', 'one', NOW, NOW, null);
  await store.leases.release('watch', 'one');
  await store.leases.upTo('watch');
  await store.inspections.note({ name: 'audit', at: NOW, findings: 0 });
  await store.inspections.list();
  const list = { tenantId: TENANT, filters: {}, sorting: 'updated' } as const;
  await orders.list(list, 5);
  await orders.count(list, 5);
  await orders.listRests(TENANT, ['c1']);
  await orders.listStuck({ ...list, filters: { code: 'timeout' }, sorting: 'age' }, 5);
  await orders.listByVatHashes(TENANT, ['h', 'i'], 5);
  await orders.listHashedNumbers(5);
  await orders.listHashedNumbers(5, { tenantId: TENANT, changeId: 'c' });
  await orders.rehash({ tenantId: TENANT, changeId: 'c', number: 'n', vatHash: 'h' }, 'i');
  await orders.listByIdBeginning(TENANT, 'chg_4f', 5);
  await orders.listWrittenSince(NOW, 5);
  await orders.lastWritten();
  await orders.assign(TENANT, 'c1', 'agnes');
  await orders.findDoc(TENANT, 'c1');
  await orders.findKept(TENANT, 'c1');
  await orders.findAtDesk(TENANT, 'c1');
  await orders.noteNotes({ tenantId: TENANT, changeId: 'c1' }, 1);
  await orders.listStandings(list, 5);
  await orders.listStandings({ tenantId: TENANT, changeIds: ['c1'] }, 5);
  await orders.listNamed({ tenantId: TENANT, changeIds: ['c1'] });
  const session = { sessionHash: 'h', tenantId: TENANT, userId: 'u', role: 'operator' } as const;
  await store.sessions.open({ ...session, seenAt: NOW, endsAt: NOW });
  await store.sessions.find('h');
  await store.sessions.noteSeen('h', NOW);
  await store.staff.noteSignIn({ tenantId: TENANT, userId: 'u', role: 'operator' }, NOW);
  await store.staff.list(TENANT, NOW, 5);
  await store.staff.removeOlderThan(NOW, 5);
  await store.sessions.close('h');
  await store.sessions.take('h');
  await store.sessions.removeEnded(NOW);
  await store.savedViews.put({ tenantId: TENANT, ownerId: 'a' }, { viewId: 'v', name: 'n', query: {} }, NOW);
  await store.savedViews.list({ tenantId: TENANT, ownerId: 'a' }, 5);
  await store.savedViews.remove({ tenantId: TENANT, ownerId: 'a' }, 'v');
  await orders.listIdle(NOW, 5);
  await orders.listIdle(NOW, 5, { tenantId: TENANT, changeId: 'c', idleSince: NOW });
  await orders.listOpen(5);
  await orders.listOpen(5, { tenantId: TENANT, changeId: 'c' });
  await orders.listKept(5);
  await orders.listKept(5, { tenantId: TENANT, changeId: 'c' });
  await orders.reseal({ tenantId: TENANT, changeId: 'c' }, SEALED, SEALED);
  await orders.listUnlookedFor(NOW, 5);
  await orders.noteLookedFor({ tenantId: TENANT, changeId: 'c' }, NOW);
  await orders.noteAskedToExpire({ tenantId: TENANT, changeId: 'c', idleSince: NOW }, NOW);
  await store.ledger.append({ ...order, accountId: 'a', at: NOW, references: ['r'], place: () => [] });
  await store.ledger.find(TENANT, 'r');
  await store.ledger.list({ tenantId: TENANT, accountId: 'a' }, 0, 5);
  await store.ledger.listLatest({ tenantId: TENANT, accountId: 'a' }, 9, 5);
  await payments.find(TENANT, 'r');
  await payments.findByReference('r');
  await payments.findByGatewayReference('pi_1');
  await payments.remember(TENANT, 'r', 'pi_1');
  await payments.takeForResending(TENANT, 'r', NOW, 'a');
  await payments.latestMethod(TENANT, 'c1');
  await payments.latestMethod(TENANT, 'c1', 'given');
  await payments.listOfChange(TENANT, 'c1');
  await payments.listAfter('r', 5);
  await payments.unknown(5);
  await payments.notePlacedOnPending(TENANT, 'r');
  await payments.noteDecided(TENANT, 'r', NOW);
  await payments.reverse(TENANT, 'r', { code: 'disputed', lost: 1, at: NOW }).catch(() => undefined);
  await payments.restore(TENANT, 'r', NOW);
  const setup = { tenantId: TENANT, changeId: 'c1', setupId: 'pst_1' };
  await store.paymentSetups.begin({
    ...setup,
    accountId: 'a',
    way: 'page',
    status: 'open',
    closesAt: NOW,
    gatewayReference: null,
    url: null,
    token: null,
    isGiven: false,
    at: NOW,
  });
  await store.paymentSetups.noteOpened(setup, { gatewayReference: 'page_1', url: 'https://pay.example/1' });
  await store.paymentSetups.end(setup, { status: 'completed', token: { keyId: 'k', box: 'b' }, at: NOW });
  await store.paymentSetups.listTokens(5);
  await store.paymentSetups.listTokens(5, setup);
  await store.paymentSetups.reseal(setup, SEALED, SEALED);
  await store.paymentSetups.noteGiven(setup);
  await store.paymentSetups.forgetToken(setup);
  await store.paymentSetups.removeOlderThan(NOW, 5);
  await askRecords(store);
}

const SEALED = { sequence: 1, keyId: 'k', box: 'b' };

async function askRecords(store: Store): Promise<void> {
  await store.accounts.find(TENANT, 'a');
  await store.accounts.savePaymentMethod(TENANT, 'a', 'pm');
  await store.accounts.list(TENANT, 5, { after: 'a', beginning: 'a' });
  await store.accounts.listOfPerson(TENANT, 'p', 5);
  await store.accounts.listOfPerson(TENANT, 'p', 5, { after: 'a', beginning: 'a' });
  await store.accounts.letGo(TENANT, 'a', ['p']);
  await store.seats.listOfUser(TENANT, 'p', 5);
  await store.sessions.closeOf(TENANT, 'p');
  const person = { tenantId: TENANT, personId: 'p', name: null, mailAddress: null, locale: null, asOf: NOW };
  await store.people.record({ ...person, hasLeft: false });
  await store.people.record({ ...person, hasLeft: true });
  await store.people.find(TENANT, 'p');
  await store.people.list(TENANT, ['p', 'q']);
  await store.people.listLeft(TENANT, ['p', 'q']);
  await store.people.noteTrouble(person, 'bouncedAt', NOW);
  await store.people.trustAddress(person, NOW);
  await store.people.stopReminders(person, NOW);
  await store.people.stopReminders(person, null);
  await store.people.listOfAccount({ tenantId: TENANT, accountId: 'a' }, 5, { after: 'p', sought: 'x' });
  await store.accounts.listNames(TENANT, ['a', 'b']);
  await store.accounts.listIdsByName(TENANT, 'ate nord', 5);
  await store.accounts.findableByName(5);
  await store.accounts.findableByName(5, { tenantId: TENANT, accountId: 'a' });
  await store.products.find(TENANT, 'a');
  await store.products.listNames(TENANT, ['a', 'b']);
  await store.carts.find(TENANT, 'a');
  await store.carts.takeOut(TENANT, 'a', 'c1', ['i']);
  await store.carts.putBack(TENANT, 'a', 'i');
  const link = { tenantId: TENANT, changeId: 'c1', quoteId: 'q', token: 't', at: NOW };
  await store.quoteLinks.settle(link);
  await store.quoteLinks.settle({ ...link, quoteId: 'q2' });
  await store.quoteLinks.remove(link);
  await store.quoteLinks.removeOlderThan(NOW, 5);
  await store.quotes.find(TENANT, 'q');
  await store.quotes.listOfChange(TENANT, 'c1');
  await store.vatEvidence.find(TENANT, 'e');
  await store.vatEvidence.listOfChange(TENANT, 'c');
  await store.taxAmendments.find(TENANT, 'e');
  await store.taxAmendments.listOfChange(TENANT, 'c');
  await store.usage.count('s', new Date(), 60_000);
  await store.usage.settle({ now: new Date(), windowMilliseconds: 60_000, counted: [{ scope: 's', times: 2 }] });
  await store.usage.removeExpired(new Date(), 5);
  await store.vatEvidence.latestValid(TENANT, 'a', 'n');
  await store.grants.find(TENANT, 'g');
  await store.grants.findSent(TENANT, 'c', 'u');
  await store.grants.findUsable({ tenantId: TENANT, changeId: 'c', sentAs: 'u', usedFor: 'r' });
  await store.grants.listOpen(TENANT, NOW, 5);
  await store.grants.listUnused({ tenantId: TENANT, approvedBy: 'b', eventTypes: ['END_LOST'] }, NOW, 5);
  await store.grants.listOverdue(NOW, 5);
  await store.grants.expire({ tenantId: TENANT, grantId: 'g' });
  await store.grants.approve(TENANT, 'g', 'b', NOW);
  await store.grants.use({ tenantId: TENANT, grantId: 'g' }, 'x', NOW);
  const note = { tenantId: TENANT, changeId: 'c1', noteId: 'n1', text: 't', authorId: 'a', at: NOW } as const;
  await store.orderNotes.write({ ...note, role: 'support_agent' }, 5);
  await store.orderNotes.listOfChange(TENANT, 'c1', 5);
  await store.supportItems.listOpen(TENANT, 5);
  await store.supportItems.listOpen(TENANT, 5, { kind: 'refund_request', after: { openedAt: NOW, key: 'k' } });
  await store.supportItems.find(TENANT, 'k');
  await store.supportItems.close(TENANT, 'k');
  const bulk = { tenantId: TENANT, bulkId: 'b' };
  await store.bulks.find(bulk);
  await store.bulks.list(TENANT, 5);
  await store.bulks.move(bulk, ['running'], 'paused');
  await store.bulks.listOverdue(NOW, 5);
  await store.bulks.listRunning(5);
  await store.bulks.results(bulk, ['c1']);
  await store.outbox.list(TENANT, 5);
  await store.outbox.oldestWaiting();
  await store.outbox.listOfAccount(TENANT, 'a', 5);
  const letter = {
    accountId: 'a',
    recipientId: 'p',
    locale: 'fr',
    subject: 's',
    body: 'b',
    html: null,
    at: NOW,
  } as const;
  const mail = { tenantId: TENANT, key: 'k' };
  await store.outbox.put([{ ...mail, ...letter, kind: 'confirmed' }]);
  await store.outbox.find(mail);
  await store.outbox.findByLetterId('l');
  await store.outbox.listOfStatus(TENANT, 'not_sent', 5);
  await store.outbox.listOfStatus(TENANT, 'failed', 5, { at: NOW, key: 'k' });
  await store.outbox.countGivenUp(TENANT, 5);
  await store.outbox.claimDue({ by: 'c', now: NOW, until: NOW, limit: 5 });
  await store.outbox.unclaim('c', [mail], NOW);
  await store.outbox.postpone(mail, 'c', 'smtp_451', NOW);
  await store.outbox.giveUp(mail, 'c', 'smtp_550', NOW);
  const span = { after: new Date(0), upTo: NOW };
  await store.outbox.listUnder(TENANT, 'chg_1:', 5);
  await store.outbox.latestUnder(TENANT, 'support.stuck:timeout:');
  await store.outbox.listGivenUp(TENANT, span, 5);
  await store.outbox.sendAgain(mail, NOW);
  await store.outbox.noteSent([mail], NOW);
  await store.outbox.noteReturned(mail, 'address_bounced', NOW);
  await store.audit.list(TENANT, NOW, 5);
  await store.audit.listChain(TENANT, 0, 5);
  await store.audit.listSpan({ tenantId: TENANT, from: NOW, to: NOW }, 5);
  await store.audit.listSpan({ tenantId: TENANT, to: NOW, changeId: 'c1', after: { at: NOW, sequence: 1 } }, 5);
  await store.audit.listSpan({ tenantId: TENANT, to: NOW, after: { at: NOW, sequence: 1 } }, 5);
  await store.audit.listOfChange(TENANT, 'c1', 5);
  await store.answers.listOf({ tenantId: TENANT, changeId: 'c', step: 'assess' });
  await store.answers.removeOlderThan(NOW, 5);
  const request = { scope: 's', fingerprint: 'f', lease: 'l', now: NOW, leaseFor: 1, keepFor: 1 };
  await store.idempotency.claim(request);
  await store.idempotency.claim({ ...request, now: new Date(NOW.getTime() + 10) });
  await store.idempotency.removeExpired(NOW, 5);
  await store.inboundEvents.find('s', 'e');
  const key = { source: 's', eventId: 'e' };
  await store.inboundEvents.settle(key, 'done');
  await store.inboundEvents.park(key, 1, NOW);
  await store.inboundEvents.postpone(key, NOW);
  await store.inboundEvents.forgetBody(key);
  await store.inboundEvents.takeDue(NOW, NOW);
  await store.inboundEvents.listOfTenant(null, 'dead', 5);
  await store.inboundEvents.count([TENANT, null], 'dead');
  await store.inboundEvents.listUnder('t:chg_1:', 5);
  await store.inboundEvents.listAbout({ source: 'payments:sandbox', tenantId: TENANT }, ['pi_1'], 5);
  await store.inboundEvents.list('parked', 5);
  await store.inboundEvents.oldestWaiting(NOW);
  await store.inboundEvents.listUnheeded(TENANT, span, 5);
  await store.inboundEvents.removeOlderThan(NOW, 5);
  await store.settings.read(TENANT);
  await store.settings.inForce(TENANT);
  await store.settings.tenantAfter(TENANT);
  await store.settings.list(TENANT, 5, 5);
  await changeSettings(store, TENANT, { idleDays: 3 });
  await store.apiKeys.find('k');
  await store.apiKeys.listPeople(TENANT, ['operator', 'support_lead'], NOW, 5);
  await store.apiKeys.list(TENANT, 5);
  await store.apiKeys.noteUsed('k', NOW);
  await store.apiKeys.endBy(TENANT, 'k', NOW.toISOString());
  await store.apiKeys.remove(TENANT, 'k');
}
