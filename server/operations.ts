import type { KeyedHash } from '../store/access/keyed-hash';
import type { Store } from '../store/index';
import type { MountedOperation } from './api/operation';
import type { Temporal } from './api/temporal';
import { allFactRoutes } from './facts/routes';
import type { Cursors } from './http/cursors';
import type { Access } from './identity/access';
import { AuditTrail } from './identity/audit-trail';
import { sessionRoutes } from './identity/session-routes';
import type { InboundCounters } from './inbound/counters';
import { inboundEventRoutes } from './inbound/event-routes';
import type { InboundProcessing } from './inbound/handling';
import type { LiveFeed } from './live/feed';
import { liveRoutes } from './live/live-routes';
import { commandRoutes } from './orders/commands/routes';
import { quoteRoutes } from './orders/quotes/quote-routes';
import { simulationRoutes } from './orders/quotes/simulation-routes';
import { orderViewRoutes } from './orders/views/routes';
import { VisibleOrders } from './orders/views/visible-orders';
import { followUpRoutes } from './seats/follow-up-routes';
import { nudgeFollowUp } from './seats/follow-ups';
import { seatRoutes } from './seats/seat-routes';
import { outboxRoutes } from './support/outbox-routes';
import { supportRoutes } from './support/routes';

export interface OperationParts {
  store: Store;
  temporal: Temporal;
  access: Access;
  cursors: Cursors;
  /** null: orders cannot be found by a VAT number. */
  hashVatNumber: KeyedHash | null;
  inbound: InboundProcessing;
  counters: InboundCounters;
  live: LiveFeed;
  /** Shows what only developers may see. */
  development: boolean;
  now(): Date;
}

/** Every operation of the API, as the router and the OpenAPI document see them; each room is given what it uses. */
export function operationsOf(parts: OperationParts): MountedOperation[] {
  const { temporal, access, cursors, hashVatNumber, inbound, counters, live, development, now } = parts;
  const { accounts, subscriptions, products, carts, settings, seats, inboundEvents, outbox } = parts.store;
  const { orders, audit, grants, usage, bulks, supportItems, savedViews } = parts.store;
  const { ledger, payments, quotes, taxAmendments, vatEvidence } = parts.store;
  const trail = new AuditTrail({ audit, now });
  const visible = new VisibleOrders({ orders, temporal, access, trail });
  const facts = { accounts, subscriptions, products, carts, settings, ledger, vatEvidence };
  return [
    ...sessionRoutes(),
    ...quoteRoutes({ facts, access, trail, now }),
    ...simulationRoutes(),
    ...commandRoutes({ temporal, accounts, grants, usage, visible, access, trail, now }),
    ...orderViewRoutes({
      accounts,
      settings,
      orders,
      audit,
      payments,
      quotes,
      taxAmendments,
      vatEvidence,
      visible,
      access,
      trail,
      cursors,
      now,
    }),
    ...liveRoutes({ live, accounts, visible, access }),
    ...supportRoutes({
      orders,
      audit,
      grants,
      usage,
      bulks,
      supportItems,
      savedViews,
      payments,
      hashVatNumber,
      temporal,
      visible,
      access,
      trail,
      cursors,
      now,
    }),
    ...allFactRoutes({
      accounts,
      subscriptions,
      products,
      carts,
      settings,
      ledger,
      access,
      trail,
      cursors,
      nudgeSeats: (subscription) => nudgeFollowUp(temporal, subscription),
      now,
    }),
    ...seatRoutes({ seats, temporal, access, trail, cursors, now }),
    ...followUpRoutes({ temporal, access, trail }),
    ...inboundEventRoutes({ inboundEvents, inbound, counters, trail }),
    ...(development ? outboxRoutes({ outbox, trail }) : []),
  ];
}

/** The same for documents and tests, which read what the operations say and call none of them. */
export const describedOperations = (development: boolean): MountedOperation[] =>
  operationsOf({ store: {}, development } as OperationParts);
