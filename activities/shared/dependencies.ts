import type { Client } from '@temporalio/client';
import type { FulfilmentPort } from '../../gateways/fulfilment/port';
import type { PaymentGateway } from '../../gateways/payment/port';
import type { VatRegister } from '../../gateways/vat-register/port';
import type { KeyRing } from '../../store/access/key-ring';
import type { KeyedHash } from '../../store/access/keyed-hash';
import type { Store } from '../../store/index';

/** A logger in the manner of pino. No personal data and no token ever goes into it. */
interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Everything the activities work with; nothing here is global. */
export interface Dependencies {
  store: Store;
  paymentGateway: PaymentGateway;
  vatRegister: VatRegister;
  /** Who makes a bought change real; the seller's settings say which one serves an account. */
  fulfilment: { local: FulfilmentPort; http?: FulfilmentPort };
  /** To signal workflows and to start the follow-up of seats. */
  temporalClient: Pick<Client, 'workflow' | 'withDeadline'>;
  /** The one place where time enters. */
  clock: () => Date;
  log: Log;
  /** Lets support find orders by a VAT number; without it they cannot. */
  hashVatNumber?: KeyedHash;
  /** Seals what an order is started again with; without it nothing is kept. */
  keyRing?: KeyRing;
  /** Where the pages for customers are of sellers who name none; without it such sellers have none. */
  pagesUrl?: string;
  /** For tests: holds an attempt up between two of its steps, so that a stale one can be told from a late one. */
  pauseAt?: (point: string) => Promise<void>;
}

/** The dependencies as the single activities see them, with the pause always there. */
export type Tools = Dependencies & { pauseAt: (point: string) => Promise<void> };
