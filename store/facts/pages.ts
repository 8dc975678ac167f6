/** The pages for customers, by their paths behind the address in the settings. */

export const orderPage = (changeId: string): string => `/orders/${changeId}`;
export const seatsPage = (subscriptionId: string): string => `/subscriptions/${subscriptionId}/seats`;

/**
 * Undefined where nobody has said of any such pages. It is made of what the seller, or else who runs this, has set, and never of what
 * a caller says.
 */
export const addressOf = (page: string, base: string | null | undefined): string | undefined =>
  base == null ? undefined : `${base.replace(/\/+$/, '')}${page}`;
