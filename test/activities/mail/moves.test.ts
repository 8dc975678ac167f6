import type { ProjectedOrder } from '../../../workflows/contract';
import { sampleView } from '../../store/orders/sample-view';
import { type ActivityStand, openAccount, openActivityStand, TENANT } from '../stand';

let stand: ActivityStand;
beforeAll(async () => {
  stand = await openActivityStand();
});
afterAll(() => stand.close());

const AT = '2026-03-12T12:00:00.000Z';
const HOURS_BEFORE = '2026-03-12T09:00:00.000Z';
type Waits = ProjectedOrder['details']['waits'];

interface Step {
  event: string;
  from: string;
  to: string;
  at?: string;
}

/** Whom an order waits for where it comes to rest, and why its customer is asked once more. */
interface Rest {
  waits: Waits;
  reason?: string;
  refusal?: object;
}

type Part = readonly [moves: readonly Step[], rest: Rest];

/** An order that moves and comes to rest, once a part; the view of each rest is written as often as a lost answer makes it. */
async function mailsAfter(parts: readonly Part[]): Promise<string[]> {
  const { account, changeId } = await openAccount(stand);
  const { accountId } = account;
  const moves: Step[] = [];
  for (const [more, { waits, reason, refusal = null }] of parts) {
    moves.push(...more);
    const transitions = moves.map((move, index) => ({ at: AT, ...move, sequence: index + 1 }));
    const view = sampleView({ at: AT, sequence: moves.length, transitions }, { tenantId: TENANT, accountId, changeId });
    const askAgain = reason === undefined ? null : { reason, code: null, previousDue: null };
    Object.assign(view.details, { askAgain, waits, refusal });
    for (let times = 0; times < 2; times += 1) await stand.activities.project({ view });
  }
  const mails = await stand.store.outbox.listOfAccount(TENANT, accountId, 10);
  return mails.map(({ kind }) => kind).sort();
}

const RECEIVED = { event: 'done', from: 'assessing.working', to: 'handedOver.waiting' };
const RELEASED = { event: 'RELEASE', from: 'onHold', to: 'handedOver.waiting' };
const ACCEPTED = { event: 'ACCEPT_HANDOVER', from: 'handedOver.waiting', to: 'quoting.working' };
const DECLINED = { event: 'DECLINE_HANDOVER', from: 'handedOver.waiting', to: 'releasing.working' };
const EDITED = { event: 'EDIT', from: 'verifying', to: 'assessing.working' };
const PAID_NOT = { event: 'done', from: 'settlingPayment.charging', to: 'releasing.working' };
const EXPIRED = { event: 'done', from: 'releasing.working', to: 'expired' };
const SUPPORT: Rest = { waits: 'support' };
const CUSTOMER: Rest = { waits: 'customer' };
const DECLINED_BY_BANK: Rest = { waits: 'customer', reason: 'payment_declined' };
const CLOSED: Rest = { waits: null };

it.each<[string, Part[], string[]]>([
  ['a hand-over', [[[RECEIVED], SUPPORT]], ['handOverReceived']],
  [
    'a hand-over on hold and back',
    [
      [[RECEIVED], SUPPORT],
      [[RELEASED], SUPPORT],
    ],
    ['handOverReceived'],
  ],
  [
    'a hand-over whose edit was refused',
    [
      [[RECEIVED], SUPPORT],
      [[EDITED, RECEIVED], { ...SUPPORT, refusal: { code: 'nothing_to_change' } }],
    ],
    ['handOverReceived'],
  ],
  [
    'each hand-over of an order that is handed over again',
    [
      [[RECEIVED], SUPPORT],
      [[ACCEPTED], CUSTOMER],
      [[EDITED, RECEIVED], { waits: 'advisor' }],
    ],
    ['handOverAccepted', 'handOverReceived', 'handOverReceived'],
  ],
  ['its acceptance', [[[ACCEPTED], CUSTOMER]], ['handOverAccepted']],
  ['its refusal', [[[DECLINED], CLOSED]], ['handOverDeclined']],
  ['the end of an order that idled', [[[EXPIRED], CLOSED]], ['expired']],
  [
    'each payment that is declined',
    [
      [[PAID_NOT], DECLINED_BY_BANK],
      [[PAID_NOT], DECLINED_BY_BANK],
    ],
    ['paymentDeclined', 'paymentDeclined'],
  ],
  ['no link that ran out', [[[PAID_NOT], { ...CUSTOMER, reason: 'payment_link_expired' }]], []],
  [
    'no payment of an agreed day, which a step tells of',
    [[[PAID_NOT, { event: 'done', from: 'releasing', to: 'tellingOfItsDay' }], DECLINED_BY_BANK]],
    [],
  ],
  [
    'a refusal, though its view was written hours later',
    [[[{ ...DECLINED, at: HOURS_BEFORE }], CLOSED]],
    ['handOverDeclined'],
  ],
  [
    'what came last, where several moves were written hours later',
    [
      [
        [
          { ...RECEIVED, at: HOURS_BEFORE },
          { ...ACCEPTED, at: HOURS_BEFORE },
        ],
        CUSTOMER,
      ],
    ],
    ['handOverAccepted'],
  ],
  [
    'nothing that the customer has left behind, e.g. an acceptance of what was placed since',
    [[[ACCEPTED, { event: 'PLACE_ORDER', from: 'verifying', to: 'reserving.working' }], { waits: 'fulfilment' }]],
    [],
  ],
])('a customer is told of %s, once however often the view is written', async (_, parts, kinds) => {
  expect(await mailsAfter(parts)).toEqual(kinds);
});
