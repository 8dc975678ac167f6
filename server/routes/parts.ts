import type { KeyedHash } from '../../store/access/keyed-hash';
import type { Access } from '../access';
import type { BulkWorkflows } from '../bulk-workflows';
import type { Cursors } from '../cursors';
import type { InboundCounters } from '../inbound/counters';
import type { InboundDesk } from '../inbound/desk';
import type { LiveFeed } from '../live/feed';
import type { OrderWorkflows } from '../order-workflows';
import type { ServerStore } from '../ports';
import type { SeatFollowUps } from '../seat-follow-ups';
import type { VatCredits } from '../vat-credits';

/** What the routes work with. */
export interface RouteParts {
  store: ServerStore;
  workflows: OrderWorkflows;
  seatFollowUps: SeatFollowUps;
  bulks: BulkWorkflows;
  vatCredits: VatCredits;
  access: Access;
  cursors: Cursors;
  /** null: orders cannot be found by a VAT number. */
  hashVatNumber: KeyedHash | null;
  desk: InboundDesk;
  counters: InboundCounters;
  live: LiveFeed;
  now(): Date;
}
