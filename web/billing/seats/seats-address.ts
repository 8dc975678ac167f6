/** The page on which the seats of a subscription are assigned. */
export const seatsAddress = (subscriptionId: string): string =>
  `/billing/subscriptions/${encodeURIComponent(subscriptionId)}/seats`;
