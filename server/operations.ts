import type { Logger } from 'pino';
import type { Workshop } from '../papers/workshop';
import type { KeyRing } from '../store/access/key-ring';
import type { KeyedHashes } from '../store/access/keyed-hash';
import type { SubscriptionKey } from '../store/facts/subscription-document';
import type { MountedOperation } from './api/operation';
import type { Temporal } from './api/temporal';
import { accountRoutes } from './customers/account-routes';
import { catalogueRoutes } from './customers/catalogue-routes';
import { subscriptionRoutes } from './customers/subscription-routes';
import { cartRoutes } from './facts/cart-routes';
import { documentRoutes } from './facts/document-routes';
import { factRoutes } from './facts/fact-routes';
import { personRoutes } from './facts/person-routes';
import type { Cursors } from './http/cursors';
import type { Access } from './identity/access';
import { AuditTrail } from './identity/audit-trail';
import { keyRoutes } from './identity/key-routes';
import { sessionRoutes } from './identity/session-routes';
import type { InboundCounters } from './inbound/counters';
import { inboundEventRoutes } from './inbound/event-routes';
import type { InboundProcessing } from './inbound/handling';
import type { Leaving } from './inbound/leaving';
import type { LiveFeed } from './live/feed';
import { liveRoutes } from './live/live-routes';
import { eventRoutes } from './orders/commands/event-routes';
import { previewRoutes } from './orders/commands/preview-routes';
import { startRoutes } from './orders/commands/start-routes';
import { quoteRoutes } from './orders/quotes/quote-routes';
import { simulationRoutes } from './orders/quotes/simulation-routes';
import { orderListRoutes } from './orders/views/list-routes';
import { OrderReaders } from './orders/views/order-readers';
import { OrderWatch } from './orders/views/order-watch';
import { type GatewayCurrencies, paymentRoutes } from './orders/views/payment-routes';
import { receiptListRoutes } from './orders/views/receipt-list-routes';
import { receiptRoutes } from './orders/views/receipt-routes';
import { taxRecordRoutes } from './orders/views/tax-record-routes';
import { timelineRoutes } from './orders/views/timeline/timeline-routes';
import { VisibleOrders } from './orders/views/visible-orders';
import { paymentSetupRoutes } from './payment-setup/routes';
import type { PaymentPages } from './payment-setup/setting';
import type { ServerStore } from './ports';
import { quoteLinkRoutes } from './quote-links/routes';
import { followUpRoutes } from './seats/follow-up-routes';
import { seatsChanged } from './seats/follow-ups';
import { openFollowUpRoutes } from './seats/open-follow-up-routes';
import { accountPeopleRoutes } from './seats/people-routes';
import { seatRoutes } from './seats/seat-routes';
import { settingsRoutes } from './seller/settings-routes';
import { ActsByTwo } from './support/acts/acts';
import { ending, startingAgain } from './support/acts/lost-order';
import { actRoutes } from './support/acts/routes';
import { creditingVat } from './support/acts/vat-credit';
import { assigneeRoutes } from './support/assignee-routes';
import { auditRoutes } from './support/audit-routes';
import { bulkEventRoutes } from './support/bulk/event-routes';
import { bulkPreviewRoutes } from './support/bulk/preview-routes';
import { bulkSteeringRoutes } from './support/bulk/steering-routes';
import { countRoutes } from './support/counts/count-routes';
import { supportItemRoutes } from './support/item-routes';
import { mailRoutes } from './support/mail-routes';
import { noteRoutes } from './support/note-routes';
import { outboxRoutes } from './support/outbox-routes';
import { reasonRoutes } from './support/reason-routes';
import { requestRoutes } from './support/request-routes';
import { runbookRoutes } from './support/runbook/routes';
import { searchRoutes } from './support/search-routes';
import { staffRoutes } from './support/staff-routes';
import { savedViewRoutes } from './support/view-routes';
import { taskQueueRoutes } from './workers/task-queue-routes';

interface OperationParts {
  store: ServerStore;
  temporal: Temporal;
  access: Access;
  cursors: Cursors;
  /** null: orders cannot be found by a VAT number. */
  vatHashes: KeyedHashes | null;
  /** null: what is kept of orders cannot be read. */
  keyRing: KeyRing | null;
  /** null: payment details are given as tokens only. */
  paymentPages: PaymentPages | null;
  /** null: no link to this API can be made. */
  publicUrl: string | null;
  inbound: InboundProcessing;
  counters: InboundCounters;
  live: LiveFeed;
  workshop: Workshop;
  logger: Logger;
  leaving: Leaving;
  currencies: GatewayCurrencies;
  /** Shows what only developers may see. */
  development: boolean;
  now(): Date;
}

