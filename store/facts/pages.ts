import type { Settings } from './settings';

/** The pages for customers, by their paths behind the address in the settings. */

export const orderPage = (changeId: string): string => `/orders/${changeId}`;
export const seatsPage = (subscriptionId: string): string => `/subscriptions/${subscriptionId}/seats`;

/**
 * The address of a page. It is made of what the seller, or else who runs this, has set, and never of what a caller says.
 *
 * @param otherwise where the pages are of sellers who name none
 * @returns undefined where nobody has said of any pages
 */
export function addressOf(
  page: string,
  { billingCentreUrl }: Pick<Settings, 'billingCentreUrl'>,
  otherwise?: string,
): string | undefined {
  const base = billingCentreUrl ?? otherwise;
  return base === undefined ? undefined : `${base.replace(/\/+$/, '')}${page}`;
}
