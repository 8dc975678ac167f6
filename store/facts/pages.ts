/** Pages by their paths behind an address that was set: those for customers behind the billing centre, those for support behind the desk. */

export const orderPage = (changeId: string): string => `/orders/${changeId}`;
export const seatsPage = (subscriptionId: string): string => `/subscriptions/${subscriptionId}/seats`;

/** Of orders that wait for the same, the longest in their state first; the filters are those of `GET /v1/changes`. */
export const queuePage = (filter: 'state' | 'code', value: string): string => `?${filter}=${value}&sort=age`;

/** Of requests that wait for a second person. */
export const REQUESTS_PAGE = '/requests';
/** Of mails that were given up. */
export const MAILS_PAGE = '/mails';
/** Of events from outside that nobody has acted on. */
export const EVENTS_PAGE = '/inbound';

/**
 * Undefined where nobody has said of any such pages. It is made of what the seller, or else who runs this, has set, and never of what
 * a caller says.
 */
export const addressOf = (page: string, base: string | null | undefined): string | undefined =>
  base == null ? undefined : `${base.replace(/\/+$/, '')}${page}`;
