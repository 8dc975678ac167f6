import { received } from 'statechart-host/contract';
import type { OrderSteps } from '../../machines/subscription-change/steps';
import { type ActivityStand, openActivityStand } from '../activities/stand';
import type { CrashPoint } from './in-process-order';
import { type MoneyStand, openMoneyStand } from './stand';

/**
 * Every boundary of the steps from the charge to the seats, with the process dying before the step, at each point inside
 * it and when its answer is on its way. A real SIGKILL at the gateway is told in test/flow/worker-killed.test.ts.
 */

let activityStand: ActivityStand;
beforeAll(async () => {
  activityStand = await openActivityStand();
});
afterAll(() => activityStand.close());

const at = (point: string): CrashPoint => ({ at: point });

type Fault = 'drop_before_commit' | 'drop_after_commit' | 'error_after_commit';
/** Where the process dies; or what becomes of the call to the gateway while it lives. */
type Boundary = [step: keyof OrderSteps, point: CrashPoint | { gateway: Fault }];

const boundariesOf = (step: keyof OrderSteps, ...inside: string[]): Boundary[] => [
  [step, 'before'],
  ...inside.map((point): Boundary => [step, at(`${step}:${point}`)]),
  [step, 'after'],
];

const told = ([step, point]: Boundary): string => {
  if (typeof point !== 'object') return `${point} ${step}`;
  return 'at' in point ? `at ${point.at}` : `by ${point.gateway} of ${step}`;
};

const OPERATIONS = { charge: 'charge', compensate: 'refund' } as const;

/** The gateway does what was asked, or not, and its answer is lost either way. */
const atTheGateway = (step: keyof typeof OPERATIONS): Boundary[] =>
  (['drop_before_commit', 'drop_after_commit', 'error_after_commit'] as const).map((gateway) => [step, { gateway }]);

/** Until the order is over, done the way a person and the engine would: never anything twice that was sent. */
async function finish({ order, sandbox, chargeReference, pass }: MoneyStand): Promise<void> {
  for (let round = 0; round < 20 && order.snapshot.status === 'active'; round += 1) {
    await order.quiet();
    if (order.snapshot.hasTag('stuck')) {
      const rows = await sandbox.ledger({ reference: chargeReference() });
      const type = rows.length > 0 ? 'RESOLVE_PAID' : 'RESOLVE_NOT_PAID';
      if (!order.send({ type, grantId: 'grant_1', evidence: 'seen at the gateway' })) order.send({ type: 'RETRY' });
    } else if (!order.send(received({ type: 'PLACE_ORDER' }, { at: '2026-03-12T12:00:00.000Z' }))) {
      await pass(60);
    }
  }
  await order.quiet();
}

async function placed(crash: Boundary, more: { customerCancels?: boolean } = {}): Promise<MoneyStand> {
  const stand = await openMoneyStand(activityStand, { balance: '10.00' });
  const [step, point] = crash;
  const { order, sandbox } = stand;
  if (typeof point === 'object' && 'gateway' in point) {
    await sandbox.script({ fault: point.gateway, operation: OPERATIONS[step as keyof typeof OPERATIONS] });
  } else {
    order.crashNext(point, step);
  }
  // Without a lost answer there is nothing to look up.
  if (step === 'lookUpPayment') await sandbox.script({ fault: 'drop_after_commit', operation: 'charge' });
  // Where the commit could tell the customer at once, that is no step.
  if (step === 'confirm') order.failNext('apply:confirming');
  order.send({ type: 'CHECKOUT' });
  if (more.customerCancels) order.holds = true;
  order.send(received({ type: 'PLACE_ORDER' }, { at: '2026-03-12T12:00:00.000Z' }));
  if (more.customerCancels) {
    // Asked to end while the gateway is taking the money: then it is given back.
    for (await order.quiet(); !order.snapshot.matches({ settlingPayment: 'charging' }); await order.quiet())
      order.letGo();
    order.send({ type: 'CANCEL' });
    order.holds = false;
    while (order.letGo());
  }
  await finish(stand);
  return stand;
}

describe('crashes on the way from the charge to the seats', () => {
  const BOUNDARIES = [
    ...boundariesOf('reserve', 'in-time', 'reserved', 'held'),
    ...boundariesOf('charge', 'intended', 'answered'),
    ...atTheGateway('charge'),
    ...boundariesOf('lookUpPayment'),
    ...boundariesOf('apply', 'started', 'committed', 'posted', 'confirming'),
    ...boundariesOf('confirm'),
    ...boundariesOf('followUpSeats'),
  ];

  it.each(BOUNDARIES.map((boundary) => [told(boundary), boundary] as const))(
    'an order interrupted %s leaves one charge, one entry, one change and one mail',
    async (_title, boundary) => {
      const stand = await placed(boundary);
      const seen = await stand.evidence();
      const { context, snapshot } = stand.order;
      const due = Number(context.price.quote?.dueToday.replace('.', ''));
      expect([snapshot.value, [...seen.charged.values()]]).toEqual([
        'completed',
        [{ charges: 1, captured: due, refunded: 0, reversed: 0 }],
      ]);
      expect(seen).toMatchObject({ net: due, entered: due, paymentEntries: 1, ledgerIsExact: true });
      expect(seen).toMatchObject({ version: 2, seats: 8, isReserved: false, mails: ['confirmed'], seatFollowUps: 1 });
      expect([seen.balance, stand.order.crashesLeft()]).toEqual(['0.00', 0]);
      await stand.close();
    },
  );
});

describe('crashes while a paid order is undone', () => {
  const BOUNDARIES = [
    ...boundariesOf('compensate', 'ended', 'intended'),
    ...atTheGateway('compensate'),
    ...boundariesOf('tellCustomer'),
    ...boundariesOf('release', 'ended'),
  ];

  it.each(BOUNDARIES.map((boundary) => [told(boundary), boundary] as const))(
    'an undone order interrupted %s gives the money back once, restores the balance and tells the customer once',
    async (_title, boundary) => {
      const stand = await placed(boundary, { customerCancels: true });
      const seen = await stand.evidence();
      const due = Number(stand.order.context.price.quote?.dueToday.replace('.', ''));
      expect([stand.order.snapshot.value, [...seen.charged.values()]]).toEqual([
        'cancelled',
        [{ charges: 1, captured: due, refunded: due, reversed: 0 }],
      ]);
      expect([stand.order.context.payment.outcome?.status, stand.order.crashesLeft()]).toEqual(['refunded', 0]);
      expect(seen).toMatchObject({ net: 0, entered: 0, balance: '10.00', ledgerIsExact: true });
      expect(seen).toMatchObject({ version: 1, seats: 5, isReserved: false, mails: ['compensated'] });
      await stand.close();
    },
  );
});
