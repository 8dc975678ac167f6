import { BULK_RESULTS, type BulkResult, clearsStuck, MOST_ORDERS } from '../../../machines/bulk';
import type { BulkEffect } from '../../../schemas/support/bulk';
import type { OrderRest } from '../../../store/orders/lists';
import type { Bulk, BulkCounts, BulkItem, OrderSeen } from '../../../store/support/bulks';
import type { ServerStore } from '../../ports';

type Sources = Pick<ServerStore, 'bulks' | 'orders'>;

/** By the order, what an event has come to so far; an order of which nothing can be said is not there. */
export type Effects = ReadonlyMap<string, BulkEffect>;

/** How many orders a bulk has helped. */
export type EffectCounts = Record<'leftState' | 'stuckAgain' | 'underWay', number>;

/**
 * The effect of a bulk on some of its orders: where each is at this moment, beside where it was when the list was made. Those that
 * took the event are looked at; one of which nobody knows whether it did has an effect as soon as it is seen.
 */
export async function effectsOn(
  { orders }: Pick<Sources, 'orders'>,
  { tenantId, event }: Pick<Bulk, 'tenantId' | 'event'>,
  listed: readonly OrderSeen[],
  results: readonly BulkItem[],
): Promise<Effects> {
  const wasTaken = new Map(
    results
      .filter(({ status }) => status === 'done' || status === 'failed')
      .map(({ changeId, status }) => [changeId, status === 'done']),
  );
  const rests = wasTaken.size === 0 ? [] : await orders.listRests(tenantId, [...wasTaken.keys()]);
  const seen = new Map(listed.map((order) => [order.changeId, order]));
  const clears = clearsStuck(event.type);
  return new Map(
    rests.flatMap((rest) => {
      const effect = effectOf(seen.get(rest.changeId), rest, { clears, isTaken: wasTaken.get(rest.changeId) === true });
      return effect === null ? [] : [[rest.changeId, effect]];
    }),
  );
}

/** What became of the orders of a bulk, counted. */
interface CountedProgress {
  counts: BulkCounts;
  effects: EffectCounts;
}

/** The same of all its orders, with their results, counted: of one reading, so that while they are worked on the numbers add up too. */
export async function countProgress(sources: Sources, bulk: Bulk): Promise<CountedProgress> {
  const { orders = [] } = (await sources.bulks.find(bulk, { from: 0, count: MOST_ORDERS })) ?? {};
  const results = await sources.bulks.results(bulk, orders.map(idOf));
  const effects = [...(await effectsOn(sources, bulk, orders, results)).values()];
  const withResult = (of: BulkResult): number => results.filter(({ status }) => status === of).length;
  const withEffect = (of: BulkEffect): number => effects.filter((effect) => effect === of).length;
  return {
    counts: Object.fromEntries(BULK_RESULTS.map((result) => [result, withResult(result)])) as BulkCounts,
    effects: {
      leftState: withEffect('left_state'),
      stuckAgain: withEffect('stuck_again'),
      underWay: withEffect('under_way'),
    },
  };
}

const idOf = ({ changeId }: { changeId: string }): string => changeId;

/** An order is written when it comes to rest: one that took the event and has not been since is at work. */
function effectOf(
  seen: OrderSeen | undefined,
  { state, sequence, settled, isStuck }: OrderRest,
  { clears, isTaken }: { clears: boolean; isTaken: boolean },
): BulkEffect | null {
  if (seen === undefined || seen.sequence === null) return null;
  if (sequence <= seen.sequence) return isTaken ? 'under_way' : null;
  if (!settled) return 'under_way';
  if (isStuck && clears) return 'stuck_again';
  return state === seen.state ? null : 'left_state';
}
