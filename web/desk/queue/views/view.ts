import { bandOf } from '../../../../billing/money/amount-bands';
import type { Operations, Schemas } from '../../../shared/api/api-types';

/** What narrows and sorts a list of orders. `assignee` may be "me": whoever opens the link. */
export type View = Omit<Operations['GET /v1/changes']['query'], 'limit' | 'cursor'>;

export type QueueOrder = Schemas['OrderListItem'];
export type ViewSorting = NonNullable<View['sort']>;

/** What a view may be narrowed by, in the order in which it is told. An amount goes with its currency. */
export const FILTERS = [
  'waits',
  'code',
  'step',
  'state',
  'open',
  'unassigned',
  'assignee',
  'country',
  'currency',
  'amount',
  'gateway',
  'accountId',
  'subscriptionId',
] as const satisfies readonly (keyof View)[];
export type Filter = (typeof FILTERS)[number];

export const VIEW_SORTINGS: readonly ViewSorting[] = ['age', 'timer', 'updated'];

/** What somebody sees who says nothing: what is stuck, the oldest first. */
export const FIRST_VIEW: View = { waits: 'stuck', sort: 'age' };

/** The view that an address names. What it says is held to nothing here: the API knows what it takes, and says why not. */
export function viewInAddress(search: Readonly<Record<string, unknown>>): View {
  const said = [...FILTERS, 'sort' as const].map((name) => [name, search[name]] as const);
  const texts = said.filter(([, value]) => (typeof value === 'string' && value !== '') || typeof value === 'number');
  return Object.fromEntries(texts.map(([name, value]) => [name, String(value)])) as View;
}

/** The link that opens a view. */
export function viewAddress(view: View): string {
  const given = [...FILTERS, 'sort' as const].flatMap((name) => {
    const value = view[name];
    return value === undefined ? [] : [[name, value]];
  });
  return `/desk?${new URLSearchParams(given)}`;
}

export const isBare = (view: View): boolean => Object.keys(view).length === 0;

/** A view as the API is asked for it. @param me null where nobody in particular asks */
export function queryOf(view: View, me: string | null): View {
  return view.assignee === 'me' && me !== null ? { ...view, assignee: me } : view;
}

/** A view with less, e.g. without its country. The band of an amount is nothing without its currency. */
export function without(view: View, filter: Filter): View {
  const gone = filter === 'currency' || filter === 'amount' ? ['currency', 'amount'] : [filter];
  return Object.fromEntries(Object.entries(view).filter(([name]) => !gone.includes(name))) as View;
}

/** A view with nothing but some of its filters, sorted as it is. */
export function onlyWith(view: View, filters: readonly string[]): View {
  return Object.fromEntries(Object.entries(view).filter(([name]) => name === 'sort' || filters.includes(name))) as View;
}

type Holds = (order: QueueOrder, asked: string) => boolean;

const HOLDS: Readonly<Record<Filter, Holds>> = {
  waits: ({ waits }, asked) => waits === asked,
  code: ({ stuck }, asked) => stuck?.code === asked,
  step: ({ stuck }, asked) => stuck?.step === asked,
  state: ({ state }, asked) => state.split('.')[0] === asked,
  open: ({ done }) => !done,
  unassigned: ({ done, assignee }) => !done && assignee === null,
  assignee: ({ assignee }, asked) => assignee === asked,
  country: ({ country }, asked) => country === asked,
  currency: ({ dueToday }, asked) => dueToday?.currency === asked,
  amount: ({ dueToday }, asked) => dueToday !== null && bandOf(dueToday.amount) === asked,
  gateway: ({ gateway }, asked) => gateway === asked,
  accountId: ({ accountId }, asked) => accountId === asked,
  subscriptionId: ({ subscriptionIds }, asked) => subscriptionIds.includes(asked),
};

/** Whether an order stands in the list that a query asks for. */
export function isIn(order: QueueOrder, query: View): boolean {
  if (sortOf(query) === 'age' && (order.done || order.inStateSince === null)) return false;
  if (sortOf(query) === 'timer' && (order.done || order.nextTimerAt === null)) return false;
  return FILTERS.every((name) => {
    const asked = query[name];
    return asked === undefined || HOLDS[name](order, asked);
  });
}

export const sortOf = ({ sort = 'updated' }: View): ViewSorting => sort;

const PLACES: Readonly<Record<ViewSorting, (order: QueueOrder) => string>> = {
  age: ({ inStateSince }) => inStateSince ?? '',
  timer: ({ nextTimerAt }) => nextTimerAt ?? '',
  updated: ({ updatedAt }) => updatedAt,
};

/** Compares two orders as the API sorts them: instants of one form compare as texts. */
export function inOrderOf(sorting: ViewSorting): (one: QueueOrder, other: QueueOrder) => number {
  const placeOf = PLACES[sorting];
  const direction = sorting === 'updated' ? -1 : 1;
  return (one, other) => direction * (compared(placeOf(one), placeOf(other)) || compared(one.changeId, other.changeId));
}

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
