import type { Visit } from '../../machines/subscription-change/steps';

/**
 * References that outside services know us by, and that make a repeated call the same call. They name the tenant,
 * because a gateway has one account for all of them; ids hold no colon, so two references are never alike by accident.
 */
const reference =
  (purpose: string) =>
  ({ tenantId, changeId, visit }: Pick<Visit, 'tenantId' | 'changeId' | 'visit'>): string =>
    `${tenantId}:${changeId}:${purpose}:${visit}`;

export const chargeReference = reference('charge');
export const voidReference = reference('void');
export const refundReference = reference('refund');
/** The refund of a charge past the gateway, on the word of two persons: a charge has one at the most. */
export const byHandReference = (charge: string): string => `${charge}:by_hand`;
export const setupReference = reference('setup');
export const fulfilmentReference = reference('fulfil');

/** The code of ISO 4217 for what no money is involved in: a card that is saved, a charge that is never made. */
export const NO_CURRENCY = 'XXX';
