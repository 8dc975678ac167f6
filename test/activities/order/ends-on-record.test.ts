import { startingAgainFrom } from '../../../store/support/grants';
import { END_LOST, START_AGAIN } from '../../../workflows/contract';
import { sampleView } from '../../store/orders/sample-view';
import { type ActivityStand, NOON, newId, openActivityStand, TENANT } from '../stand';

/** However an act of two persons ends, its order has that on record: nobody waits for it in vain. */

describe('the end of an act of two persons', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  afterAll(() => stand.close());

  const evidence = 'Ticket 4711.';
  const carried = { value: 'verifying' };

  async function approved(eventType: 'END_LOST' | 'START_AGAIN' | 'CREDIT_VAT', expiresAt = new Date('2026-03-13')) {
    const { grants } = stand.store;
    const changeId = newId('change');
    const grantId = newId('grant');
    const asked = { grantId, tenantId: TENANT, changeId, eventType, evidence, subject: null, approvedBy: null };
    const why = { reasonCode: 'terminated', reason: 'Terminated by hand.', requestedBy: 'lea' };
    await grants.request({ ...asked, ...why, requestedAt: new Date('2026-03-12'), expiresAt });
    const sending = eventType === START_AGAIN ? startingAgainFrom(carried) : undefined;
    await grants.approve(TENANT, grantId, 'louis', new Date('2026-03-12'), sending);
    return { changeId, grantId };
  }

  const recordOf = async (changeId: string) =>
    (await stand.store.audit.listOfChange(TENANT, changeId, 10)).map(({ action, facts }) => [action, facts]);

  it('an order that was ended and had only that entry lost gets it when it is ended once more', async () => {
    const { changeId, grantId } = await approved(END_LOST);
    const move = { sequence: 6, at: NOON.toISOString(), event: END_LOST, from: 'verifying', to: 'cancelled' };
    const over = { sequence: 6, state: 'cancelled', status: 'done', transitions: [move] } as const;
    await stand.store.orders.project(sampleView({ ...over, transitions: [move] }, { changeId }));
    const input = { tenantId: TENANT, changeId, grantId, evidence };
    for (const _ of ['once', 'again']) {
      expect(await stand.activities.endLostOrder(input)).toEqual({ outcome: 'ended' });
    }
    expect(await recordOf(changeId)).toEqual([[`${END_LOST}:outcome`, { grantId }]]);
    const [entry] = await stand.store.audit.listOfChange(TENANT, changeId, 1);
    expect(entry?.before).toEqual({ state: 'verifying', sequence: 5 });
  });

  it('an order that is started after the time of its request says that the agreement does not hold any more', async () => {
    const { changeId, grantId } = await approved(START_AGAIN, new Date('2026-03-12T06:00:00Z'));
    await stand.store.orders.project(sampleView({}, { changeId }));
    const start = { tenantId: TENANT, changeId, carried, fits: true, runId: 'run-1' };
    expect(await stand.activities.checkStartAgain(start)).toEqual({ granted: false });
    expect(await recordOf(changeId)).toEqual([[`${START_AGAIN}:refused`, { grantId, because: 'not_agreed' }]]);
  });

  it('VAT that can never be credited says why, and what nobody agreed on says nothing', async () => {
    const { changeId, grantId } = await approved('CREDIT_VAT');
    const ofOrder = { tenantId: TENANT, accountId: 'acc_gone', changeId, quoteId: 'q', vatNumber: 'DE811115368' };
    const order = { ...ofOrder, delays: [] };
    const credit = (words: string) => stand.activities.creditVatByHand({ order, grantId, evidence: words });
    await expect(credit('Another.')).rejects.toMatchObject({ type: 'AccountGone' });
    expect(await recordOf(changeId)).toEqual([]);
    await expect(credit(evidence)).rejects.toMatchObject({ type: 'AccountGone' });
    expect(await recordOf(changeId)).toEqual([['CREDIT_VAT:refused', { grantId, because: 'AccountGone' }]]);
  });
});