/** Every operation of the API, as the router and the OpenAPI document see them; each is given what it uses. */
export function operationsOf(parts: OperationParts): MountedOperation[] {
  const { temporal, access, cursors, vatHashes, keyRing, inbound, counters } = parts;
  const { live, workshop, logger, leaving, currencies, development, paymentPages, publicUrl, now } = parts;
  const { accounts, people, subscriptions, products, carts, settings, seats, inboundEvents, outbox } = parts.store;
  const { apiKeys, seatFollowUps, staff } = parts.store;
  const { orders, audit, grants, usage, bulks, supportItems, orderNotes, savedViews } = parts.store;
  const { ledger, payments, paymentSetups, quoteLinks, quotes, taxAmendments, vatEvidence } = parts.store;
  const trail = new AuditTrail({ audit, now });
  const visible = new VisibleOrders({ orders, temporal, access, trail });
  const lost = { orders, subscriptions, payments, keyRing, temporal, now };
  const acts = new ActsByTwo([creditingVat({ supportItems, settings, temporal }), startingAgain(lost), ending(lost)]);
  const readers = new OrderReaders({ accounts, orders, settings, audit, acts });
  const watch = new OrderWatch({ look: (name) => visible.lookOrEnd(name), live });
  const facts = { accounts, subscriptions, products, carts, settings, ledger, vatEvidence };
  const events = {
    readers,
    grants,
    usage,
    supportItems,
    paymentSetups,
    visible,
    temporal,
    access,
    trail,
    keyRing,
    now,
  };
  const nudgeSeats = (name: SubscriptionKey) => seatsChanged({ temporal, subscriptions, seatFollowUps }, name);
  return [
    ...sessionRoutes({ accounts, people }),
    ...keyRoutes({ apiKeys }),
    ...accountRoutes({ accounts, ledger, settings, access, trail, cursors }),
    ...subscriptionRoutes({ ...facts, orders, access, trail, cursors, now }),
    ...catalogueRoutes({ products, access, now }),
    ...quoteRoutes({ facts, access, trail, now }),
    ...simulationRoutes(),
    // Taking the next one first: its path could be that of an order.
    ...assigneeRoutes({ accounts, orders, audit, visible, trail }),
    ...startRoutes({ readers, visible, temporal, access, trail, watch }),
    ...eventRoutes(events),
    ...paymentSetupRoutes({
      paymentSetups,
      settings,
      usage,
      visible,
      trail,
      events,
      keyRing,
      pages: paymentPages,
      now,
    }),
    ...quoteLinkRoutes({ quoteLinks, usage, visible, trail, keyRing, publicUrl, now }),
    ...previewRoutes({ grants, visible, temporal, access, trail, now }),
    ...staffRoutes({ apiKeys, staff, people, now }),
    ...requestRoutes({ accounts, orders, grants, audit, acts, temporal, trail, now }),
    ...noteRoutes({ orders, orderNotes, visible, trail, now }),
    ...supportItemRoutes({ supportItems, seatFollowUps, trail, cursors }),
    ...mailRoutes({ accounts, outbox, people, trail, cursors, now }),
    ...actRoutes({ acts, grants, visible, trail, now }),
    ...receiptRoutes({ accounts, payments, settings, subscriptions, taxAmendments, visible, trail, workshop, logger }),
    ...receiptListRoutes({ orders, access, trail, cursors }),
    ...taxRecordRoutes({ quotes, taxAmendments, vatEvidence, visible }),
    ...paymentRoutes({ orders, payments, currencies, visible, now }),
    ...orderListRoutes({ accounts, orders, access, cursors }),
    ...timelineRoutes({ orders, audit, payments, inboundEvents, outbox, orderNotes, currencies, visible, cursors }),
    ...liveRoutes({ live, readers, watch, visible, access }),
    // The preview first: its path could be that of a bulk.
    ...bulkPreviewRoutes({ orders, temporal, now }),
    ...bulkEventRoutes({ bulks, orders, temporal, access, trail, cursors, now }),
    ...bulkSteeringRoutes({ bulks, orders, temporal, access, trail, now }),
    ...countRoutes({ orders, grants, supportItems, inboundEvents, outbox, bulks, seatFollowUps, access, now }),
    ...reasonRoutes(),
    ...runbookRoutes(),
    ...searchRoutes({ accounts, orders, payments, usage, vatHashes, access, trail, now }),
    ...savedViewRoutes({ savedViews, now }),
    ...factRoutes({ ledger, access, trail, cursors }),
    ...cartRoutes({ carts, access, trail }),
    ...seatRoutes({ seats, people, nudgeSeats, access, trail, cursors, now }),
    ...accountPeopleRoutes({ people, seats, access, trail, cursors }),
    ...followUpRoutes({ grants, seatFollowUps, temporal, access, trail }),
    ...openFollowUpRoutes({ seatFollowUps, subscriptions, accounts, products, cursors }),
    ...documentRoutes({ accounts, subscriptions, products, carts, leaving, nudgeSeats, now }),
    ...personRoutes({ people, trail, now }),
    ...settingsRoutes({ settings, grants, trail, cursors, now }),
    ...inboundEventRoutes({ inboundEvents, inbound, counters, trail }),
    ...taskQueueRoutes({ temporal, now }),
    ...auditRoutes({ audit, trail, cursors, now }),
    ...(development ? outboxRoutes({ outbox, trail }) : []),
  ];
}

/** The same for documents and tests, which read what the operations say and call none of them. */
export const describedOperations = (development: boolean): MountedOperation[] =>
  operationsOf({ store: {}, development } as OperationParts);
