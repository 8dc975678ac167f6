import { present } from '../../../billing/present';
import type { Schemas } from '../../shared/api/api-types';
import { FILTERS as SHOWN, viewAddress, viewInAddress } from '../queue/views/view';

type Filter = NonNullable<Schemas['BulkRequest']['filter']>;
export type BulkEvent = Schemas['Bulk']['event'];

/** The acts that need nothing but a reason, or what the form asks for; the others want a deadline of each order. */
const EVENTS: readonly BulkEvent[] = [
  'RETRY',
  'RETRY_NEW_KEY',
  'SKIP',
  'ABORT',
  'HOLD',
  'RELEASE',
  'RESEND',
  'DECLINE_HANDOVER',
];

const FILTERS = [
  ...(['state', 'waits', 'stuck', 'code', 'step', 'country', 'currency', 'amount', 'gateway', 'accountId'] as const),
  ...([
    'subscriptionId',
    'open',
    'unassigned',
    'assignee',
    'sort',
    'updatedSince',
    'inStateBefore',
    'timerBefore',
  ] as const),
] satisfies readonly (keyof Filter)[];

/** Narrow no list by themselves: a bulk of everything is what nobody means. */
const NOT_ENOUGH: ReadonlySet<string> = new Set(['sort', 'open']);

/** A new bulk as an address holds it; absent where there is none in it. */
export type AddressBulk = { event?: BulkEvent; orders?: string } & { [Name in keyof Filter]?: string };

/** Out of an address that anybody may have written; what is no filter is refused by the API. */
export function bulkInAddress(search: Record<string, unknown>): AddressBulk {
  const filters = FILTERS.map((name) => [name, textOf(search[name])] as const);
  return present({
    event: EVENTS.find((event) => event === search.event),
    orders: textOf(search.orders),
    ...Object.fromEntries(filters),
  });
}

const LONGEST = 80_000;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, LONGEST) : undefined;

/** The orders of a bulk in the words of the API; null where none are named. */
export type BulkOrders = Pick<Schemas['TriedBulk'], 'changeIds' | 'filter'>;

export function ordersOf({ event: _, orders, ...filter }: AddressBulk): BulkOrders | null {
  if (orders !== undefined) return { changeIds: orders.split(',').filter((id) => id !== '') };
  const isNarrowed = Object.keys(filter).some((name) => !NOT_ENOUGH.has(name));
  return isNarrowed ? { filter: filter as Filter } : null;
}

/** The queue with the filters that a list of orders was taken by; null where it cannot show all of them, so not that list. */
export function queueOf(filter: Readonly<Record<string, string>>): string | null {
  const isShown = Object.keys(filter).every((name) => name === 'sort' || SHOWN.some((one) => one === name));
  return isShown ? viewAddress(viewInAddress(filter)) : null;
}
