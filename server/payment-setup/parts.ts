import type { z } from 'zod';
import type { ChangePathSchema } from '../../schemas/orders/order';
import type { SetupPathSchema } from '../../schemas/orders/payment-setup';
import type { KeyRing } from '../../store/access/key-ring';
import type { PaymentSetupKey } from '../../store/money/payment-setups';
import type { Call } from '../api/operation';
import { Problem } from '../http/problem';
import type { AuditTrail } from '../identity/audit-trail';
import type { EventParts } from '../orders/commands/event-routes';
import type { ServerStore } from '../ports';
import type { PaymentPages } from './setting';

export type SetupCall = Call<z.output<typeof ChangePathSchema>>;
export type OutcomeCall = Call<z.output<typeof SetupPathSchema>>;

/** What the room works with. */
export interface SetupParts extends Pick<ServerStore, 'paymentSetups' | 'settings' | 'usage'> {
  /** null: no gateway is asked here. */
  pages: PaymentPages | null;
  /** null: no token can be kept. */
  keyRing: KeyRing | null;
  visible: EventParts['visible'];
  trail: AuditTrail;
  /** For the event that gives an order its payment details. */
  events: EventParts;
  now(): Date;
}

/** The name of a page at its gateway, which is also the key under which it is opened once. */
export const pageReference = ({ tenantId, changeId, setupId }: PaymentSetupKey): string =>
  `${tenantId}:${changeId}:setup-page:${setupId}`;

/** @param reason for our log */
export const pageUnavailable = (reason: string): Problem =>
  new Problem('payment_page_unavailable', { headers: { 'Retry-After': '5' }, cause: new Error(reason) });

/** The gateway and the ring. @throws Problem 503 where one of them is missing */
export function equipped({ pages, keyRing }: SetupParts): PaymentPages & { keyRing: KeyRing } {
  if (pages === null) throw pageUnavailable('no payment gateway is set');
  if (keyRing === null) throw pageUnavailable('no ring of keys is set');
  return { ...pages, keyRing };
}
