import type { Locale } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import { type CodeCount, MOST_CODES } from '../../../schemas/support/lists';
import { keyFor, type OrderFilters } from '../../../store/orders/filters';
import type { OrderListQuery, StuckOrder } from '../../../store/orders/lists';
import { textOfFailure } from '../../api/stuck';
import type { ServerStore } from '../../ports';
import { COUNTED_UP_TO, countInWords } from './counted';

/** Up to so many stuck orders are looked at one by one, which is one query; of more, each code is counted by itself. */
const FEW = 200;
/** Of a code that is not among those, so many are looked at for the step that they are stuck in, the longest in it first. */
const LOOKED_AT = 25;

type Orders = Pick<ServerStore['orders'], 'count' | 'listStuck' | 'listStuckCodes'>;

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
  const longest = await orders.listStuck(narrowed({ waits: 'stuck' }), FEW + 1);
  const seen = grouped(longest);
  const causes =
    longest.length <= FEW
      ? [...seen.values()]
      : await counted(orders, {
          codes: await orders.listStuckCodes(list.tenantId),
          seen,
          ofCode: (code) => narrowed({ code }),
        });
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

function grouped(stuck: readonly StuckOrder[]): Map<string, Cause> {
  const causes = new Map<string, Cause>();
  for (const order of stuck) {
    const longest = [...(causes.get(order.code)?.longest ?? []), order];
    causes.set(order.code, { code: order.code, count: longest.length, longest });
  }
  return causes;
}

interface Counting {
  codes: readonly string[];
  /** Of some of the codes, those that wait the longest: who was seen already is not looked for again. */
  seen: ReadonlyMap<string, Pick<Cause, 'longest'>>;
  ofCode(code: string): OrderListQuery;
}

async function counted(orders: Orders, { codes, seen, ofCode }: Counting): Promise<Cause[]> {
  const causes = codes.map(async (code): Promise<Cause> => {
    const list = ofCode(code);
    const [count, longest] = await Promise.all([
      orders.count(list, COUNTED_UP_TO),
      seen.get(code)?.longest ?? orders.listStuck(list, LOOKED_AT),
    ]);
    return { code, count, longest };
  });
  return (await Promise.all(causes)).filter(({ count }) => count > 0);
}

/** The step that all of them are stuck in. */
function stepOf(longest: readonly StuckOrder[]): string | null {
  const steps = new Set(longest.map(({ step }) => step));
  return steps.size === 1 ? (longest[0]?.step ?? null) : null;
}
