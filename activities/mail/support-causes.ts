import { MINUTE } from '../../billing/calendar/durations';
import { message, type Readership, readableAmount, readableTime } from '../../billing/explanation/messages';
import { mailCodeKey } from '../../gateways/mail/codes';
import { FAILURE_CODES, type FailureCode } from '../../machines/failure-codes';
import { orderReference } from '../../receipts/order-reference';
import { EVENTS_PAGE, MAILS_PAGE, orderPage, queuePage, REQUESTS_PAGE } from '../../store/facts/pages';
import type { SupportMail } from '../../store/facts/settings';
import type { Store } from '../../store/index';
import type { OrderDoc, OrderFilters } from '../../store/orders/orders';

/** The mails to a seller's support team (`mail.<kind>` in `locales/`), each about one cause. */
export const SUPPORT_MAILS = [
  'support.handedOver',
  'support.stuck',
  'support.secondPerson',
  'support.mailsGivenUp',
  'support.eventsUnheeded',
] as const;
export type SupportMailKind = (typeof SUPPORT_MAILS)[number];

/** Of what is counted, the oldest are named. */
const MOST_NAMED = 10;
/** Counting further would tell nobody more. */
const COUNTS_TO = 1_000;
/** By then the database shows what happened at an instant. What shows later than that is told with what comes next. */
const SHOWN_WITHIN = MINUTE;
const USUAL_STUCK_MINUTES = 60;

/** Why a support team is written to. */
export interface SupportCause {
  kind: SupportMailKind;
  /** Why orders are stuck; null for any other cause. */
  code: string | null;
  /** The end of what a mail tells of now. */
  upTo: Date;
  /** What there is to tell; null where nothing has happened since an instant. */
  look(after: Date): Promise<Found | null>;
}

/** What there is to tell of a cause. */
export interface Found {
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
  oldest: Date;
  /** The oldest, or what they have in common, one a line. */
  lines(reader: Readership): string[];
  /** How many of those that were counted have no line. */
  others: number;
  /** Of the pages for support. */
  page: { button: 'order' | 'queue' | 'requests' | 'mails' | 'events'; path: string };
}

type Reads = Pick<Store, 'orders' | 'grants' | 'outbox' | 'inboundEvents'>;

export const stuckMinutesOf = ({ stuckMinutes = USUAL_STUCK_MINUTES }: SupportMail): number => stuckMinutes;

/** What a seller's support team may have to be told of now. */
export async function causesOf(store: Reads, tenantId: string, team: SupportMail, now: Date): Promise<SupportCause[]> {
  const shown = new Date(now.getTime() - SHOWN_WITHIN);
  const longAgo = new Date(now.getTime() - stuckMinutesOf(team) * MINUTE);
  const codes = await codesOfStuck(store, tenantId, longAgo);
  return [
    {
      kind: 'support.handedOver',
      code: null,
      upTo: shown,
      look: ordersOf(store, tenantId, { state: 'handedOver' }, shown, queuePage('state', 'handedOver')),
    },
    ...codes.map((code) => ({
      kind: 'support.stuck' as const,
      code,
      upTo: longAgo,
      look: ordersOf(store, tenantId, { code }, longAgo, queuePage('code', code)),
    })),
    { kind: 'support.secondPerson', code: null, upTo: shown, look: requestsOf(store, tenantId, shown, now) },
    { kind: 'support.mailsGivenUp', code: null, upTo: shown, look: mailsGivenUpOf(store, tenantId, shown) },
    { kind: 'support.eventsUnheeded', code: null, upTo: longAgo, look: eventsUnheededOf(store, tenantId, longAgo) },
  ];
}

/** Why orders are stuck. Each code is asked for by itself, so that none hides behind thousands of another; none where no order is. */
async function codesOfStuck({ orders }: Reads, tenantId: string, until: Date): Promise<FailureCode[]> {
  const isAny = async (filters: OrderFilters): Promise<boolean> =>
    (await orders.count({ tenantId, filters, sorting: 'age', until }, 1)) > 0;
  if (!(await isAny({ waits: 'stuck' }))) return [];
  const asked = await Promise.all(FAILURE_CODES.map((code) => isAny({ code })));
  return FAILURE_CODES.filter((_, index) => asked[index]);
}

