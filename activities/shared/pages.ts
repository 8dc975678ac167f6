import type { Settings } from '../../store/facts/settings';

/** The pages for customers, by their paths behind the address in the settings. */

export const orderPage = (changeId: string): string => `/orders/${changeId}`;
export const seatsPage = (subscriptionId: string): string => `/subscriptions/${subscriptionId}/seats`;

/** Undefined where the settings say of no pages. */
export const addressOf = (page: string, { billingCentreUrl }: Settings): string | undefined =>
  billingCentreUrl === null ? undefined : `${billingCentreUrl.replace(/\/+$/, '')}${page}`;
