import type { Transition } from 'statechart-host/contract';
import { bandOf } from '../../billing/money/amount-bands';
import type { Waits } from '../../machines/waits';
import type { OrderView, ProjectedOrder } from '../../workflows/contract';
import { type Connection, collectionOf, type Index, type Model } from '../mongo/collection';
import { keysOf, type OrderFacets } from './filters';

/** An order as lists read it; the whole view travels along. */
export interface OrderDoc {
  tenantId: string;
  changeId: string;
  accountId: string;
  subscriptionIds: string[];
  /** Of the view. It falls where a task is lost after it has written, see `ProjectedView`. */
  sequence: number;
  /** First part of the state's path, e.g. "settlingPayment". */
  state: string;
  waits: Waits | null;
  country: string | null;
  /** Currency and band of what is due today; null where nothing was quoted. */
  amount: string | null;
  /** The payment gateway in use; null until the order has been charged. */
  gateway: string | null;
  isDone: boolean;
  updatedAt: Date;
  /** Since when it is in its state; null once it is over. */
  inStateSince: Date | null;
  /** When it moves on by itself; null where it does not. */
  nextTimerAt: Date | null;
  /** Set while the order waits for somebody without holding money, so that it may expire; else null. */
  idleSince: Date | null;
  /** Until when it does not expire however long it idles, where support has said so. */
  keptOpenUntil: Date | null;
  /** Who at support has taken it. */
  assigneeId: string | null;
  /** How many notes support has written on it; absent before the first one. */
  notes?: number;
  /** Keyed hash of the VAT number given in the order. */
  vatHash: string | null;
  /** By the clock of the database: what was written since then is found by it. */
  writtenAt: Date;
  /** When somebody last looked whether its workflow runs; absent before. */
  lookedForAt?: Date | null;
  /** Of the lists it stands in, see `filters.ts`. */
  listKeys: string[];
  view: ProjectedOrder;
  /** Every move of the order, oldest first; the view has the latest ones only, and lists have none. */
  moves?: Transition[];
  /** What the order is started again with, should its workflow be lost; absent where nothing is kept. No list and no answer has it. */
  kept?: Kept;
}

/** A state that was kept of an order, sealed. */
export interface Kept {
  /** Of the view that was written with it. */
  sequence: number;
  keyId: string;
  box: string;
}

/** Facts that lists need of an order and its view does not have. */
export type ListingFacts = Pick<OrderDoc, 'country' | 'gateway' | 'vatHash'>;

export const NO_FACTS: ListingFacts = { country: null, gateway: null, vatHash: null };

/** MongoDB uses a partial index only for a filter that says what the index says, word for word. */
export const EVER = new Date(0);

/** The part of an order's document that follows from its view; what support has beside it and when it is written do not. */
export type ProjectedDoc = Omit<
  OrderDoc,
  'assigneeId' | 'notes' | 'writtenAt' | 'lookedForAt' | 'listKeys' | 'moves' | 'kept'
>;

export function projected(view: ProjectedOrder, facts: ListingFacts): ProjectedDoc {
  const { details, sequence, tags } = view;
  const done = view.status !== 'active';
  const { tenantId, changeId, accountId, quote, payment } = details;
  const updatedAt = new Date(view.at);
  const state = firstPart(view.state);
  const waits = view.settled && !done && !['money', 'stuck', 'committed', 'held'].some((tag) => tags.includes(tag));
  return {
    tenantId,
    changeId,
    accountId,
    subscriptionIds: [...new Set(details.changes.map(({ subscriptionId }) => subscriptionId))],
    sequence,
    state,
    waits: details.waits,
    country: facts.country,
    amount: quote === null ? null : `${quote.currency}:${bandOf(quote.dueToday)}`,
    gateway: payment === null ? null : facts.gateway,
    isDone: done,
    updatedAt,
    inStateSince: inStateSince(view),
    nextTimerAt: done || !view.nextTimerAt ? null : new Date(view.nextTimerAt),
    idleSince: waits ? updatedAt : null,
    keptOpenUntil: details.extended?.idle ? new Date(details.extended.idle) : null,
    vatHash: facts.vatHash,
    view,
  };
}

/** Keys of the lists of an order, those for nobody's orders apart, since taking an order adds and removes them. */
export function listKeysOf(doc: ProjectedDoc): { taken: string[]; free: string[] } {
  const taken = keysOf(facetsOf(doc, false));
  return { taken, free: keysOf(facetsOf(doc, true)) };
}

function facetsOf(doc: ProjectedDoc, isFree: boolean): OrderFacets {
  const { state, waits, country, amount, gateway, accountId, subscriptionIds, isDone, view } = doc;
  const { stuck } = view.details;
  const open = isDone ? [] : ['true'];
  return {
    state: [state],
    waits: one(waits),
    code: one(stuck?.code),
    step: one(stuck?.step),
    country: one(country),
    amount: one(amount),
    gateway: one(gateway),
    accountId: [accountId],
    subscriptionId: subscriptionIds,
    open,
    unassigned: isFree ? open : [],
  };
}

