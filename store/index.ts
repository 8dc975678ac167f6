import { apiKeysIn } from './access/api-keys';
import { idempotencyIn } from './access/idempotency';
import { sessionsIn } from './access/sessions';
import { staffIn } from './access/staff';
import { usageIn } from './access/usage';
import { auditIn } from './audit/audit';
import { inspectionsIn } from './audit/inspections';
import { accountsIn } from './facts/accounts';
import { cartsIn } from './facts/carts';
import { peopleIn } from './facts/people';
import { productsIn } from './facts/products';
import { seatFollowUpsIn } from './facts/seat-follow-ups';
import { seatsIn } from './facts/seats';
import { settingsIn } from './facts/settings';
import { subscriptionsIn } from './facts/subscriptions';
import { inboundEventsIn } from './messages/inbound';
import { outboxIn } from './messages/outbox';
import { ledgerIn } from './money/ledger';
import { paymentSetupsIn } from './money/payment-setups';
import { paymentsIn } from './money/payments';
import { quoteLinksIn } from './money/quote-links';
import { quotesIn } from './money/quotes';
import { taxAmendmentsIn } from './money/tax-amendments';
import { vatEvidencesIn } from './money/vat-evidence';
import { askServer } from './mongo/answers';
import type { Connection } from './mongo/collection';
import { connect, ensureIndexes, ping, type StoreOptions } from './mongo/connection';
import { answeringInTime } from './mongo/in-time';
import { type Judgement, judge } from './mongo/judgement';
import { answersIn } from './orders/answers';
import { leasesIn } from './orders/leases';
import { ordersIn } from './orders/orders';
import { bulksIn } from './support/bulks';
import { grantsIn } from './support/grants';
import { supportItemsIn } from './support/items';
import { orderNotesIn } from './support/notes';
import { savedViewsIn } from './support/views';

/**
 * Everything that is kept, one repository a concept. Every read and write is within a tenant unless it says why not, and
 * fails with `StoreUnavailable` when MongoDB does not answer in time.
 */
const REPOSITORIES = {
  accounts: accountsIn,
  subscriptions: subscriptionsIn,
  products: productsIn,
  carts: cartsIn,
  people: peopleIn,
  orders: ordersIn,
  bulks: bulksIn,
  savedViews: savedViewsIn,
  quotes: quotesIn,
  quoteLinks: quoteLinksIn,
  ledger: ledgerIn,
  payments: paymentsIn,
  paymentSetups: paymentSetupsIn,
  vatEvidence: vatEvidencesIn,
  taxAmendments: taxAmendmentsIn,
  seats: seatsIn,
  seatFollowUps: seatFollowUpsIn,
  grants: grantsIn,
  supportItems: supportItemsIn,
  orderNotes: orderNotesIn,
  outbox: outboxIn,
  audit: auditIn,
  inspections: inspectionsIn,
  answers: answersIn,
  leases: leasesIn,
  idempotency: idempotencyIn,
  inboundEvents: inboundEventsIn,
  settings: settingsIn,
  usage: usageIn,
  apiKeys: apiKeysIn,
  sessions: sessionsIn,
  staff: staffIn,
};

type Repositories = { [Name in keyof typeof REPOSITORIES]: ReturnType<(typeof REPOSITORIES)[Name]> };

export interface Store extends Repositories {
  /** Builds every index that is missing. To be called before the first write: unique indexes carry the guarantees. */
  ensureIndexes(): Promise<void>;
  /** Whether facts can be kept where it leads, and what is still to be made there. @throws StoreUnavailable */
  judge(): Promise<Judgement>;
  /** @throws StoreUnavailable when MongoDB does not answer within two seconds or cannot be reached */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects to MongoDB. A store has a connection of its own; nothing is shared between two of them.
 *
 * @throws StoreUnavailable when no server answers
 */
export async function connectStore(uri: string, options: StoreOptions = {}): Promise<Store> {
  const connection = await connect(uri, options);
  return {
    ...repositoriesOn(connection),
    ensureIndexes: () => ensureIndexes(connection),
    judge: async () => judge(await askServer(connection)),
    ping: () => ping(connection),
    close: () => connection.close(),
  };
}

function repositoriesOn(connection: Connection): Repositories {
  const opened = Object.entries(REPOSITORIES).map(([name, open]) => [name, answeringInTime(open(connection))]);
  return Object.fromEntries(opened) as Repositories;
}
