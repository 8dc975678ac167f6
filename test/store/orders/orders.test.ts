import type { Store } from '../../../store';
import type { Kept, OrderFilters, OrderPosition, Sorting } from '../../../store/orders/orders';
import type { OrderView, ProjectedOrder } from '../../../workflows/contract';
import { newId, openTestStore, TENANT } from '../test-store';
import { SAMPLE_TASK, sampleView } from './sample-view';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 12, 10, minute)).toISOString();

describe('the read model of orders', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('the latest view of an order is kept, in whatever order views come', async () => {
    const changeId = newId('change');
    const views = [3, 1, 9, 4, 9, 2].map((sequence) =>
      sampleView({ sequence, state: `state${sequence}` }, { changeId }),
    );
    await Promise.all(views.map((view) => store.orders.project(view)));
    expect(await store.orders.find(TENANT, changeId)).toMatchObject({ sequence: 9, state: 'state9' });
    expect(await store.orders.project(sampleView({ sequence: 8 }, { changeId }))).toBe(false);
    expect(await store.orders.project(sampleView({ sequence: 10 }, { changeId }))).toBe(true);
  });

  it('every move of an order is kept once, however many come together and however often', async () => {
    const changeId = newId('change');
    const move = (sequence: number) => ({ sequence, at: at(sequence), event: '$EDIT', from: 'a', to: 'b' });
    const upTo = (sequence: number, from = 1) =>
      sampleView(
        { sequence, transitions: Array.from({ length: sequence - from + 1 }, (_, index) => move(from + index)) },
        { changeId },
      );
    for (const view of [upTo(3), upTo(3), upTo(40, 2), upTo(5), upTo(45, 26)]) await store.orders.project(view);
    const doc = await store.orders.findDoc(TENANT, changeId);
    expect(doc?.moves).toEqual(upTo(45).transitions);
  });

  const LATER_TASKS = [
    { what: 'the same number at a later time', task: { startedAt: '2026-03-12T10:00:05.000Z' } },
    { what: 'a later number', task: { startedEvent: 15, startedAt: '2026-03-12T10:00:05.000Z' } },
    {
      what: 'a later number, by a clock that is behind',
      task: { startedEvent: 15, startedAt: '2026-03-12T09:59:59.000Z' },
    },
    {
      what: 'a run that was reset, which begins when the lost one did',
      task: { run: 'run-2', startedAt: '2026-03-12T10:00:05.000Z', startedEvent: 9 },
    },
    { what: 'a later run', task: { run: 'run-2', runStartedAt: '2026-03-12T11:00:00.000Z', startedEvent: 3 } },
  ];

  it.each(LATER_TASKS)(
    'what a lost task wrote gives way to a task of $what, with its moves and its lists',
    async ({ task }) => {
      const tenantId = newId('tenant');
      const changeId = newId('change');
      const move = (sequence: number, to: string) => ({ sequence, at: at(sequence), event: 'it', from: '', to });
      const start = [1, 2, 3].map((sequence) => move(sequence, 'assessing'));
      const lost = [...start, move(4, 'quoting'), move(5, 'reviewing')];
      const right = [...start, move(4, 'handedOver.waiting')];
      const written = (state: string, transitions: typeof lost, writtenIn = SAMPLE_TASK) =>
        sampleView({ sequence: transitions.length, state, transitions, writtenIn }, { tenantId, changeId });
      const inState = async (state: string) =>
        (await store.orders.list({ tenantId, filters: { state }, sorting: 'updated' }, 10)).length;
      await store.orders.project(written('reviewing', lost));
      const later = { ...SAMPLE_TASK, ...task };
      expect(await store.orders.project(written('handedOver.waiting', right, later))).toBe(true);
      expect(await store.orders.project(written('reviewing', lost))).toBe(false);
      const doc = await store.orders.findDoc(tenantId, changeId);
      expect(doc).toMatchObject({ sequence: 4, state: 'handedOver', moves: right });
      expect([await inState('reviewing'), await inState('handedOver')]).toEqual([0, 1]);
    },
  );

  it('what a task wrote is corrected, unless another task has written since', async () => {
    const changeId = newId('change');
    const facts = { country: 'FR', gateway: null, vatHash: null };
    await store.orders.project(sampleView({ sequence: 5, state: 'reviewing' }, { changeId }));
    expect(
      await store.orders.correct(SAMPLE_TASK, sampleView({ sequence: 3, state: 'verifying' }, { changeId }), facts),
    ).toBe(true);
    expect(await store.orders.find(TENANT, changeId)).toMatchObject({ sequence: 3, state: 'verifying' });
    const writtenIn = { ...SAMPLE_TASK, startedEvent: 20 };
    await store.orders.project(sampleView({ sequence: 4, writtenIn }, { changeId }));
    expect(await store.orders.correct(SAMPLE_TASK, sampleView({ sequence: 3 }, { changeId }), facts)).toBe(false);
  });

  describe('what is kept of an order', () => {
    const FACTS = { country: 'FR', gateway: null, vatHash: null };
    const boxOf = (sequence: number) => ({ sequence, keyId: 'one', box: `state ${sequence}` });
    const move = (sequence: number, minute = sequence) => ({ sequence, at: at(minute), event: 'it', from: '', to: '' });
    const viewOf = (changeId: string, sequence: number, more: Partial<ProjectedOrder> = {}) =>
      sampleView({ sequence, transitions: [move(sequence)], ...more }, { changeId });
    const keptOf = (changeId: string) => store.orders.findKept(TENANT, changeId);
    const write = (view: ProjectedOrder, kept: Kept | null = boxOf(view.sequence)) =>
      store.orders.project(view, FACTS, kept);

    it('what is kept of an order is that of its latest view, and a stale write does not replace it', async () => {
      const changeId = newId('change');
      expect(await keptOf(changeId)).toBeNull();
      await write(viewOf(changeId, 4));
      await write(viewOf(changeId, 6));
      expect(await write(viewOf(changeId, 5))).toBe(false);
      expect(await keptOf(changeId)).toEqual(boxOf(6));
      const before = { ...SAMPLE_TASK, runStartedAt: '2026-03-12T09:00:00.000Z', run: 'before' };
      expect(await write(viewOf(changeId, 9, { writtenIn: before }))).toBe(false);
      expect(await keptOf(changeId)).toEqual(boxOf(6));
      // What could not be kept takes the place of what was: it would be older than the order.
      await write(viewOf(changeId, 7), null);
      expect(await keptOf(changeId)).toBeNull();
    });

    it('what is kept of an order stays when more is told of the same move, and goes with any other and with the end', async () => {
      const corrected = async (view: Partial<ProjectedOrder> & { sequence: number }) => {
        const changeId = newId('change');
        await write(viewOf(changeId, 5));
        await store.orders.correct(SAMPLE_TASK, viewOf(changeId, view.sequence, view), FACTS);
        return keptOf(changeId);
      };
      expect(await corrected({ sequence: 5, tags: ['stuck'] })).toEqual(boxOf(5));
      expect(await corrected({ sequence: 4 })).toBeNull();
      expect(await corrected({ sequence: 5, transitions: [move(5, 30)] })).toBeNull();
      expect(await corrected({ sequence: 5, status: 'done' })).toBeNull();
    });

    it('what is kept of an order is in nothing else that is read', async () => {
      const changeId = newId('change');
      const vatHash = newId('hash');
      await store.orders.project(viewOf(changeId, 5), { ...FACTS, vatHash }, boxOf(5));
      const read = [
        await store.orders.find(TENANT, changeId),
        await store.orders.findDoc(TENANT, changeId),
        await store.orders.list({ tenantId: TENANT, filters: {}, sorting: 'updated' }, 100),
        await store.orders.listByVatHashes(TENANT, [vatHash], 10),
        await store.orders.listWrittenSince(new Date(0), 1_000),
        await store.orders.listOpen(1_000),
        await store.orders.listUnlookedFor(new Date('2100-01-01'), 1_000),
      ];
      for (const one of read) {
        expect(JSON.stringify(one)).toContain(changeId);
        expect(JSON.stringify(one)).not.toContain('"box"');
      }
    });
  });

  it('an order is shown as it was projected, and to its own tenant only', async () => {
    const view = sampleView();
    await store.orders.project(view);
    expect(await store.orders.find(TENANT, view.details.changeId)).toEqual(view);
    expect(await store.orders.find('tenant_b', view.details.changeId)).toBeNull();
  });

  it('orders are listed by what they wait for, the latest first and page by page', async () => {
    const tenantId = newId('tenant');
    const stuck = { step: 'reserving' as const, code: 'timeout' as const, message: '', attempts: 1, since: at(0) };
    for (let minute = 0; minute < 5; minute += 1) {
      const isStuck = minute % 2 === 0;
      const shown = isStuck ? { state: 'reserving.stuck', tags: ['money', 'stuck', 'settled'] } : {};
      const details = { tenantId, changeId: `c${minute}`, accountId: `acc_${minute}`, stuck: isStuck ? stuck : null };
      await store.orders.project(sampleView({ at: at(minute), ...shown }, details));
    }
    const ids = async (filters: OrderFilters, page: { from?: OrderPosition; limit?: number } = {}) => {
      const { from, limit = 10 } = page;
      const query = { tenantId, filters, sorting: 'updated', ...(from === undefined ? {} : { from }) } as const;
      return (await store.orders.list(query, limit)).map(({ changeId }) => changeId);
    };
    expect(await ids({})).toEqual(['c4', 'c3', 'c2', 'c1', 'c0']);
    expect(await ids({ waits: 'stuck' })).toEqual(['c4', 'c2', 'c0']);
    expect(await ids({ state: 'reserving' })).toEqual(['c4', 'c2', 'c0']);
    expect(await ids({ step: 'reserving' }, { limit: 2 })).toEqual(['c4', 'c2']);
    expect(await ids({ code: 'timeout' }, { from: { at: new Date(at(2)), changeId: 'c2' } })).toEqual(['c2', 'c0']);
    expect(await ids({ waits: 'customer' })).toEqual(['c3', 'c1']);
    expect(await ids({ accountId: 'acc_3' })).toEqual(['c3']);
    expect(await ids({ subscriptionId: 'sub_1' }, { limit: 1 })).toEqual(['c4']);
    expect(await store.orders.count({ tenantId, filters: { waits: 'stuck' }, sorting: 'updated' }, 2)).toBe(2);
  });

  it('the order that is longest in its state comes first, and moves within a state do not make it younger', async () => {
    const tenantId = newId('tenant');
    const moves = (...entered: [string, number][]) =>
      entered.map(([to, minute], index) => ({ sequence: index, at: at(minute), event: 'X', from: '', to }));
    const paying = { state: 'settlingPayment.waiting', tags: ['money', 'settled'] };
    const transitions = moves(
      ['reserving.working', 1],
      ['settlingPayment.charging', 2],
      ['settlingPayment.waiting', 9],
    );
    await store.orders.project(sampleView({ at: at(9), ...paying, transitions }, { tenantId, changeId: 'old' }));
    const later = { at: at(5), transitions: moves(['reviewing', 5]), nextTimerAt: at(40) };
    await store.orders.project(sampleView(later, { tenantId, changeId: 'young' }));
    await store.orders.project(sampleView({ status: 'done' }, { tenantId, changeId: 'over' }));
    const ids = async (sorting: Sorting, until?: Date) =>
      (await store.orders.list({ tenantId, filters: {}, sorting, ...(until && { until }) }, 5)).map(
        (one) => one.changeId,
      );
    expect(await ids('age')).toEqual(['old', 'young']);
    expect(await ids('age', new Date(at(3)))).toEqual(['old']);
    expect(await ids('timer')).toEqual(['young']);
    expect(await ids('timer', new Date(at(39)))).toEqual([]);
  });

  it('an order that is stuck has been in its state for as long as it is stuck, however long the step was tried before', async () => {
    const changeId = newId('change');
    const failed = { step: 'applying', code: 'unexpected', message: 'x', attempts: 1, since: at(30) } as const;
    const entered = { sequence: 1, at: at(0), event: 'x', from: 'reserving', to: 'applying.working' };
    const stuckView = {
      sequence: 2,
      state: 'applying.stuck.waiting',
      tags: ['settled', 'stuck'],
      transitions: [entered],
    };
    await store.orders.project(sampleView(stuckView, { changeId, stuck: failed }));
    expect((await store.orders.findDoc(TENANT, changeId))?.inStateSince).toEqual(new Date(at(30)));
  });

  it('an order keeps who has taken it through its later views, and orders that nobody has are listed', async () => {
    const tenantId = newId('tenant');
    const show = (changeId: string, sequence: number) =>
      store.orders.project(sampleView({ sequence }, { tenantId, changeId }));
    await show('c1', 1);
    await show('c2', 1);
    expect(await store.orders.assign(tenantId, 'c1', 'agnes')).toBe(true);
    expect(await store.orders.assign(tenantId, 'nothing', 'agnes')).toBe(false);
    await show('c1', 2);
    const ids = async (filters: OrderFilters, assigneeId?: string) =>
      (await store.orders.list({ tenantId, filters, sorting: 'updated', ...(assigneeId && { assigneeId }) }, 5)).map(
        ({ changeId }) => changeId,
      );
    expect(await ids({ unassigned: true })).toEqual(['c2']);
    expect(await ids({ waits: 'customer' }, 'agnes')).toEqual(['c1']);
    await store.orders.assign(tenantId, 'c1', null);
    expect(await ids({ waits: 'customer', unassigned: true })).toEqual(['c2', 'c1']);
    expect(await ids({}, 'agnes')).toEqual([]);
  });

  it('an order counts as idle while it waits for somebody and holds no money', async () => {
    const tenantId = newId('tenant');
    const show = (changeId: string, view: Partial<OrderView>) =>
      store.orders.project(sampleView({ at: at(1), ...view }, { tenantId, changeId }));
    await show('waits', {});
    await show('at_work', { settled: false, tags: [] });
    await show('money', { tags: ['settled', 'money'] });
    await show('stuck', { tags: ['settled', 'stuck'] });
    await show('done', { status: 'done' });
    const idle = async () =>
      (await store.orders.listIdle(new Date(at(2)), 50)).filter((order) => order.tenantId === tenantId);
    const [waiting, ...others] = await idle();
    expect([waiting?.changeId, others]).toEqual(['waits', []]);
    await store.orders.noteAskedToExpire({ tenantId, changeId: 'waits', idleSince: new Date(at(1)) }, new Date(at(3)));
    expect(await idle()).toEqual([]);
  });
});