/** All orders of a list, once one has joined it. */
function ordersOf({ orders }: Reads, tenantId: string, filters: OrderFilters, until: Date, queue: string) {
  const list = { tenantId, filters, sorting: 'age', until } as const;
  return async (after: Date): Promise<Found | null> => {
    const from = { at: new Date(after.getTime() + 1), changeId: '' };
    if ((await orders.list({ ...list, from }, 1)).length === 0) return null;
    const [counted, oldest] = await Promise.all([orders.count(list, COUNTS_TO + 1), orders.list(list, MOST_NAMED)]);
    const [first] = oldest;
    if (first === undefined) return null;
    return {
      ...countOf(counted),
      oldest: sinceOf(first),
      lines: (reader) => oldest.map((order) => orderLine(order, reader)),
      others: Math.max(0, countOf(counted).count - oldest.length),
      page: counted === 1 ? { button: 'order', path: orderPage(first.changeId) } : { button: 'queue', path: queue },
    };
  };
}

const sinceOf = ({ inStateSince, updatedAt }: OrderDoc): Date => inStateSince ?? updatedAt;

function orderLine(order: OrderDoc, reader: Readership): string {
  const { changeId, view } = order;
  const { quote } = view.details;
  return message(reader, 'mail.support.order', {
    order: orderReference(changeId),
    since: timeFor(sinceOf(order), reader),
    due: quote === null ? 'none' : readableAmount(quote.dueToday, quote.currency, reader),
  });
}

/** All requests that wait for a second person, once one has joined them. */
function requestsOf({ grants }: Reads, tenantId: string, upTo: Date, now: Date) {
  return async (after: Date): Promise<Found | null> => {
    const open = (await grants.listOpen(tenantId, now, COUNTS_TO + 1)).toReversed().flatMap((request) => {
      const { requestedAt } = request;
      return requestedAt === undefined || requestedAt > upTo ? [] : [{ ...request, requestedAt }];
    });
    const named = open.slice(0, MOST_NAMED);
    const [first] = named;
    if (first === undefined || !open.some(({ requestedAt }) => requestedAt > after)) return null;
    return {
      ...countOf(open.length),
      oldest: first.requestedAt,
      lines: (reader) =>
        named.map(({ eventType, changeId, requestedAt }) =>
          message(reader, 'mail.support.request', {
            event: eventType,
            about: orderReference(changeId),
            since: timeFor(requestedAt, reader),
          }),
        ),
      others: countOf(open.length).count - named.length,
      page: { button: 'requests', path: REQUESTS_PAGE },
    };
  };
}

/** Those mails alone that were given up since: some are never sent, and would be told for ever. */
function mailsGivenUpOf({ outbox }: Reads, tenantId: string, upTo: Date) {
  return async (after: Date): Promise<Found | null> => {
    const mails = await outbox.listGivenUp(tenantId, { after, upTo }, COUNTS_TO + 1);
    const page = { button: 'mails', path: MAILS_PAGE } as const;
    return grouped(
      mails.map(({ code, givenUpAt }) => ({ since: givenUpAt, name: mailCodeKey(code ?? '') })),
      page,
    );
  };
}

/** Those events alone that came since, like mails. */
function eventsUnheededOf({ inboundEvents }: Reads, tenantId: string, upTo: Date) {
  return async (after: Date): Promise<Found | null> => {
    const events = await inboundEvents.listUnheeded(tenantId, { after, upTo }, COUNTS_TO + 1);
    const page = { button: 'events', path: EVENTS_PAGE } as const;
    return grouped(
      events.map(({ source, receivedAt }) => ({ since: receivedAt, name: source })),
      page,
    );
  };
}

/** What came one after another, by what it has in common: a name, or the key of its text. */
function grouped(all: readonly { since: Date | null; name: string }[], page: Found['page']): Found | null {
  const oldest = all[0]?.since;
  if (oldest == null) return null;
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const often = [...counts].sort(([, one], [, other]) => other - one).slice(0, MOST_NAMED);
  return {
    ...countOf(all.length),
    oldest,
    lines: (reader) =>
      often.map(([name, count]) => message(reader, 'mail.support.group', { name: reader.texts[name] ?? name, count })),
    others: 0,
    page,
  };
}

const countOf = (counted: number) => ({ count: Math.min(counted, COUNTS_TO), isMore: counted > COUNTS_TO });

/** Times of mails to support are in UTC, and say so. */
export const timeFor = (at: Date, reader: Readership): string => readableTime(at.toISOString(), reader);
