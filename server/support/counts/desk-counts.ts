import type { Locale } from '../../../billing/facts/types';
import type { DeskCounts } from '../../../schemas/support/lists';
import type { Principal } from '../../api/principal';
import type { ServerStore } from '../../ports';
import { COUNTED_UP_TO, countInWords } from './counted';

export interface DeskParts
  extends Pick<
    ServerStore,
    'orders' | 'grants' | 'supportItems' | 'inboundEvents' | 'outbox' | 'bulks' | 'seatFollowUps'
  > {
  now(): Date;
}

interface Asked {
  principal: Principal;
  person: string | null;
  locale: Locale;
}

/** What waits for somebody at support beside the list that they look at. */
export async function deskCountsOf(parts: DeskParts, { principal, person, locale }: Asked): Promise<DeskCounts> {
  const { orders, grants, supportItems, inboundEvents, outbox, bulks, seatFollowUps, now } = parts;
  const { tenantId, role } = principal;
  // Those of nobody known are an operator's matter.
  const whose = role === 'operator' ? [tenantId, null] : [tenantId];
  const theirs = { tenantId, filters: { open: true }, sorting: 'age' } as const;
  const [requests, items, parked, dead, givenUp, unfinished, mine, followUps] = await Promise.all([
    grants.countOpen(tenantId, now(), COUNTED_UP_TO),
    supportItems.countOpen(tenantId, COUNTED_UP_TO),
    inboundEvents.count(whose, 'parked', COUNTED_UP_TO),
    inboundEvents.count(whose, 'dead', COUNTED_UP_TO),
    outbox.countGivenUp(tenantId, COUNTED_UP_TO),
    bulks.countUnfinished(tenantId, COUNTED_UP_TO),
    person === null ? 0 : orders.count({ ...theirs, assigneeId: person }, COUNTED_UP_TO),
    seatFollowUps.count(tenantId, COUNTED_UP_TO),
  ]);
  const counted = (found: number) => countInWords(found, locale);
  return {
    requests: counted(requests),
    items: counted(items),
    inbound: counted(parked + dead),
    mails: counted(givenUp),
    bulks: counted(unfinished),
    mine: counted(mine),
    seatFollowUps: counted(followUps),
  };
}
