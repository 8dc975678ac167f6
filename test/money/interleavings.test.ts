import fc from 'fast-check';
import { received } from 'statechart-host/contract';
import type { EffectInput, GatewayOperation } from '../../dev/sandboxes/payment-engine/faults';
import { changeSettings } from '../../dev/stack/change-settings';
import { type ActivityStand, openActivityStand, TENANT } from '../activities/stand';
import { type Evidence, type MoneyStand, openMoneyStand } from './stand';

/**
 * Random interleavings of webhook, poll, cancel, retry and crash around one payment, with the money counted after every
 * move. Each attempt waits at every point inside it, so that anything may come in between.
 */

const RUNS = Number(process.env.MONEY_RUNS ?? 200);
const SEED = Number(process.env.MONEY_SEED ?? 20_261_125);
const PARTS = [1, 2, 3, 4];
const AT = '2026-03-12T12:00:00.000Z';

const MOVES = [
  ...(['go', 'go', 'go', 'webhook', 'poll', 'late', 'cancel', 'retry', 'crash', 'crash'] as const),
  ...(['confirm', 'refuse', 'settle', 'fail', 'reverse', 'resolve'] as const),
];
type Move = (typeof MOVES)[number];

const FAULTS: readonly EffectInput[] = [
  { fault: 'drop_before_commit' },
  { fault: 'drop_after_commit' },
  { fault: 'error_after_commit' },
  { fault: 'down' },
  { fault: 'decline', code: 'card_declined' },
];
const OPERATIONS: readonly GatewayOperation[] = ['charge', 'lookup', 'void', 'refund'];

/** Moves after which there may be something new although no step of the order has gone on. */
const TOUCHES_MONEY: ReadonlySet<Move> = new Set(['webhook', 'confirm', 'settle', 'reverse']);

interface Story {
  paymentMethod: string;
  balance: string;
  placeOnPending: boolean;
  faults: { fault: EffectInput; operation: GatewayOperation }[];
  moves: Move[];
}

const story: fc.Arbitrary<Story> = fc.record({
  paymentMethod: fc.constantFrom('pm_ok', 'pm_ok', 'pm_3ds', 'pm_sepa', 'pm_sepa', 'pm_declined'),
  balance: fc.constantFrom('0', '10.00'),
  placeOnPending: fc.boolean(),
  faults: fc.array(fc.record({ fault: fc.constantFrom(...FAULTS), operation: fc.constantFrom(...OPERATIONS) }), {
    maxLength: 3,
  }),
  moves: fc.array(fc.constantFrom(...MOVES), { minLength: 6, maxLength: 16 }),
});

/** How often something came while the order held or was moving money. */
const hits = { cancel: 0, crash: 0, webhook: 0 };

const note = ({ order }: MoneyStand, kind: keyof typeof hits): void => {
  if (order.snapshot.hasTag('money')) hits[kind] += 1;
};

async function move(stand: MoneyStand, kind: Move): Promise<void> {
  const { order, sandbox, chargeReference, pass, review } = stand;
  const atGateway = (act: Promise<void>): Promise<void> => act.catch(() => undefined);
  switch (kind) {
    case 'go':
      order.letGo();
      break;
    case 'webhook':
      note(stand, 'webhook');
      order.send({ type: 'NUDGE', about: 'payment' });
      await review();
      break;
    case 'poll':
      return pass(5);
    case 'late':
      return pass(20);
    case 'cancel':
      if (order.snapshot.can({ type: 'CANCEL' })) note(stand, 'cancel');
      order.send({ type: 'CANCEL' });
      break;
    case 'retry':
      if (order.send({ type: 'RETRY' }) || order.send(received({ type: 'RENEW_PAYMENT_LINK' }, { at: AT }))) break;
      order.send(received({ type: 'PLACE_ORDER' }, { at: AT }));
      break;
    case 'crash':
      note(stand, 'crash');
      if (!order.kill()) order.crashNext(order.context.visits.place % 2 === 0 ? 'before' : 'after');
      break;
    case 'confirm':
    case 'refuse':
      if (order.context.payment.outcome?.link) {
        await sandbox.confirm(order.context.payment.outcome.link, kind === 'confirm' ? 'accept' : 'refuse');
      }
      break;
    case 'settle':
    case 'fail':
    case 'reverse':
      await atGateway(sandbox[kind](chargeReference()));
      break;
    case 'resolve':
      await resolve(stand);
  }
  await order.quiet();
}

/** Two persons look at the gateway's own books and say what is there. */
async function resolve({ order, sandbox, chargeReference }: MoneyStand): Promise<void> {
  const rows = await sandbox.ledger({ reference: chargeReference() });
  const type = rows.length > 0 ? 'RESOLVE_PAID' : 'RESOLVE_NOT_PAID';
  order.send({ type, grantId: 'grant_1', evidence: 'seen at the gateway' });
}

