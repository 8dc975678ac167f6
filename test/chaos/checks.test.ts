import { ANSWERS } from '../../chaos/checks/answers';
import { BUILDS_USED } from '../../chaos/checks/builds-used';
import type { AtRest } from '../../chaos/checks/check';
import { differencesOfOrder } from '../../chaos/checks/read-model';
import { SERVED } from '../../chaos/checks/served';
import { failuresOf } from '../../chaos/checks/tasks';
import type { Fault } from '../../chaos/faults/timetable';
import type { Command } from '../../chaos/orders/journal';
import { CONDUCTS } from '../../chaos/orders/kinds';
import type { PlannedOrder } from '../../chaos/orders/plan';
import type { OrderDocument } from '../../schemas/orders/order';
import type { OrderDoc } from '../../store/orders/orders';
import { sampleView } from '../store/orders/sample-view';

const UPDATE = 'upd_1';

/** What is said of one command to an order that has taken the update named, or none. */
function foundOf(command: Partial<Command>, taken: string | null): Promise<string[]> {
  const sent = { type: 'PLACE_ORDER', changeId: 'chg_1', updateId: UPDATE, attempts: [], told: {}, settlesAt: null };
  const meta = { updateId: taken };
  const events = [{ workflowExecutionUpdateAcceptedEventAttributes: { acceptedRequest: { meta } } }];
  const workflow = { getHandle: () => ({ fetchHistory: async () => ({ events }) }) };
  const journal = { commands: [{ ...sent, status: 0, ...command }] };
  return ANSWERS.run({ journal, orders: [{ changeId: 'chg_1' }], temporal: { workflow } } as unknown as AtRest);
}

describe('what a run says of answers', () => {
  it.each<[string, Partial<Command>, string | null]>([
    ['accepted, and never taken', { status: 202 }, null],
    ['accepted, and never told how it settled', { status: 202, hadEffect: null }, UPDATE],
    ['answered without its effect', { status: 200, hadEffect: false }, UPDATE],
    ['taken, and refused for want of permission', { status: 403 }, UPDATE],
    ['taken, and refused for where the order stands', { status: 412 }, UPDATE],
    ['refused as if its client had made a mistake', { status: 422 }, null],
  ])('a command that was %s is a finding', async (_, command, taken) => {
    expect(await foundOf(command, taken)).toHaveLength(1);
  });

  it.each<[string, Partial<Command>, string | null]>([
    ['answered with its effect', { status: 200, hadEffect: true }, UPDATE],
    ['accepted, and waits for a second person', { status: 202, told: { grantId: 'g' } }, null],
    ['refused for where its order stands', { status: 409 }, null],
  ])('a command that was %s is as it must be', async (_, command, taken) => {
    expect(await foundOf(command, taken)).toEqual([]);
  });

  it('payment details that had no effect do not look as if they had one', () => {
    const before = {
      state: 'verifying',
      askAgain: { reason: 'payment_declined' },
      hasPaymentMethod: true,
      missing: [],
    };
    const order = before as unknown as OrderDocument;
    const deed = CONDUCTS.declined.next?.(order, { kind: 'declined', seats: 8 } as PlannedOrder, new Map());
    expect(deed?.by === 'customer' && deed.shows(order)).toBe(false);
  });

  it('a cancellation that was taken while the gateway is silent is not sent again', () => {
    const order = { state: 'settlingPayment.unknown.waiting', allowedEvents: ['CANCEL'] } as unknown as OrderDocument;
    const planned = { kind: 'cancelled', cancelledAt: 'placing' } as PlannedOrder;
    const next = (done: [string, number][]) => CONDUCTS.cancelled.next?.(order, planned, new Map(done));
    expect(next([['PLACE_ORDER', 1]])).toMatchObject({ event: { type: 'CANCEL' } });
    expect(
      next([
        ['PLACE_ORDER', 1],
        ['CANCEL', 1],
      ]),
    ).toBeNull();
  });
});

describe('what a run says of workflow tasks', () => {
  const failed = (message: string) => ({ workflowTaskFailedEventAttributes: { failure: { message } } });
  const accepted = { workflowExecutionUpdateAcceptedEventAttributes: { protocolInstanceId: UPDATE } };
  const twice = failed(
    `BadUpdateWorkflowExecutionMessage: ProtocolMessageCommand referenced absent message ID ${UPDATE}/request/accept`,
  );

  it('a task that the engine asks for again is no finding', () => {
    expect(failuresOf([accepted, twice, failed('UnhandledCommand')])).toEqual([]);
  });

  it('a task that failed by itself, and an update that no task took, are findings', () => {
    expect(failuresOf([twice, failed('Nondeterminism')])).toHaveLength(2);
  });
});

