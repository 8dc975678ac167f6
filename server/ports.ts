import type { OrderEventType, Role } from '../machines/events';
import type { Accounts } from '../store/accounts';
import type { Carts } from '../store/carts';
import type { Products } from '../store/products';
import type { Subscriptions } from '../store/subscriptions';
import type { OrderView } from '../workflows/contract';
import type { ApiKeyRecord } from './api-keys';

/** What the server asks of the store. Everything is asked within a tenant: another tenant's document is absent. */
export interface ServerStore {
  apiKeys: { find(keyId: string): Promise<ApiKeyRecord | null> };
  idempotency: IdempotencyRecords;
  accounts: Pick<Accounts, 'find' | 'put'>;
  subscriptions: Pick<Subscriptions, 'find' | 'put'>;
  products: Pick<Products, 'find' | 'put'>;
  carts: Pick<Carts, 'find' | 'put'>;
  orders: Orders;
  grants: Grants;
  audit: Audit;
  ping(): Promise<void>;
}

/** Who did what and why, for ever. */
export interface AuditEntry {
  tenantId: string;
  changeId: string;
  eventType: OrderEventType;
  userId: string;
  role: Role;
  reasonCode: string;
  reason: string;
  at: string;
}

export interface Audit {
  record(entry: AuditEntry): Promise<void>;
}

export interface Orders {
  find(tenantId: string, changeId: string): Promise<OrderView | null>;
}

/** What a first answer leaves behind for a repeated request. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export interface IdempotentRequest {
  /** Names tenant, principal, route and key. */
  scope: string;
  /** Method, path, canonical body: the same key must come with the same request. */
  fingerprint: string;
  now: Date;
  /** How long the request may take before somebody may start it again, in milliseconds. */
  leaseFor: number;
  /** How long the answer is kept, in milliseconds. */
  keepFor: number;
}

export type Claim =
  | { kind: 'started'; lease: string }
  | { kind: 'running' }
  | { kind: 'other_request' }
  | { kind: 'answered'; answer: StoredAnswer };

export interface IdempotencyRecords {
  /** Atomic: of two requests at the same moment one starts. */
  claim(request: IdempotentRequest): Promise<Claim>;
  /** Does nothing when the lease has passed to somebody else. */
  keep(scope: string, lease: string, answer: StoredAnswer): Promise<void>;
  release(scope: string, lease: string): Promise<void>;
}

/** Permission for one support event on one order: who asked, why, and who else approved. */
export interface Grant {
  grantId: string;
  tenantId: string;
  changeId: string;
  eventType: OrderEventType;
  reasonCode: string;
  reason: string;
  requestedBy: string;
  approvedBy: string | null;
}

export interface Grants {
  find(tenantId: string, grantId: string): Promise<Grant | null>;
  /** Does nothing when a grant of this id exists: a repeated request asks for the same one. */
  request(grant: Grant): Promise<void>;
  approve(tenantId: string, grantId: string, approvedBy: string): Promise<void>;
}