/** Lets everything come to its end: the network is well again, banks settle, support retries, customers give up. */
async function comeToAnEnd(stand: MoneyStand): Promise<void> {
  const { order, sandbox, chargeReference, pass } = stand;
  await sandbox.clearScript();
  order.holds = false;
  for (let round = 0; round < 60; round += 1) {
    while (order.letGo());
    await order.quiet();
    if (order.snapshot.status === 'done') break;
    await sandbox.settle(chargeReference()).catch(() => undefined);
    order.send({ type: 'NUDGE', about: 'payment' });
    await order.quiet();
    await resolve(stand);
    if (!order.send({ type: 'RETRY' }) && order.snapshot.matches('verifying')) order.send({ type: 'CANCEL' });
    await order.quiet();
    await pass(60);
  }
  const { payments } = await stand.evidence();
  for (const { reference, status } of payments) {
    if (status === 'pending') await sandbox.settle(reference).catch(() => undefined);
  }
  await stand.review();
}

/** What must hold at every moment, whatever is under way. */
function requireSums({ charged, payments, ledgerIsExact, version, mails }: Evidence, due: number): void {
  const sums = [...charged.entries()];
  for (const [reference, { charges, captured, refunded, reversed }] of sums) {
    const asked = payments.find((payment) => payment.reference === reference);
    expect([reference, charges]).toEqual([reference, 1]);
    // The amount is bound to the reference before the call.
    expect(captured).toBe(asked?.amount);
    expect(refunded + reversed).toBeLessThanOrEqual(captured);
  }
  const standing = sums.filter(([, { captured, refunded, reversed }]) => captured > refunded + reversed);
  expect(standing.length).toBeLessThanOrEqual(1);
  for (const [, { captured }] of standing) expect(captured).toBe(due);
  expect(ledgerIsExact).toBe(true);
  if (version > 1) expect(payments.some(isCountedOn)).toBe(true);
  expect(mails.filter((kind) => kind === 'confirmed').length).toBeLessThanOrEqual(1);
  expect(mails.filter((kind) => kind === 'compensated').length).toBeLessThanOrEqual(1);
}

const isCountedOn = ({ kind, status, placedOnPending }: Evidence['payments'][number]): boolean =>
  kind === 'charge' && (status === 'paid' || status === 'reversed' || status === 'pending' || placedOnPending === true);

/** What must hold once the order is over. */
function requireEnd(stand: MoneyStand, seen: Evidence, due: number, balance: string): void {
  const { order } = stand;
  const wasReversed = seen.payments.some(({ status }) => status === 'reversed');
  expect(order.snapshot.status).toBe('done');
  if (order.snapshot.matches('completed')) {
    const net = wasReversed ? 0 : due;
    expect(seen).toMatchObject({ net, entered: net, paymentEntries: 1, version: 2, seats: 8, isReserved: false });
    expect(seen.mails).toContain('confirmed');
    expect(seen.mails).not.toContain('compensated');
    expect(seen.supportItems.includes('payment_reversed')).toBe(wasReversed);
    return;
  }
  expect(seen).toMatchObject({ net: 0, entered: 0, paymentEntries: 0, version: 1, seats: 5, isReserved: false });
  expect(Number(seen.balance)).toBe(Number(balance));
  expect(seen.mails).not.toContain('confirmed');
}

describe('interleavings', () => {
  let activityStand: ActivityStand;
  beforeAll(async () => {
    activityStand = await openActivityStand();
  });
  afterAll(() => activityStand.close());

  const tell = async ({ paymentMethod, balance, placeOnPending, faults, moves }: Story): Promise<void> => {
    await changeSettings(activityStand.store, TENANT, { placeOnPending: placeOnPending ? ['bank_debit'] : [] });
    const stand = await openMoneyStand(activityStand, { paymentMethod, balance });
    const { order, sandbox } = stand;
    try {
      const due = Number(order.context.price.quote?.dueToday.replace('.', ''));
      await sandbox.script(...faults.map(({ fault, operation }) => ({ ...fault, operation })));
      order.send({ type: 'CHECKOUT' });
      order.holds = true;
      order.send(received({ type: 'PLACE_ORDER' }, { at: AT }));
      await order.quiet();
      for (const kind of moves) {
        const before = order.steps;
        await move(stand, kind);
        if (order.steps > before || TOUCHES_MONEY.has(kind)) requireSums(await stand.evidence(), due);
      }
      await comeToAnEnd(stand);
      const seen = await stand.evidence();
      requireSums(seen, due);
      requireEnd(stand, seen, due, balance);
    } finally {
      await stand.close();
    }
  };

  // In parts, so that a bound for what hangs is one for a part and not for all of them on a busy machine.
  it.each(PARTS)(
    `an order is charged once or not at all, ${RUNS / PARTS.length} times over (part %i)`,
    async (part) => {
      const numRuns = Math.ceil(RUNS / PARTS.length);
      await fc.assert(fc.asyncProperty(story, tell), { numRuns, seed: SEED + part, endOnFailure: true });
    },
    240_000,
  );

  it('cancels, crashes and webhooks come while money moves', () => {
    const { cancel, crash, webhook } = hits;
    process.stdout.write(
      `${RUNS} interleavings, seeds from ${SEED + 1}: ${cancel} cancels, ${crash} crashes and ${webhook} webhooks hit a money state\n`,
    );
    for (const count of Object.values(hits)) expect(count).toBeGreaterThan(0);
  });
});
