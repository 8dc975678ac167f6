import type { KeyedHash } from '../store/access/keyed-hash';
import type { Cursors } from './http/cursors';
import type { Access } from './identity/access';
import type { InboundCounters } from './inbound/counters';
import type { InboundDesk } from './inbound/handling';
import type { LiveFeed } from './live/feed';
import type { OrderWorkflows } from './orders/commands/workflows';
import type { ServerStore } from './ports';
import type { SeatFollowUps } from './seats/follow-ups';
import type { BulkWorkflows } from './support/bulk/workflows';
import type { VatCredits } from './support/vat-credits';

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
