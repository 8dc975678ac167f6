import { VIEW } from 'statechart-host/contract';
import { HOUR, MINUTE } from '../../billing/calendar/durations';
import type { RestingOrder } from '../../store/orders/orders';
import { isLost, type OrderView, orderWorkflowId, type ProjectedOrder } from '../../workflows/contract';
import type { LookForLostInput, LookForLostOutput } from '../contract';
import type { Tools } from '../shared/dependencies';
import { type ListingTools, listingFacts } from './project';
import { atAGlance, listRunning, type Whereabouts, whereaboutsOf } from './whereabouts';

type LostTools = ListingTools & Pick<Tools, 'temporalClient' | 'clock' | 'log'>;

/** An order that was written a moment ago may just be ending, or have its next task under way. */
export const RESTS_FOR = 5 * MINUTE;
/** Of a running order of which nothing is written: longer than it takes until somebody has looked. */
const TOLD_FOR = HOUR;
const AT_ONCE = 8;

/**
 * Compares open orders with running workflows, both ways. An open order whose workflow is gone is shown as stuck from here
 * on, so that support sees it; a running one of which nothing is written, or which is written as over, is told in the log.
 */
export async function lookForLost(tools: LostTools, { batch }: LookForLostInput): Promise<LookForLostOutput> {
  const before = new Date(tools.clock().getTime() - RESTS_FOR);
  const orders = await tools.store.orders.listUnlookedFor(before, batch);
  let lost = 0;
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    const found = await Promise.all(orders.slice(from, from + AT_ONCE).map((order) => lookAt(tools, order)));
    lost += found.filter((kind) => kind === 'gone').length;
    // An engine that says nothing is asked again in the next round.
    if (found.every((kind) => kind === 'unsure')) return { lost };
  }
  await tellUnwritten(tools, before, batch);
  return { lost };
}

async function lookAt(tools: LostTools, order: RestingOrder): Promise<Whereabouts['kind']> {
  const { temporalClient, store, clock } = tools;
  const whereabouts = await whereaboutsOf(temporalClient, order);
  if (whereabouts.kind === 'unsure') return 'unsure';
  if (whereabouts.kind === 'gone') await noteGone(tools, order, whereabouts);
  else if (isLost(order.view)) await noteBack(tools, order);
  await store.orders.noteLookedFor(order, clock());
  return whereabouts.kind;
}

async function noteGone(
  tools: LostTools,
  order: RestingOrder,
  { how, at }: Extract<Whereabouts, { kind: 'gone' }>,
): Promise<void> {
  if (isLost(order.view)) return;
  const { tenantId, changeId } = order;
  // One that has come to its end can still say so: only writing it down failed.
  const end = how === 'completed' ? await asked(tools, order) : null;
  if (end !== null && end.status !== 'active') return write(tools, order, end);
  tools.log.warn({ tenantId, changeId, how }, 'an open order has lost its workflow');
  await write(tools, order, lostView(order.view, how, at ?? tools.clock()));
}

/** It runs again, e.g. because it was started from what was kept of it. */
async function noteBack(tools: LostTools, order: RestingOrder): Promise<void> {
  const now = await asked(tools, order);
  if (now !== null) await write(tools, order, now);
}

/** The order itself; null where nobody answers. */
const asked = ({ temporalClient }: LostTools, { tenantId, changeId }: RestingOrder): Promise<OrderView | null> =>
  atAGlance(temporalClient, () =>
    temporalClient.workflow.getHandle(orderWorkflowId(tenantId, changeId)).query<OrderView>(VIEW),
  ).catch(() => null);

/** In the place of what its last task has written, so that whatever the order writes itself comes after it. */
async function write(tools: LostTools, { view: { writtenIn } }: RestingOrder, view: OrderView): Promise<void> {
  const told: ProjectedOrder = { ...view, writtenIn };
  await tools.store.orders.correct(writtenIn, told, await listingFacts(tools, told));
}

/** As it stood, and stuck: nothing moves it any more, neither an event nor a timer. */
function lostView(view: ProjectedOrder, how: string, at: Date): OrderView {
  const { nextTimerAt: _, allowedByPayload: __, ...rest } = view;
  return {
    ...rest,
    settled: true,
    tags: [...new Set([...view.tags, 'stuck'])],
    allowedEvents: [],
    details: {
      ...view.details,
      waits: 'stuck',
      situation: 'stuck',
      stuck: {
        step: 'running',
        code: 'workflow_lost',
        message: `Its workflow is gone: ${how}.`,
        attempts: 1,
        since: at.toISOString(),
      },
    },
  };
}

/** For an hour after its start; after that `avenant reconcile` tells. */
async function tellUnwritten(tools: LostTools, before: Date, limit: number): Promise<void> {
  const { temporalClient, store, log } = tools;
  const after = new Date(before.getTime() - TOLD_FOR);
  for (const order of await listRunning(temporalClient, { after, before }, limit)) {
    const written = await store.orders.findDoc(order.tenantId, order.changeId);
    if (written === null) log.warn(order, 'an order runs, and nothing is written of it');
    else if (written.isDone && written.writtenAt < before) log.warn(order, 'an order runs, and it is written as over');
  }
}
