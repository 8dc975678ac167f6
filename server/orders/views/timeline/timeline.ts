import type { CurrencyTable } from '../../../../gateways/payment/port';
import { isActByTwo } from '../../../../machines/events';
import type { AuditEntry } from '../../../../store/audit/audit';
import { END_LOST, type OrderView } from '../../../../workflows/contract';
import { deedToApi, inboundToApi, mailToApi, noteToApi, paymentToApi, type TimelineReader } from './happenings';
import { attemptsToApi } from './moves';
import type { Happenings } from './sources';
import type { ToldItem } from './told';

/** Everything that happened to an order, in no order yet. */
export function told(
  happenings: Happenings,
  view: OrderView,
  currencies: CurrencyTable,
  reader: TimelineReader,
): ToldItem[] {
  const { locale } = reader;
  const { moves, payments, inbound, mails, reminders, deeds, notes } = happenings;
  return [
    ...attemptsToApi(moves, view, locale),
    ...payments.map((payment) => paymentToApi(payment, currencies, locale)),
    ...inbound.map((event) => inboundToApi(event, locale)),
    ...mails.map((mail) => mailToApi(mail, null, reader)),
    ...reminders.map((mail) => mailToApi(mail, mail.subscriptionId, reader)),
    ...deeds.filter((deed) => !isToldByMoves(deed)).map((deed) => deedToApi(deed, locale)),
    ...notes.map((note) => noteToApi(note, locale)),
  ];
}

/** The outcome of a deed, which the order's own moves tell; acts of two that make none have nothing else that does. */
function isToldByMoves({ action }: AuditEntry): boolean {
  const [type, end] = action.split(':');
  return end === 'outcome' && (type === END_LOST || !isActByTwo(type ?? ''));
}

/** A place in a timeline: the instant and the key of an item. */
export type TimelinePosition = readonly [at: string, key: string];

/** The items in one direction of time, from after a position. */
export function inOrder(items: readonly ToldItem[], order: 'asc' | 'desc', after?: TimelinePosition): ToldItem[] {
  const direction = order === 'asc' ? 1 : -1;
  const sorted = [...items].sort((one, other) => direction * compared(positionOf(one), positionOf(other)));
  return after === undefined ? sorted : sorted.filter((one) => direction * compared(positionOf(one), after) > 0);
}

/** Attempts stay where the first one was, however many follow while somebody turns the pages. */
export const positionOf = ({ key, item }: ToldItem): TimelinePosition => [
  item.kind === 'attempt' ? item.firstAt : item.at,
  key,
];

function compared([at, key]: TimelinePosition, [otherAt, otherKey]: TimelinePosition): number {
  if (at !== otherAt) return at < otherAt ? -1 : 1;
  return key < otherKey ? -1 : key > otherKey ? 1 : 0;
}