const one = (value: string | null | undefined): string[] => (value == null ? [] : [value]);

const firstPart = (state: string): string => state.split('.', 1)[0] ?? state;

/**
 * Since when an order is in its state; null once it is over. The moves within a state do not make it younger, and an order that is stuck is as old there as it is stuck. A view knows the
 * latest moves only; then the oldest of them counts.
 */
export function inStateSince({ state: path, status, transitions, at, details: { stuck } }: OrderView): Date | null {
  if (status !== 'active') return null;
  const state = firstPart(path);
  const stuckSince = new Date(stuck?.since ?? '');
  if (!Number.isNaN(stuckSince.getTime())) return stuckSince;
  const moves = transitions.toReversed();
  const before = moves.findIndex(({ to }) => firstPart(to) !== state);
  const entered = before === -1 ? moves.at(-1) : moves[before - 1];
  return new Date(entered?.at ?? at);
}

const latest = { updatedAt: -1, changeId: -1 } as const;
const longest = { inStateSince: 1, changeId: 1 } as const;
const next = { nextTimerAt: 1, changeId: 1 } as const;

/** The orderings of lists, each by a field that two of its indexes end with. */
export const SORTINGS = { updated: latest, age: longest, timer: next } as const;
export type Sorting = keyof typeof SORTINGS;

/** Of open orders alone, so that an order costs it one entry and not one a write. */
export const LOOKED_FOR = { lookedForAt: 1 } as const;

/** Its index has an entry for each stuck order, and the codes in it are read without those: from one to the next. */
export const STUCK_CODE = 'view.details.stuck.code';

/** Open orders by where they are and what they are stuck with, to be counted from it without the orders themselves. */
export const TALLIED = { isDone: 1, state: 1, [STUCK_CODE]: 1, inStateSince: 1 } as const;

const OF_SOMEBODY = { assigneeId: { $gt: '' } } as const;

const INDEXES: readonly Index[] = [
  [{ tenantId: 1, changeId: 1 }, { unique: true }],
  [{ tenantId: 1, listKeys: 1, ...latest }],
  [{ tenantId: 1, listKeys: 1, ...longest }, { partialFilterExpression: { inStateSince: { $gt: EVER } } }],
  [{ tenantId: 1, listKeys: 1, ...next }, { partialFilterExpression: { nextTimerAt: { $gt: EVER } } }],
  [{ tenantId: 1, assigneeId: 1, listKeys: 1, ...latest }, { partialFilterExpression: OF_SOMEBODY }],
  [{ tenantId: 1, assigneeId: 1, listKeys: 1, ...longest }, { partialFilterExpression: OF_SOMEBODY }],
  [{ tenantId: 1, assigneeId: 1, listKeys: 1, ...next }, { partialFilterExpression: OF_SOMEBODY }],
  [{ tenantId: 1, [STUCK_CODE]: 1 }, { partialFilterExpression: { [STUCK_CODE]: { $gt: '' } } }],
  [{ tenantId: 1, vatHash: 1, ...latest }, { partialFilterExpression: { vatHash: { $gt: '' } } }],
  [{ idleSince: 1, changeId: 1 }, { partialFilterExpression: { idleSince: { $gt: EVER } } }],
  [{ writtenAt: 1 }],
  [TALLIED, { partialFilterExpression: { isDone: false } }],
  [LOOKED_FOR, { partialFilterExpression: { isDone: false } }],
];

export const indexOf = (sorting: Sorting, ofAssignee: boolean) =>
  ofAssignee
    ? ({ tenantId: 1, assigneeId: 1, listKeys: 1, ...SORTINGS[sorting] } as const)
    : ({ tenantId: 1, listKeys: 1, ...SORTINGS[sorting] } as const);

export function orderModel(connection: Connection): Model<OrderDoc> {
  return collectionOf<OrderDoc>(
    connection,
    'orders',
    {
      requiredText: ['tenantId', 'changeId', 'accountId', 'state'],
      requiredNumber: ['sequence'],
      number: ['notes'],
      requiredInstant: ['updatedAt', 'writtenAt'],
      requiredFlag: ['isDone'],
      text: ['waits', 'country', 'amount', 'gateway', 'assigneeId', 'vatHash'],
      instant: ['inStateSince', 'nextTimerAt', 'idleSince', 'keptOpenUntil', 'lookedForAt'],
      texts: ['subscriptionIds', 'listKeys'],
      json: ['view', 'moves', 'kept'],
      ours: ['kept'],
    },
    INDEXES,
  );
}
