import { WorkflowNotFoundError } from '@temporalio/client';
import { VIEW } from 'statechart-host/contract';
import { RESTS_FOR } from '../../activities/order/lost';
import type { EngineAccess } from '../../activities/order/whereabouts';
import { SECOND } from '../../billing/calendar/durations';
import type { RestingOrder } from '../../store/orders/orders';
import { isLost, type OrderView, orderWorkflowId } from '../../workflows/contract';
import type { Check } from './check';

const PAGE = 200;
const AT_ONCE = 8;
/** A worker may have to go through the whole history of an order before it can say where it stands. */
const PATIENCE = 10 * SECOND;
const TOLD_EVERY = 1_000;
/** After so many without one that answers it is no matter of theirs. */
const MOST_SILENT = 2 * AT_ONCE;
const SILENT = 'it did not say where it stands: look at its task in Temporal, which may be failing';

type Place = Pick<OrderView, 'state' | 'sequence'>;

/**
 * Asks the workflow of every open order where it stands, and compares that with what is written of it. It takes a worker that
 * answers, and about as long as a look at each order takes.
 *
 * @param now an order that was written within minutes before that is not asked: it may be moving
 * @param tell how many were asked, from time to time
 */
export const standingCheck = (client: EngineAccess, now: Date, tell: (line: string) => void): Check => ({
  subjects: 'orders asked where they stand',
  async run({ orders }, found) {
    const before = new Date(now.getTime() - RESTS_FOR);
    let [count, silent] = [0, 0];
    let page = await orders.listOpen(PAGE);
    for (; page.length > 0; page = await orders.listOpen(PAGE, page.at(-1))) {
      // Of one that has lost its workflow another check tells.
      const resting = page.filter(({ writtenAt, view }) => writtenAt < before && !isLost(view));
      for (let from = 0; from < resting.length; from += AT_ONCE) {
        const some = resting.slice(from, from + AT_ONCE);
        const places = await Promise.all(some.map((order) => placeOf(client, order)));
        silent = places.every((place) => place === 'silent') ? silent + places.length : 0;
        if (silent >= MOST_SILENT) throw new Error(`none of ${silent} orders said where it stands; does a worker run?`);
        for (const [index, { tenantId, changeId, view }] of some.entries()) {
          const place = places[index];
          if (place === 'silent') found({ tenantId, subject: `order ${changeId}`, problem: SILENT });
          if (!place || place === 'silent' || isSame(place, view)) continue;
          // It may have moved since the page was read.
          const written = await orders.find(tenantId, changeId);
          if (written === null || isSame(place, written)) continue;
          found({ tenantId, subject: `order ${changeId}`, problem: inWords(written, place) });
        }
        count += some.length;
        if (Math.floor(count / TOLD_EVERY) > Math.floor((count - some.length) / TOLD_EVERY)) {
          tell(`${count} open orders were asked where they stand.`);
        }
      }
    }
    return count;
  },
});

const isSame = (one: Place, other: Place): boolean => one.state === other.state && one.sequence === other.sequence;

const inWords = (written: Place, place: Place): string =>
  `it is written as ${written.state} after ${written.sequence} moves; its workflow says ${place.state} after ${place.sequence}`;

/** @returns null where there is no workflow, "silent" where it did not answer */
async function placeOf(client: EngineAccess, { tenantId, changeId }: RestingOrder): Promise<Place | 'silent' | null> {
  const handle = client.workflow.getHandle(orderWorkflowId(tenantId, changeId));
  try {
    return await client.withDeadline(Date.now() + PATIENCE, () => handle.query<OrderView>(VIEW));
  } catch (error) {
    return error instanceof WorkflowNotFoundError ? null : 'silent';
  }
}
