import { AMOUNT_BANDS } from '../../billing/money/amount-bands';
import {
  AGENTS,
  COUNTRIES,
  GATEWAYS,
  OPEN_STATES,
  OVER_STATES,
  pick,
  randomFrom,
  SAMPLE_FAILURES,
} from '../../dev/seed/sample-values';
import { WAITS } from '../../machines/waits';
import { SORTINGS, type Sorting } from '../../store/orders/document';
import { type FilterName, OFFERED, type OrderFilters } from '../../store/orders/filters';
import type { OrderListQuery } from '../../store/orders/lists';
import { SEEDED_TENANT } from './seeded';

/** One kind of list that is offered, and how to ask for some of it. */
export interface ListKind {
  name: string;
  query(seed: number): OrderListQuery;
}

const STATES = [...OPEN_STATES, ...OVER_STATES].map(({ state }) => state.split('.', 1)[0] ?? state);

/** A value of a filter, as the seeded orders have them. */
const VALUES: Record<FilterName, (random: () => number, orders: number) => string | true> = {
  state: (random) => pick(STATES, random()),
  waits: (random) => pick(WAITS, random()),
  code: (random) => pick(SAMPLE_FAILURES, random())[1],
  step: (random) => pick(SAMPLE_FAILURES, random())[0],
  country: (random) => pick(COUNTRIES, random())[0],
  amount: (random) => `${pick(COUNTRIES, random())[1]}:${pick(AMOUNT_BANDS, random())}`,
  gateway: (random) => pick(GATEWAYS, random()),
  accountId: (random, orders) => `acc_seed_${Math.floor((random() * orders) / 20)}`,
  subscriptionId: (random, orders) => `sub_seed_${Math.floor((random() * orders) / 3)}`,
  open: () => true,
  unassigned: () => true,
};

/** Every combination with every sort, and each once more for an assignee where that goes together. */
export function listKinds(orders: number): ListKind[] {
  return (Object.keys(SORTINGS) as Sorting[]).flatMap((sorting) =>
    OFFERED.flatMap((names) =>
      (names.includes('unassigned') ? [false] : [false, true]).map((ofAssignee) =>
        kind(names, sorting, ofAssignee, orders),
      ),
    ),
  );
}

function kind(names: readonly FilterName[], sorting: Sorting, ofAssignee: boolean, orders: number): ListKind {
  return {
    name: `${[...names, ...(ofAssignee ? ['assignee'] : [])].join(' + ') || 'all'} by ${sorting}`,
    query(seed) {
      const random = randomFrom(seed);
      const filters: OrderFilters = Object.fromEntries(names.map((name) => [name, VALUES[name](random, orders)]));
      return {
        tenantId: SEEDED_TENANT,
        filters,
        sorting,
        ...(ofAssignee ? { assigneeId: pick(AGENTS, random()) } : {}),
      };
    },
  };
}
