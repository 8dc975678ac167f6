import type { Locale } from '../../../billing/facts/types';
import { FAILURE_CODES, type FailureCode, stepsOf } from '../../../machines/failure-codes';
import { type CodeCount, MOST_CODES } from '../../../schemas/support/lists';
import { keyFor } from '../../../store/orders/filters';
import type { OrderListQuery } from '../../../store/orders/lists';
import { textOfFailure } from '../../api/stuck';
import type { ServerStore } from '../../ports';
import { COUNTED_UP_TO, inWords } from './counted';

/** Of those that wait the longest for the same, so many are looked at for the step that they are stuck in. */
const LOOKED_AT = 25;

type Orders = Pick<ServerStore['orders'], 'count' | 'listStuck'>;

/** The stuck orders of a list by what failed, the most frequent first; none where the filters of the list do not go with it. */
export async function codeCountsOf(orders: Orders, list: OrderListQuery, locale: Locale): Promise<CodeCount[]> {
  const { until: _, ...whole } = list;
  const ofCode = (code: FailureCode): OrderListQuery => ({
    ...whole,
    filters: { ...list.filters, code },
    sorting: 'age',
  });
  if (list.filters.code !== undefined || keyFor({ ...list.filters, code: 'timeout' }) === undefined) return [];
  const found = await Promise.all(
    FAILURE_CODES.map(async (code) => ({ code, found: await orders.count(ofCode(code), COUNTED_UP_TO) })),
  );
  const most = found.filter((one) => one.found > 0).sort((one, other) => other.found - one.found);
  return Promise.all(
    most.slice(0, MOST_CODES).map(async ({ code, found: counted }) => {
      const longest = await orders.listStuck(ofCode(code), LOOKED_AT);
      return {
        code,
        title: textOfFailure(code, locale),
        step: stepOf(code, longest),
        since: longest[0]?.since.toISOString() ?? null,
        ...inWords(counted, locale),
      };
    }),
  );
}

/** The step that all of them are stuck in. */
function stepOf(code: FailureCode, longest: readonly { step: string }[]): string | null {
  const [only, another] = stepsOf(code);
  if (only !== undefined && another === undefined) return only;
  const steps = new Set(longest.map(({ step }) => step));
  return steps.size === 1 ? (longest[0]?.step ?? null) : null;
}
