/** The page of an order, where an act may be opened at once. */
export const orderAddress = (changeId: string, act?: string): string =>
  `/desk/orders/${encodeURIComponent(changeId)}${act === undefined ? '' : `?${new URLSearchParams({ act })}`}`;
