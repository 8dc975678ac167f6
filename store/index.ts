import { createConnection, type Model, type mongo } from 'mongoose';
import { type ApiKeys, apiKeysIn } from './access/api-keys';
import { type IdempotencyRecords, idempotencyIn } from './access/idempotency';
import { type Sessions, sessionsIn } from './access/sessions';
import { type Usage, usageIn } from './access/usage';
import { type Audit, auditIn } from './audit/audit';
import { type Accounts, accountsIn } from './facts/accounts';
import { type Carts, cartsIn } from './facts/carts';
import { type Products, productsIn } from './facts/products';
import { type SeatRepository, seatsIn } from './facts/seats';
import { type SellerSettings, settingsIn } from './facts/settings';
import { type Subscriptions, subscriptionsIn } from './facts/subscriptions';
import { type InboundEvents, inboundEventsIn } from './messages/inbound';
import { type Outbox, outboxIn } from './messages/outbox';
import { type Ledger, ledgerIn } from './money/ledger';
import { type Payments, paymentsIn } from './money/payments';
import { type Quotes, quotesIn } from './money/quotes';
import { type TaxAmendments, taxAmendmentsIn } from './money/tax-amendments';
import { type VatEvidences, vatEvidencesIn } from './money/vat-evidence';
import { type Answers, answersIn } from './orders/answers';
import { type Orders, ordersIn } from './orders/orders';
import { type Bulks, bulksIn } from './support/bulks';
import { type Grants, grantsIn } from './support/grants';
import { type SupportItems, supportItemsIn } from './support/items';
import { type SavedViews, savedViewsIn } from './support/views';

/** Everything that is kept, one repository a concept. Every read and write is within a tenant unless it says why not. */
export interface Store {
  accounts: Accounts;
  subscriptions: Subscriptions;
  products: Products;
  carts: Carts;
  orders: Orders;
  bulks: Bulks;
  savedViews: SavedViews;
  quotes: Quotes;
  ledger: Ledger;
  payments: Payments;
  vatEvidence: VatEvidences;
  taxAmendments: TaxAmendments;
  seats: SeatRepository;
  grants: Grants;
  supportItems: SupportItems;
  outbox: Outbox;
  audit: Audit;
  answers: Answers;
  idempotency: IdempotencyRecords;
  inboundEvents: InboundEvents;
  settings: SellerSettings;
  usage: Usage;
  apiKeys: ApiKeys;
  sessions: Sessions;
  /** Builds every index that is missing. To be called before the first write: unique indexes carry the guarantees. */
  ensureIndexes(): Promise<void>;
  /** @throws when MongoDB does not answer within `maxTimeMS` or cannot be reached */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** The database; left out, the one that the address names, or else "avenant". */
  databaseName?: string | undefined;
  /** How long to look for a server that answers, in milliseconds. */
  serverSelectionTimeoutMS?: number;
}

/**
 * A server that says nothing any more is given up after about three seconds, and with it whatever waits for it. Not a
 * limit on answers: building an index may take its time.
 */
const NOTICES_SILENCE = { heartbeatFrequencyMS: 1_000, connectTimeoutMS: 2_000, waitQueueTimeoutMS: 2_000 } as const;

const DEFAULT_DATABASE = 'avenant';
const NAMES_A_DATABASE = /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+/;

/**
 * Connects to MongoDB. A store has a connection of its own; nothing is shared between two of them.
 *
 * @throws MongooseServerSelectionError when no server answers
 */
export async function connectStore(uri: string, options: StoreOptions = {}): Promise<Store> {
  const { databaseName = DEFAULT_DATABASE, serverSelectionTimeoutMS = 2_000 } = options;
  const connection = await createConnection(uri, {
    ...(NAMES_A_DATABASE.test(uri) && options.databaseName === undefined ? {} : { dbName: databaseName }),
    serverSelectionTimeoutMS,
    ...NOTICES_SILENCE,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    sanitizeFilter: true,
  }).asPromise();
  const { subscriptions, model } = subscriptionsIn(connection);
  return {
    accounts: accountsIn(connection),
    subscriptions,
    products: productsIn(connection),
    carts: cartsIn(connection),
    orders: ordersIn(connection),
    bulks: bulksIn(connection),
    savedViews: savedViewsIn(connection),
    quotes: quotesIn(connection),
    ledger: ledgerIn(connection),
    payments: paymentsIn(connection),
    vatEvidence: vatEvidencesIn(connection),
    taxAmendments: taxAmendmentsIn(connection),
    seats: seatsIn(connection, model),
    grants: grantsIn(connection),
    supportItems: supportItemsIn(connection),
    outbox: outboxIn(connection),
    audit: auditIn(connection),
    answers: answersIn(connection),
    idempotency: idempotencyIn(connection),
    inboundEvents: inboundEventsIn(connection),
    settings: settingsIn(connection),
    usage: usageIn(connection),
    apiKeys: apiKeysIn(connection),
    sessions: sessionsIn(connection),
    async ensureIndexes() {
      await Promise.all(Object.values(connection.models).map(buildIndexes));
    },
    async ping() {
      await connection.db?.command({ ping: 1, maxTimeMS: 1_500 });
    },
    close: () => connection.close(),
  };
}

/** All indexes of a collection in one command; Mongoose would send one command each. */
async function buildIndexes({ collection, schema }: Model<unknown>): Promise<void> {
  await collection.createIndexes(
    schema.indexes().map(([key, options]) => ({ key, ...options }) as mongo.IndexDescription),
  );
}
