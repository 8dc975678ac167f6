import type { Waits } from '../../machines/waits';

/**
 * The filters of lists of orders, and which of them go together. An order carries the key of every list it stands
 * in, so one index per sorting serves every combination of the table below, and a new combination is a line here.
 */

export interface OrderFilters {
  /** First part of the state's path, e.g. "settlingPayment". */
  state?: string;
  waits?: Waits;
  /** The failure code of a stuck order. */
  code?: string;
  /** The step in which it is stuck. */
  step?: string;
  /** ISO 3166-1 alpha-2 of the account. */
  country?: string;
  /** Currency and band, e.g. "EUR:under_100". */
  amount?: string;
  /** The payment gateway it was charged through. */
  gateway?: string;
  accountId?: string;
  subscriptionId?: string;
  /** Not over yet. */
  open?: true;
  /** Open, and nobody at support has taken it. */
  unassigned?: true;
}

export type FilterName = keyof OrderFilters;

/** The combinations offered. Besides, any of them can be asked for one assignee. */
export const OFFERED: readonly (readonly FilterName[])[] = [
  [],
  ['state'],
  ['waits'],
  ['code'],
  ['step'],
  ['country'],
  ['amount'],
  ['gateway'],
  ['accountId'],
  ['subscriptionId'],
  ['open'],
  ['unassigned'],
  ['state', 'country'],
  ['state', 'amount'],
  ['state', 'gateway'],
  ['waits', 'country'],
  ['waits', 'amount'],
  ['waits', 'gateway'],
  ['waits', 'unassigned'],
  ['code', 'country'],
  ['code', 'amount'],
  ['code', 'gateway'],
  ['code', 'unassigned'],
  ['open', 'country'],
  ['open', 'amount'],
  ['open', 'gateway'],
  ['open', 'accountId'],
];

/** The values that an order has; none where it has no such fact. */
export type OrderFacets = Readonly<Record<FilterName, readonly string[]>>;

/** The key of every list that an order stands in. */
export function keysOf(facets: OrderFacets): string[] {
  return OFFERED.flatMap((names) =>
    names.reduce<string[]>(
      (keys, name) => keys.flatMap((key) => facets[name].map((value) => extended(key, name, value))),
      [''],
    ),
  );
}

/** The key of the list that filters ask for, or undefined for a combination that is not offered. */
export function keyFor(filters: OrderFilters): string | undefined {
  const asked = namesIn(filters);
  const offered = OFFERED.find((names) => names.length === asked.length && names.every((name) => asked.includes(name)));
  return offered?.reduce((key, name) => extended(key, name, String(filters[name])), '');
}

export const namesIn = (filters: OrderFilters): FilterName[] =>
  (Object.keys(filters) as FilterName[]).filter((name) => filters[name] !== undefined);

const extended = (key: string, name: FilterName, value: string): string => `${key}${name}=${value};`;
