/** Pages by their paths behind an address in the settings: those for customers behind the billing centre, those for support behind the desk. */

export const orderPage = (changeId: string): string => `/orders/${changeId}`;
export const seatsPage = (subscriptionId: string): string => `/subscriptions/${subscriptionId}/seats`;

/** Of orders that wait for the same, the longest in their state first; the filters are those of `GET /v1/changes`. */
export const queuePage = (filter: 'state' | 'code', value: string): string => `?${filter}=${value}&sort=age`;

/** Undefined where the settings say of no such pages. */
export const addressOf = (page: string, base: string | null): string | undefined =>
  base === null ? undefined : `${base.replace(/\/+$/, '')}${page}`;
