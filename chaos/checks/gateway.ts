import { toGatewayUnits } from '../../gateways/payment/minor-units';
import { SANDBOX_CURRENCIES } from '../../gateways/payment/sandbox/currencies';
import { type Billed, differencesOfBooks } from './books';
import type { ChaosCheck, OrderAtRest } from './check';

/** The gateway's own ledger against the orders. */
export const GATEWAY: ChaosCheck = {
  name: 'charged once, and for an order',
  run: async ({ orders, movements }) => differencesOfBooks(movements, orders.map(billed)),
};

function billed({ changeId, view: { state, details } }: OrderAtRest): Billed {
  const { quote } = details;
  const due =
    quote === null ? 0 : toGatewayUnits({ amount: quote.dueToday, currency: quote.currency }, SANDBOX_CURRENCIES);
  return { changeId, isMade: state === 'completed', due };
}
