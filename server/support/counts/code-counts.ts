import type { Locale } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import { FAILURE_CODES, type FailureCode, ORDER_STEPS, stepsOf, WHOLE_ORDER } from '../../../machines/failure-codes';
import { type CodeCount, MOST_CODES } from '../../../schemas/support/lists';
import { keyFor, type OrderFilters } from '../../../store/orders/filters';
import type { OrderListQuery, StuckOrder } from '../../../store/orders/lists';
import { textOfFailure } from '../../api/stuck';
import type { ServerStore } from '../../ports';
import { COUNTED_UP_TO, countInWords } from './counted';

/** Up to so many stuck orders are looked at one by one, which is one query; of more, each code is counted by itself. */
const FEW = 200;
/** Of those that wait the longest for the same, so many are looked at for the step that they are stuck in. */
const LOOKED_AT = 25;

const OF_ORDERS: readonly string[] = [...ORDER_STEPS, ...WHOLE_ORDER];
const CODES_OF_ORDERS = FAILURE_CODES.filter((code) => stepsOf(code).some((step) => OF_ORDERS.includes(step)));

type Orders = Pick<ServerStore['orders'], 'count' | 'listStuck'>;

/** Orders that are stuck for the same reason. */
interface Cause {
  code: string;
  count: number;
  /** Of them, those that are looked at, the longest in their state first. */
  longest: StuckOrder[];
}

/** The stuck orders of a list by what failed, the most frequent first; none where the filters of the list do not go with it. */
export async function codeCountsOf(orders: Orders, list: OrderListQuery, locale: Locale): Promise<CodeCount[]> {
  const { waits, ...filters } = list.filters;
  const isOfOthers = waits !== undefined && waits !== 'stuck';
  if (isOfOthers || filters.code !== undefined || !isOffered({ ...filters, code: 'timeout' })) return [];
  const narrowed = (more: OrderFilters): OrderListQuery => ({
    ...byAge(list),
    filters: { ...filters, ...more },
  });
  const few = await orders.listStuck(narrowed({ waits: 'stuck' }), FEW + 1);
  const causes = few.length <= FEW ? grouped(few) : await counted(orders, (code) => narrowed({ code }));
  return causes
    .sort((one, other) => other.count - one.count)
    .slice(0, MOST_CODES)
    .map(({ code, count, longest }) => ({
      code,
      title: textOfFailure(code, locale),
      step: stepOf(longest),
      since: longest[0]?.since.toISOString() ?? null,
      ...countInWords(count, locale),
    }));
}

const isOffered = (filters: OrderFilters): boolean => keyFor(filters) !== undefined;

/** The end that a list has by another sorting means nothing by this one. */
function byAge({ until, sorting, ...list }: OrderListQuery): OrderListQuery {
  return present({ ...list, sorting: 'age' as const, until: sorting === 'age' ? until : undefined });
}

function grouped(stuck: readonly StuckOrder[]): Cause[] {
  const causes = new Map<string, StuckOrder[]>();
  for (const order of stuck) causes.set(order.code, [...(causes.get(order.code) ?? []), order]);
  return [...causes].map(([code, longest]) => ({ code, count: longest.length, longest }));
}

async function counted(orders: Orders, ofCode: (code: FailureCode) => OrderListQuery): Promise<Cause[]> {
  const found = await Promise.all(
    CODES_OF_ORDERS.map(async (code) => ({ code, count: await orders.count(ofCode(code), COUNTED_UP_TO) })),
  );
  return Promise.all(
    found
      .filter(({ count }) => count > 0)
      .map(async (cause) => ({ ...cause, longest: await orders.listStuck(ofCode(cause.code), LOOKED_AT) })),
  );
}

/** The step that all of them are stuck in. */
function stepOf(longest: readonly StuckOrder[]): string | null {
  const steps = new Set(longest.map(({ step }) => step));
  return steps.size === 1 ? (longest[0]?.step ?? null) : null;
}
