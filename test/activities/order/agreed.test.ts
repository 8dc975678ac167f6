import type { Quote } from '../../../billing/quotes/types';
import { sampleView } from '../../store/orders/sample-view';
import { sampleSubscription } from '../../store/test-store';
import {
  type ActivityStand,
  assessInput,
  newId,
  type OpenedAccount,
  openAccount,
  openActivityStand,
  priced,
  quoteInput,
  TENANT,
  visitOf,
} from '../stand';

describe('an order that meets changes which are agreed', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  afterAll(() => stand.close());

  const claimFor = (changeId: string, subscriptionId: string) =>
    stand.store.subscriptions.claim({
      ...{ tenantId: TENANT, subscriptionId, changeId, visit: 1 },
      now: new Date('2026-03-12T11:00:00Z'),
      sameMoment: 0,
    });
  /** Another order is placed for the end of the period and changes the tier of these. */
  const agreedOn = async (...subscriptionIds: string[]): Promise<string> => {
    const changeId = newId('change');
    for (const subscriptionId of subscriptionIds) {
      await claimFor(changeId, subscriptionId);
      const change = { subscriptionId, tierId: 'starter' };
      await stand.store.subscriptions.agree({
        tenantId: TENANT,
        subscriptionId,
        changeId,
        visit: 1,
        version: 1,
        change,
      });
    }
    return changeId;
  };
  /** An order for the end of the period takes the place of the older one. */
  const takesPlaceOf = async (older: string, { changeId }: OpenedAccount, subscriptionId: string, visit: number) => {
    await claimFor(changeId, subscriptionId);
    const change = { subscriptionId, tierId: 'premium' };
    const replaces = { changeId: older, visit: 1 };
    await stand.store.subscriptions.agree({
      ...{ tenantId: TENANT, subscriptionId, changeId, visit, version: 1, change, replaces },
    });
  };
  const holder = async (subscriptionId: string) =>
    (await stand.store.subscriptions.findHeld({ tenantId: TENANT, subscriptionId }))?.agreed?.changeId ?? null;
  const project = (opened: OpenedAccount, changeId: string, ...subscriptionIds: string[]) =>
    stand.store.orders.project(
      sampleView(
        { state: 'scheduled' },
        {
          changeId,
          accountId: opened.account.accountId,
          changes: subscriptionIds.map((subscriptionId) => ({ subscriptionId, tierId: 'starter' })),
        },
      ),
    );
  const told = async ({ account }: OpenedAccount) =>
    (await stand.store.outbox.listOfAccount(TENANT, account.accountId, 50)).map(({ kind }) => kind);
  /** Ten seats of two subscriptions, for the end of the period. */
  const ofTwo = async () => {
    const opened = await openAccount(stand);
    const first = opened.subscription.subscriptionId;
    const other = sampleSubscription({ accountId: opened.account.accountId });
    await stand.store.subscriptions.put(other);
    return { opened, first, second: other.subscriptionId };
  };
  const quoteOf = async (opened: OpenedAccount, ...subscriptionIds: string[]): Promise<Quote> => {
    const changes = subscriptionIds.map((subscriptionId) => ({ subscriptionId, seats: 10 }));
    return (
      await priced(stand.activities, quoteInput(opened, { changes, effective: 'period_end', deferralIsAgreed: true }))
    ).quote;
  };

  it('an order that is agreed on one of its subscriptions and not on another has ended nothing on either', async () => {
    const { opened, first, second } = await ofTwo();
    const older = await agreedOn(first);
    for (const subscriptionId of [first, second]) await claimFor(opened.changeId, subscriptionId);
    const quote = await quoteOf(opened, first, second);
    expect(quote.changes).toMatchObject([{ agreed: { changeId: older } }, {}]);
    // Since it was quoted, one that its customer has not been told of is agreed.
    await agreedOn(second);
    await claimFor(opened.changeId, second);
    const changes = quote.changes.map(({ subscriptionId, after }) => ({ subscriptionId, ...after }));
    expect(await stand.activities.agree({ ...visitOf(opened), quote, changes })).toEqual({ status: 'moved' });
    expect(await holder(first)).toBe(older);
  });

  it('people hear of each time that an order takes something of their agreed one', async () => {
    const { opened, first, second } = await ofTwo();
    const older = await agreedOn(first, second);
    await project(opened, older, first, second);
    const replaced = { changeId: older, visit: 1, takenOut: ['tierId' as const], kept: [] };
    await takesPlaceOf(older, opened, first, 1);
    await stand.activities.replaceAgreed({
      ...visitOf(opened),
      replaced: [{ subscriptionId: first, ...replaced }],
    });
    await project(opened, older, second);
    // The newer one was edited, and is placed once more.
    await takesPlaceOf(older, opened, second, 2);
    await stand.activities.replaceAgreed({
      ...visitOf(opened, 2),
      replaced: [{ subscriptionId: second, ...replaced }],
    });
    expect((await told(opened)).sort()).toEqual(['agreedReduced', 'agreedReplaced']);
  });

  it('people are not told of a loss where their order had let go of the subscription before', async () => {
    const { opened, first, second } = await ofTwo();
    const older = await agreedOn(first, second);
    const replaced = [{ subscriptionId: first, changeId: older, visit: 1, takenOut: ['tierId' as const], kept: [] }];
    await stand.store.subscriptions.dropOtherClaims({ tenantId: TENANT, changeId: older, visit: 2 }, [second]);
    await project(opened, older, second);
    await stand.activities.replaceAgreed({ ...visitOf(opened), replaced });
    expect(await told(opened)).toEqual([]);
  });

  it('a quote for the end of the period says on its last day too that the older agreed change ends', async () => {
    const { opened, first } = await ofTwo();
    await agreedOn(first);
    stand.at(21 * 24 * 3600);
    const quote = await quoteOf(opened, first);
    stand.at(0);
    expect(quote.effectiveDate).toBe('2026-04-02');
    expect(quote.changes).toMatchObject([{ agreed: { takenOut: ['tierId'], kept: [] } }]);
  });

  it('an agreed order of two subscriptions that is looked at again loses nothing to a draft', async () => {
    const { opened, first, second } = await ofTwo();
    const changes = [first, second].map((subscriptionId) => ({ subscriptionId, seats: 10 }));
    for (const change of changes) {
      const { subscriptionId } = change;
      await claimFor(opened.changeId, subscriptionId);
      const agreement = { tenantId: TENANT, subscriptionId, changeId: opened.changeId, visit: 1, version: 1, change };
      await stand.store.subscriptions.agree(agreement);
    }
    await claimFor('draft', first);
    const again = { ...assessInput(opened, { changes }), visit: 2, leavesOutStale: true };
    expect(await stand.activities.assess(again)).not.toHaveProperty('dropped');
    expect(await holder(first)).toBe(opened.changeId);
  });

  it('an agreed order loses nothing to itself, nor to an order that was made before it was agreed', async () => {
    const { opened, first } = await ofTwo();
    const place = { tenantId: TENANT, subscriptionId: first, changeId: 'made_before', visit: 1 };
    await claimFor('made_before', first);
    await stand.store.subscriptions.reserve({ ...place, version: 1, quoteId: 'q', seatsAfter: 50, now: new Date() });
    await stand.store.subscriptions.commit(place, (found) => found);
    const older = await agreedOn(first);
    const asked = { ...visitOf(opened), changeId: older, subscriptionIds: [first] };
    const answers = await Promise.all(
      ['made_before', older].map((by) =>
        stand.activities.checkFact({
          ...asked,
          event: { type: 'SUPERSEDED', by, subscriptionIds: [first], fields: [] },
        } as never),
      ),
    );
    expect(answers.map((answer) => Object.values(answer))).toEqual([[false], [false]]);
  });

  it('an agreed order that is told of two losses one after the other hears of the second as well', async () => {
    const { opened, first, second } = await ofTwo();
    const { changeId } = opened;
    const changes = [first, second].map((subscriptionId) => ({ subscriptionId, seats: 10 }));
    for (const change of changes) {
      const place = { tenantId: TENANT, subscriptionId: change.subscriptionId };
      await claimFor(changeId, change.subscriptionId);
      await stand.store.subscriptions.agree({ ...place, changeId, visit: 1, version: 1, change });
      const newer = { ...place, changeId: 'newer', visit: 1 };
      await claimFor('newer', change.subscriptionId);
      const agreed = { changeId, visit: 1 };
      const now = new Date('2026-03-12T11:30:00Z');
      await stand.store.subscriptions.reserve({ ...newer, version: 1, quoteId: 'q', seatsAfter: 50, agreed, now });
      await stand.store.subscriptions.commit(newer, (found) => ({ ...found, seats: 9 }), ['seats']);
    }
    const isTold = (subscriptionId: string, subscriptionIds: string[]) => {
      const event = { type: 'SUPERSEDED' as const, by: 'newer', subscriptionIds: [subscriptionId] };
      return stand.activities.checkFact({ ...visitOf(opened), subscriptionIds, event });
    };
    expect(await isTold(first, [first, second])).toEqual({ isSo: true });
    // It goes on with the other one, which it does not know yet to be lost.
    await stand.activities.assess({
      ...assessInput(opened, { changes: changes.slice(1) }),
      visit: 2,
      leavesOutStale: true,
    });
    expect(await isTold(second, [second])).toEqual({ isSo: true });
  });
});
