import { sampleView } from '../../store/orders/sample-view';
import { type ActivityStand, openAccount, openActivityStand, TENANT } from '../stand';

let stand: ActivityStand;
beforeAll(async () => {
  stand = await openActivityStand();
});
afterAll(() => stand.close());

const AT = '2026-03-12T12:00:00.000Z';
const HOURS_BEFORE = '2026-03-12T09:00:00.000Z';

interface Step {
  event: string;
  from: string;
  to: string;
  at?: string;
}

/** Writes the view of an order that has moved so, as often as a lost answer makes it. */
async function mailsAfter(moves: readonly Step[], reason: string | null = null): Promise<string[]> {
  const { account, changeId } = await openAccount(stand);
  const { accountId } = account;
  const transitions = moves.map((move, index) => ({ at: AT, ...move, sequence: index + 1 }));
  const view = sampleView({ at: AT, sequence: moves.length, transitions }, { tenantId: TENANT, accountId, changeId });
  const askAgain = reason === null ? null : { reason, code: null, previousDue: null };
  Object.assign(view.details, { askAgain });
  for (let times = 0; times < 2; times += 1) await stand.activities.project({ view });
  const mails = await stand.store.outbox.listOfAccount(TENANT, accountId, 10);
  return mails.map(({ kind }) => kind).sort();
}

const RECEIVED = { event: 'done', from: 'quoting', to: 'handedOver.waiting' };
const PAID_NOT = { event: 'done', from: 'settlingPayment.charging', to: 'releasing' };

it.each([
  ['a hand-over', [RECEIVED], null, ['handOverReceived']],
  [
    'a hand-over on hold and back',
    [RECEIVED, { event: 'RELEASE', from: 'onHold', to: 'handedOver.waiting' }],
    null,
    ['handOverReceived'],
  ],
  [
    'its acceptance',
    [{ event: 'ACCEPT_HANDOVER', from: 'handedOver.waiting', to: 'quoting' }],
    null,
    ['handOverAccepted'],
  ],
  [
    'its refusal',
    [{ event: 'DECLINE_HANDOVER', from: 'handedOver.waiting', to: 'releasing' }],
    null,
    ['handOverDeclined'],
  ],
  ['the end of an order that idled', [{ event: 'done', from: 'releasing', to: 'expired' }], null, ['expired']],
  ['each payment that is declined', [PAID_NOT, PAID_NOT], 'payment_declined', ['paymentDeclined', 'paymentDeclined']],
  ['no link that ran out', [PAID_NOT], 'payment_link_expired', []],
  [
    'no payment of an agreed day, which a step tells of',
    [PAID_NOT, { event: 'done', from: 'releasing', to: 'tellingOfItsDay' }],
    'payment_declined',
    [],
  ],
  ['nothing that is hours old', [{ ...RECEIVED, at: HOURS_BEFORE }], null, []],
])('a customer is told of %s, once however often the view is written', async (_, moves, reason, kinds) => {
  expect(await mailsAfter(moves, reason)).toEqual(kinds);
});
