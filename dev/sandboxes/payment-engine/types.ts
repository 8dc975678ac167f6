import type { MethodKind } from '../../../gateways/payment/port';

/** The facts of a sandbox gateway; amounts in minor units. */

export type GatewayStatus =
  | 'created'
  | 'pending'
  | 'requires_action'
  | 'authorized'
  | 'succeeded'
  | 'declined'
  | 'voided'
  | 'reversed';

export interface GatewayRefund {
  id: string;
  /** Ours. */
  reference: string;
  /** Unix seconds. */
  created: number;
  amount: number;
  status: 'pending' | 'succeeded' | 'declined';
  code?: string;
  metadata: Record<string, string>;
}

/** A payment, or saved details, that the customer may have to confirm. */
interface Confirmable {
  id: string;
  /** Ours. */
  reference: string;
  /** Unix seconds. */
  created: number;
  customer: string;
  /** Token of the payment details. */
  method: string;
  code?: string;
  /** End of the customer's link, where the gateway lets links expire. */
  expiresAt?: string;
  /** Page that the customer is sent back to. */
  returnUrl?: string;
  metadata: Record<string, string>;
}

export interface GatewayPayment extends Confirmable {
  status: GatewayStatus;
  amount: number;
  currency: string;
  captured: number;
  /** Refunds that did not fail, pending ones included. */
  refunded: number;
  methodKind: MethodKind;
  capture: 'now' | 'later';
  retryable?: boolean;
  /** The bank asked for its customer once, and will again. */
  needsCustomer?: boolean;
  refunds: GatewayRefund[];
}

export interface GatewaySetup extends Confirmable {
  status: 'succeeded' | 'requires_action' | 'declined';
}

/** A page of the gateway's own on which a customer gives payment details. */
export interface GatewayPage {
  id: string;
  /** Ours. */
  reference: string;
  /** Unix seconds. */
  created: number;
  customer: string;
  /** Where the customer is sent back to, with the details saved or without. */
  returnUrl: string;
  /** ISO time at which it closes. */
  expiresAt: string;
  locale: 'en' | 'fr';
  kinds: readonly MethodKind[];
  status: 'open' | 'completed' | 'cancelled';
  /** Token of what was saved. */
  method?: string;
  metadata: Record<string, string>;
}

/** The outcome of using a method, unless a script says otherwise. */
export type Conduct =
  | { kind: 'pays' | 'debits' }
  | { kind: 'asks_customer'; seconds?: number }
  | { kind: 'declines'; code: string; retryable?: boolean };

export interface MethodConduct {
  methodKind: MethodKind;
  charge: Conduct;
  /** Succeeds when left out. */
  setup?: Conduct;
  refund?: 'pending' | 'declined';
}

export interface GatewayMethod extends MethodConduct {
  token: string;
  customer: string;
  /** Unix seconds. */
  created: number;
}

/** One movement of money, signed from our side: a refund or reversal is negative. */
export interface MoneyMovement {
  sequence: number;
  kind: 'charge' | 'capture' | 'refund' | 'reversal';
  paymentId: string;
  /** Of the call that moved the money. */
  reference: string;
  amount: number;
  currency: string;
  at: string;
}

/** A change of state, before a gateway puts it in its own words. */
export type StateChange =
  | { about: 'payment'; now: GatewayStatus | 'restored'; payment: GatewayPayment }
  | { about: 'setup'; now: GatewaySetup['status']; setup: GatewaySetup }
  | { about: 'page'; now: 'completed'; page: GatewayPage }
  | { about: 'refund'; now: 'created' | GatewayRefund['status']; refund: GatewayRefund; payment: GatewayPayment };

export interface SentEvent {
  id: string;
  type: string;
  /** Unix seconds. */
  created: number;
  data: object;
}

/** The type and the content of a change's event; undefined where the gateway sends none. */
export type Wording = (change: StateChange) => Pick<SentEvent, 'type' | 'data'> | undefined;

export interface GatewayAnswer {
  status: number;
  body: unknown;
}

/** The first answer to an idempotency key, which later calls with it get again. */
export type KeptAnswer = GatewayAnswer & { fingerprint: string };