describe('what a run says of the read model', () => {
  const move = (sequence: number, from: string, to: string) => ({ sequence, at: `0${sequence}`, event: 'X', from, to });
  const moves = [move(1, '', 'assessing'), move(2, 'assessing', 'quoting'), move(3, 'quoting', 'verifying')];
  const view = { ...sampleView(), transitions: moves };
  const doc = { view, moves, isDone: false, waits: 'customer', state: 'verifying' } as unknown as OrderDoc;

  it('an order that is stored as it is has no differences', () => {
    expect(differencesOfOrder(doc, view)).toEqual([]);
  });

  it.each(['015', '025'])('an order one of whose moves is dated %s when it is replayed has no differences', (at) => {
    const transitions = moves.with(1, { ...move(2, 'assessing', 'quoting'), at });
    expect(differencesOfOrder(doc, { ...view, transitions })).toEqual([]);
  });

  it.each<[string, OrderDoc | null]>([
    ['nothing stored', null],
    [
      'a move dated after the next',
      { ...doc, moves: moves.with(1, { ...move(2, 'assessing', 'quoting'), at: '035' }) },
    ],
    ['a start of another instant', { ...doc, moves: moves.with(0, { ...move(1, '', 'assessing'), at: '015' }) }],
    [
      'a move in the middle that never happened',
      { ...doc, moves: moves.with(1, { ...move(2, 'assessing', 'quoting'), event: 'Y' }) },
    ],
    ['other details', { ...doc, view: { ...view, details: { ...view.details, hasPaymentMethod: false } } }],
    ['a place in no list', { ...doc, isDone: true }],
    ['a place in another queue', { ...doc, waits: 'stuck' }],
    ['another state', { ...doc, view: { ...view, state: 'reviewing' } }],
  ])('an order with %s is told', (_, stored) => {
    expect(differencesOfOrder(stored, view)).toHaveLength(1);
  });
});

describe('what a drill says of builds', () => {
  /** Done at so many seconds, and held for three. */
  const deed = (kind: Fault['kind'], from: number, until: number): Partial<Fault> => ({
    kind,
    lasts: 3_000,
    took: (until - from) * 1_000,
    mendedAt: until * 1_000,
  });
  const DEEDS = [
    deed('build_ramped', 5, 10),
    deed('build_promoted', 20, 22),
    deed('build_rolled_back', 40, 45),
    deed('build_promoted', 60, 62),
  ];
  type Done = [build: 1 | 2 | null, at: number];
  const TO_AND_FRO: Done[] = [
    [1, 3],
    [2, 12],
    [1, 43],
    [2, 63],
  ];

  const historyOf = (tasks: Done[]) =>
    tasks.flatMap(([build, seconds], index) => [
      { eventId: 2 * index, eventTime: { seconds } },
      {
        eventId: 2 * index + 1,
        eventTime: { seconds },
        workflowTaskCompletedEventAttributes: {
          scheduledEventId: 2 * index,
          deploymentVersion: build && { buildId: `drill-${build}` },
        },
      },
    ]);

  /** What is said of orders by the tasks that were done on them. */
  async function saidOf(orders: Done[][], faults = DEEDS): Promise<string[]> {
    const getHandle = (id: string) => ({
      fetchHistory: async () => ({ events: historyOf(orders[Number(id.at(-1))] ?? []) }),
    });
    const started = orders.map((_, index) => ({ changeId: `chg_${index}` }));
    return BUILDS_USED.run({ orders: started, faults, temporal: { workflow: { getHandle } } } as unknown as AtRest);
  }

  it('orders that went to and fro as the operator had it are as they must be', async () => {
    expect(await saidOf([TO_AND_FRO, [[1, 15]], [[1, 50]]])).toEqual([]);
  });

  it('an order that was given to the other build while everybody heard of the roll back is as it must be', async () => {
    expect(await saidOf([TO_AND_FRO, [[1, 15]], [[1, 50]], [[2, 43]]])).toEqual([]);
  });

  it.each<[string, Done[][], string]>([
    [
      'a roll back that does nothing',
      [
        [
          [1, 3],
          [2, 12],
        ],
        [[1, 15]],
        [[2, 50]],
      ],
      'no order went back from build 2 to build 1',
    ],
    [
      'orders that begin astray after it',
      [TO_AND_FRO, [[1, 15]], [[1, 50]], [[2, 51]]],
      '1 of 2 orders began on another build after the roll back',
    ],
    ['no order that shows it', [TO_AND_FRO, [[1, 15]]], 'no order began after the roll back'],
    [
      'a ramp that does nothing',
      [
        [
          [1, 3],
          [2, 23],
          [1, 43],
        ],
        [[1, 15]],
        [[1, 50]],
      ],
      'nothing was done by drill-2 while orders were shared',
    ],
    ['a ramp that takes everything', [TO_AND_FRO, [[1, 50]]], 'nothing was done by drill-1 while orders were shared'],
    [
      'a promotion that moves nobody',
      [
        [
          [2, 12],
          [1, 43],
        ],
        [[1, 15]],
        [[1, 50]],
      ],
      'no order went on from build 1 to build 2',
    ],
    [
      'an order without a build',
      [TO_AND_FRO, [[1, 15]], [[1, 50]], [[null, 50]]],
      '1 orders do not say which build moved them on',
    ],
  ])('%s is a finding', async (_, orders, finding) => {
    expect(await saidOf(orders)).toContain(finding);
  });

  it('a roll back that never came to its end is a finding', async () => {
    const faults = DEEDS.map((one) => (one.kind === 'build_rolled_back' ? { ...one, mendedAt: null } : one));
    expect(await saidOf([TO_AND_FRO, [[1, 15]], [[1, 50]]], faults)).toEqual(['nobody went back to build 1']);
  });

  it('requests that found no API are a finding', async () => {
    const saidBy = (balancer: { unserved: number } | null) => SERVED.run({ stack: { balancer } } as unknown as AtRest);
    expect([await saidBy({ unserved: 0 }), await saidBy(null)]).toEqual([[], []]);
    expect(await saidBy({ unserved: 2 })).toEqual(['2 requests found no API to go to']);
  });
});
