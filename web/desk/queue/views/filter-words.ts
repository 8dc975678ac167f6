import type { DeskKey } from '../../words/desk-words';
import type { Filter, View } from './view';

/** What a filter is called, with its value. */
export const FILTER_WORDS: Readonly<Record<Filter, DeskKey>> = {
  waits: 'desk.queue.filter.waits',
  code: 'desk.queue.filter.code',
  step: 'desk.queue.filter.step',
  state: 'desk.queue.filter.state',
  open: 'desk.queue.filter.open',
  unassigned: 'desk.queue.filter.unassigned',
  assignee: 'desk.queue.filter.assignee',
  country: 'desk.queue.filter.country',
  currency: 'desk.queue.filter.currency',
  amount: 'desk.queue.filter.amount',
  gateway: 'desk.queue.filter.gateway',
  accountId: 'desk.queue.filter.account',
  subscriptionId: 'desk.queue.filter.subscription',
};

/** How much is due, in a currency. */
export const BAND_WORDS: Readonly<Record<NonNullable<View['amount']>, DeskKey>> = {
  nothing: 'desk.queue.band.nothing',
  under_100: 'desk.queue.band.under_100',
  under_1000: 'desk.queue.band.under_1000',
  under_10000: 'desk.queue.band.under_10000',
  under_100000: 'desk.queue.band.under_100000',
  from_100000: 'desk.queue.band.from_100000',
};
